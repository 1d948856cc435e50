/** The inside of a JSON string. */
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';

const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

export const jsonString: Codec = {
  decode: (source) =>
    unescape(source, /\\(?:u[\da-fA-F]{4}|[^])/gu, ([escape]) =>
      escape.length === 6
        ? String.fromCharCode(Number.parseInt(escape.slice(2), 16))
        : (NAMED[escape.slice(1)] ?? escape.slice(1)),
    ),
  encode: (plain) => JSON.stringify(plain).slice(1, -1),
};
