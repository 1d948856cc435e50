/** Loops of batch files: over the lines that a command prints, over words, over files and numbers. */
import type { Expr, Region } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { setOf, type Range } from './scan.js';
import type { Scope } from './scope.js';
import { lowerOne, lowerRange, type Done } from './statements.js';
import { wordsIn } from './words.js';

const HEAD =
  /[ \t]*(?:\/([a-z])[ \t]+)?(?:("[^"\n]{0,200}"|[\w=*,^]{1,200})[ \t]+)?%{1,2}([A-Za-z#?])[ \t]+in[ \t]*\(/iy;

/** What stands behind `for`; undefined where that is no loop as they are written. */
export function lowerFor(scope: Scope, at: number, range: Range, blocks: number): Done | undefined {
  const { text } = scope.out.text;
  HEAD.lastIndex = at;
  const match = HEAD.exec(text);
  const set = match === null ? undefined : setOf(text, HEAD.lastIndex - 1, range);
  if (match === null || set === undefined) return undefined;
  const [, kind = '', options = '', letter = ''] = match;
  const overLines = kind.toLowerCase() === 'f';
  const read = overLines ? ofLines(scope, set.inner, options) : ofWords(scope, set.inner, kind);
  const region: Region = {
    // What a command prints is most often one line.
    kind: overLines ? 'block' : 'loop',
    parent: scope.region,
    span: { start: at, end: range.end },
    ...(read.over === undefined ? {} : { over: read.over }),
  };
  const letters = overLines ? lettersFrom(letter, options) : [letter];
  for (const [i, one] of letters.entries()) {
    const other: Expr = { kind: 'opaque', why: 'a part of a line', span: set.inner };
    const span = { start: set.inner.end, end: set.inner.end };
    const value = i === 0 ? read.value : other;
    scope.out.bindings.push({ name: `%${one}`, path: [], value, region, span, how: 'declare' });
  }
  const items = new Set([...scope.items, ...letters]);
  const done = lowerOne({ ...scope, region, items, depth: scope.depth + 1 }, set.next, range, blocks);
  return { ...done, leaves: false };
}

/** The first of the letters, and those that further parts of a line are given to: `tokens=1,2*`. */
function lettersFrom(first: string, options: string): readonly string[] {
  const tokens = /tokens=([\d,*-]+)/i.exec(options)?.[1] ?? '1';
  const count = Math.min(26, Math.max(1, tokens.replace(/(?<=\d)\*/, ',*').split(/[,-]/).length));
  return Array.from({ length: count }, (_, i) => String.fromCharCode(first.charCodeAt(0) + i));
}

interface Items {
  readonly value: Expr;
  readonly over?: Expr;
}

/** `'command'`, or with `usebackq` `` `command` ``. */
function ofLines(scope: Scope, inner: Span, options: string): Items {
  const { text } = scope.out.text;
  const written = text.slice(inner.start, inner.end);
  const quote = /usebackq/i.test(options) ? '`' : "'";
  const [first, last] = [written.indexOf(quote), written.lastIndexOf(quote)];
  const opaque: Expr = { kind: 'opaque', why: 'the lines of a file', span: inner };
  if (first === -1 || last === first || written.slice(0, first).trim() !== '') return { value: opaque };
  const range = { start: inner.start + first + 1, end: inner.start + last, isInner: true };
  const value = lowerRange({ ...scope, depth: scope.depth + 1 }, range);
  // Of a line only its first word is given, but for words that have nothing behind them that is the line.
  const tokens = /tokens=([^\s"]+)/i.exec(options)?.[1] ?? '*';
  return {
    value: value === undefined || !/^(?:1?\*|1)$/.test(tokens) ? { ...opaque, why: 'a part of a line' } : value,
  };
}

function ofWords(scope: Scope, inner: Span, kind: string): Items {
  if (kind !== '') return { value: { kind: 'opaque', why: 'the items of a loop', span: inner } };
  const list: Expr = { kind: 'list', items: wordsIn(scope, inner), span: inner };
  return { value: { kind: 'member', object: list, property: undefined, span: inner }, over: list };
}
