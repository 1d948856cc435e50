/** xargs: the words of the command that it runs, with what it reads in the place of a word, or behind all of them. */
import { unknown, type Value } from '../model/value.js';
import type { Argument } from './client.js';
import { partOf, shapeOf, withInput } from './words.js';

const NOT_SEEN = unknown('what xargs reads from its input');

/** The words of the command, of which the first is at `at` among `args`. */
export function xargsWords(args: readonly Argument[], at: number): readonly Argument[] {
  const { words: own, input } = withInput(args);
  const options = own.slice(0, at).map((arg) => shapeOf(arg.value));
  const replaced = options.findIndex((option) => /^-[Ii]/.test(option));
  const words = own.slice(at);
  const read = input?.length === 1 ? input[0]?.value : undefined;
  if (replaced !== -1) {
    const mark = (options[replaced] ?? '').slice(2) || (options[replaced + 1] ?? '{}');
    const line = onlyLineOf(read);
    return words.map((word) => withMark(word, mark, line));
  }
  const [last] = words.slice(-1);
  if (last === undefined) return words;
  return [...words, ...wordsIn(read).map((value) => ({ value, place: last.place }))];
}

/** The one line that is read. */
function onlyLineOf(read: Value | undefined): Value {
  const line = read === undefined ? undefined : /^[^\n]+(?=\n?$)/.exec(shapeOf(read))?.[0];
  return read === undefined || line === undefined ? NOT_SEEN : partOf(read, 0, line.length);
}

/** The words that are read; where quotes are among them it is not known which. */
function wordsIn(read: Value | undefined): readonly Value[] {
  const shape = read === undefined ? '' : shapeOf(read);
  if (read === undefined || shape.trim() === '' || /["'\\]/.test(shape)) return [NOT_SEEN];
  return [...shape.matchAll(/\S+/g)].map((match) => partOf(read, match.index, match.index + match[0].length));
}

function withMark(word: Argument, mark: string, read: Value): Argument {
  const at = shapeOf(word.value).indexOf(mark);
  if (word.value.kind !== 'text' || at === -1) return word;
  const [before, after] = [partOf(word.value, 0, at), partOf(word.value, at + mark.length)];
  const filled = read.kind === 'text' ? read.parts : [read.kind === 'unknown' ? read : NOT_SEEN];
  const parts = [before, after].map((part) => (part.kind === 'text' ? part.parts : []));
  return { ...word, value: { kind: 'text', parts: [...(parts[0] ?? []), ...filled, ...(parts[1] ?? [])] } };
}
