/** The inside of a JavaScript string literal: '…' and "…". */
import type { Codec, Piece } from '../../model/mapped-text.js';

/** One escape; what follows a backslash in all other cases stands for itself. */
const ESCAPE = /\\(?:u\{[0-9a-fA-F]{1,8}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-3][0-7]{1,2}|[0-7]{1,2}|\r\n|[^])/gu;

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  // Escaped ends of lines are no characters.
  '\n': '',
  '\r': '',
  '\r\n': '',
  '\u2028': '',
  '\u2029': '',
};

/** The pieces of `source`, each escape read for what it stands for and all else as it is written. */
export function decodeEscapes(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const run = (start: number, end: number): void => {
    if (start < end) pieces.push({ text: source.slice(start, end), from: { start, end } });
  };
  let start = 0;
  for (const match of source.matchAll(ESCAPE)) {
    run(start, match.index);
    start = match.index + match[0].length;
    pieces.push({ text: meaningOf(match[0].slice(1)), from: { start: match.index, end: start } });
  }
  run(start, source.length);
  return pieces;
}

function meaningOf(escape: string): string {
  if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8));
  const code = /^(?:x|u\{?)([0-9a-fA-F]+)\}?$/.exec(escape)?.[1];
  if (code === undefined || escape.length === 1) return NAMED[escape] ?? escape;
  const point = Number.parseInt(code, 16);
  return point > 0x10ffff ? '\uFFFD' : String.fromCodePoint(point);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
  // Followed by a digit, \0 would be another character.
  '\0': '\\x00',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function encodeFor(quote: string): Codec['encode'] {
  const special = new RegExp(`[\\\\${quote}\\n\\r\\t\\x08\\f\\v\\0\\u2028\\u2029]`, 'g');
  return (plain) => plain.replace(special, (character) => ESCAPED[character] ?? `\\${character}`);
}

export const singleQuotedString: Codec = { decode: decodeEscapes, encode: encodeFor("'") };
export const doubleQuotedString: Codec = { decode: decodeEscapes, encode: encodeFor('"') };
