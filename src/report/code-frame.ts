/** Shows a place in its file: the lines around it with their numbers, and carets under the exact columns. */
import type { Position } from '../model/source-file.js';
import { cellsOf, type Cell } from './printable.js';
import type { SourceLines } from './source-lines.js';

export interface FrameOptions {
  /** Columns that the frame may take. */
  readonly width: number;
  readonly faint: (text: string) => string;
  readonly mark: (text: string) => string;
}

/** A stretch of a line, in UTF-16 units from the line's start. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Columns of the cells that are shown; `start` and `end` as columns from 0. */
type Window = Stretch;

/** A longer line is cut before it is measured: lines of generated code have millions of characters. */
const maxUnits = 1000;
const unitsBefore = 300;
/** A place of more lines than this is shown by its first two and its last. */
const maxLines = 4;

/** The lines of the frame, without line breaks. `end` is one past the last column of the place. */
export function codeFrame(
  source: SourceLines,
  start: Position,
  end: Position,
  options: FrameOptions,
): readonly string[] {
  const last = Math.min(source.count, end.line + 1);
  const digits = String(last).length;
  const columns = Math.max(20, options.width - digits - 3);
  const stretch = markedStretch(source, start, end, start.line);
  const cut = cutAround(source.line(start.line), stretch.start);
  const window = windowAround(cut, stretch, columns);
  const rows: string[] = [];
  const gutter = (label: string, text: string): void => {
    rows.push(`${options.faint(`${label.padStart(digits)} |`)}${text === '' ? '' : ` ${text}`}`);
  };
  const show = (line: number): void => {
    const isWhole = line === start.line || cut.offset === 0;
    const text = line === start.line ? cut : cutAround(source.line(line), 0);
    const shown = isWhole ? window : { start: 0, end: columns };
    gutter(String(line), textIn(text, shown).trimEnd());
    if (line < start.line || line > end.line) return;
    const carets = caretsIn(text, markedStretch(source, start, end, line), shown);
    if (carets !== '')
      gutter(
        '',
        carets.replace(/\^+/, (run) => options.mark(run)),
      );
  };
  for (const line of shownLines(start.line, end.line, last)) {
    if (line === undefined) gutter('', options.faint('…'));
    else show(line);
  }
  return rows;
}

/** The numbers of the lines to show; undefined where some are left out. */
function shownLines(first: number, last: number, limit: number): readonly (number | undefined)[] {
  const from = Math.max(1, first - 1);
  const all = Array.from({ length: Math.min(maxLines + 2, limit - from + 1) }, (_, index) => from + index);
  if (last - first < maxLines) return all.filter((line) => line <= limit && line <= last + 1);
  return [...all.filter((line) => line <= first + 1), undefined, last, last + 1].filter(
    (line) => line === undefined || line <= limit,
  );
}

/** What of line `line` belongs to the place; of a line after the first, without its indentation. */
function markedStretch(source: SourceLines, start: Position, end: Position, line: number): Stretch {
  const text = source.line(line);
  const from = line === start.line ? start.column - 1 : text.length - text.trimStart().length;
  const to = line === end.line ? end.column - 1 : text.trimEnd().length;
  return { start: from, end: Math.max(to, line === start.line && start.line === end.line ? from + 1 : from) };
}

/** A line, or the part of a long line that is looked at, and where in the line that begins. */
interface Cut {
  readonly offset: number;
  /** In UTF-16 units. */
  readonly length: number;
  readonly cells: readonly Cell[];
  readonly isCutAfter: boolean;
}

function cutAround(line: string, start: number): Cut {
  if (line.length <= maxUnits) return { offset: 0, length: line.length, cells: cellsOf(line), isCutAfter: false };
  const offset = Math.max(0, start - unitsBefore);
  const end = Math.min(line.length, offset + maxUnits);
  return { offset, length: end - offset, cells: cellsOf(line.slice(offset, end)), isCutAfter: end < line.length };
}

/** Where a stretch lies, in columns of the cut. */
function columnsOf(cut: Cut, stretch: Stretch): Stretch {
  const total = totalOf(cut);
  const at = (unit: number): number => {
    const offset = unit - cut.offset;
    const next = cut.cells.find((cell) => cell.offset >= offset);
    return next?.column ?? total + Math.max(0, offset - cut.length);
  };
  return { start: at(stretch.start), end: at(stretch.end) };
}

function totalOf({ cells }: Cut): number {
  const last = cells.at(-1);
  return last === undefined ? 0 : last.column + last.width;
}

/** The columns to show so that the stretch, or as much of its beginning as there is room for, is seen. */
function windowAround(cut: Cut, stretch: Stretch, columns: number): Window {
  const total = totalOf(cut);
  const place = columnsOf(cut, stretch);
  if (cut.offset === 0 && (place.end < columns || total <= columns)) return { start: 0, end: columns };
  const room = Math.max(4, Math.min(Math.floor(columns / 3), columns - (place.end - place.start) - 4));
  const start = Math.max(0, Math.min(place.start - room, total - columns));
  return { start, end: start + columns };
}

/** The cells in the window; where something is cut off, '…' takes the outermost column. */
function textIn(cut: Cut, window: Window): string {
  const total = totalOf(cut);
  const isCutBefore = window.start > 0 || cut.offset > 0;
  const isCutAfter = total > window.end || (cut.isCutAfter && total >= window.end);
  const from = window.start + (isCutBefore ? 1 : 0);
  const to = window.end - (isCutAfter ? 1 : 0);
  let text = isCutBefore && total > 0 ? '…' : '';
  let column = from;
  for (const cell of cut.cells) {
    if (cell.column < from || cell.column + cell.width > to) continue;
    text += ' '.repeat(cell.column - column) + cell.text;
    column = cell.column + cell.width;
  }
  return isCutAfter ? `${text}${' '.repeat(Math.max(0, to - column))}…` : text;
}

/** Spaces, then a caret for each column of the stretch that the window shows; at least one where it begins. */
function caretsIn(cut: Cut, stretch: Stretch, window: Window): string {
  const place = columnsOf(cut, stretch);
  const start = Math.max(place.start, window.start);
  const end = Math.min(place.end, window.end);
  if (start >= window.end || end <= start) return '';
  return ' '.repeat(start - window.start) + '^'.repeat(end - start);
}
