/** The ways in which YAML writes a text within lines: plain, and the inside of '…' and "…". */
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';
import { canStand } from './yaml-characters.js';

/** The end of a line with the white space around it, and the empty lines behind it. Runs of blanks are passed at once. */
const FOLD = String.raw`[ \t]*\n(?:[ \t]*\n)*[ \t]*|[ \t]+`;

/** One end of a line reads as a space; of more, the first reads as nothing. Blanks within a line stay. */
function folded(blanks: string): string {
  const count = blanks.split('\n').length - 1;
  if (count === 0) return blanks;
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
}

/** A scalar without quotes. `inFlow`: within brackets, where commas and brackets end it. */
export function yamlPlain(inFlow: boolean): Codec {
  return {
    decode: (source) => unescape(source, new RegExp(FOLD, 'g'), ([blanks]) => folded(blanks)),
    encode: (plain) => (isPlain(plain, inFlow) ? plain : undefined),
  };
}

/** Whether `plain` can stand anywhere in a plain scalar, whatever is written beside it. */
function isPlain(plain: string, inFlow: boolean): boolean {
  if (!canStand(plain) || /[\n\t]/.test(plain)) return false;
  if (/:(?: |$)|(?:^| )#| $/.test(plain)) return false;
  // What may begin another notation, should this come first.
  if (/^ *(?:[,[\]{}&*!|>'"%@`]|[-?:](?:[ ,[\]{}]|$))/.test(plain)) return false;
  return !inFlow || !/[,[\]{}]|:["']/.test(plain);
}

/** The inside of '…'. */
export const yamlSingleQuoted: Codec = {
  decode: (source) =>
    unescape(source, new RegExp(`''|${FOLD}`, 'g'), ([match]) => (match === "''" ? "'" : folded(match))),
  encode: (plain) => (canStand(plain) && !plain.includes('\n') ? plain.replaceAll("'", "''") : undefined),
};

const NAMED: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const ESCAPE = String.raw`\\(?:\n[ \t]*|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])`;

function meaningOf(escape: string): string {
  const kind = escape.charAt(1);
  if (kind === '\n') return '';
  if (escape.length > 3) {
    const point = Number.parseInt(escape.slice(2), 16);
    return point > 0x10ffff ? '\uFFFD' : String.fromCodePoint(point);
  }
  return NAMED[kind] ?? escape.slice(1);
}

const ESCAPED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** The inside of "…". */
export const yamlDoubleQuoted: Codec = {
  decode: (source) =>
    unescape(source, new RegExp(`${ESCAPE}|${FOLD}`, 'gu'), ([match]) =>
      match.startsWith('\\') ? meaningOf(match) : folded(match),
    ),
  encode: (plain) =>
    plain.replace(
      /["\\\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (character) => ESCAPED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
};
