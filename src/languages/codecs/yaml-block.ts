/** The lines of a YAML block scalar, literal (`|`) or folded (`>`), behind its header and before its last line ends. */
import type { Codec, Piece } from '../../model/mapped-text.js';
import { canStand } from './yaml-characters.js';

/** The codec of a literal block whose lines are indented by `indent`. */
export function yamlLiteral(indent: number): Codec {
  return {
    decode: (source) => decodeLines(source, indent, literalBreak),
    encode: (plain) => (canStand(plain) ? plain.replaceAll('\n', `\n${' '.repeat(indent)}`) : undefined),
  };
}

/** The codec of a folded block: a line that ends reads as a space. */
export function yamlFolded(indent: number): Codec {
  return {
    decode: (source) => decodeLines(source, indent, foldedBreak),
    // A newline would be a paragraph, and depends on the lines around.
    encode: (plain) => (canStand(plain) && !plain.includes('\n') ? plain : undefined),
  };
}

/** What stands between two lines with text: so many ends of lines; whether the lines have more indentation than the block. */
type Break = (count: number, isBeforeDeep: boolean, isAfterDeep: boolean) => string;

const literalBreak: Break = (count) => '\n'.repeat(count);

const foldedBreak: Break = (count, isBeforeDeep, isAfterDeep) => {
  if (isBeforeDeep || isAfterDeep) return '\n'.repeat(count);
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
};

/**
 * Each line is a piece, and so is what lies between two lines: their indentation and empty lines with it, so that what is
 * inserted at the start of a line is written behind its indentation.
 */
function decodeLines(source: string, indent: number, between: Break): readonly Piece[] {
  const pieces: Piece[] = [];
  // Where the text so far ends, how many lines ended since, and whether the last one was indented more.
  let end = 0;
  let count = 0;
  let isFirst = true;
  let wasDeep = false;
  for (let start = 0; start <= source.length;) {
    const newline = source.indexOf('\n', start);
    const stop = newline === -1 ? source.length : newline;
    const content = contentStart(source, start, stop, indent);
    if (content < stop) {
      const isDeep = /[ \t]/.test(source.charAt(content));
      const text = isFirst ? '\n'.repeat(count) : between(count, wasDeep, isDeep);
      if (content > end) pieces.push({ text, from: { start: end, end: content } });
      pieces.push({ text: source.slice(content, stop), from: { start: content, end: stop } });
      end = stop;
      count = 0;
      isFirst = false;
      wasDeep = isDeep;
    }
    count += 1;
    start = stop + 1;
  }
  return pieces;
}

/** Where the text of a line begins: behind its indentation, as far as it goes. */
function contentStart(source: string, start: number, stop: number, indent: number): number {
  let at = start;
  while (at < stop && at - start < indent && source.charAt(at) === ' ') at += 1;
  return at;
}
