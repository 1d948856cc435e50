/** A part of a JavaScript template literal between its backticks and `${…}`. */
import type { Codec } from '../../model/mapped-text.js';
import { decodeEscapes } from './js-string.js';

export const templatePart: Codec = {
  decode: decodeEscapes,
  // A dollar sign at the end might meet a brace that is written behind it.
  encode: (plain) =>
    plain.replace(/[\\`\r]|\$(?=\{|$)/g, (character) => (character === '\r' ? '\\r' : `\\${character}`)),
};
