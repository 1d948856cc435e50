/** One token for several requests of a script: where the line can stand that asks for it, and what its variable is called. */
import type { Document } from '../../model/document.js';
import type { Binding, Call } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import type { Statement, SyntaxNode } from './parse.js';
import { bindingsOf, isTokenRequest } from './rewrite-held-token.js';
import { firstTemplateMarks } from './template-marks.js';
import { blocksOf, nodesAround, type Block } from './tree.js';
import { grouped } from '../../model/grouped.js';
import { obtain } from '../../model/obtain.js';

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

/** Requests of one script that can use the same token. */
export interface Sharers {
  readonly document: Document;
  readonly byCall: ReadonlyMap<Call, Member>;
  /** What the first line of the script has it run by. */
  readonly shell: string | undefined;
  /** What members of one home share, worked out once for all of them. */
  readonly homes: Map<SyntaxNode | undefined, Home>;
  /** What the variable of a function is called, or of the script. */
  readonly names: Map<SyntaxNode | undefined, string>;
}

/** Members that stand in the same function or loop, or in none, by the blocks they stand in, and what of these they share. */
interface Home {
  readonly members: ReadonlyMap<SyntaxNode | undefined, readonly Member[]>;
  readonly blocks: Map<SyntaxNode | undefined, Asking | undefined>;
}

/** The first statement of a block that surely makes one of the requests, and those that can use its token. */
interface Asking {
  readonly statement: Statement;
  readonly users: ReadonlySet<Member>;
  readonly scope: Span;
  /** Whether a line can be put before it. */
  readonly isFit: boolean;
}

/** The requests that `calls` are, as those of `document` that may share a token. */
export function sharersOf(calls: readonly Call[], document: Document): Sharers {
  const { text } = document.text;
  const shell = /^\s*#![^\n]*[/ ]((?:ba|da|a|z|k|mk)?sh)(?![\w.])/.exec(text)?.[1];
  const isFit = shell !== undefined && calls.length > 1 && !text.includes('\r') && !isTrapped(text);
  const members = isFit ? calls.map((call): Member => ({ call, around: nodesAround(document, call.span) })) : [];
  return {
    document,
    byCall: new Map(members.map((member) => [member.call, member])),
    shell,
    homes: new Map(),
    names: new Map(),
  };
}

/**
 * Where `call` and others of `sharers` can share a token: before a statement that makes one of them whatever happens, so that
 * nothing is asked for that was not before. `options` are what the token request shares with the call. Undefined where it is
 * the only one, or a request of its own cannot be put there without changing what else runs.
 */
export function sharedToken(call: Call, sharers: Sharers, options: readonly string[]): SharedToken | undefined {
  const { document, shell = '' } = sharers;
  const own = sharers.byCall.get(call);
  if (own === undefined || isInBackground(own)) return undefined;
  const home = homeOf(own);
  const shared = sharedIn(home, sharers);
  const isLocal = home?.type === 'Function' && !shell.startsWith('k') && shell !== 'mksh';
  const inHome = own.around.slice(home === undefined ? 0 : own.around.indexOf(home));
  for (const block of blocksOf(document, inHome)) {
    if (home !== undefined && (block.node === undefined || !isWithin(block.span, home))) continue;
    const asking = askingIn(block, shared, document);
    if (asking === undefined || asking.users.size < 2 || !asking.users.has(own)) continue;
    return placed(asking, home, isLocal, options, own, sharers);
  }
  return undefined;
}

function sharedIn(home: SyntaxNode | undefined, { byCall, homes }: Sharers): Home {
  if (homes.size === 0) {
    const some = [...byCall.values()].filter((member) => !isInBackground(member));
    for (const [node, members] of grouped(some, homeOf))
      homes.set(node, { members: byBlock(members), blocks: new Map() });
  }
  return homes.get(home) ?? { members: new Map(), blocks: new Map() };
}

function byBlock(members: readonly Member[]): Home['members'] {
  const byNode = new Map<SyntaxNode | undefined, Member[]>([[undefined, [...members]]]);
  for (const member of members)
    for (const node of member.around)
      if (node.type === 'Script' || node.type === 'CompoundList') obtain(byNode, node, (): Member[] => []).push(member);
  return byNode;
}

function askingIn(block: Block, { members, blocks }: Home, document: Document): Asking | undefined {
  if (!blocks.has(block.node)) blocks.set(block.node, findAsking(block, members.get(block.node) ?? [], document));
  return blocks.get(block.node);
}

/** `members` are those that stand in `block`. */
function findAsking(block: Block, members: readonly Member[], document: Document): Asking | undefined {
  const statement = firstThatAsks(block, members);
  if (statement === undefined) return undefined;
  const { pos } = statement;
  const behind = members.filter(({ call }) => call.span.start >= pos);
  const marks = firstTemplateMarks(document.text, { start: pos, end: lastEnd(behind, pos) });
  const users = behind.filter(({ call }) => marks >= call.span.end);
  const scope = { start: pos, end: lastEnd(users, block.span.end) };
  return { statement, users: new Set(users), scope, isFit: isFitPlace(scope, document) };
}

function lastEnd(members: readonly Member[], least: number): number {
  return members.reduce((end, { call }) => Math.max(end, call.span.end), least);
}

/** Nothing else may come between what gave a status and the statement that looks at it. */
function isFitPlace({ start, end }: Span, document: Document): boolean {
  const { text } = document.text;
  return /^[ \t]*$/.test(indentOf(start, text)) && !/\$\{?(?:\?|_\b|PIPESTATUS)/.test(text.slice(start, end));
}

function indentOf(start: number, text: string): string {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
}

function placed(
  { statement, scope, isFit }: Asking,
  home: SyntaxNode | undefined,
  isLocal: boolean,
  options: readonly string[],
  own: Member,
  sharers: Sharers,
): SharedToken | undefined {
  const { document, names } = sharers;
  const { text } = document.text;
  if (!isFit) return undefined;
  const isBetween = ({ span }: Binding): boolean => span.end > statement.pos && span.start < own.call.span.start;
  const used = options.flatMap((option) => [...option.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name));
  if (used.some((name) => bindingsOf(name, document).some(isBetween))) return undefined;
  const name = obtain(names, isLocal ? home : undefined, (fn) => freeName(fn, document));
  const at = beforeDirectives(text, statement.pos);
  const indent = indentOf(statement.pos, text);
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

/** The first statement of `block` that surely makes one of the requests of `members`. */
function firstThatAsks({ statements }: Block, members: readonly Member[]): Statement | undefined {
  const own = new Set<SyntaxNode>(statements);
  const asking = new Set<SyntaxNode>();
  for (const member of members) {
    const statement = member.around.find((node): node is Statement => own.has(node));
    if (statement !== undefined && isSure(member, statement)) asking.add(statement);
  }
  return statements.find((statement) => asking.has(statement));
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
  const isLower = prefersSmall(document);
  for (let number = 1; ; number += 1) {
    const name = `${isLower ? 'imds_token' : 'IMDS_TOKEN'}${number === 1 ? '' : String(number)}`;
    const used = new RegExp(`\\b${name}\\b`);
    const isHeld = bindingsOf(name, document).every(({ value }) => isTokenRequest(value));
    if (fn === undefined ? !used.test(text) : isHeld && !used.test(text.slice(fn.pos, fn.end))) return name;
  }
}

/** Whether most names of the script are in small letters. */
function prefersSmall(document: Document): boolean {
  const known = small.get(document);
  if (known !== undefined) return known;
  const names = document.bindings.map((binding) => binding.name).filter((name) => /^[A-Za-z_]\w*$/.test(name));
  const isSmall = names.filter((name) => /^[a-z_]/.test(name)).length * 2 > names.length;
  small.set(document, isSmall);
  return isSmall;
}

const small = new WeakMap<Document, boolean>();
