/** The words of a command: texts of which parts may be unknown. */
import { describe, unknown, type TextValue, type UnknownValue, type Value } from '../model/value.js';
import type { Argument } from './client.js';

/** How an unknown part of a word reads. */
export const UNKNOWN = '\uFFFC';

/** A word as it is read for its form: unknown parts are one `UNKNOWN` each; a word that is unknown altogether is just that. */
export function shapeOf(value: Value): string {
  if (value.kind === 'nothing') return '';
  if (value.kind !== 'text') return UNKNOWN;
  return value.parts
    .map((part) => (part.kind === 'known' ? part.text.replaceAll(UNKNOWN, '\uFFFD') : UNKNOWN))
    .join('');
}

/** The part of `value` between two offsets of its shape. */
export function partOf(value: Value, start: number, end: number = Number.POSITIVE_INFINITY): Value {
  if (value.kind !== 'text') return start === 0 ? value : { kind: 'text', parts: [] };
  const parts: TextValue['parts'][number][] = [];
  let at = 0;
  for (const part of value.parts) {
    const length = part.kind === 'known' ? part.text.length : 1;
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (from < to) parts.push(part.kind === 'known' ? { ...part, text: part.text.slice(from, to) } : part);
    at += length;
  }
  return { kind: 'text', parts };
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
