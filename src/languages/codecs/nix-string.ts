/** The two ways in which Nix writes a text: in "…", and in lines between ''. */
import type { Codec, Piece } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** What a path in the store reads as: it has another name each time, and is written by what it is filled in by. */
export const STORE = '/nix/store';

/** The inside of "…", what is filled in excepted. */
export const nixQuoted: Codec = {
  decode: (source) => unescape(source, /\\([^])/gu, ([, escaped = '']) => CONTROLS[escaped] ?? escaped),
  // A dollar sign at the end would join what follows.
  encode: (plain) =>
    plain.endsWith('$') || plain.includes(STORE)
      ? undefined
      : plain.replace(/[\\"]|\$(?=\{)/g, '\\$&').replaceAll('\n', '\\n'),
};

/**
 * A part of the lines between '', what is filled in excepted: `indent` spaces are taken off each line. `startsLine`:
 * whether the part begins one.
 */
export function nixIndented(indent: number, startsLine: boolean): Codec {
  const margin = ' '.repeat(indent);
  return {
    decode: (source) => decodeLines(source, indent, startsLine),
    encode: (plain) => {
      // What would read as an escape together with what is around cannot be written.
      if (/^'|'\$\{|['$]$|\r/.test(plain) || plain.includes(STORE)) return undefined;
      return plain.replaceAll("''", "'''").replaceAll('${', "''${").replaceAll('\n', `\n${margin}`);
    },
  };
}

/** Each end of line is one piece with the indentation behind it, so that what is inserted there comes behind that. */
function decodeLines(source: string, indent: number, startsLine: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  const escapes = /'''|''\$|''\\([^])|\n/g;
  let at = startsLine ? behindMargin(source, 0, indent) : 0;
  const run = (end: number): void => {
    if (at < end) pieces.push({ text: source.slice(at, end), from: { start: at, end } });
  };
  for (const match of source.matchAll(escapes)) {
    if (match.index < at) continue;
    run(match.index);
    const behind = match.index + match[0].length;
    const end = match[0] === '\n' ? behindMargin(source, behind, indent) : behind;
    pieces.push({ text: meaningOf(match), from: { start: match.index, end } });
    at = end;
  }
  run(source.length);
  return pieces;
}

function meaningOf([match, escaped]: RegExpExecArray): string {
  if (match === "'''") return "''";
  if (match === "''$") return '$';
  return escaped === undefined ? match : (CONTROLS[escaped] ?? escaped);
}

function behindMargin(source: string, from: number, indent: number): number {
  let at = from;
  while (at - from < indent && source.charAt(at) === ' ') at += 1;
  return at;
}
