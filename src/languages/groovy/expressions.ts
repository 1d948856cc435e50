/** Expressions of Groovy as far as they write a text: strings, names, and both added up. */
import type { Expr } from '../../model/expr.js';
import { MappedText, type Codec, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { groovyDollarSlashy, groovySlashy, groovyString } from '../codecs/groovy-string.js';
import { exprOfText } from '../dialects/texts.js';
import type { GroovyString, Quote, Token } from './tokens.js';
import { addAll } from '../../model/long-lists.js';

/** What expressions are read out of. */
export interface Source {
  readonly text: MappedText;
  readonly tokens: readonly Token[];
  /** The names that are variables of the file; others are those of the environment. */
  readonly locals: ReadonlySet<string>;
}

/** An expression, and the index of the token behind it. */
export interface Read {
  readonly expr: Expr;
  readonly next: number;
}

/** What a variable of the file is bound as: those of the environment have the names alone. */
export function localName(name: string): string {
  return `def ${name}`;
}

/** Texts that are added up, and tokens of an expression that is not read: no more are looked at. */
const MAX_TERMS = 100;
const MAX_UNREAD = 100;

/** The expression that begins with token `at`; opaque where it is more than texts. */
export function expressionAt(source: Source, at: number): Read {
  const { tokens } = source;
  const fragments: Fragment[] = [];
  const refs: Expr[] = [];
  let next = at;
  const start = tokens[at]?.span.start ?? source.text.text.length;
  for (let terms = 0; ; terms += 1) {
    const token = terms < MAX_TERMS ? tokens[next] : undefined;
    if (token?.kind === 'string') addAll(fragments, fragmentsOf(source, token));
    else if (token?.kind === 'name' && isPlainName(tokens[next + 1])) {
      const named = nameAt(source, next);
      refs.push(named.expr);
      fragments.push({ kind: 'hole', parent: source.text, span: named.expr.span, expr: named.expr });
      next = named.next - 1;
    } else return unreadAt(source, at);
    next = behindMethods(tokens, next + 1);
    const operator = tokens[next];
    if (operator?.kind !== 'mark' || operator.text !== '+') break;
    next = behindLines(tokens, next + 1);
  }
  if (!isEnd(tokens[next])) return unreadAt(source, at);
  const span = { start, end: tokens[next - 1]?.span.end ?? start };
  const [only] = refs;
  // A name alone can be followed to what it is bound to.
  if (fragments.length === 1 && only !== undefined) return { expr: only, next };
  return { expr: exprOfText(MappedText.compose(fragments, 0), span), next };
}

function isPlainName(next: Token | undefined): boolean {
  return !(next?.kind === 'mark' && /[([{]/.test(next.text)) && next?.kind !== 'string' && next?.kind !== 'name';
}

function isEnd(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'line' || (token.kind === 'mark' && /[,)};\]]/.test(token.text));
}

/** Methods that leave a text what it is but for blanks: `.trim()`. */
const SAME = /^(?:trim|stripIndent|stripMargin|toString)$/;

function behindMethods(tokens: readonly Token[], at: number): number {
  let next = at;
  for (;;) {
    const [dot, name, open, close] = tokens.slice(next, next + 4).map((token) => ('text' in token ? token.text : ''));
    if (dot !== '.' || !SAME.test(name ?? '') || open !== '(' || close !== ')') return next;
    next += 4;
  }
}

export function behindLines(tokens: readonly Token[], at: number): number {
  let next = at;
  while (tokens[next]?.kind === 'line') next += 1;
  return next;
}

/** `name`, `env.NAME`, `params.NAME`. */
function nameAt({ tokens, locals }: Source, at: number): Read {
  const names: string[] = [];
  let next = at;
  for (let token = tokens[next]; token?.kind === 'name'; token = tokens[next]) {
    names.push(token.text);
    const dot = tokens[next + 1];
    if (dot?.kind !== 'mark' || dot.text !== '.' || tokens[next + 2]?.kind !== 'name') break;
    const behind = tokens[next + 3];
    if (behind?.kind === 'mark' && behind.text === '(') break;
    next += 2;
  }
  const span = { start: tokens[at]?.span.start ?? 0, end: tokens[next]?.span.end ?? 0 };
  return { expr: referenceTo(names.join('.'), locals, span), next: next + 1 };
}

/** What is filled in for `written`. */
function referenceTo(written: string, locals: ReadonlySet<string>, span: Span): Expr {
  const [, context, name = ''] = /^(?:(env|this)\.)?([A-Za-z_]\w*)$/.exec(written.trim()) ?? [];
  if (name === '') return { kind: 'opaque', why: 'an expression of Groovy', span };
  const isLocal = context !== 'env' && locals.has(name);
  return { kind: 'ref', name: isLocal ? localName(name) : name, span };
}

/** Passes over an expression that is not read: up to what ends it, brackets closed. */
function unreadAt({ tokens, text }: Source, at: number): Read {
  let depth = 0;
  let next = at;
  for (; next < Math.min(tokens.length, at + MAX_UNREAD); next += 1) {
    const token = tokens[next];
    if (token === undefined) break;
    const mark = token.kind === 'mark' ? token.text : '';
    if (depth === 0 && isEnd(token)) break;
    if (/[([{]/.test(mark)) depth += 1;
    else if (/[)\]}]/.test(mark)) depth -= 1;
  }
  const start = tokens[at]?.span.start ?? text.text.length;
  const end = Math.max(start, tokens[next - 1]?.span.end ?? start);
  return { expr: { kind: 'opaque', why: 'an expression of Groovy', span: { start, end } }, next };
}

const CODECS: Readonly<Record<Quote, Codec>> = {
  "'": groovyString("'"),
  '"': groovyString('"'),
  "'''": groovyString("'''"),
  '"""': groovyString('"""'),
  '/': groovySlashy,
  '$/': groovyDollarSlashy,
};

function fragmentsOf({ text, locals }: Source, { quote, inner, holes }: GroovyString): readonly Fragment[] {
  const fragments: Fragment[] = [];
  let at = inner.start;
  const add = (end: number): void => {
    if (at < end) fragments.push({ kind: 'text', parent: text, span: { start: at, end }, codec: CODECS[quote] });
  };
  for (const hole of holes) {
    add(hole.span.start);
    at = hole.span.end;
    const expr = referenceTo(text.text.slice(hole.inner.start, hole.inner.end), locals, hole.span);
    fragments.push({ kind: 'hole', parent: text, span: hole.span, expr });
  }
  add(inner.end);
  return fragments;
}
