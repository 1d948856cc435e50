/** Templates of HCL: the inside of "…", and of here-documents with or without their indentation. */
import type { Codec, Piece } from '../../model/mapped-text.js';

const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
/** An escape of a quoted template; both kinds of template double what would begin an expression. */
const QUOTED = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt"\\]))|\$(?=\$\{)|%(?=%\{)/g;
const DOUBLED = /\$(?=\$\{)|%(?=%\{)/g;

function decode(source: string, pattern: RegExp, meaning: (match: RegExpExecArray) => string): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const match of source.matchAll(pattern)) {
    if (match.index > start) pieces.push({ text: source.slice(start, match.index), from: { start, end: match.index } });
    start = match.index + match[0].length;
    pieces.push({ text: meaning(match), from: { start: match.index, end: start } });
  }
  if (start < source.length) pieces.push({ text: source.slice(start), from: { start, end: source.length } });
  return pieces;
}

function meaningOfEscape([, short, long, name]: RegExpExecArray): string {
  if (name !== undefined) return NAMED[name] ?? name;
  const point = Number.parseInt(short ?? long ?? '', 16);
  if (Number.isNaN(point)) return '';
  return point > 0x10ffff ? '\uFFFD' : String.fromCodePoint(point);
}

/** What begins an expression is doubled. At the end it might meet a brace that is written behind it. */
function doubled(plain: string): string | undefined {
  return /[$%]$/.test(plain) ? undefined : plain.replace(/[$%](?=\{)/g, '$&$&');
}

/** The text of "…" between expressions. */
export const quotedTemplate: Codec = {
  decode: (source) => decode(source, QUOTED, meaningOfEscape),
  encode: (plain) => {
    if (/[^\P{C}\n\r\t]/u.test(plain)) return undefined;
    const escapes: Readonly<Record<string, string>> = {
      '\n': '\\n',
      '\r': '\\r',
      '\t': '\\t',
      '"': '\\"',
      '\\': '\\\\',
    };
    return doubled(plain.replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? character));
  },
};

/**
 * The text of a here-document between expressions, of whose lines `indent` spaces are taken away. `startsLine`: what is
 * decoded begins at the start of a line; it does not behind an expression.
 */
export function hereTemplate(indent: number, startsLine: boolean, delimiter: string): Codec {
  const margin = indent === 0 ? [] : [`(?<=\\n)[ \\t]{1,${String(indent)}}`];
  const first = indent === 0 || !startsLine ? [] : [`^[ \\t]{1,${String(indent)}}`];
  const pattern = new RegExp([...first, ...margin, DOUBLED.source].join('|'), 'g');
  return {
    decode: (source) => decode(source, pattern, () => '').filter((piece) => piece.from.end > piece.from.start),
    encode: (plain) => {
      if (plain.split('\n').some((line) => line.trim() === delimiter)) return undefined;
      return doubled(plain)?.replaceAll('\n', `\n${' '.repeat(indent)}`);
    },
  };
}
