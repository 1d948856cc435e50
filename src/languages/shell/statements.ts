/** Statements of a shell: lists, pipelines, branches, loops, functions; each command in its region. */
import type { Region } from '../../model/expr.js';
import { simpleCommand } from './commands.js';
import { conditionOf, leaves } from './conditions.js';
import { defineFunction } from './functions.js';
import type { Case, For, If, AndOr, PipelineNode, Redirection, Select, Statement, While } from './parse.js';
import { lowerPipeline } from './pipelines.js';
import { lowerRedirections, printsOutside } from './redirections.js';
import { bind, cover, inner, isTooDeep, openBranch, opaque, regionIn, spanOf, type Scope } from './scope.js';
import { lowerNested } from './substitutions.js';
import { listOfItems, reference, wordItem, wordText } from './words.js';

type Node =
  | PipelineNode
  | AndOr
  | {
      readonly type: 'CompoundList';
      readonly pos: number;
      readonly end: number;
      readonly commands: readonly Statement[];
    };

/** Lowers statements that stand in a row. */
export function lowerStatements(scope: Scope, statements: readonly Statement[]): void {
  for (const statement of statements) lowerNode(scope, statement.command);
}

/** Lowers one command, simple or compound. */
export function lowerNode(outer: Scope, node: Node, redirections: readonly Redirection[] = []): void {
  if (isTooDeep(outer, node)) return;
  const scope = inner(outer);
  switch (node.type) {
    case 'Command':
      return simpleCommand(scope, node);
    case 'AndOr':
      return lowerAndOr(scope, node);
    case 'Pipeline':
      return lowerPipeline(scope, node);
    case 'Redirected':
      lowerRedirections(scope, node.redirects);
      return lowerNode(printsOutside(node.redirects) ? { ...scope, prints: undefined } : scope, node.command, [
        ...redirections,
        ...node.redirects,
      ]);
    case 'CompoundList':
      return lowerStatements(scope, node.commands);
    case 'BraceGroup':
    case 'Subshell':
      return lowerStatements({ ...scope, region: regionIn(scope, 'block', node) }, node.body.commands);
    case 'If':
      return lowerIf(scope, node);
    case 'Case':
      return lowerCase(scope, node);
    case 'While':
      return lowerWhile(scope, node);
    case 'For':
    case 'Select':
      return lowerFor(scope, node);
    case 'ArithmeticFor':
      cover(scope, { pos: node.pos, end: node.body.pos });
      lowerNested(
        scope,
        [node.initialize, node.test, node.update].filter((one) => one !== undefined),
      );
      return lowerStatements(loop(scope, node.body), node.body.commands);
    case 'Function':
      return defineFunction(scope, node, (body) => {
        // The braces of a function are its own region, not a block within.
        if (node.body.type === 'BraceGroup') lowerStatements(body, node.body.body.commands);
        else lowerNode(body, node.body);
      });
    case 'Coproc':
      return lowerNode({ ...scope, region: regionIn(scope, 'block', node), prints: undefined }, node.body);
    case 'TestCommand':
      return lowerNested(scope, [node.expression]);
    case 'ArithmeticCommand':
      cover(scope, node);
      return lowerNested(scope, node.expression === undefined ? [] : [node.expression]);
  }
}

/** How many conditions are nested into one another; the rest stands beside the last of them. */
const MAX_NESTED_ARMS = 40;

/**
 * `A && B || C`: B and C are the ways of one branch, as in an if; what follows a `&&` after a `&&` runs within it. What
 * follows another operator may run, whatever the one before did.
 */
function lowerAndOr(scope: Scope, { commands, operators }: AndOr): void {
  const [first, ...others] = commands;
  if (first === undefined) return;
  lowerNode(scope, first);
  const isIfElse = operators[0] === '&&' && operators.includes('||');
  let group = { ...openBranch(isIfElse), condition: conditionOf(scope, first), operator: operators[0] };
  let at = scope;
  let nested = 0;
  for (const [i, node] of others.entries()) {
    const operator = operators[i];
    const isNested = i > 0 && operator === operators[i - 1];
    if (i > 0 && !isNested) {
      at = scope;
      const isElse = isIfElse && operator === '||' && group.operator === '&&' && group.arms.length === 1;
      group = isElse ? { ...group, operator } : { ...openBranch(false), condition: {}, operator };
    }
    const { branch, arms } = isNested ? openBranch(false) : group;
    const condition = isNested ? conditionOf(scope, others[i - 1]) : group.condition;
    const test = testOf(operator === '&&' ? condition.whenTrue : condition.whenFalse);
    const region = regionIn(at, 'arm', node, { branch, leaves: leaves([node]), ...test });
    arms.push(region);
    lowerNode({ ...at, region }, node);
    if (nested++ < MAX_NESTED_ARMS) at = { ...at, region };
  }
}

/** An else is the second way of its if; an elif is an if inside of that. */
function lowerIf(scope: Scope, node: If): void {
  const ways = [{ clause: node.clause, then: node.then }, ...node.elif];
  let at = scope;
  for (const [i, { clause, then }] of ways.entries()) {
    lowerStatements(at, clause.commands);
    const hasNext = i + 1 < ways.length || node.else !== undefined;
    const condition = conditionOf(at, clause);
    const { branch, arms } = openBranch(hasNext);
    const region = regionIn(at, 'arm', then, { branch, leaves: leaves(then.commands), ...testOf(condition.whenTrue) });
    arms.push(region);
    lowerStatements({ ...at, region }, then.commands);
    if (!hasNext) return;
    const rest = { pos: ways[i + 1]?.clause.pos ?? node.else?.pos ?? node.end, end: node.end };
    const isLast = i + 1 === ways.length;
    const leavesToo = isLast && node.else !== undefined && leaves(node.else.commands);
    const otherwise = regionIn(at, 'arm', rest, { branch, leaves: leavesToo, ...testOf(condition.whenFalse) });
    arms.push(otherwise);
    if (i < MAX_NESTED_ARMS || isLast) at = { ...at, region: otherwise };
  }
  if (node.else !== undefined) lowerStatements(at, node.else.commands);
}

function testOf(test: Region['test']): Pick<Region, 'test'> {
  return test === undefined ? {} : { test };
}

function lowerCase(scope: Scope, node: Case): void {
  wordText(scope, node.word);
  const isDefault = node.items.some((item) => item.pattern.some((pattern) => pattern.text === '*'));
  const { branch, arms } = openBranch(isDefault);
  for (const item of node.items) {
    for (const pattern of item.pattern) wordText(scope, pattern);
    const region = regionIn(scope, 'arm', item, { branch, leaves: leaves(item.body.commands) });
    arms.push(region);
    lowerStatements({ ...scope, region }, item.body.commands);
  }
}

/** The condition of a loop runs at least once, so it belongs to what is around. */
function lowerWhile(outer: Scope, node: While): void {
  const scope = { ...outer, region: regionIn(outer, 'block', node, { polls: true }) };
  lowerStatements(scope, node.clause.commands);
  lowerStatements(loop(scope, node.body), node.body.commands);
}

function lowerFor(scope: Scope, node: For | Select): void {
  cover(scope, node.name);
  const span = spanOf(scope, node.name);
  const inLoop = loop(scope, { pos: node.name.pos, end: node.end });
  const words = node.wordlist?.map((word) => wordItem(scope, word));
  const items = words ?? [{ value: reference('@', span), spread: 'items' as const }];
  const all = items.every((item) => item.spread === 'no');
  const value =
    node.type === 'Select'
      ? opaque('what a person chooses', span)
      : all
        ? { kind: 'choice' as const, mode: 'either' as const, options: items.map((item) => item.value), span }
        : { kind: 'member' as const, object: listOfItems(items, span), property: undefined, span };
  const lastWord = node.wordlist?.at(-1)?.end ?? node.name.end;
  bind(inLoop, node.name.value, value, scope.source.spanOf(node.name.pos, lastWord));
  lowerStatements(inLoop, node.body.commands);
}

function loop(scope: Scope, node: { readonly pos: number; readonly end: number }): Scope {
  return { ...scope, region: regionIn(scope, 'loop', node) };
}
