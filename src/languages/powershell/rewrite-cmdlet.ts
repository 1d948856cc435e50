/** How a header is added to the call of a cmdlet that makes a request, and what of the call a token request shares. */
import type { Document } from '../../model/document.js';
import type { Binding, Expr } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import type { PowerShellCall, WrittenRecord } from './lowering.js';
import { indexOf } from './rewrite-index.js';
import { addAll } from '../../model/long-lists.js';

/** An edit of a document's text. */
export interface Change {
  readonly span: Span;
  readonly text: string;
}

/** A word of a command, with its source. */
interface Word {
  readonly value: Expr;
  readonly source: string;
}

/** Parameters that may be shortened to `start` and are `name`. */
const parameter = (word: Word | undefined, start: string, name: string): boolean => {
  const written = /^-([a-z]+):?$/i.exec(word?.source ?? '')?.[1]?.toLowerCase() ?? '';
  return written.startsWith(start) && name.startsWith(written);
};

/** The words behind the name; undefined when there may be others than are seen. */
function wordsOf(call: PowerShellCall, document: Document): readonly Word[] | undefined {
  const items = call.args.items.slice(1);
  if (items.some(({ spread }) => spread !== 'no')) return undefined;
  return items.map(({ value }) => ({ value, source: document.text.text.slice(value.span.start, value.span.end) }));
}

/** What makes `call`, of a cmdlet, send the header `entry` (`'name' = value`); undefined where that is no plain edit. */
export function sendingChange(call: PowerShellCall, entry: string, document: Document): Change | undefined {
  const words = wordsOf(call, document);
  if (words === undefined || !isSurelyCmdlet(call, words, document)) return undefined;
  const at = words.findIndex((word) => parameter(word, 'hea', 'headers'));
  if (at !== -1) return extended(words[at + 1], entry, document);
  const end = call.span.end;
  return { span: { start: end, end }, text: ` -Headers @{${entry}}` };
}

/** The headers in a table of parameters, and what binds it. */
export interface SplattedHeaders {
  readonly table: Binding;
  /** What makes them hold the header `entry`; undefined where that is no plain edit. */
  readonly send: (entry: string) => Change | undefined;
}

/** The headers of `@request`: what is sent with them has to be there where that is made. */
export function splattedHeaders(call: PowerShellCall, document: Document): readonly SplattedHeaders[] {
  const splatted = (wordsOf(call, document) ?? []).filter(({ source }) => /^@(?!\{)/.test(source));
  return splatted.flatMap(({ value }): readonly SplattedHeaders[] => {
    const found = value.kind === 'ref' ? onlyTable(value.name, document) : undefined;
    const headers = found === undefined ? undefined : entryOf(found.table, 'headers');
    if (found === undefined || headers === undefined) return [];
    const isPlain = isTable(headers) && isUsedOnce(value, document);
    return [{ table: found.binding, send: (entry) => (isPlain ? inTable(headers, entry, document) : undefined) }];
  });
}

/** `@{ … }` gets one more entry; a variable that is such a table is added to one. */
function extended(word: Word | undefined, entry: string, document: Document): Change | undefined {
  if (word === undefined) return undefined;
  if (isTable(word.value)) return inTable(word.value, entry, document);
  if (word.value.kind !== 'ref' || onlyTable(word.value.name, document) === undefined) return undefined;
  if (!/^\$(?:\w+:)?\w+$/.test(word.source)) return undefined;
  return { span: word.value.span, text: `(${word.source} + @{${entry}})` };
}

function isTable(expr: Expr): expr is WrittenRecord {
  return expr.kind === 'record' && 'opening' in expr;
}

function inTable({ opening, entries }: WrittenRecord, entry: string, document: Document): Change {
  const { text } = document.text;
  const line = /^[ \t]*\n([ \t]*)/.exec(text.slice(opening, opening + 200));
  const span = { start: opening, end: opening };
  if (line !== null) return { span, text: `\n${line[1] ?? ''}${entry}` };
  const [, space = ''] = /^([ \t]*)/.exec(text.slice(opening, opening + 20)) ?? [];
  return { span, text: entries.length === 0 ? `${space}${entry}` : `${space}${entry};${space === '' ? ' ' : ''}` };
}

/** The plain table that the variable `name` is, all of whose changes are seen. */
function onlyTable(
  name: string,
  document: Document,
): { readonly table: WrittenRecord; readonly binding: Binding } | undefined {
  const bindings = (indexOf(document).bindings.get(name) ?? []).filter(({ path }) => path.length === 0);
  const [only] = bindings;
  if (bindings.length !== 1 || only === undefined || !isTable(only.value)) return undefined;
  // An ordered table cannot be added to.
  const before = document.text.text.slice(only.span.start, only.value.opening);
  return /=\s*@\{$/.test(before) ? { table: only.value, binding: only } : undefined;
}

function entryOf({ entries }: WrittenRecord, name: string): Expr | undefined {
  for (const entry of entries)
    if ('key' in entry && entry.key.kind === 'literal' && entry.key.text === name) return entry.value;
  return undefined;
}

/** Whether the variable is used at one place, and assigned at another. */
function isUsedOnce(value: Expr, document: Document): boolean {
  const name = value.kind === 'ref' ? value.name : '';
  return /^\w+$/.test(name) && indexOf(document).uses.get(name.toLowerCase()) === 2;
}

/**
 * Whether `curl` and `wget` are the cmdlet's aliases: newer versions of PowerShell have none of these names, and run the
 * programs.
 */
function isSurelyCmdlet({ written, span }: PowerShellCall, words: readonly Word[], document: Document): boolean {
  if (!/^(?:curl|wget)$/i.test(written ?? '')) return true;
  const after = document.text.text.slice(span.end, span.end + 40);
  const isNamed = words.some(({ source }) => /^-(?:uri|useb\w*|timeoutsec|method|headers|outfile)$/i.test(source));
  return isNamed || /^\s*\)\.(?:content|statuscode|rawcontent)\b/i.test(after);
}

const KEPT = ['timeoutsec', 'proxy', 'proxycredential', 'maximumretrycount', 'retryintervalsec', 'erroraction', 'ea'];
const KEPT_SWITCHES = ['noproxy', 'proxyusedefaultcredentials', 'usedefaultcredentials', 'disablekeepalive'];

/** The options of the request that say how long to wait, which way to go and what a failure means, as they are written. */
export function keptOptions(call: PowerShellCall, document: Document): readonly string[] {
  const words = wordsOf(call, document) ?? [];
  const kept: string[] = [];
  for (const [i, { value, source }] of words.entries()) {
    const name = /^-(\w+)$/.exec(source)?.[1]?.toLowerCase() ?? '';
    const next = words[i + 1]?.source ?? '';
    if (KEPT_SWITCHES.includes(name)) kept.push(source);
    else if (KEPT.includes(name) || parameter({ value, source }, 'timeout', 'timeoutsec')) {
      if (isPlain(next)) kept.push(`${source} ${next}`);
    } else if (source.startsWith('@') && value.kind === 'ref') addAll(kept, keptOfTable(value.name, document));
  }
  return kept;
}

function keptOfTable(name: string, document: Document): readonly string[] {
  const table = onlyTable(name, document)?.table;
  return ['TimeoutSec', 'ErrorAction', 'Proxy'].flatMap((key) => {
    const value = table === undefined ? undefined : entryOf(table, key.toLowerCase());
    const source = value === undefined ? '' : document.text.text.slice(value.span.start, value.span.end);
    return isPlain(source) ? [`-${key} ${source}`] : [];
  });
}

/** Whether `source` can be written twice: a word, a text or a variable. */
function isPlain(source: string): boolean {
  return /^(?:[\w.:/]+|\$(?:\w+:)?\w+|'[^'\n]*'|"[^"$`\n]*")$/.test(source);
}
