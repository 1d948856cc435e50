/** Lowers what runs on a condition: which arm excludes which, what was tested, and where control does not pass on. */
import type { Branch, Expr, Region, Test } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { leastOf } from '../../model/long-lists.js';
import { implied, opaque, ref, spanOf, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** What a condition tells: what holds where it is true, and where it is false. */
interface Condition {
  readonly expr: Expr;
  readonly whenTrue: readonly Test[];
  readonly whenFalse: readonly Test[];
}

/** An arm of a branch that is being made. */
interface ArmPlan {
  readonly at: Span;
  readonly tests: readonly Test[];
  readonly leaves: boolean;
}

/** The arms of a new branch in `region`, each with the innermost region that its code is in. */
function branch(
  region: Region,
  exhaustive: boolean,
  plans: readonly ArmPlan[],
  otherwise: readonly Test[] = [],
): readonly Region[] {
  const arms: Region[] = [];
  const made: Branch = { exhaustive, arms, otherwise };
  return plans.map((plan) => {
    const [test, ...others] = plan.tests;
    const arm = armOf(region, made, plan, test);
    arms.push(arm);
    // Each further test is an arm of its own that always runs when the one around it does.
    return others.reduce<Region>((parent, inner) => {
      const single: Region[] = [];
      single.push(armOf(parent, { exhaustive: true, arms: single }, plan, inner));
      return single[0] ?? parent;
    }, arm);
  });
}

function armOf(parent: Region, made: Branch, plan: ArmPlan, test: Test | undefined): Region {
  return {
    kind: 'arm',
    parent,
    span: plan.at,
    branch: made,
    leaves: plan.leaves,
    ...(test === undefined ? {} : { test }),
  };
}

/**
 * `if (…) … else …`. Gives the region that what follows runs in: behind an `if` that leaves, that is an arm of its own, in
 * which the condition did not hold.
 */
export function lowerIf(lowering: Lowering, node: Tree.IfStatement, region: Region): Region {
  const condition = lowerCondition(lowering, node.test, region);
  const { consequent, alternate } = node;
  const then: ArmPlan = { at: spanOf(consequent), tests: condition.whenTrue, leaves: leaves([consequent]) };
  const rest: Span = { start: node.range[1], end: Math.max(node.range[1], region.span.end) };
  const otherwise: ArmPlan = {
    at: alternate === null ? rest : spanOf(alternate),
    tests: condition.whenFalse,
    leaves: alternate !== null && leaves([alternate]),
  };
  const isWhole = alternate !== null || then.leaves;
  const [first = region, second = region] = branch(
    region,
    isWhole,
    isWhole ? [then, otherwise] : [then],
    condition.whenFalse,
  );
  lowerArm(lowering, consequent, first);
  if (alternate !== null) lowerArm(lowering, alternate, second);
  return alternate === null ? second : region;
}

function lowerArm(lowering: Lowering, node: Tree.Node, arm: Region): void {
  lowering.statements(node.type === Syntax.BlockStatement ? node.body : [node], arm);
}

/** `test ? a : b` */
export function lowerConditional(lowering: Lowering, node: Tree.ConditionalExpression, region: Region): Expr {
  const condition = lowerCondition(lowering, node.test, region);
  const [then, otherwise] = branch(region, true, [
    { at: spanOf(node.consequent), tests: condition.whenTrue, leaves: false },
    { at: spanOf(node.alternate), tests: condition.whenFalse, leaves: false },
  ]);
  const options = [
    lowering.expression(node.consequent, then ?? region),
    lowering.expression(node.alternate, otherwise ?? region),
  ];
  const tests = [condition.whenTrue, condition.whenFalse];
  return { kind: 'choice', mode: 'either', options, tests, region, span: spanOf(node) };
}

/** `a && b`, `a || b`, `a ?? b` as values. */
export function lowerLogical(lowering: Lowering, node: Tree.LogicalExpression, region: Region): Expr {
  return lowerJunction(lowering, node, region).expr;
}

function lowerJunction(lowering: Lowering, node: Tree.LogicalExpression, region: Region): Condition {
  const isAnd = node.operator === '&&';
  const left = lowerCondition(lowering, node.left, region);
  const tests = isAnd ? left.whenTrue : left.whenFalse;
  const otherwise = isAnd ? left.whenFalse : left.whenTrue;
  const [arm] = branch(region, false, [{ at: spanOf(node.right), tests, leaves: false }], otherwise);
  const right = lowerCondition(lowering, node.right, arm ?? region);
  const span = spanOf(node);
  const mode = isAnd ? 'guarded' : 'default';
  const flat = left.expr.kind === 'choice' && left.expr.mode === mode && !isAnd ? left.expr.options : [left.expr];
  const expr: Expr = { kind: 'choice', mode, options: [...flat, right.expr], region, span };
  if (isAnd) return { expr, whenTrue: [...left.whenTrue, ...right.whenTrue], whenFalse: [] };
  return { expr, whenTrue: [], whenFalse: [...left.whenFalse, ...right.whenFalse] };
}

/** A condition: its expression, and what it tells as far as it is made of plain tests. */
function lowerCondition(lowering: Lowering, node: Tree.Node, region: Region): Condition {
  if (node.type === Syntax.LogicalExpression) return lowerJunction(lowering, node, region);
  if (node.type === Syntax.UnaryExpression && node.operator === '!') {
    const { whenTrue, whenFalse } = lowerCondition(lowering, node.argument, region);
    return { expr: opaque('a comparison', spanOf(node)), whenTrue: whenFalse, whenFalse: whenTrue };
  }
  if (node.type === Syntax.BinaryExpression) return lowerComparison(lowering, node, region);
  const expr = lowering.expression(node, region);
  return { expr, ...presence(testedOf(expr), true) };
}

/** `x.length` is there when `x` is not empty. */
function testedOf(expr: Expr): Expr {
  const isLength = expr.kind === 'member' && expr.property?.kind === 'literal' && expr.property.text === 'length';
  return isLength ? expr.object : expr;
}

function presence(value: Expr, holds: boolean): Omit<Condition, 'expr'> {
  if (value.kind !== 'ref' && value.kind !== 'member' && value.kind !== 'call') return { whenTrue: [], whenFalse: [] };
  return { whenTrue: [{ value, holds }], whenFalse: [{ value, holds: !holds }] };
}

/** `x !== undefined`, `x != null`, `x === ''`, `typeof x === 'undefined'`: tests of whether `x` is there. */
function lowerComparison(lowering: Lowering, node: Tree.BinaryExpression, region: Region): Condition {
  const none = { whenTrue: [], whenFalse: [] };
  const equal = /^===?$/.test(node.operator);
  if (!equal && !/^!==?$/.test(node.operator)) return { expr: lowering.expression(node, region), ...none };
  const { left, right } = node;
  const expr = opaque('a comparison', spanOf(node));
  if (left.type === Syntax.UnaryExpression && left.operator === 'typeof') {
    const value = lowering.expression(left.argument, region);
    if (right.type !== Syntax.Literal || typeof right.value !== 'string') return { expr, ...none };
    if (right.value === 'undefined') return { expr, ...presence(value, !equal) };
    return { expr, ...presence(asked(`typeof ${right.value}`, [value], region, node), equal) };
  }
  const [a, b] = [lowering.expression(left, region), lowering.expression(right, region)];
  if (isMissing(b)) return { expr, ...presence(a, !equal) };
  if (isMissing(a)) return { expr, ...presence(b, !equal) };
  return { expr, ...presence(asked('===', [a, b], region, node), equal) };
}

/** What an operator gives, as a call of a function of that name: something where it holds, else nothing. */
function asked(operator: string, operands: readonly Expr[], region: Region, node: Tree.Node): Expr {
  const span = spanOf(node);
  return { kind: 'call', call: implied(ref(operator, span), operands, region, span), span };
}

function isMissing(expr: Expr): boolean {
  return expr.kind === 'nothing' || (expr.kind === 'literal' && expr.text === '');
}

/** `switch`: its cases are arms; those without code of their own share the next one's. */
export function lowerSwitch(lowering: Lowering, node: Tree.SwitchStatement, region: Region): void {
  lowering.expression(node.discriminant, region);
  const cases = node.cases.filter((one) => one.consequent.length > 0);
  for (const one of node.cases) if (one.test !== null) lowering.expression(one.test, region);
  const exhaustive = node.cases.some((one) => one.test === null);
  const plans = cases.map((one) => ({ at: spanOf(one), tests: [], leaves: leaves(one.consequent, true) }));
  const arms = branch(region, exhaustive, plans);
  cases.forEach((one, i) => {
    lowering.statements(one.consequent, arms[i] ?? region);
  });
}

/** `try`: its block runs, to its end or not; `catch` may. What only the block would have set may then not be. */
export function lowerTry(lowering: Lowering, node: Tree.TryStatement, region: Region): void {
  const first = lowering.bindings.length;
  lowering.statements(node.block.body, { kind: 'block', parent: region, span: spanOf(node.block) });
  const { handler, finalizer } = node;
  if (handler !== null) {
    const leaving = leaves(handler.body.body);
    const [arm] = branch(region, false, [{ at: spanOf(handler), tests: [], leaves: leaving }]);
    const changed = leaving ? [] : unsettled(lowering, first, node.block.range);
    if (arm !== undefined) lowerHandler(lowering, handler, arm, { names: changed, from: node.block.range[0] });
  }
  if (finalizer !== null) {
    lowering.statements(finalizer.body, { kind: 'block', parent: region, span: spanOf(finalizer) });
  }
}

function lowerHandler(
  lowering: Lowering,
  node: Tree.CatchClause,
  arm: Region,
  before: { readonly names: Iterable<string>; readonly from: number },
): void {
  const { param } = node;
  const start = { start: arm.span.start, end: arm.span.start };
  for (const name of before.names) {
    // Read where the `try` begins: what it was then.
    const value = ref(name, { start: before.from, end: before.from });
    lowering.bindings.push({ name, path: [], value, region: arm, span: start, how: 'assign' });
  }
  if (param?.type === Syntax.Identifier) {
    const value = opaque('a caught error', spanOf(param));
    lowering.bindings.push({ name: param.name, path: [], value, region: arm, span: spanOf(param), how: 'declare' });
  }
  lowering.statements(node.body.body, arm);
}

/** Names from around the `try` that its block changes behind the end of a call, which may have failed. */
function unsettled(lowering: Lowering, first: number, [start, end]: Tree.Range): ReadonlySet<string> {
  const inside = lowering.bindings.slice(first);
  const own = new Set(inside.filter((binding) => binding.how === 'declare').map((binding) => binding.name));
  const calls = lowering.calls.filter(({ span }) => start <= span.start && span.end <= end);
  const safe = leastOf(calls, ({ span }) => span.end);
  const set = inside.filter((b) => b.how !== 'declare' && b.span.end >= safe && !own.has(b.name) && !isSelf(b.name));
  return new Set(set.map((binding) => binding.name));
}

/** What an instance or a module holds is more than its name. */
function isSelf(name: string): boolean {
  return name === 'this' || name === 'static this' || name === 'exports';
}

/** Whether control never passes the end of `statements`. A `break` at the end of a `case` ends no more than that. */
export function leaves(statements: readonly Tree.Node[], inCase = false): boolean {
  const last = statements.at(-1);
  switch (last?.type) {
    case Syntax.ReturnStatement:
    case Syntax.ThrowStatement:
    case Syntax.ContinueStatement:
      return true;
    case Syntax.BreakStatement:
      return !inCase;
    case Syntax.BlockStatement:
      return leaves(last.body, inCase);
    case Syntax.IfStatement:
      return last.alternate !== null && leaves([last.consequent], inCase) && leaves([last.alternate], inCase);
    case Syntax.TryStatement:
      return leaves(last.block.body, inCase) && (last.handler === null || leaves(last.handler.body.body, inCase));
    case Syntax.ExpressionStatement:
      return isExit(last.expression);
    default:
      return false;
  }
}

/** `process.exit(…)` */
function isExit(node: Tree.Node): boolean {
  if (node.type !== Syntax.CallExpression || node.callee.type !== Syntax.MemberExpression) return false;
  const { object, property } = node.callee;
  return (
    object.type === Syntax.Identifier &&
    object.name === 'process' &&
    property.type === Syntax.Identifier &&
    property.name === 'exit'
  );
}
