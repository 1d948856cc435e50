/** Text that stands in no file: what holds the parts of a composed document together. It cannot be edited. */
import type { Fragment, MappedText } from '../../model/mapped-text.js';

/** `text` as if it stood at `at` of `parent`. */
export function inserted(text: string, parent: MappedText, at: number): Fragment {
  const codec = { decode: () => [{ text, from: { start: 0, end: 0 } }], encode: () => undefined };
  return { kind: 'text', parent, span: { start: at, end: at }, codec };
}
