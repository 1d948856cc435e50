/** What a fix changes, as a unified diff. */
import { diffArrays, FILE_HEADERS_ONLY, formatPatch } from 'diff';
import type { Change } from '../changed.js';
import { type Block, hunksOf } from './hunks.js';
import { paintWith } from './paint.js';
import { printable, withoutCommands } from './printable.js';

/** A file as it was and is; outside of `changes`, which are in order and do not touch, it is the same. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly changes: readonly Change[];
}

/** How many lines around a change are shown. */
const CONTEXT = 3;

/** In how many lines a stretch may differ that is compared; looking for those costs the square of them. */
const MOST_LINES = 500;

/**
 * The unified diff of `file`, '' when it is as it was. Without colours it is exact, for `patch` and `git apply`; with
 * them it is for a terminal, and what a terminal would obey is shown and not sent.
 */
export function unifiedDiff(file: ChangedFile, { color }: { readonly color: boolean }): string {
  if (file.before === file.after) return '';
  const names = { oldFileName: `a/${file.path}`, newFileName: `b/${file.path}` };
  const hunks = [...hunksOf(file, CONTEXT, differences)];
  const diff = formatPatch({ ...names, oldHeader: undefined, newHeader: undefined, hunks }, FILE_HEADERS_ONLY);
  const patch = withTabsAfterNames(diff);
  return color ? withoutCommands(painted(patch)) : patch;
}

/** The least that differs of some lines. */
function differences(old: readonly string[], made: readonly string[]): readonly Block[] | undefined {
  const parts = diffArrays([...old], [...made], { maxEditLength: MOST_LINES });
  if (parts === undefined) return undefined;
  const blocks: Block[] = [];
  let [from, to] = [0, 0];
  for (const { count, added, removed } of parts) {
    const [start, end] = [from + (added ? 0 : count), to + (removed ? 0 : count)];
    if (added || removed) blocks.push({ old: { start: from, end: start }, new: { start: to, end } });
    [from, to] = [start, end];
  }
  return blocks;
}

/** As git does: a tab ends a name with spaces in its header, else `patch` takes only its first word. */
function withTabsAfterNames(patch: string): string {
  const [before = '', after = '', ...rest] = patch.split('\n');
  const ended = [before, after].map((header) => (/^.{4}[^"].* /.test(header) ? `${header}\t` : header));
  return [...ended, ...rest].join('\n');
}

function painted(patch: string): string {
  const paint = paintWith(true);
  let isHeader = true;
  const lines = patch
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const shown = printable(line.replace(/\t/g, '    ').replace(/\r$/, ''));
      if (line.startsWith('@@')) isHeader = false;
      if (isHeader) return paint.strong(shown);
      if (line.startsWith('@@')) return paint.help(shown);
      if (line.startsWith('+')) return paint.good(shown);
      return line.startsWith('-') ? paint.bad(shown) : shown;
    });
  return `${lines.join('\n')}\n`;
}
