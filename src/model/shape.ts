/** The shape of a text of which parts are unknown: what it is read and cut by, like any text. */
import type { KnownPart, TextValue, UnknownValue } from './value.js';

/** How an unknown part reads in a text's shape. */
export const UNKNOWN = '\uFFFC';

/** The text with one `UNKNOWN` for each unknown part; that character written out reads as another. */
export function shapeOf(text: TextValue): string {
  return text.parts.map((part) => (part.kind === 'known' ? part.text.replaceAll(UNKNOWN, '\uFFFD') : UNKNOWN)).join('');
}

/** The part of `text` between two offsets of its shape. */
export function cut(text: TextValue, start: number, end: number): TextValue {
  const parts: (KnownPart | UnknownValue)[] = [];
  let at = 0;
  for (const part of text.parts) {
    const length = part.kind === 'known' ? part.text.length : 1;
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (from < to) parts.push(part.kind === 'known' ? { ...part, text: part.text.slice(from, to) } : part);
    at += length;
  }
  return { kind: 'text', parts };
}
