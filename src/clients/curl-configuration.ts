/** The configuration that curl is told to read from its input: the same options, one a line. */
import { known, type Value } from '../model/value.js';
import type { Argument } from './client.js';
import { partOf, shapeOf, withInput } from './words.js';

/** `args` with the options that are read in the place of the one that says so; as they are where those were not seen. */
export function withConfiguration(args: readonly Argument[]): readonly Argument[] {
  const { words, input } = withInput(args);
  const [read] = input ?? [];
  if (read === undefined || input?.length !== 1) return words;
  return words.flatMap((word, i): readonly Argument[] => {
    const shape = shapeOf(word.value);
    if (shape === '-' && isOption(words[i - 1])) return optionsIn(read.value, word) ?? [word];
    // The word before goes with it, where all that is read was understood.
    const isNext = isOption(word) && shapeOf(words[i + 1]?.value ?? known('')) === '-';
    return isNext && optionsIn(read.value, word) !== undefined ? bundledBefore(word, shape) : [word];
  });
}

function isOption(word: Argument | undefined): boolean {
  return word !== undefined && /^-[A-Za-z]*K$|^--config$/.test(shapeOf(word.value));
}

/** Of `-sK` what stands before: `-s`. */
function bundledBefore(word: Argument, shape: string): readonly Argument[] {
  const flags = shape.startsWith('--') ? '' : shape.slice(0, -1);
  return flags.length < 2 ? [] : [{ ...word, value: known(flags) }];
}

/** The words that the lines of a configuration come to; undefined where one is not understood. */
function optionsIn(text: Value, { place }: Argument): readonly Argument[] | undefined {
  const found: Argument[] = [];
  const shape = shapeOf(text);
  for (const match of shape.matchAll(/[^\n]+/g)) {
    const [line] = match;
    if (/^\s*(?:#|$)/.test(line)) continue;
    const option = /^[ \t]*(?:--?)?([\w-]+)(?:[ \t]*[=:][ \t]*|[ \t]+|[ \t\r]*$)/.exec(line);
    if (option === null) return undefined;
    const [head, name = ''] = option;
    const rest = line.slice(head.length).replace(/[ \t\r]+$/, '');
    const quoted = /^"([^"\\]*)"$/.exec(rest);
    if (quoted === null && /["\\]/.test(rest)) return undefined;
    const start = match.index + head.length + (quoted === null ? 0 : 1);
    found.push({ value: known(`${name.length === 1 ? '-' : '--'}${name}`), place });
    if (rest !== '') found.push({ value: partOf(text, start, start + (quoted?.[1] ?? rest).length), place });
  }
  return found;
}
