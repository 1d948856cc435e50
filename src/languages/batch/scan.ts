/** Finds where commands of a batch file end, and what separates them: all in one pass over the text. */
import type { Span } from '../../model/source-file.js';

/** What stands between two commands. */
export type Operator = '&' | '&&' | '|' | '||' | ')' | 'line' | 'end';

/** The end of a command's own text, and what follows it. */
export interface CommandEnd {
  readonly end: number;
  readonly operator: Operator;
  /** Where the next command begins. */
  readonly next: number;
}

/** A stretch of the text that is read as commands. */
export interface Range extends Span {
  /** Whether it stands in quotes of `for /f`, where a caret is written before what separates commands. */
  readonly isInner: boolean;
}

/** Where the command that goes on at `at` ends. `depth`: how many blocks are open, whose bracket would end it. */
export function commandEnd(text: string, at: number, range: Range, depth: number): CommandEnd {
  let isQuoted = false;
  for (let i = at; i < range.end; i += 1) {
    const character = text.charAt(i);
    if (character === '\n') return { end: i, operator: 'line', next: i + 1 };
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '^' && !isQuoted) {
      if (!range.isInner || !/[&|]/.test(text.charAt(i + 1))) i += 1;
      else return separatorAt(text, i, i + 1);
    } else if (isQuoted) continue;
    else if (character === '>' && text.charAt(i + 1) === '&') i += 1;
    else if (character === '&' || character === '|') return separatorAt(text, i, i);
    else if (character === ')' && depth > 0) return { end: i, operator: ')', next: i + 1 };
  }
  return { end: range.end, operator: 'end', next: range.end };
}

function separatorAt(text: string, end: number, at: number): CommandEnd {
  const isAnd = text.charAt(at) === '&';
  const character = isAnd ? '&' : '|';
  const behind = text.charAt(at + 1) === '^' && end !== at ? at + 2 : at + 1;
  if (text.charAt(behind) !== character) return { end, operator: character, next: at + 1 };
  return { end, operator: isAnd ? '&&' : '||', next: behind + 1 };
}

/** The first place from `at` on that is no blank; lines that go on are one. `isLines`: whether ends of lines are blanks. */
export function skipBlanks(text: string, at: number, end: number, isLines: boolean): number {
  let i = at;
  while (i < end) {
    const character = text.charAt(i);
    if (character === '^' && text.charAt(i + 1) === '\n') i += 2;
    else if (/[ \t,;=]/.test(character) || (isLines && character === '\n')) i += 1;
    else break;
  }
  return Math.min(i, end);
}

/** The end of the line that holds `at`. */
export function lineEnd(text: string, at: number, end: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 || newline > end ? end : newline;
}

/** How far the brackets of `for` are looked for. */
const MAX_SET = 8000;

/** What stands between `(` at `at` and the bracket that `do` follows. */
export function setOf(
  text: string,
  at: number,
  range: Range,
): { readonly inner: Span; readonly next: number } | undefined {
  const closing = /\)\s*do(?=[\s(])/gi;
  const head = text.slice(0, Math.min(range.end, at + MAX_SET));
  closing.lastIndex = at;
  const match = closing.exec(head);
  if (match === null) return undefined;
  return { inner: { start: at + 1, end: match.index }, next: match.index + match[0].length };
}
