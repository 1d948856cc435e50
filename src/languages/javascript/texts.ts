/** Texts of which parts are unknown, read and cut like any text. */
import type { TextValue } from '../../model/value.js';
import { cut, shapeOf } from '../../model/shape.js';

/** `text` with each known part changed. */
export function mapKnown(text: TextValue, change: (known: string) => string): TextValue {
  const parts = text.parts.map((part) => (part.kind === 'known' ? { ...part, text: change(part.text) } : part));
  return { kind: 'text', parts: parts.filter((part) => part.kind === 'unknown' || part.text !== '') };
}

/** `text` without white space at its ends, as far as they are known. */
export function trim(text: TextValue, ends: 'start' | 'end' | 'both' = 'both'): TextValue {
  const shape = shapeOf(text);
  const start = ends === 'end' ? 0 : shape.length - shape.trimStart().length;
  const end = ends === 'start' ? shape.length : shape.trimEnd().length;
  return cut(text, start, Math.max(start, end));
}
