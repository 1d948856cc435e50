/** The text of a Dockerfile's instruction: lines that go on are one, and comments between them are nothing. */
import type { Codec, Piece } from '../../model/mapped-text.js';

/** What ends a line that goes on: a backslash, or what `# escape=` says. */
export type DockerEscape = '\\' | '`';

/** The codec of an instruction behind its keyword. A line break cannot be written. */
export function dockerLine(escape: DockerEscape): Codec {
  return {
    decode: (source) => {
      const pieces: Piece[] = [];
      const add = (start: number, end: number): void => {
        if (start < end) pieces.push({ text: source.slice(start, end), from: { start, end } });
      };
      for (let start = 0; start < source.length;) {
        const end = lineEnd(source, start);
        const mark = continuationIn(source, start, end, escape);
        add(start, mark ?? (end < source.length ? end + 1 : end));
        start = mark === undefined ? end + 1 : nextLine(source, end + 1);
      }
      return pieces;
    },
    encode: (plain) => (plain.includes('\n') || plain.trimEnd().endsWith(escape) ? undefined : plain),
  };
}

/** Where the instruction ends whose text goes on from `start`. */
export function instructionEnd(text: string, start: number, escape: DockerEscape): number {
  for (let at = start; ;) {
    const end = lineEnd(text, at);
    if (end === text.length || continuationIn(text, at, end, escape) === undefined) return end;
    at = nextLine(text, end + 1);
    if (at >= text.length) return text.length;
  }
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Where the character stands that makes the line go on; a doubled one does not. */
function continuationIn(text: string, start: number, end: number, escape: DockerEscape): number | undefined {
  let at = end - 1;
  while (at >= start && /[ \t]/.test(text.charAt(at))) at -= 1;
  if (at < start || text.charAt(at) !== escape) return undefined;
  return at > start && text.charAt(at - 1) === escape ? undefined : at;
}

/** The start of the first line from `start` on that is neither empty nor a comment. */
function nextLine(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const end = lineEnd(text, at);
    let first = at;
    while (first < end && /[ \t]/.test(text.charAt(first))) first += 1;
    if (first < end && text.charAt(first) !== '#') return at;
    at = end + 1;
  }
  return text.length;
}
