/** Words of batch commands as expressions: quotes, carets, `%NAME%`, `!NAME!`, `%%i`, arguments. */
import type { Expr, ListItem } from '../../model/expr.js';
import type { Codec } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { batchBare, batchQuoted, batchValue } from '../codecs/batch-words.js';
import { readBy } from '../codecs/shell-quotes.js';
import type { WrittenLiteral } from '../shell/scope.js';
import { referenceTo, type Scope } from './scope.js';
import { addAll } from '../../model/long-lists.js';

/** The words of a command; redirections are none. */
export function wordsIn(scope: Scope, span: Span): readonly ListItem[] {
  const { text } = scope.out.text;
  const items: ListItem[] = [];
  for (let at = span.start; at < span.end;) {
    const blank = /(?:[ \t\n]|\^\n)+/y;
    blank.lastIndex = at;
    if (blank.test(text)) {
      at = blank.lastIndex;
      continue;
    }
    const redirection = /\d?(?:>>|>&|<&|[<>])[ \t]*/y;
    redirection.lastIndex = at;
    if (redirection.test(text)) {
      at = Math.max(redirection.lastIndex, wordEnd(text, redirection.lastIndex, span.end));
      continue;
    }
    const end = wordEnd(text, at, span.end);
    if (end === at) at += 1;
    else items.push({ value: wordOf(scope, { start: at, end }), spread: 'no' });
    at = Math.max(at, end);
  }
  return items;
}

/** Where the word ends that begins at `at`, as programs split their words: at a blank outside of quotes. */
function wordEnd(text: string, at: number, end: number): number {
  let isQuoted = false;
  for (let i = at; i < end; i += 1) {
    const character = text.charAt(i);
    if (character === '\\' && text.charAt(i + 1) === '"') i += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '^') {
      if (text.charAt(i + 1) === '\n') return i;
      i += 1;
    } else if (/[ \t\n<>]/.test(character)) return i;
  }
  return end;
}

/** The parts of a word: what is in quotes, and what is not. */
function wordOf(scope: Scope, span: Span): Expr {
  const { text } = scope.out.text;
  const parts: Expr[] = [];
  let start = span.start;
  let isQuoted = false;
  const add = (end: number): void => {
    addAll(parts, expanded(scope, { start, end }, isQuoted ? batchQuoted : batchBare));
  };
  for (let i = span.start; i < span.end; i += 1) {
    const character = text.charAt(i);
    if (character === '\\' && text.charAt(i + 1) === '"') i += 1;
    else if (character === '^' && !isQuoted) i += 1;
    else if (character === '"') {
      if (isQuoted && text.charAt(i + 1) === '"') {
        i += 1;
        continue;
      }
      add(i);
      isQuoted = !isQuoted;
      start = i + 1;
    }
  }
  add(span.end);
  return oneOf(parts, span);
}

/** What a variable is set to. */
export function valueOf(scope: Scope, span: Span): Expr {
  return oneOf(expanded(scope, span, batchValue), span);
}

/** One expression for the parts of a text; a literal that is all there is spans its quotes. */
function oneOf(parts: readonly Expr[], span: Span): Expr {
  const [only] = parts;
  if (only === undefined) return { kind: 'literal', text: '', span };
  if (parts.length === 1) return { ...only, span };
  return { kind: 'concat', parts, span };
}

const EXPANSION =
  /%%~?([a-z]*)([A-Za-z])|%(?:\*|~?[a-z]*\d|~[a-z]*([A-Za-z])(?![\w%]))|%([A-Za-z_#@$][^%:\n"]{0,80})(:[^%\n]{0,200})?%|!([A-Za-z_][^!:\n"%]{0,80})(:[^!\n]{0,200})?!|%([A-Za-z])(?!\w)/g;

/** The parts of `span`: texts that `codec` reads, and what is filled in. */
function expanded(scope: Scope, span: Span, codec: Codec): readonly Expr[] {
  const parts: Expr[] = [];
  const source = scope.out.text.text.slice(span.start, span.end);
  let from = 0;
  const add = (end: number): void => {
    addAll(parts, literals(scope, { start: span.start + from, end: span.start + end }, codec));
  };
  for (const match of source.matchAll(EXPANSION)) {
    const at = { start: span.start + match.index, end: span.start + match.index + match[0].length };
    const filled = filledIn(scope, match, at);
    if (filled === undefined) continue;
    add(match.index);
    from = match.index + match[0].length;
    parts.push(filled);
  }
  add(source.length);
  return parts;
}

/** What an expansion is; undefined where it is none but written so. */
function filledIn(scope: Scope, match: RegExpExecArray, span: Span): Expr | undefined {
  const [whole, modifiers, item, plain, name, cut, delayed, delayedCut, typed] = match;
  const letter = item ?? plain ?? typed;
  if (letter !== undefined) {
    if (!scope.items.has(letter)) return undefined;
    if ((modifiers ?? '') !== '') return { kind: 'opaque', why: `a part of %%${letter}`, span };
    return { kind: 'ref', name: `%${letter}`, span };
  }
  if (name !== undefined)
    return cut === undefined
      ? referenceTo(scope, name, span)
      : { kind: 'opaque', why: `a part of the variable ${name}`, span };
  if (delayed === undefined) return { kind: 'opaque', why: `the argument ${whole} of the script`, span };
  if (!scope.out.isDelayed) return undefined;
  return delayedCut === undefined
    ? { kind: 'ref', name: delayed.toUpperCase(), span }
    : { kind: 'opaque', why: `a part of the variable ${delayed}`, span };
}

/** The literals in `span`, and the document's holes between them. */
function literals({ out }: Scope, { start, end }: Span, codec: Codec): readonly Expr[] {
  const found: Expr[] = [];
  const add = (from: number, to: number): void => {
    const text = from < to ? readBy(codec, out.text.text.slice(from, to)) : '';
    if (text === '') return;
    const inner = { start: from, end: to };
    const written: WrittenLiteral = { kind: 'literal', text, span: inner, inner, codec };
    found.push(written);
  };
  let from = start;
  for (let i = out.firstHole(start); ; i += 1) {
    const hole = out.text.holes[i];
    if (hole === undefined || hole.offset >= end) break;
    add(from, hole.offset);
    found.push({ kind: 'hole', offset: hole.offset, span: { start: hole.offset, end: hole.offset + 1 } });
    from = hole.offset + 1;
  }
  add(from, end);
  return found;
}
