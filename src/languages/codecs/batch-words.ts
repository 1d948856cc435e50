/** The ways in which batch files write a text in a word: in "…", and bare. */
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';

/**
 * The inside of "…", expansions excepted, as programs read it. A quote cannot be written: the command prompt, which knows
 * no way to escape one, would see what follows as no longer quoted.
 */
export const batchQuoted: Codec = {
  decode: (source) => unescape(source, /\\"|""|%%/g, ([match]) => (match === '%%' ? '%' : '"')),
  encode: (plain) => (/["%!\n]|\\$/.test(plain) ? undefined : plain),
};

/** A part of a word without quotes, expansions excepted; a caret takes the meaning off what follows. */
export const batchBare: Codec = {
  decode: (source) =>
    unescape(source, /\^([^])|\\"|%%/gu, ([match, escaped]) =>
      match === '%%' ? '%' : escaped === undefined ? '"' : escaped === '\n' ? '' : escaped,
    ),
  encode: (plain) => (/[\s"^&|<>()%!\\]/.test(plain) ? undefined : plain),
};

/** What a variable is set to: the rest of a command, quotes included. */
export const batchValue: Codec = {
  decode: (source) =>
    unescape(source, /\^([^])|%%/gu, ([match, escaped]) =>
      match === '%%' ? '%' : escaped === '\n' ? '' : (escaped ?? ''),
    ),
  encode: () => undefined,
};
