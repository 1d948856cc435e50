/** Text of makefiles between what make fills in: a dollar sign is written twice. */
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';

const dollars = (plain: string): string => plain.replaceAll('$', '$$$$');

/** A line of a recipe: the shell sees where it goes on, but not the tab behind that. An end of line would end the command. */
export const makeRecipe: Codec = {
  decode: (source) => unescape(source, /\$\$|\\\n\t/g, ([match]) => (match === '$$' ? '$' : '\\\n')),
  encode: (plain) => (/\n|\\$/.test(plain) ? undefined : dollars(plain)),
};

/** The value of a variable: where it goes on there is a space, and a `#` would begin a comment. */
export const makeValue: Codec = {
  decode: (source) => unescape(source, /\$\$|\\#|(?<![ \t])[ \t]*\\\n[ \t]*/g, ([match]) => VALUES[match] ?? ' '),
  encode: (plain) => (/[\n#\\]/.test(plain) ? undefined : dollars(plain)),
};

const VALUES: Readonly<Record<string, string>> = { $$: '$', '\\#': '#' };

/** What stands in `$(shell …)`: its brackets come in pairs. */
export const makeShell: Codec = {
  decode: (source) => makeValue.decode(source),
  encode: (plain) => (isBalanced(plain, '(', ')') && isBalanced(plain, '{', '}') ? makeValue.encode(plain) : undefined),
};

function isBalanced(text: string, open: string, close: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === open) depth += 1;
    else if (character === close && (depth -= 1) < 0) return false;
  }
  return depth === 0;
}
