/** The ways in which a shell writes a text in a word: bare, in single or double quotes, in $'…', between backticks. */
import type { Codec, Piece } from '../../model/mapped-text.js';

/** The pieces of `source` in which each match of `escapes` reads as `meaning` says, and all else as it is written. */
export function unescape(
  source: string,
  escapes: RegExp,
  meaning: (match: RegExpExecArray) => string,
): readonly Piece[] {
  const pieces: Piece[] = [];
  const run = (start: number, end: number): void => {
    if (start < end) pieces.push({ text: source.slice(start, end), from: { start, end } });
  };
  let start = 0;
  for (const match of source.matchAll(escapes)) {
    run(start, match.index);
    start = match.index + match[0].length;
    pieces.push({ text: meaning(match), from: { start: match.index, end: start } });
  }
  run(start, source.length);
  return pieces;
}

/** What `codec` reads `source` as. */
export function readBy(codec: Codec, source: string): string {
  return codec
    .decode(source)
    .map((piece) => piece.text)
    .join('');
}

/** What an escaped character stands for; an escaped end of line is no character at all. */
const escaped = (match: RegExpExecArray): string => (match[1] === '\n' ? '' : (match[1] ?? ''));

/** The inside of '…', where a quote is written '\'' . */
export const singleQuoted: Codec = {
  decode: (source) => unescape(source, /'\\''/g, () => "'"),
  encode: (plain) => plain.replaceAll("'", "'\\''"),
};

/** The inside of "…", expansions excepted. */
export const doubleQuoted: Codec = {
  decode: (source) => unescape(source, /\\([$`"\\\n])/g, escaped),
  encode: (plain) => plain.replace(/[\\$`"]/g, '\\$&'),
};

/** A word without quotes, expansions excepted. */
export const bareWord: Codec = {
  decode: (source) => unescape(source, /\\([^])/gu, escaped),
  // An end of line cannot be written: after a backslash it vanishes, and without one it ends the command.
  encode: (plain) => (plain.includes('\n') ? undefined : plain.replace(/[\s!"#$&'()*;<>?[\\\]^`{|}~]/gu, '\\$&')),
};

/** What stands between backticks: code that is read after its escapes are taken off. */
export const backticks: Codec = {
  decode: (source) => unescape(source, /\\([$`\\])/g, escaped),
  encode: (plain) => plain.replace(/[\\`]/g, '\\$&'),
};

/** The same for backticks inside of double quotes, where quotes may be escaped too. */
export const quotedBackticks: Codec = {
  decode: (source) => unescape(source, /\\([$`\\"])/g, escaped),
  encode: (plain) => plain.replace(/[\\`"]/g, '\\$&'),
};

const controls: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** The inside of $'…'. */
export const ansiQuoted: Codec = {
  decode: (source) =>
    unescape(source, /\\(?:x[\da-fA-F]{1,2}|u[\da-fA-F]{1,4}|U[\da-fA-F]{1,8}|[0-7]{1,3}|c[^]|[^])/gu, (match) =>
      ansiMeaning(match[0]),
    ),
  encode: (plain) => plain.replace(/[\\']/g, '\\$&'),
};

function ansiMeaning(escape: string): string {
  const kind = escape.charAt(1);
  const control = controls[kind];
  if (control !== undefined) return control;
  if (kind === 'c') return String.fromCharCode(escape.charCodeAt(2) & 0x1f);
  const digits = /^[xuU]./u.test(escape.slice(1)) ? Number.parseInt(escape.slice(2), 16) : octal(escape);
  if (Number.isNaN(digits)) return escape;
  // Bytes beyond ASCII are parts of characters, which are not put together here.
  const isByte = kind === 'x' || /[0-7]/.test(kind);
  if (digits > 0x10ffff || (isByte && digits > 0x7f)) return '\uFFFD';
  return String.fromCodePoint(digits);
}

function octal(escape: string): number {
  return /^\\[0-7]+$/.test(escape) ? Number.parseInt(escape.slice(1), 8) & 0xff : Number.NaN;
}
