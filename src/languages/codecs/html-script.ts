/** The body of an HTML script element: as it is written, but for what old pages and XML put around it. */
import type { Codec, Piece } from '../../model/mapped-text.js';

/** The marks of an XML section, and of a comment that hid the code from browsers that knew no scripts. */
const AROUND = /<!\[CDATA\[|\]\]>|^\s*<!--[^\n]*|-->\s*$/g;

function decode(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const { 0: mark, index } of source.matchAll(AROUND)) {
    if (start < index) pieces.push({ text: source.slice(start, index), from: { start, end: index } });
    start = index + mark.length;
  }
  if (start < source.length) pieces.push({ text: source.slice(start), from: { start, end: source.length } });
  return pieces;
}

/** What would end the element, or the section, cannot be written in it. */
const ENDS = /<\/script|<!--|-->|<!\[CDATA\[|\]\]>/i;

export const scriptBody: Codec = { decode, encode: (plain) => (ENDS.test(plain) ? undefined : plain) };

/** Text that is written as it is and ends where its own language says: an expression between braces. */
export const verbatim: Codec = {
  decode: (source) => [{ text: source, from: { start: 0, end: source.length } }],
  encode: (plain) => plain,
};
