/** What a fix changes, as a unified diff. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { paintWith } from './paint.js';
import { printable, withoutCommands } from './printable.js';

/**
 * The unified diff from `before` to `after`, '' when they are equal. Without colours it is exact, for `patch` and
 * `git apply`; with them it is for a terminal, and what a terminal would obey is shown and not sent.
 */
export function unifiedDiff(
  path: string,
  before: string,
  after: string,
  { color }: { readonly color: boolean },
): string {
  if (before === after) return '';
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  const diff = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, options);
  const patch = withTabsAfterNames(diff);
  return color ? withoutCommands(painted(patch)) : patch;
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
