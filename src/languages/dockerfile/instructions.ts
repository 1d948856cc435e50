/** Takes a Dockerfile apart: its instructions, and the here-documents that some of them have. */
import type { Span } from '../../model/source-file.js';
import { instructionEnd, type DockerEscape } from '../codecs/docker-line.js';

export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** What stands behind the keyword and its options. */
  readonly body: Span;
  readonly heredocs: readonly Heredoc[];
  /** Where its last here-document ends; without one, its body. */
  readonly end: number;
}

export interface Heredoc {
  readonly delimiter: string;
  readonly isQuoted: boolean;
  readonly stripsTabs: boolean;
  /** Its lines, the delimiter's excepted. */
  readonly body: Span;
}

const KEYWORD = /[ \t]*([A-Za-z]+)[ \t]*/y;
const GAP = String.raw`(?:[ \t]|[\\\x60][ \t]*\n(?:[ \t]*#[^\n]*\n|[ \t]*\n)*)`;
const OPTION = new RegExp(String.raw`${GAP}*--[a-z][a-z-]*(?:=(?:"[^"\n]*"|[^\s"])*)?(?=\s)${GAP}*`, 'y');
const HAS_HEREDOCS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);
const HEREDOC = /(?<![<\S])\d*<<(-?)(["']?)([A-Za-z_][\w.-]*)\2(?![<\w])/g;

/** What ends lines that go on in this file. */
export function escapeIn(text: string): DockerEscape {
  return /^(?:#[ \t]*\w+[ \t]*=[^\n]*\n){0,8}#[ \t]*escape[ \t]*=[ \t]*`/i.test(text) ? '`' : '\\';
}

/** The instructions of `text`, in order. */
export function instructionsIn(text: string, escape: DockerEscape): readonly Instruction[] {
  const found: Instruction[] = [];
  for (let at = 0; at < text.length;) {
    const instruction = /[ \t]*[#\n]/y;
    instruction.lastIndex = at;
    if (instruction.test(text)) {
      at = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at) + 1;
      continue;
    }
    const one = instructionAt(text, at, escape);
    if (one.keyword !== '') found.push(one);
    at = one.end + 1;
  }
  return found;
}

/** The instruction at `start`; that of `ONBUILD` is another one's body. */
export function instructionAt(text: string, start: number, escape: DockerEscape): Instruction {
  const end = instructionEnd(text, start, escape);
  KEYWORD.lastIndex = start;
  const keyword = KEYWORD.exec(text)?.[1]?.toUpperCase() ?? '';
  const behind = keyword === '' ? end : KEYWORD.lastIndex;
  const body = { start: Math.min(behindOptions(text, behind), end), end };
  if (!HAS_HEREDOCS.has(keyword) || !text.slice(body.start, end).includes('<<'))
    return { keyword, body, heredocs: [], end };
  const heredocs: Heredoc[] = [];
  let at = end + 1;
  for (const [, dash, quote, delimiter = ''] of text.slice(body.start, end).matchAll(HEREDOC)) {
    const one = { delimiter, isQuoted: quote !== '', stripsTabs: dash === '-' };
    const close = closingLine(text, at, one);
    heredocs.push({ ...one, body: { start: Math.min(at, text.length), end: close.start } });
    at = close.end + 1;
  }
  return { keyword, body, heredocs, end: heredocs.length === 0 ? end : Math.min(at - 1, text.length) };
}

/** Options come before all else: `RUN --mount=type=cache,target=/x`. */
function behindOptions(text: string, start: number): number {
  let at = start;
  OPTION.lastIndex = at;
  while (OPTION.test(text)) at = OPTION.lastIndex;
  return at;
}

/** The line that ends a here-document which begins at `start`; where there is none, the end of the text. */
function closingLine(text: string, start: number, heredoc: Omit<Heredoc, 'body'>): Span {
  for (let at = start; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    // Long lines are no delimiters.
    const line = end - at > heredoc.delimiter.length + 200 ? '' : text.slice(at, end);
    if ((heredoc.stripsTabs ? line.replace(/^\t+/, '') : line) === heredoc.delimiter) return { start: at, end };
    at = end + 1;
  }
  return { start: text.length, end: text.length };
}
