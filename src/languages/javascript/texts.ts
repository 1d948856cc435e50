/** Texts of which parts are unknown, read and cut like any text. */
import {
  joinTexts,
  unknown,
  type ChoiceValue,
  type KnownPart,
  type TextValue,
  type UnknownValue,
  type Value,
} from '../../model/value.js';

/** How an unknown part reads in a text's shape. */
export const UNKNOWN = '\uFFFC';

/** A value as a text; what is no text is one unknown part of it. */
export function asText(value: Value): TextValue {
  return joinTexts([
    value.kind === 'choice' ? unknown('one of several values') : (value satisfies Exclude<Value, ChoiceValue>),
  ]);
}

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
