/** Lowers assignments: `a = b`, `a.b.c += d`, `[a, b] = c`, `a ??= b`. */
import type { Binding, Expr, Region } from '../../model/expr.js';
import { bindPattern } from './lower-patterns.js';
import { bind, opaque, spanOf, targetOf, type Hint, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** The value that is assigned; the assignment is noted. */
export function lowerAssignment(
  lowering: Lowering,
  node: Tree.AssignmentExpression,
  region: Region,
  hint?: Hint,
): Expr {
  const span = spanOf(node);
  if (node.left.type === Syntax.ObjectPattern || node.left.type === Syntax.ArrayPattern) {
    const value = lowering.expression(node.right, region);
    bindPattern(lowering, node.left, value, { region, scope: region, span, how: 'assign' });
    return value;
  }
  const left = lowering.expression(node.left, region);
  const right = lowering.expression(node.right, region, hint?.name === undefined ? hintOf(left, node.right) : hint);
  const { value, how } = assigned(node, left, right);
  const target = targetOf(left);
  if (target !== undefined) bind(lowering, target, value, { region, span, how });
  return how === 'append' ? left : value;
}

/** The name of what is assigned: functions are called by it, and in an object's methods it is `this`. */
function hintOf(left: Expr, right: Tree.Node): Hint {
  if (left.kind === 'ref') return { name: left.name };
  if (right.type === Syntax.ObjectExpression || left.kind !== 'member') return {};
  return left.property?.kind === 'literal' ? { name: left.property.text } : {};
}

function assigned(
  node: Tree.AssignmentExpression,
  left: Expr,
  right: Expr,
): { readonly value: Expr; readonly how: Binding['how'] } {
  const span = spanOf(node);
  switch (node.operator) {
    case '=':
      return { value: right, how: 'assign' };
    case '+=':
      return { value: right, how: 'append' };
    case '||=':
    case '??=':
      return { value: { kind: 'choice', mode: 'default', options: [left, right], span }, how: 'assign' };
    case '&&=':
      return { value: { kind: 'choice', mode: 'guarded', options: [left, right], span }, how: 'assign' };
    default:
      return { value: opaque('a calculation', span), how: 'assign' };
  }
}

/** `i++`: a number that is not followed. */
export function lowerUpdate(lowering: Lowering, node: Tree.UpdateExpression, region: Region): Expr {
  const span = spanOf(node);
  const value = opaque('a calculation', span);
  const target = targetOf(lowering.expression(node.argument, region));
  if (target !== undefined) bind(lowering, target, value, { region, span, how: 'assign' });
  return value;
}
