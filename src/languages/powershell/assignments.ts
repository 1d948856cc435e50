/** PowerShell's assignments, and the methods that are such: `$headers.Add('name', 'value')`. */
import type { Binding, Expr } from '../../model/expr.js';
import { lowered, lowerExpression } from './expressions.js';
import { bind, literal, spanOf, textOf, type Scope } from './lowering.js';
import { childOf, fieldOf, named, nodesOf, type SyntaxNode } from './parse.js';

/** A variable, or something that it holds. */
interface Target {
  readonly name: string;
  readonly path: readonly Expr[];
}

/** `$x = …`, `$x.y = …`, `$x['y'] += …`, `$a, $b = …`: binds, and gives the value. */
export function lowerAssignment(scope: Scope, node: SyntaxNode): Expr {
  const [left] = node.children;
  const right = fieldOf(node, 'value') ?? named(node).at(-1);
  const operator = childOf(node, 'assignement_operator');
  if (left === undefined || right === undefined || operator === undefined)
    return { kind: 'nothing', span: spanOf(node) };
  const value = lowerExpression(scope, right);
  const manner = textOf(scope, operator).trim();
  const targets = targetsOf(scope, left);
  const span = spanOf(node);
  targets.forEach((target, i) => {
    const part: Expr = targets.length === 1 ? value : value.kind === 'list' ? (value.items[i]?.value ?? value) : value;
    const { assigned, how } = inManner(target, part, manner, span);
    bind(scope, target.name, assigned, span, { path: target.path, how });
  });
  return value;
}

/** What `+=` gives a table is the table with more in it. */
function inManner(
  { name, path }: Target,
  value: Expr,
  manner: string,
  span: Binding['span'],
): { readonly assigned: Expr; readonly how: Binding['how'] } {
  if (manner === '=') return { assigned: value, how: 'assign' };
  if (manner === '+=' && value.kind === 'record' && path.length === 0) {
    const before: Expr = { kind: 'ref', name, span };
    return { assigned: { kind: 'record', entries: [{ spread: before }, { spread: value }], span }, how: 'assign' };
  }
  if (manner === '+=') return { assigned: value, how: 'append' };
  return { assigned: { kind: 'opaque', why: 'a computed value', span }, how: 'assign' };
}

function targetsOf(scope: Scope, left: SyntaxNode): readonly Target[] {
  const variables = nodesOf(left, 'array_literal_expression').find((one) => named(one).length > 1);
  const nodes = variables === undefined ? [left] : named(variables);
  return nodes.flatMap((node) => targetOf(lowerExpression(scope, node)) ?? []);
}

/** The variable that `expr` names, or names a member of. */
export function targetOf(expr: Expr): Target | undefined {
  const path: Expr[] = [];
  let at = expr;
  while (at.kind === 'member' && at.property !== undefined) {
    path.unshift(at.property);
    at = at.object;
  }
  return at.kind === 'ref' && !at.name.startsWith('type:') ? { name: at.name, path } : undefined;
}

const SETTERS = /^(?:add|set|set_item|append|tryadd|tryaddwithoutvalidation)$/;

/** What calling the method `name` of `object` sets; undefined when it sets nothing. */
export function settingOf(
  object: Expr,
  name: string,
  values: readonly Expr[],
): (Target & { readonly value: Expr }) | undefined {
  const target = SETTERS.test(name) ? targetOf(object) : undefined;
  const [key, value, more] = values;
  if (target === undefined || key === undefined || more !== undefined) return undefined;
  if (value !== undefined) return { ...target, path: [...target.path, lowered(key)], value };
  const pair = target.path.length > 0 ? pairIn(key) : undefined;
  return pair === undefined ? undefined : { ...target, path: [...target.path, pair.key], value: pair.value };
}

/** `'Name: value'`, as headers are added by one text. */
function pairIn(text: Expr): { readonly key: Expr; readonly value: Expr } | undefined {
  const [first, ...rest] = text.kind === 'concat' ? text.parts : [text];
  if (first?.kind !== 'literal') return undefined;
  const colon = first.text.indexOf(':');
  if (colon === -1) return undefined;
  const key = literal(first.text.slice(0, colon).trim().toLowerCase(), first.span);
  const start = literal(first.text.slice(colon + 1).trimStart(), first.span);
  const parts = start.text === '' ? rest : [start, ...rest];
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return { key, value: only };
  return { key, value: parts.length === 0 ? start : { kind: 'concat', parts, span: text.span } };
}
