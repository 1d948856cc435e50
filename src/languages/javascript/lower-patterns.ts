/** Takes patterns apart: each name in one is bound to the member that it takes. */
import type { Binding, Expr, Region } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { keyOf } from './lower-expressions.js';
import { bind, member, opaque, spanOf, targetOf, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** Where a pattern is bound: in `region` it takes effect, of `scope` its names are when they are declared. */
export interface PatternPlace {
  readonly region: Region;
  readonly scope: Region;
  readonly span: Span;
  readonly how: 'declare' | 'assign';
}

/** Binds the names in `node` to the parts of `value` that they stand for. */
export function bindPattern(lowering: Lowering, node: Tree.Node, value: Expr, at: PatternPlace): void {
  switch (node.type) {
    case Syntax.Identifier:
      bindName(lowering, node.name, value, at);
      return;
    case Syntax.AssignmentPattern: {
      const span = spanOf(node);
      const fallback = lowering.expression(node.right, at.region);
      bindPattern(lowering, node.left, { kind: 'choice', mode: 'default', options: [value, fallback], span }, at);
      return;
    }
    case Syntax.ObjectPattern:
      bindObject(lowering, node, value, at);
      return;
    case Syntax.ArrayPattern:
      bindArray(lowering, node, value, at);
      return;
    default: {
      const target = targetOf(lowering.expression(node, at.region));
      if (target !== undefined) bind(lowering, target, value, { region: at.region, span: at.span, how: 'assign' });
    }
  }
}

function bindName(lowering: Lowering, name: string, value: Expr, at: PatternPlace): void {
  if (name === '') return;
  const { span, region, scope } = at;
  if (at.how === 'assign' || scope === region) {
    lowering.bindings.push({ name, path: [], value, region, span, how: at.how });
    return;
  }
  declareUnset(lowering, name, scope);
  lowering.bindings.push({ name, path: [], value, region, span, how: 'assign' });
}

/** Makes `name` a name of `scope`, where it holds nothing yet: once, and not over a parameter. */
export function declareUnset(lowering: Lowering, name: string, scope: Region): void {
  const state = lowering.states.get(scope);
  if (state?.hoisted.has(name) === true || state?.parameters.some((parameter) => parameter.name === name) === true)
    return;
  state?.hoisted.add(name);
  const span = { start: scope.span.start, end: scope.span.start };
  const unset: Binding = { name, path: [], value: { kind: 'nothing', span }, region: scope, span, how: 'declare' };
  lowering.bindings.push(unset);
}

function bindObject(lowering: Lowering, node: Tree.ObjectPattern, value: Expr, at: PatternPlace): void {
  const taken: Expr[] = [];
  for (const property of node.properties) {
    const span = spanOf(property);
    if (property.type === Syntax.RestElement) {
      const without = taken.map((key) => ({ key, value: { kind: 'nothing', span } as const }));
      bindPattern(lowering, property.argument, { kind: 'record', entries: [{ spread: value }, ...without], span }, at);
      continue;
    }
    const key = keyOf(lowering, property.key, property.computed, at.region);
    taken.push(key);
    bindPattern(lowering, property.value, member(value, key, span), at);
  }
}

function bindArray(lowering: Lowering, node: Tree.ArrayPattern, value: Expr, at: PatternPlace): void {
  node.elements.forEach((element, i) => {
    if (element === null) return;
    const span = spanOf(element);
    if (element.type === Syntax.RestElement)
      bindPattern(lowering, element.argument, opaque('the rest of a list', span), at);
    else bindPattern(lowering, element, member(value, String(i), span), at);
  });
}
