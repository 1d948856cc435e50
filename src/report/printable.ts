/** Text from scanned files made fit for a terminal: nothing in it moves the cursor, and its width is known. */
import { posix } from 'node:path';

/** Controls, lone surrogates, separators of lines, marks that change the direction of text, invisible tags. */
const unsafe = /[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** Code points of two columns outside of `\p{Emoji_Presentation}`: East Asian wide and full-width ones. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
const combining = /[\p{Mn}\p{Me}\u200B-\u200D\u2060\uFE0F]/u;

/** What stands for a character that must not reach a terminal: '^[' for escape, '�' where there is no such name. */
function standIn(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09) return ' ';
  if (code === 0xfeff) return '';
  return code < 0x20 || code === 0x7f ? `^${String.fromCharCode(code ^ 0x40)}` : '\uFFFD';
}

/** `text` on one line and without anything that a terminal would obey. */
export function printable(text: string): string {
  return text.replace(unsafe, standIn);
}

/** How many columns a printable text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

function widthOfCharacter(character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** What one character of a line prints as. `offset` counts UTF-16 units from the line's start, `column` columns from 0. */
export interface Cell {
  readonly offset: number;
  readonly column: number;
  readonly text: string;
  readonly width: number;
}

const tabWidth = 4;

/** The cells of `line` (no line break in it), tabs spread out to the next stop. */
export function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  let column = 0;
  for (const character of line) {
    const text = character === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : printable(character);
    const width = widthOf(text);
    cells.push({ offset, column, text, width });
    offset += character.length;
    column += width;
  }
  return cells;
}

/**
 * `output` without lines that a continuous-integration server takes for commands: `::name::` after any white space, and
 * `##[name]` anywhere. An invisible space parts them.
 */
export function withoutCommands(output: string): string {
  return output.replace(/^([^\S\n]*:)(?=:)/gm, '$1\u200B').replace(/##(?=\[|vso\[)/g, '##\u200B');
}

/**
 * How a path from the root reads where we are: `from` is the directory that we are in, itself a path from the root ('' for
 * the root), or, outside of the root, how the root reads there, with a slash at its end.
 */
export function seenFrom(from: string, path: string): string {
  if (from === '' || posix.isAbsolute(path)) return path;
  return from.endsWith('/') ? `${from}${path}` : posix.relative(from, path);
}
