/** Text that is written as it reads. */
import type { Codec } from '../../model/mapped-text.js';

export const verbatim: Codec = {
  decode: (source) => (source === '' ? [] : [{ text: source, from: { start: 0, end: source.length } }]),
  encode: (plain) => plain,
};
