/** The words of a command: texts of which parts may be unknown. */
import { INPUT } from '../model/expr.js';
import { cut, shapeOf as shapeOfText, UNKNOWN } from '../model/shape.js';
import { describe, unknown, type UnknownValue, type Value } from '../model/value.js';
import type { Argument } from './client.js';

export { UNKNOWN };

/** The words of a command, and behind the mark what it reads; undefined where that was not seen. */
export function withInput(words: readonly Argument[]): {
  readonly words: readonly Argument[];
  readonly input: readonly Argument[] | undefined;
} {
  const at = words.findIndex(({ value }) => shapeOf(value) === INPUT);
  return at === -1 ? { words, input: undefined } : { words: words.slice(0, at), input: words.slice(at + 1) };
}

/** A word as it is read for its form: unknown parts are one `UNKNOWN` each; a word that is unknown altogether is just that. */
export function shapeOf(value: Value): string {
  if (value.kind === 'nothing') return '';
  return value.kind === 'text' ? shapeOfText(value) : UNKNOWN;
}

/** The part of `value` between two offsets of its shape. */
export function partOf(value: Value, start: number, end: number = Number.POSITIVE_INFINITY): Value {
  if (value.kind !== 'text') return start === 0 ? value : { kind: 'text', parts: [] };
  return cut(value, start, end);
}

/** Why a value is not known. */
export function whyUnknown(value: Value): UnknownValue {
  if (value.kind === 'unknown') return value;
  if (value.kind === 'text') return value.parts.find((part) => part.kind === 'unknown') ?? unknown(describe(value));
  if (value.kind === 'external' && value.name.startsWith('env:'))
    return unknown(`the environment variable ${value.name.slice(4)}`);
  return unknown(describe(value));
}

/** A header as a command writes it, `Name: value`. */
export interface HeaderWord {
  readonly name: Value;
  readonly value: Value;
  /** The text of the name, unknown parts as `UNKNOWN`. */
  readonly nameShape: string;
}

/** Splits `Name: value`; undefined when there is no colon (or `;` where `allowsSemicolon`) to split at. */
export function headerOf({ value }: Argument, allowsSemicolon = false): HeaderWord | undefined {
  const shape = shapeOf(value);
  const colon = shape.indexOf(':');
  const at = colon === -1 && allowsSemicolon ? shape.indexOf(';') : colon;
  if (at === -1) return undefined;
  let [from, to] = [at + 1, shape.length];
  while (from < to && /\s/.test(shape.charAt(from))) from += 1;
  while (from < to && /\s/.test(shape.charAt(to - 1))) to -= 1;
  return { name: partOf(value, 0, at), value: partOf(value, from, to), nameShape: shape.slice(0, at) };
}
