/** Takes the shell code out of data as the service that reads the data would, with a real parser: for the live tests. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node } from 'yaml';

/** Data as plain values; a tag such as `!Sub` is the function that it is short for. */
export type Data = string | readonly Data[] | { readonly [key: string]: Data };

/** What `text`, YAML or JSON, holds; of several documents a list. */
export function dataOf(text: string): Data {
  const documents = parseAllDocuments(text, { schema: 'failsafe', logLevel: 'silent' });
  const values = [...documents].map((document) => {
    if (document.errors.length > 0) throw new Error(document.errors[0]?.message);
    return valueOf(document.contents, document);
  });
  return values.length === 1 ? (values[0] ?? '') : values;
}

function valueOf(node: Node | null, document: Document): Data {
  if (isAlias(node)) return valueOf(node.resolve(document) ?? null, document);
  const value = plainValue(node, document);
  const tag = node !== null && 'tag' in node && typeof node.tag === 'string' ? node.tag : '';
  if (!tag.startsWith('!') || tag.startsWith('!!')) return value;
  return { [tag === '!Ref' ? 'Ref' : `Fn::${tag.slice(1)}`]: value };
}

function plainValue(node: Node | null, document: Document): Data {
  if (isScalar(node)) return typeof node.value === 'string' ? node.value : '';
  if (isSeq(node)) return node.items.map((item) => valueOf(item as Node | null, document));
  if (!isMap(node)) return '';
  return Object.fromEntries(
    node.items.map(({ key, value }) => [
      textIn(valueOf(key as Node | null, document)),
      valueOf(value as Node | null, document),
    ]),
  );
}

export function get(data: Data | undefined, ...keys: readonly string[]): Data | undefined {
  return keys.reduce<Data | undefined>(
    (at, key) => (typeof at === 'object' && !Array.isArray(at) ? (at as Record<string, Data>)[key] : undefined),
    data,
  );
}

/** What is no text reads as none. */
export function textIn(data: Data | undefined): string {
  return typeof data === 'string' ? data : '';
}

export function listOf(data: Data | undefined): readonly Data[] {
  return Array.isArray(data) ? (data as readonly Data[]) : [];
}

export function entriesOf(data: Data | undefined): readonly (readonly [string, Data])[] {
  return typeof data === 'object' && !Array.isArray(data) ? Object.entries(data) : [];
}

/** Code, and the names that it sees. */
export interface Script {
  readonly code: string;
  readonly env: readonly (readonly [string, string])[];
}

/** One program that runs `scripts`, each in a shell of its own. */
export function programOf(scripts: readonly Script[]): string {
  if (scripts.length === 0) throw new Error('no code was found in it');
  const parts = scripts.map(({ code, env }) => {
    const names = env.map(([name, value]) => `${name}=${quoted(value)}`);
    return ['env', ...names, 'bash', '-c', quoted(code)].join(' ');
  });
  return ['#!/bin/bash', ...parts, ''].join('\n');
}

/** `text` as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command as text, or as its words. */
export function commandOf(command: Data): string {
  return typeof command === 'string'
    ? command
    : listOf(command)
        .map((word) => quoted(textIn(word)))
        .join(' ');
}
