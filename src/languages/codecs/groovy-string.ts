/** The ways in which Groovy writes a text: in '…', "…", '''…''', """…""", between slashes. */
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';

const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', s: ' ', t: '\t', '\n': '' };
const ESCAPE = /\\(?:u+([\da-fA-F]{4})|([0-3]?[0-7]{1,2})|([^]))/gu;

function meaningOf([, unicode, octal, character = '']: RegExpExecArray): string {
  if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  return CONTROLS[character] ?? character;
}

/** The codec of a string in these quotes, what is filled in excepted. */
export function groovyString(quote: "'" | '"' | "'''" | '"""'): Codec {
  const mark = quote.charAt(0);
  // Between three quotes, one alone is text.
  const isLong = quote.length === 3;
  const special = new RegExp(
    `[\\\\${mark === '"' ? '$' : ''}]|${isLong ? `^${mark}|${mark}(?=${mark}|$)` : mark}`,
    'g',
  );
  return {
    decode: (source) => unescape(source, ESCAPE, meaningOf),
    encode: (plain) => {
      if (/[\0-\x08\x0b-\x1f]/.test(plain)) return undefined;
      const escaped = plain.replace(special, '\\$&');
      return isLong ? escaped : escaped.replaceAll('\n', '\\n');
    },
  };
}

/** What stands between slashes, of which none is written anew. */
export const groovySlashy: Codec = {
  decode: (source) => unescape(source, /\\\//g, () => '/'),
  encode: () => undefined,
};

/** What stands between `$/` and `/$`. */
export const groovyDollarSlashy: Codec = {
  decode: (source) => unescape(source, /\$([$/])/g, ([, escaped = '']) => escaped),
  encode: () => undefined,
};
