/** The hunks of a unified diff, made where texts are known to differ: the rest of them is not compared. */
import type { Change } from '../changed.js';
import type { Group } from '../model/grouped.js';
import { firstIndex } from '../model/sorted.js';

/** A half-open range of lines, counted from 0. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** Lines of the text before, and the lines of the text after that stand there instead; either may be none. */
export interface Block {
  readonly old: Lines;
  readonly new: Lines;
}

/**
 * Which of some lines differ, in their order; what is equal lies between. Counts from the first of those given.
 * Undefined where so many differ that it would take too long.
 */
export type Compare = (old: readonly string[], made: readonly string[]) => readonly Block[] | undefined;

/** As `patch` reads it: lines count from 1, each with its mark and without its end. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: string[];
}

/** In the order of the text. */
type Blocks = Group<Block>;

/** Lines with their ends, and where each begins; so does one behind a line break that ends the text. */
interface Text {
  readonly lines: readonly string[];
  readonly starts: readonly number[];
}

/** The hunks, with as many lines of `context` around what differs. `changes` are in order and do not touch. */
export function hunksOf(
  { before, after, changes }: { readonly before: string; readonly after: string; readonly changes: readonly Change[] },
  context: number,
  compare: Compare,
): readonly Hunk[] {
  const [old, made] = [textOf(before), textOf(after)];
  const blocks: Block[] = [];
  const compared = ({ old: lines, new: others }: Block): readonly Block[] | undefined =>
    compare(old.lines.slice(lines.start, lines.end), made.lines.slice(others.start, others.end))?.map((block) => ({
      old: shifted(block.old, lines.start),
      new: shifted(block.new, others.start),
    }));
  // What is shown together is compared together, for what was moved is found then.
  for (const group of together(regionsOf(changes, old, made), 2 * context)) {
    const all = compared(widened(group, context, old)) ?? group.flatMap((region) => compared(region) ?? region);
    for (const block of all) append(blocks, block);
  }
  return together(blocks, 2 * context).map((group) => hunkOf(group, context, old, made));
}

/** All that `blocks` lie in, and lines around them. */
function widened(blocks: Blocks, context: number, old: Text): Block {
  const { old: lines, new: others } = upTo(blocks[0], blocks.at(-1) ?? blocks[0]);
  const ahead = Math.min(context, lines.start);
  const behind = Math.min(context, old.lines.length - lines.end);
  return {
    old: { start: lines.start - ahead, end: lines.end + behind },
    new: { start: others.start - ahead, end: others.end + behind },
  };
}

function textOf(text: string): Text {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const starts = [0];
  for (const line of lines) if (line.endsWith('\n')) starts.push((starts.at(-1) ?? 0) + line.length);
  return { lines, starts };
}

/** The whole lines that changes lie in or touch. */
function regionsOf(changes: readonly Change[], old: Text, made: Text): readonly Block[] {
  const regions: Block[] = [];
  for (const { before, after } of changes) {
    const region = { old: linesAt(old, before), new: linesAt(made, after) };
    const last = regions.at(-1);
    if (last === undefined || last.old.end <= region.old.start) regions.push(region);
    else regions[regions.length - 1] = upTo(last, region);
  }
  return regions;
}

function linesAt({ lines, starts }: Text, span: Lines): Lines {
  const lineAt = (offset: number): number => firstIndex(starts.length, (index) => (starts[index] ?? 0) > offset) - 1;
  return { start: lineAt(span.start), end: Math.min(lines.length, lineAt(span.end) + 1) };
}

/** Blocks between which nothing is equal are one. */
function append(blocks: Block[], block: Block): void {
  const last = blocks.at(-1);
  if (last === undefined || last.old.end < block.old.start) blocks.push(block);
  else blocks[blocks.length - 1] = upTo(last, block);
}

/** Blocks with at most as many equal lines between them. */
function together(blocks: readonly Block[], between: number): readonly Blocks[] {
  const groups: Blocks[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (last !== undefined && block.old.start - (last.at(-1)?.old.end ?? 0) <= between) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

function hunkOf(blocks: Blocks, context: number, old: Text, made: Text): Hunk {
  const lines: string[] = [];
  const show = (mark: string, text: Text, from: number, to: number): void => {
    for (const line of text.lines.slice(from, to)) {
      lines.push(mark + line.replace(/\n$/, ''));
      if (!line.endsWith('\n')) lines.push('\\ No newline at end of file');
    }
  };
  const whole = widened(blocks, context, old);
  let from = whole.old.start;
  for (const block of blocks) {
    show(' ', old, from, block.old.start);
    show('-', old, block.old.start, block.old.end);
    show('+', made, block.new.start, block.new.end);
    from = block.old.end;
  }
  show(' ', old, from, whole.old.end);
  return {
    oldStart: whole.old.start + 1,
    oldLines: whole.old.end - whole.old.start,
    newStart: whole.new.start + 1,
    newLines: whole.new.end - whole.new.start,
    lines,
  };
}

function upTo(first: Block, last: Block): Block {
  return {
    old: { start: first.old.start, end: Math.max(first.old.end, last.old.end) },
    new: { start: first.new.start, end: Math.max(first.new.end, last.new.end) },
  };
}

function shifted({ start, end }: Lines, by: number): Lines {
  return { start: start + by, end: end + by };
}
