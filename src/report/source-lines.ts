/** The lines of a file that a report quotes. */
import type { Report } from '../model/finding.js';
import { lineStarts, positionOf, type Position, type Span } from '../model/source-file.js';

/** A file's text by lines; lines and columns are 1-based, columns count UTF-16 units. */
export interface SourceLines {
  readonly text: string;
  /** How many lines there are; what follows a last line break is no line. */
  readonly count: number;
  /** A line without its line break; '' for a line that is not there. */
  line(number: number): string;
  /** Lines `first` to `last` as they stand in the file, without the last one's line break. */
  spanOf(first: number, last: number): Span;
  position(offset: number): Position;
  offset(position: Position): number;
}

/** The lines of `text`. */
export function sourceLines(text: string): SourceLines {
  const starts = lineStarts(text);
  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  const endOf = (line: number): number => {
    const next = starts[line];
    if (next === undefined) return text.length;
    return text.startsWith('\r\n', next - 2) ? next - 2 : next - 1;
  };
  const isLastEmpty = starts.length > 1 && starts.at(-1) === text.length;
  return {
    text,
    count: isLastEmpty ? starts.length - 1 : starts.length,
    line: (number) => text.slice(startOf(number), endOf(number)),
    spanOf: (first, last) => ({ start: startOf(first), end: endOf(last) }),
    position: (offset) => positionOf(starts, offset),
    offset: ({ line, column }) => Math.min(startOf(line) + column - 1, text.length),
  };
}

/** The lines of the report's files by path, each split once; undefined for a file whose text the report does not hold. */
export function sourcesOf(report: Pick<Report, 'sources'>): (path: string) => SourceLines | undefined {
  const known = new Map<string, SourceLines>();
  return (path) => {
    const text = report.sources.get(path);
    if (text === undefined) return undefined;
    const lines = known.get(path) ?? sourceLines(text);
    known.set(path, lines);
    return lines;
  };
}
