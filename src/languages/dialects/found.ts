/** What a dialect finds in a tree of data: code in its strings, commands in its lists, names that its code sees. */
import type { Embedding, LanguageId, Unread } from '../../model/document.js';
import type { Binding, Call, Expr, ListExpr, Region } from '../../model/expr.js';
import { MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { verbatim } from '../codecs/verbatim.js';
import { languageOfProgram } from '../content.js';
import type { DataNode, Entry } from '../data/tree.js';
import type { Notation } from './notation.js';
import { exprOf } from './texts.js';

/** The findings of one document, which grow while its dialects read it. */
export interface Found {
  /** The document's text: spans of the tree count in it. */
  readonly text: MappedText;
  readonly root: Region;
  readonly calls: Call[];
  readonly bindings: Binding[];
  readonly embedded: Embedding[];
  readonly unread: Unread[];
  readonly comments: Span[];
  /** How much text was put together so far: a text can be part of many scripts. */
  composed: number;
}

export function nothingFound(text: MappedText): Found {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.text.length } };
  return { text, root, calls: [], bindings: [], embedded: [], unread: [], comments: [], composed: 0 };
}

/** A part of the data with names of its own. */
export function regionOf(node: DataNode, parent: Region): Region {
  return { kind: 'block', parent, span: node.span };
}

/** Binds `name` in the whole of `region`. */
export function bind(found: Found, name: string, value: Expr, region: Region): void {
  const start = region.span.start;
  found.bindings.push({ name, path: [], value, region, span: { start, end: start }, how: 'declare' });
}

/** Binds the names of a mapping such as `env:`. */
export function bindAll(found: Found, entries: readonly Entry[], region: Region, notation?: Notation): void {
  for (const { key, value } of entries) {
    if (value.kind === 'scalar') bind(found, key, exprOf(value, found.text, notation), region);
  }
}

/** How much text may be put together out of one document, in lengths of it. */
const MAX_COPIES = 8;

/** Adds `text`, code of `language` that stands at `span`. */
export function addCode(
  found: Found,
  text: MappedText | undefined,
  span: Span,
  region: Region = found.root,
  language: LanguageId = 'shell',
): void {
  if (text === undefined || text.text.trim() === '') return;
  found.composed += text.text.length;
  if (found.composed > MAX_COPIES * found.text.text.length + 10_000) return;
  const whole = { start: 0, end: text.text.length };
  const code = MappedText.compose([{ kind: 'text', parent: text, span: whole, codec: verbatim }]);
  if (code !== undefined) found.embedded.push({ text: code, language, span, region, inheritsNames: true });
}

/** Adds `text` as code that `program` runs, which is told by its name or as a command line; a shell where nothing tells it. */
export function addCodeFor(
  found: Found,
  program: string | undefined,
  text: MappedText | undefined,
  span: Span,
  region: Region = found.root,
): void {
  const language = program === undefined ? 'shell' : languageOfProgram(program);
  if (language !== undefined) addCode(found, text, span, region, language);
  else found.unread.push({ span, what: `code for ${program?.split(/ [-{]/, 1)[0] ?? ''}` });
}

/** Adds a command whose words are `words`. */
export function addCommand(
  found: Found,
  words: readonly DataNode[],
  span: Span,
  region: Region = found.root,
  notation?: Notation,
): void {
  const items = words.map((word) => ({ value: exprOf(word, found.text, notation), spread: 'no' as const }));
  const [first] = items;
  if (first !== undefined) addCall(found, first.value, { kind: 'list', items, span }, region, true);
}

/** Adds a call of `callee`. */
export function addCall(found: Found, callee: Expr, args: ListExpr, region: Region, isCommand: boolean): void {
  found.calls.push({ span: args.span, callee, args, isNew: false, isCommand, region, chain: [] });
}
