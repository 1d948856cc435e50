/** The words of commands in units of systemd. */
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';

/** Where a setting goes on, with the comments in between: it reads as a space. */
export const GOES_ON = /\\\n(?:[ \t]*[#;][^\n]*(?:\n|$))*/;

/** How a part of a command's word is written. */
export interface UnitWord {
  readonly quote: '"' | "'" | '';
  /** Whether variables are filled in, so that a dollar sign is written twice. */
  readonly expands: boolean;
}

const CONTROLS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
};
const ESCAPE = new RegExp(
  `${GOES_ON.source}|${/\\(?:x[\da-fA-F]{2}|[0-7]{3}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])|%%|\$\$/.source}`,
  'gu',
);

/** The codec of a part of a word, without its quotes. */
export function unitWord({ quote, expands }: UnitWord): Codec {
  return {
    decode: (source) =>
      unescape(source, ESCAPE, ([match]) => {
        if (match.startsWith('\\\n')) return ' ';
        if (match === '%%') return '%';
        if (match === '$$') return expands ? '$' : '$$';
        return meaningOf(match.slice(1));
      }),
    encode: (plain) => {
      // A word without quotes ends at a space, and a semicolon ends a command.
      if (quote === '' ? /[\s'";]/.test(plain) : /[\0-\x08\x0b-\x1f]/.test(plain)) return undefined;
      const escaped = plain
        .replaceAll('\\', '\\\\')
        .replaceAll('\n', String.raw`\n`)
        .replaceAll('%', '%%');
      const inQuotes = quote === '' ? escaped : escaped.replaceAll(quote, `\\${quote}`);
      const written = expands ? inQuotes.replaceAll('$', '$$$$') : inQuotes;
      // Units are made of templates too: what would be filled in there cannot be written.
      return /\{[{%#]|<%/.test(written) ? undefined : written;
    },
  };
}

function meaningOf(escape: string): string {
  const control = CONTROLS[escape];
  if (control !== undefined) return control;
  const point = /^[xuU]./.test(escape)
    ? Number.parseInt(escape.slice(1), 16)
    : /^[0-7]{3}$/.test(escape)
      ? Number.parseInt(escape, 8)
      : Number.NaN;
  if (Number.isNaN(point)) return escape;
  return point > 0x10ffff ? '\uFFFD' : String.fromCodePoint(point);
}
