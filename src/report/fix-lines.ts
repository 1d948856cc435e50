/** What a fix changes, line by line, with the lines around: without comparing whole files. */
import { applyEdits } from '../edits.js';
import { greatestOf, leastOf } from '../model/long-lists.js';
import type { Fix } from '../model/site.js';
import type { Edit } from '../model/source-file.js';
import { inOrder } from './order.js';
import type { SourceLines } from './source-lines.js';

/** A line that stays, goes or comes. */
export interface FixLine {
  readonly kind: 'same' | 'old' | 'new';
  readonly text: string;
}

/** Neighbouring changes of one file; `line` is where they begin in the file as it is. */
export interface FixHunk {
  readonly path: string;
  readonly line: number;
  readonly lines: readonly FixLine[];
}

const context = 2;

/** The hunks of a fix by path and place; undefined when the text of one of its files is not known. */
export function fixHunks(
  { edits }: Fix,
  sources: (path: string) => SourceLines | undefined,
): readonly FixHunk[] | undefined {
  const hunks: FixHunk[] = [];
  const paths = new Set(edits.map((edit) => edit.path));
  for (const path of inOrder([...paths], (each) => [each])) {
    const source = sources(path);
    if (source === undefined) return undefined;
    const own = edits.filter((edit) => edit.path === path);
    for (const group of neighbours(own, source)) hunks.push(hunkOf(path, group, source));
  }
  return hunks;
}

/** Edits that lie so near to one another that they are shown together. */
function neighbours(edits: readonly Edit[], source: SourceLines): readonly (readonly Edit[])[] {
  const groups: Edit[][] = [];
  let last = -Infinity;
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    const first = source.position(edit.span.start).line;
    if (first - last > 2 * context) groups.push([edit]);
    else groups.at(-1)?.push(edit);
    last = source.position(edit.span.end).line;
  }
  return groups;
}

function hunkOf(path: string, edits: readonly Edit[], source: SourceLines): FixHunk {
  const lineOf = (offset: number): number => source.position(offset).line;
  const first = leastOf(edits, ({ span }) => lineOf(span.start));
  const last = greatestOf(edits, ({ span }) => lineOf(span.end));
  const whole = source.spanOf(first, last);
  const before = source.text.slice(whole.start, whole.end);
  const moved = edits.map(({ span, text }) => ({
    text,
    span: { start: span.start - whole.start, end: span.end - whole.start },
  }));
  const old = linesOf(before);
  const made = linesOf(applyEdits(before, moved));
  const head = commonHead(old, made);
  const tail = commonHead(old.slice(head).toReversed(), made.slice(head).toReversed());
  const from = Math.max(1, first - context);
  const around = (start: number, end: number): readonly string[] =>
    Array.from({ length: Math.max(0, end - start + 1) }, (_, index) => source.line(start + index));
  return {
    path,
    line: from,
    lines: [
      ...as('same', [...around(from, first - 1), ...old.slice(0, head)]),
      ...as('old', old.slice(head, old.length - tail)),
      ...as('new', made.slice(head, made.length - tail)),
      ...as('same', [...old.slice(old.length - tail), ...around(last + 1, Math.min(source.count, last + context))]),
    ],
  };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function as(kind: FixLine['kind'], texts: readonly string[]): readonly FixLine[] {
  return texts.map((text) => ({ kind, text }));
}
