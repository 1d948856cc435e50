/** Finds the strings of Nix, those that are filled in within others too, in one pass. */
import type { Span } from '../../model/source-file.js';

export interface NixString {
  readonly isIndented: boolean;
  readonly span: Span;
  readonly inner: Span;
  /** What is filled in. */
  readonly holes: readonly { readonly span: Span; readonly inner: Span }[];
  /** What the string is a part of: the name that it is given to, and the words before it there. */
  readonly attribute: string;
  readonly before: readonly string[];
  /** Whether it is all that the name is given. */
  readonly isWhole: boolean;
}

/** Strings within strings, deeper than which none is looked for. */
const MAX_DEPTH = 40;

/** The strings of `text`, inner ones before those that they are filled in, and its comments. */
export function stringsIn(text: string): {
  readonly strings: readonly NixString[];
  readonly comments: readonly Span[];
} {
  const strings: NixString[] = [];
  const comments: Span[] = [];
  const WORD = /[A-Za-z_][\w'-]*(?:\.[A-Za-z_][\w'-]*)*|\s+/y;

  /** Reads code from `start` up to the brace that closes it; gives where that stands. */
  function readCode(start: number, depth: number): number {
    let braces = 0;
    let attribute = '';
    let words: string[] = [];
    let at = start;
    while (at < text.length) {
      const character = text.charAt(at);
      WORD.lastIndex = at;
      if (character === '#') at = skipComment(at, '\n', 0);
      else if (text.startsWith('/*', at)) at = skipComment(at, '*/', 2);
      else if (character === '"' || text.startsWith("''", at)) {
        const made = readString(at, depth);
        const isWhole = words.length === 0 && /^\s*;/.test(text.slice(made.span.end, made.span.end + 40));
        strings.push({ ...made, attribute, before: words.slice(-8), isWhole });
        at = made.span.end;
      } else if (WORD.test(text)) {
        const word = text.slice(at, WORD.lastIndex);
        if (word.trim() !== '' && words.length < 50) words.push(word);
        at = WORD.lastIndex;
      } else {
        if (character === '}' && braces === 0 && depth > 0) return at;
        if (character === '{') braces += 1;
        else if (character === '}') braces -= 1;
        if (character === '=' && !/[=!<>]/.test(text.charAt(at - 1)) && text.charAt(at + 1) !== '=') {
          attribute = words.at(-1) ?? '';
          words = [];
        } else if (character === ';') [attribute, words] = ['', []];
        at += 1;
      }
    }
    return text.length;
  }

  function skipComment(at: number, mark: string, length: number): number {
    const found = text.indexOf(mark, at + length);
    const end = found === -1 ? text.length : found + length;
    comments.push({ start: at, end });
    return end;
  }

  /** The string at `start`; one that is never closed goes to the end. */
  function readString(start: number, depth: number): Pick<NixString, 'isIndented' | 'span' | 'inner' | 'holes'> {
    const isIndented = text.charAt(start) === "'";
    const begin = start + (isIndented ? 2 : 1);
    const holes: NixString['holes'][number][] = [];
    let at = begin;
    for (; at < text.length; at += 1) {
      if (isIndented && text.startsWith("''", at)) {
        if (!/['$\\]/.test(text.charAt(at + 2))) break;
        at += text.charAt(at + 2) === '\\' ? 3 : 2;
      } else if (!isIndented && text.charAt(at) === '"') break;
      else if (!isIndented && text.charAt(at) === '\\') at += 1;
      else if (text.startsWith('$$', at)) at += 1;
      else if (text.startsWith('${', at) && depth < MAX_DEPTH) {
        const close = readCode(at + 2, depth + 1);
        holes.push({
          span: { start: at, end: Math.min(text.length, close + 1) },
          inner: { start: at + 2, end: close },
        });
        at = close;
      }
    }
    const end = Math.min(at, text.length);
    return {
      isIndented,
      span: { start, end: Math.min(text.length, end + begin - start) },
      inner: { start: begin, end },
      holes,
    };
  }

  readCode(0, 0);
  return { strings, comments };
}
