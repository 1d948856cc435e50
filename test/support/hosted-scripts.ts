/** What a file holds as plain values, the scripts in it, and one program that runs them: for the tests that run fixes. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node } from 'yaml';

/** Data as plain values; a tag such as `!Sub` is the function that it is short for. */
export type Data = string | readonly Data[] | { readonly [key: string]: Data };

/** What `text`, YAML or JSON, holds, by the parser of either; of several documents a list. */
export function dataOf(text: string, name = ''): Data {
  if (name.endsWith('.json')) return plain(JSON.parse(text));
  const documents = parseAllDocuments(text, { schema: 'failsafe', logLevel: 'silent' });
  const values = [...documents].map((document) => {
    if (document.errors.length > 0) throw new Error(document.errors[0]?.message);
    return valueOf(document.contents, document);
  });
  return values.length === 1 ? (values[0] ?? '') : values;
}

/** What a parser of JSON gave. */
export function plain(value: unknown): Data {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  return typeof value === 'string' ? value : JSON.stringify(value);
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

/** Names and what they mean: of `env:` and the like. */
export type Names = readonly (readonly [string, string])[];

export function namesIn(data: Data | undefined): Names {
  return entriesOf(data).map(([name, value]) => [name, textIn(value)] as const);
}

/** Code, and the names that it sees. */
export interface Script {
  readonly code: string;
  readonly env: Names;
}

export function script(code: string, env: Names = []): Script {
  return { code, env };
}

/** One text, or the lines of one. */
export function linesIn(data: Data | undefined): string {
  return (typeof data === 'string' ? [data] : listOf(data).map(textIn)).join('\n');
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

/** Whether the words of a command are a shell with code: others cannot be told to ask for a token. */
export function isShellCommand(words: readonly Data[]): boolean {
  return words.some((word, i) => i > 0 && /^-[a-z]*c$/.test(textIn(word)) && /sh$/.test(textIn(words[i - 1])));
}

/** The scripts of what a machine is given when it starts. */
export function userDataIn(text: string): readonly Script[] {
  if (/^(?:MIME-Version|Content-Type):/.test(text)) return partsOfMessage(text).flatMap(userDataIn);
  return text.startsWith('#cloud-config') ? cloudInit(dataOf(text)) : [script(text)];
}

function partsOfMessage(text: string): readonly string[] {
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? '';
  const parts = text.split(`--${boundary}`).slice(1, -1);
  return parts.map((part) => part.slice(part.indexOf('\n\n') + 2));
}

export function cloudInit(data: Data): readonly Script[] {
  const files = listOf(get(data, 'write_files')).map((file) => textIn(get(file, 'content')));
  const lines = listOf(get(data, 'runcmd')).map(commandOf).join('\n');
  return [...files.filter((content) => content.startsWith('#!')), lines].map((code) => script(code));
}
