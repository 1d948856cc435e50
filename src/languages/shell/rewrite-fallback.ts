/** Takes the way out of a script on which a request is made without a token: where there is none, the script fails. */
import { SESSION_TOKEN } from '../../imds/names.js';
import type { Document } from '../../model/document.js';
import type { MetadataRequest } from '../../model/site.js';
import { contains, type Span } from '../../model/source-file.js';
import type { AndOr, CompoundList, If, SyntaxNode } from './parse.js';
import { nodesAround, nodesWithin } from './tree.js';

type Request = Omit<MetadataRequest, 'rewrite'>;

/** What replaces what, and whether the request is gone then. */
export interface Removal {
  readonly changes: readonly { readonly span: Span; readonly text: string }[];
  readonly removesRequest: boolean;
}

/** How the way without a token is taken out; undefined where that is not mechanical. */
export function removal(request: Request): Removal | undefined {
  const { place, afterTokenTest } = request;
  const { document } = place;
  if (document.language !== 'shell') return undefined;
  if (request.header(SESSION_TOKEN).sent === 'never' && afterTokenTest) {
    const change = branchFailing(place.span, document);
    return change && { changes: [change], removesRequest: true };
  }
  const demanded = expansionsDemanded(place.span, document);
  if (demanded.length > 0) return { changes: demanded, removesRequest: false };
  const changes = placesOfHeader(request).flatMap((set) => testCompleted(set, place.span, document) ?? []);
  return changes.length === 0 ? undefined : { changes, removesRequest: false };
}

interface Change {
  readonly span: Span;
  readonly text: string;
}

const MESSAGE = "echo 'There is no session token' >&2";

/** The way of a branch that the request stands in, failing instead. */
function branchFailing(span: Span, document: Document): Change | undefined {
  const around = nodesAround(document, span);
  for (let i = around.length - 1; i > 0; i -= 1) {
    const [node, parent] = [around[i], around[i - 1]];
    if (node === undefined || parent === undefined) continue;
    if (parent.type === 'AndOr' && isAfterTokenIn(parent, node, document))
      return { span: { start: node.pos, end: node.end }, text: failing(around, document, 'group') };
    const isWay = (parent.type === 'If' || parent.type === 'Elif') && parent.clause !== node;
    if (isWay && node.type === 'CompoundList' && /tok/i.test(textOf(parent.clause, document)))
      return listFailing(node, around, document);
  }
  return undefined;
}

/** Whether what stands before `node` in the list is about a token. */
function isAfterTokenIn(list: AndOr, node: SyntaxNode, document: Document): boolean {
  const first = list.commands[0];
  return first !== undefined && first !== node && /tok/i.test(document.text.text.slice(list.pos, node.pos));
}

/** The list with nothing in it but a failure. */
function listFailing(list: CompoundList, around: readonly SyntaxNode[], document: Document): Change | undefined {
  const [first, last] = [list.commands[0], list.commands.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const span = { start: first.pos, end: last.end };
  // What a here-document says stands behind its statement.
  if (document.text.text.slice(span.start, span.end).includes('<<')) return undefined;
  return { span, text: failing(around, document, indentAt(first.pos, document) ?? 'line') };
}

/** The commands that fail here, one below the other at an indent, in one line or as a group. */
function failing(around: readonly SyntaxNode[], document: Document, form: string): string {
  const end = endOfScript(around, document);
  if (form === 'group') return `{ ${MESSAGE}; ${end}; }`;
  return form === 'line' ? `${MESSAGE}; ${end}` : `${MESSAGE}\n${form}${end}`;
}

/** What ends the script that fails where `around` ends, or the function. */
export function endOfScript(around: readonly SyntaxNode[], document: Document): string {
  if (around.some((node) => node.type === 'Function')) return 'return 1';
  // A file that does not say what runs it may be read by another shell, which must not end.
  const mayBeRead = document.parent === undefined && !/^\s*#!/.test(document.text.text);
  return mayBeRead ? 'return 1 2> /dev/null || exit 1' : 'exit 1';
}

/** The white space before `offset`, when nothing else stands there in its line. */
export function indentAt(offset: number, document: Document): string | undefined {
  const { text } = document.text;
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** `${TOKEN:+-H "…: $TOKEN"}` in the request at `span`, as `-H "…: ${TOKEN:?…}"`: without a token the shell ends. */
function expansionsDemanded(span: Span, document: Document): readonly Change[] {
  const changes: Change[] = [];
  let isSent = false;
  for (const node of nodesWithin(document, span)) {
    if (node.type !== 'ParameterExpansion' || node.operation?.type !== 'Default') continue;
    const { parameter, operation } = node;
    if (!operation.operator.endsWith('+') || node.index !== undefined || !/^[A-Za-z_]\w*$/.test(parameter)) continue;
    const operand = textOf(operation.operand, document);
    const reference = new RegExp(`\\$(?:\\{${parameter}\\}|${parameter}(?!\\w))`, 'g');
    const isQuoted = nodesAround(document, { start: node.pos, end: node.end }).at(-2)?.type === 'DoubleQuoted';
    if (isQuoted && /["']/.test(operand)) return [];
    const text = operand.replace(reference, () => `\${${parameter}:?no session token}`);
    isSent ||= text !== operand;
    changes.push({ span: { start: node.pos, end: node.end }, text });
  }
  return isSent ? changes : [];
}

/** Where the header is put together that variables of the request hold. */
function placesOfHeader({ call, place }: Request): readonly Span[] {
  const { bindings } = place.document;
  const names = new Set(namesIn(textOf({ pos: call.span.start, end: call.span.end }, place.document)));
  const found: Span[] = [];
  // The set grows while it is visited.
  for (const name of names) {
    for (const { span } of bindings.filter((one) => one.name === name && one.span.end <= call.span.start)) {
      const text = textOf({ pos: span.start, end: span.end }, place.document);
      if (text.toLowerCase().includes(`${SESSION_TOKEN}:`)) found.push(span);
      else for (const other of namesIn(text)) names.add(other);
    }
  }
  return found;
}

function namesIn(code: string): readonly string[] {
  return [...code.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? []);
}

/** The test of the token around `set`, where its header is put together, with an end for when there is none. */
function testCompleted(set: Span, request: Span, document: Document): Change | undefined {
  const around = nodesAround(document, set);
  // Who calls the function that sets the header would go on when it returns.
  if (around.some(({ type, pos, end }) => type === 'Function' && !contains({ start: pos, end }, request)))
    return undefined;
  for (let i = around.length - 1; i > 0; i -= 1) {
    const [node, parent] = [around[i], around[i - 1]];
    if (parent === undefined || contains({ start: parent.pos, end: parent.end }, request)) return undefined;
    if (parent.type === 'AndOr') {
      if (parent.commands.at(-1) !== node || parent.operators.some((operator) => operator !== '&&')) return undefined;
      return { span: { start: parent.end, end: parent.end }, text: ` || ${failing(around, document, 'group')}` };
    }
    if (parent.type === 'If') return parent.then === node ? withElse(parent, around, document) : undefined;
  }
  return undefined;
}

function withElse(node: If, around: readonly SyntaxNode[], document: Document): Change | undefined {
  if (node.elif.length > 0) return undefined;
  if (node.else !== undefined) return listFailing(node.else, around, document);
  const span = { start: node.end - 2, end: node.end };
  if (document.text.text.slice(span.start, span.end) !== 'fi') return undefined;
  const [outer, first] = [indentAt(span.start, document), node.then.commands[0]];
  const inner = first === undefined ? undefined : indentAt(first.pos, document);
  if (outer === undefined || inner === undefined)
    return { span, text: `else ${failing(around, document, 'line')}; fi` };
  return { span, text: `else\n${inner}${failing(around, document, inner)}\n${outer}fi` };
}

function textOf(node: Pick<SyntaxNode, 'pos' | 'end'>, document: Document): string {
  return document.text.text.slice(node.pos, node.end);
}
