/** Where things are: files, spans of their text, and edits of them. */
import { firstIndex } from './sorted.js';

/** A half-open range of UTF-16 offsets into one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A file, read once. `text` is what the bytes decode to, byte-order mark and line endings included. */
export interface SourceFile {
  /** Relative to the scan's root, with forward slashes; for an explicit file outside of it, as it was named. */
  readonly path: string;
  readonly text: string;
}

/** A replacement in the outermost file, already written in that file's syntax. `span` counts in the file's text. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A line and a column, both 1-based; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Whether `inner` lies within `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The starts of the lines of `text` (after LF, CRLF or a lone CR; the first after a byte-order mark), for `positionOf`. */
export function lineStarts(text: string): readonly number[] {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** The position of `offset` in the text that has these line starts. */
export function positionOf(starts: readonly number[], offset: number): Position {
  const line = Math.max(
    1,
    firstIndex(starts.length, (index) => (starts[index] ?? 0) > offset),
  );
  return { line, column: Math.max(1, offset - (starts[line - 1] ?? 0) + 1) };
}
