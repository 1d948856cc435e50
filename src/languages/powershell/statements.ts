/** PowerShell's statements: branches, loops, try and catch, functions; each call in its region. */
import type { Branch, Expr, Region, Test } from '../../model/expr.js';
import { lowerExpression } from './expressions.js';
import { bindEach, lowerFunction } from './functions.js';
import { conditionOf, leaves } from './conditions.js';
import { openBranch, regionIn, spanOf, textOf, type Scope } from './lowering.js';
import { childOf, fieldOf, named, type SyntaxNode } from './parse.js';
import { variableName } from './variables.js';

/** Lowers the statements of a list, one after the other, and gives the value of the last. */
export function lowerStatements(scope: Scope, list: SyntaxNode | undefined): Expr | undefined {
  let last: Expr | undefined;
  const isBroken = scope.isBroken || list?.isBroken === true;
  for (const node of list === undefined ? [] : named(list)) {
    if (node.type === 'empty_statement') continue;
    const inside: Scope = { ...scope, statement: list?.isBroken === true ? undefined : spanOf(node), isBroken };
    const hasValue = /^(?:pipeline|if_statement|switch_statement|try_statement)$/.test(node.type);
    const value = lowerExpression(inside, node);
    const isAssigned = named(node)[0]?.type === 'assignment_expression';
    last = hasValue && !isAssigned ? value : undefined;
  }
  return last;
}

/** Lowers `node` and gives its value, when it is a statement. */
export function statementValue(scope: Scope, node: SyntaxNode): Expr | undefined {
  const nothing: Expr = { kind: 'nothing', span: spanOf(node) };
  switch (node.type) {
    case 'statement_list':
      return lowerStatements(scope, node) ?? nothing;
    case 'statement_block':
      return lowerStatements({ ...scope, region: regionIn(scope, 'block', node) }, listIn(node)) ?? nothing;
    case 'if_statement':
      return lowerIf(scope, node);
    case 'switch_statement':
      return lowerSwitch(scope, node);
    case 'try_statement':
      return lowerTry(scope, node);
    case 'while_statement':
    case 'do_statement':
    case 'for_statement':
    case 'foreach_statement':
      lowerLoop(scope, node);
      return nothing;
    case 'function_statement':
    case 'class_method_definition':
      lowerFunction(scope, node);
      return nothing;
    case 'flow_control_statement':
      lowerFlow(scope, node);
      return nothing;
    default:
      return undefined;
  }
}

function listIn(block: SyntaxNode | undefined): SyntaxNode | undefined {
  return block === undefined ? undefined : childOf(block, 'statement_list');
}

/** `return x` gives x back. */
function lowerFlow(scope: Scope, node: SyntaxNode): void {
  const [given] = named(node);
  if (given === undefined) return;
  const value = lowerExpression(scope, given);
  if (/^return\b/i.test(textOf(scope, node))) scope.returns?.push({ value, region: scope.region });
}

interface Way {
  readonly condition: SyntaxNode | undefined;
  readonly block: SyntaxNode | undefined;
  readonly node: SyntaxNode;
}

/** How many conditions are nested into one another; the rest stands beside the last of them. */
const MAX_NESTED_ARMS = 40;

/** An else is the second way of its if; an elseif is an if inside of that. */
function lowerIf(scope: Scope, node: SyntaxNode): Expr {
  const clauses = childOf(node, 'elseif_clauses');
  const ways = [node, ...(clauses === undefined ? [] : named(clauses))].map((one): Way => ({
    condition: fieldOf(one, 'condition'),
    block: childOf(one, 'statement_block'),
    node: one,
  }));
  const otherwise = childOf(node, 'else_clause');
  const options: Expr[] = [];
  const tests: (readonly Test[])[] = [];
  const passed: Test[] = [];
  let at = scope;
  for (const [i, way] of ways.entries()) {
    if (way.condition !== undefined) lowerExpression(at, way.condition);
    const condition = way.condition === undefined ? {} : conditionOf(at, way.condition);
    const next = ways[i + 1];
    const rest = next === undefined ? childOf(otherwise ?? node, 'statement_block') : next.node;
    const { branch, arms } = openBranch(next !== undefined || otherwise !== undefined);
    const value = lowerArm(at, way.block, branch, arms, condition.whenTrue);
    options.push(value ?? { kind: 'nothing', span: spanOf(node) });
    tests.push([...passed, ...(condition.whenTrue === undefined ? [] : [condition.whenTrue])]);
    if (condition.whenFalse !== undefined) passed.push(condition.whenFalse);
    if (next === undefined && otherwise === undefined) break;
    if (next === undefined) {
      const last = lowerArm(at, rest, branch, arms, condition.whenFalse);
      options.push(last ?? { kind: 'nothing', span: spanOf(node) });
      tests.push([...passed]);
    } else if (i < MAX_NESTED_ARMS) {
      const region = regionIn(at, 'arm', next.node, { branch, leaves: false, ...testOf(condition.whenFalse) });
      arms.push(region);
      at = { ...at, region };
    }
  }
  return { kind: 'choice', mode: 'either', options, tests, region: scope.region, span: spanOf(node) };
}

function testOf(test: Test | undefined): Pick<Region, 'test'> {
  return test === undefined ? {} : { test };
}

function lowerArm(
  scope: Scope,
  block: SyntaxNode | undefined,
  branch: Branch,
  arms: Region[],
  test: Test | undefined,
): Expr | undefined {
  if (block === undefined) return undefined;
  const region = regionIn(scope, 'arm', block, { branch, leaves: leaves(scope, block), ...testOf(test) });
  arms.push(region);
  return lowerStatements({ ...scope, region }, listIn(block));
}

/** Each case is a way of one branch. */
function lowerSwitch(scope: Scope, node: SyntaxNode): Expr {
  const condition = childOf(node, 'switch_condition');
  if (condition !== undefined) lowerExpression(scope, condition);
  const body = childOf(node, 'switch_body');
  const list = body === undefined ? undefined : childOf(body, 'switch_clauses');
  const clauses = list === undefined ? [] : named(list);
  const isDefault = (clause: SyntaxNode): boolean => /^\s*default\b/i.test(textOf(scope, clause));
  const { branch, arms } = openBranch(clauses.some(isDefault));
  const options = clauses.map((clause): Expr => {
    const value = lowerArm(scope, childOf(clause, 'statement_block'), branch, arms, undefined);
    return value ?? { kind: 'nothing', span: spanOf(clause) };
  });
  return { kind: 'choice', mode: 'either', options, span: spanOf(node) };
}

/** What is tried runs; what catches may run, instead of the rest of it. */
function lowerTry(scope: Scope, node: SyntaxNode): Expr {
  const tried = childOf(node, 'statement_block');
  const options: Expr[] = [];
  if (tried !== undefined) {
    const region = regionIn(scope, 'block', tried);
    options.push(lowerStatements({ ...scope, region }, listIn(tried)) ?? { kind: 'nothing', span: spanOf(node) });
  }
  const clauses = childOf(node, 'catch_clauses');
  const { branch, arms } = openBranch(false);
  for (const clause of clauses === undefined ? [] : named(clauses)) {
    const value = lowerArm(scope, childOf(clause, 'statement_block'), branch, arms, undefined);
    if (arms.at(-1)?.leaves !== true) options.push(value ?? { kind: 'nothing', span: spanOf(clause) });
  }
  const last = childOf(node, 'finally_clause');
  if (last !== undefined) lowerStatements(scope, listIn(childOf(last, 'statement_block')));
  return { kind: 'choice', mode: 'either', options, span: spanOf(node) };
}

/** The condition of a loop runs more than once, and has no statement before which something could be done once. */
function lowerLoop(scope: Scope, node: SyntaxNode): void {
  const block = childOf(node, 'statement_block');
  const [variable, over] = node.type === 'foreach_statement' ? named(node).filter((one) => one !== block) : [];
  const outer = { ...scope, statement: node.type === 'foreach_statement' ? scope.statement : undefined };
  const list = over === undefined ? undefined : lowerExpression(outer, over);
  if (over === undefined) for (const child of named(node)) if (child !== block) lowerExpression(outer, child);
  if (block === undefined) return;
  const region = regionIn(scope, 'loop', node, list === undefined ? {} : { over: list });
  const inside = { ...scope, region };
  if (variable?.type === 'variable' && list !== undefined)
    bindEach(inside, { name: variableName(textOf(scope, variable)), over: list }, block);
  lowerStatements(inside, listIn(block));
}
