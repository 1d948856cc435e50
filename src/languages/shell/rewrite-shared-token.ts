/** One token for several requests of a script: where the line can stand that asks for it, and what its variable is called. */
import type { Document } from '../../model/document.js';
import type { Call } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import type { Statement, SyntaxNode } from './parse.js';
import { isTokenRequest } from './rewrite-held-token.js';
import { hasTemplateMarks } from './template-marks.js';
import { blocksOf, nodesAround, type Block } from './tree.js';

/** Where a token is asked for that several requests can use. */
export interface SharedToken {
  readonly name: string;
  /** What its line is written before: the character that a statement begins with. */
  readonly at: Span;
  /** The line and that character, for a command that asks for the token. */
  readonly write: (command: string) => string;
  /** Where the token can be used. */
  readonly scope: Span;
}

/** A request and what it stands in. */
interface Member {
  readonly call: Call;
  readonly around: readonly SyntaxNode[];
}

/**
 * Where `call` and others of `calls` can share a token: before a statement that makes one of them whatever happens, so that
 * nothing is asked for that was not before. `options` are what the token request shares with the call. Undefined where it is
 * the only one, or a request of its own cannot be put there without changing what else runs.
 */
export function sharedToken(
  call: Call,
  calls: readonly Call[],
  options: readonly string[],
  document: Document,
): SharedToken | undefined {
  const { text } = document.text;
  const shell = /^\s*#![^\n]*[/ ]((?:ba|da|a|z|k|mk)?sh)(?![\w.])/.exec(text)?.[1];
  if (shell === undefined || text.includes('\r') || calls.length < 2) return undefined;
  const members = calls.map((one): Member => ({ call: one, around: nodesAround(document, one.span) }));
  const own = members.find((member) => member.call === call);
  if (own === undefined || isInBackground(own)) return undefined;
  const home = homeOf(own);
  const others = members.filter((member) => homeOf(member) === home && !isInBackground(member));
  const isLocal = home?.type === 'Function' && !shell.startsWith('k') && shell !== 'mksh';
  if (isTrapped(text)) return undefined;
  const inHome = own.around.slice(home === undefined ? 0 : own.around.indexOf(home));
  for (const block of blocksOf(document, inHome)) {
    if (home !== undefined && (block.node === undefined || !isWithin(block.span, home))) continue;
    const statement = firstThatAsks(block, own, others);
    if (statement === undefined) continue;
    const users = others.filter(
      (member) =>
        member.call.span.start >= statement.pos &&
        isIn(block, member) &&
        !hasTemplateMarks(document.text, { start: statement.pos, end: member.call.span.end }),
    );
    if (users.length < 2 || !users.includes(own)) continue;
    const end = Math.max(block.span.end, ...users.map((member) => member.call.span.end));
    return placed(statement, { start: statement.pos, end }, home, isLocal, options, own, document);
  }
  return undefined;
}

function placed(
  statement: Statement,
  scope: Span,
  home: SyntaxNode | undefined,
  isLocal: boolean,
  options: readonly string[],
  own: Member,
  document: Document,
): SharedToken | undefined {
  const { text } = document.text;
  const indent = text.slice(text.lastIndexOf('\n', statement.pos - 1) + 1, statement.pos);
  // Nothing else may come between what gave a status and the statement that looks at it.
  if (!/^[ \t]*$/.test(indent) || /\$\{?(?:\?|_\b|PIPESTATUS)/.test(text.slice(statement.pos, scope.end)))
    return undefined;
  const between = document.bindings.filter(({ span }) => span.end > statement.pos && span.start < own.call.span.start);
  if (between.some(({ name }) => options.some((option) => new RegExp(`\\$\\{?${name}\\b`).test(option))))
    return undefined;
  const name = freeName(isLocal && home !== undefined ? home : undefined, document);
  const at = beforeDirectives(text, statement.pos);
  const write = (command: string): string =>
    `${isLocal ? `local ${name}="${command}"` : `${name}=${command}`}\n${indent}${text.charAt(at)}`;
  return { name, at: { start: at, end: at + 1 }, write, scope };
}

/** The innermost function or loop without a known end that the member stands in: a token is not asked for outside of it. */
function homeOf({ around }: Member): SyntaxNode | undefined {
  return around.findLast(({ type }) => type === 'Function' || type === 'While' || type === 'ArithmeticFor');
}

function isInBackground({ around }: Member): boolean {
  return around.some((node) => node.type === 'Coproc' || (node.type === 'Statement' && node.background === true));
}

/** Whether something is done before every command, one more included. */
function isTrapped(text: string): boolean {
  return /\btrap\b[^\n]*\bDEBUG\b/.test(text);
}

/** The first statement of `block`, no later than the one with `own`, that surely makes one of the requests. */
function firstThatAsks(block: Block, own: Member, members: readonly Member[]): Statement | undefined {
  return block.statements.find(
    (statement) =>
      statement.pos <= own.call.span.start &&
      members.some((member) => member.around.includes(statement) && isSure(member, statement)),
  );
}

/** Whether the member's request is made whenever `statement` runs. */
function isSure({ around }: Member, statement: Statement): boolean {
  const within = around.slice(around.indexOf(statement));
  return within.every((node, i) => {
    const inner = within[i + 1];
    switch (node.type) {
      case 'AndOr':
        return node.commands[0] === inner;
      case 'If':
      case 'While':
        return node.clause === inner;
      case 'For':
        return node.body !== inner;
      case 'CaseItem':
      case 'Select':
      case 'ArithmeticFor':
      case 'Function':
      case 'ParameterExpansion':
      case 'TestLogical':
      case 'ArithmeticTernary':
        return false;
      default:
        return true;
    }
  });
}

function isIn(block: Block, { around }: Member): boolean {
  return block.node === undefined || around.includes(block.node);
}

function isWithin(span: Span, node: SyntaxNode): boolean {
  return node.pos <= span.start && span.end <= node.end;
}

/** Comments for shellcheck speak of the statement below them. */
function beforeDirectives(text: string, start: number): number {
  const found = /(?:^|\n)[ \t]*(#[ \t]*shellcheck[^\n]*\n(?:[ \t]*#[ \t]*shellcheck[^\n]*\n)*[ \t]*)$/.exec(
    text.slice(Math.max(0, start - 500), start),
  );
  return start - (found?.[1]?.length ?? 0);
}

/**
 * A name that is not used: in capitals unless the script prefers others. A variable of a function may be called like others
 * that hold a token too.
 */
function freeName(fn: SyntaxNode | undefined, document: Document): string {
  const { text } = document.text;
  const names = document.bindings.map((binding) => binding.name).filter((name) => /^[A-Za-z_]\w*$/.test(name));
  const isLower = names.filter((name) => /^[a-z_]/.test(name)).length * 2 > names.length;
  for (let number = 1; ; number += 1) {
    const name = `${isLower ? 'imds_token' : 'IMDS_TOKEN'}${number === 1 ? '' : String(number)}`;
    const used = new RegExp(`\\b${name}\\b`);
    const isHeld = document.bindings
      .filter((binding) => binding.name === name)
      .every(({ value }) => isTokenRequest(value));
    if (fn === undefined ? !used.test(text) : isHeld && !used.test(text.slice(fn.pos, fn.end))) return name;
  }
}
