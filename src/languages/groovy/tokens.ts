/** Takes Groovy apart into strings, names and marks, in one pass. */
import type { Span } from '../../model/source-file.js';

export type Quote = "'" | '"' | "'''" | '"""' | '/' | '$/';

export type Token =
  { readonly kind: 'name' | 'number' | 'mark' | 'line'; readonly span: Span; readonly text: string } | GroovyString;

export interface GroovyString {
  readonly kind: 'string';
  readonly quote: Quote;
  readonly span: Span;
  readonly inner: Span;
  /** What is filled in: `${x}`, `$x.y`. */
  readonly holes: readonly { readonly span: Span; readonly inner: Span }[];
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly comments: readonly Span[];
}

/** How far the end of what is filled in, and of a string between slashes, is looked for. */
const MAX_HOLE = 400;

const PLAIN = /[A-Za-z_$][\w$]*|\d[\w.]*|[ \t\r\f]+/y;
/** Behind these a slash begins a string. */
const BEFORE_SLASHY = /^[=(,[:!~?{};]$/;

/** The tokens of `text`. */
export function tokensIn(text: string): Tokens {
  const tokens: Token[] = [];
  const comments: Span[] = [];
  // Up to where no string in such quotes has an end: looking again would take as long each time.
  const unclosed = new Map<Quote, number>();
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (text.startsWith('//', at) || (at === 0 && text.startsWith('#!'))) {
      const end = endOf(text, '\n', at);
      comments.push({ start: at, end });
      at = end;
    } else if (text.startsWith('/*', at)) {
      const end = Math.min(text.length, endOf(text, '*/', at + 2) + 2);
      comments.push({ start: at, end });
      at = end;
    } else {
      const quote = quoteAt(text, at, tokens.at(-1));
      const string = quote === undefined ? undefined : stringAt(text, at, quote, unclosed);
      PLAIN.lastIndex = at;
      if (string !== undefined) tokens.push(string);
      else if (PLAIN.test(text)) {
        const span = { start: at, end: PLAIN.lastIndex };
        const kind = /\d/.test(character) ? 'number' : 'name';
        if (!/\s/.test(character)) tokens.push({ kind, span, text: text.slice(at, span.end) });
      } else
        tokens.push({
          kind: character === '\n' ? 'line' : 'mark',
          span: { start: at, end: at + 1 },
          text: character,
        });
      at = string?.span.end ?? Math.max(at + 1, PLAIN.lastIndex);
    }
  }
  return { tokens, comments };
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end;
}

function quoteAt(text: string, at: number, before: Token | undefined): Quote | undefined {
  const character = text.charAt(at);
  if (character === "'" || character === '"') {
    const three = character.repeat(3);
    return (text.startsWith(three, at) ? three : character) as Quote;
  }
  const begins =
    before === undefined || before.kind === 'line' || (before.kind === 'mark' && BEFORE_SLASHY.test(before.text));
  const isBehindName = before?.kind === 'name' && before.span.end < at;
  if (text.startsWith('$/', at) && (begins || isBehindName)) return '$/';
  return begins && character === '/' ? '/' : undefined;
}

/** The string that begins at `start`; undefined when it has no end. */
function stringAt(text: string, start: number, quote: Quote, unclosed: Map<Quote, number>): GroovyString | undefined {
  if (start < (unclosed.get(quote) ?? 0)) return undefined;
  const close = quote === '$/' ? '/$' : quote;
  const fills = quote.startsWith('"') || quote === '/' || quote === '$/';
  const holes: GroovyString['holes'][number][] = [];
  const limit = quote === '/' ? Math.min(text.length, start + MAX_HOLE) : text.length;
  let at = start + quote.length;
  while (at < limit && !text.startsWith(close, at)) {
    const character = text.charAt(at);
    if (character === '\n' && quote.length === 1) break;
    if (quote === '$/' && /^\$[$/]/.test(text.slice(at, at + 2))) at += 2;
    else if (character === '\\') at += 2;
    else {
      const hole = character === '$' && fills ? holeAt(text, at) : undefined;
      if (hole !== undefined) holes.push(hole);
      at = hole?.span.end ?? at + 1;
    }
  }
  if (at >= limit || !text.startsWith(close, at)) {
    unclosed.set(quote, at);
    return undefined;
  }
  const span = { start, end: at + close.length };
  return { kind: 'string', quote, span, inner: { start: start + quote.length, end: at }, holes };
}

/** `${…}` or `$name.name` at `at`. */
function holeAt(text: string, at: number): GroovyString['holes'][number] | undefined {
  const plain = /\$([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)/y;
  plain.lastIndex = at;
  const name = plain.exec(text);
  if (name !== null)
    return { span: { start: at, end: plain.lastIndex }, inner: { start: at + 1, end: plain.lastIndex } };
  if (text.charAt(at + 1) !== '{') return undefined;
  let depth = 0;
  for (let i = at + 1; i < Math.min(text.length, at + MAX_HOLE); i += 1) {
    const character = text.charAt(i);
    if (character === '{') depth += 1;
    else if (character === '}' && (depth -= 1) === 0)
      return { span: { start: at, end: i + 1 }, inner: { start: at + 2, end: i } };
    else if (character === '\\') i += 1;
  }
  return undefined;
}
