/** Redirections: here-documents, where output goes, connections that a shell opens itself. */
import type { Expr, ListItem } from '../../model/expr.js';
import { heredoc } from '../codecs/heredoc.js';
import { partsOf, type HereDoc, type Redirection } from './parse.js';
import { cover, spanOf, type Scope } from './scope.js';
import { joined, listOfItems, literalPieces, partPieces, wordText, type Piece } from './words.js';

/** What a command is given to read, and where what it prints goes. */
export interface Redirected {
  /** The text of a here-document or here-string. */
  readonly input: Expr | undefined;
  /** The target of its output, when that is a file. */
  readonly target: Expr | undefined;
}

/** Lowers what is in redirections. */
export function lowerRedirections(scope: Scope, redirections: readonly Redirection[]): Redirected {
  let input: Expr | undefined;
  let target: Expr | undefined;
  for (const redirection of redirections) {
    if (redirection.type === 'HereDoc') {
      input = heredocText(scope, redirection);
      continue;
    }
    if (redirection.target === undefined) continue;
    const text = wordText(scope, redirection.target);
    if (redirection.type === 'HereString') input = text;
    else if (redirection.operator !== '<' && !redirection.operator.endsWith('&')) target = text;
    if (redirection.type === 'Redirect') noteConnection(scope, redirection, text);
  }
  return { input, target };
}

/** The body of a here-document: its text with the expansions in it. */
function heredocText(scope: Scope, { body, delimiter, operator }: HereDoc): Expr {
  cover(scope, body);
  const isQuoted = delimiter?.quoted ?? false;
  const codecAt = (pos: number): ReturnType<typeof heredoc> =>
    heredoc({
      isQuoted,
      stripsTabs: operator === '<<-',
      delimiter: delimiter?.value ?? '',
      startsLine: pos === body.pos,
    });
  const parts = isQuoted ? undefined : partsOf(body);
  const literal = (pos: number, end: number): readonly Piece[] =>
    literalPieces(scope, pos, end, codecAt(pos), 'quoted');
  if (parts === undefined) return joined(literal(body.pos, body.end), spanOf(scope, body));
  const pieces = parts.flatMap((part) =>
    part.type === 'Literal' ? literal(part.pos, part.end) : partPieces(scope, part, 'quoted'),
  );
  return joined(pieces, spanOf(scope, body));
}

const outward: ReadonlySet<string> = new Set(['>', '>>', '>|', '&>', '&>>']);

/** Whether what is printed goes elsewhere than to the output that is there. */
export function printsOutside(redirections: readonly Redirection[]): boolean {
  return redirections.some((one) => {
    if (one.type !== 'Redirect') return false;
    const isOutput =
      one.descriptor === undefined || (one.descriptor.type === 'FileDescriptor' && one.descriptor.value === 1);
    if (!isOutput) return false;
    return outward.has(one.operator) || (one.operator === '>&' && one.target?.text !== '1');
  });
}

/** `exec 3<>/dev/tcp/HOST/80`: a call whose further arguments are what is sent to the descriptor. */
function noteConnection(scope: Scope, redirection: Extract<Redirection, { type: 'Redirect' }>, target: Expr): void {
  const start = target.kind === 'concat' ? target.parts[0] : target;
  if (start?.kind !== 'literal' || !start.text.startsWith('/dev/tcp/')) return;
  const span = spanOf(scope, redirection);
  const callee: Expr = { kind: 'literal', text: 'dev-tcp', span };
  const items: ListItem[] = [
    { value: callee, spread: 'no' },
    { value: target, spread: 'no' },
  ];
  scope.out.calls.push({
    span,
    callee,
    args: listOfItems(items, span),
    isNew: false,
    isCommand: true,
    region: scope.region,
    chain: [],
    isDerived: true,
  });
  scope.out.connections.set(descriptorOf(redirection), items);
}

function descriptorOf({ descriptor }: Extract<Redirection, { type: 'Redirect' }>): string {
  if (descriptor === undefined) return '1';
  return descriptor.type === 'FileDescriptor' ? String(descriptor.value) : descriptor.name;
}

/** Notes that `value` is sent to the connections that a command's output is redirected to. */
export function sendToConnection(scope: Scope, redirections: readonly Redirection[], value: Expr): void {
  for (const one of redirections) {
    if (one.type !== 'Redirect' || one.target === undefined) continue;
    const isDirect = one.target.text.startsWith('/dev/tcp/');
    const name = isDirect ? descriptorOf(one) : /^\$?\{?(\w+)\}?$/.exec(one.target.text)?.[1];
    if (one.operator !== '>&' && !isDirect) continue;
    if (name !== undefined) scope.out.connections.get(name)?.push({ value, spread: 'no' });
  }
}
