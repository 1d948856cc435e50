/** Text that is not written as it reads, and that cannot be edited. */
import type { Codec } from '../../model/mapped-text.js';

/** Reads as `text`, whatever is written. */
export function fixedText(text: string): Codec {
  return {
    decode: (source) => (text === '' ? [] : [{ text, from: { start: 0, end: source.length } }]),
    encode: () => undefined,
  };
}
