/** Lowers functions: their parameters, bodies, and what they can give back. */
import type { Expr, FunctionExpr, Parameter, Region } from '../../model/expr.js';
import { leaves } from './lower-branches.js';
import { bindPattern } from './lower-patterns.js';
import {
  opaque,
  ref,
  spanOf,
  YIELDED,
  type FunctionNode,
  type FunctionState,
  type Hint,
  type Lowering,
} from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** The function that `node` is, its body lowered. */
export function lowerFunction(lowering: Lowering, node: FunctionNode, parent: Region, hint?: Hint): FunctionExpr {
  const span = spanOf(node);
  const constructs = hint?.constructs === true ? { constructs: true } : {};
  const region: Region = { kind: 'function', parent, span, ...constructs };
  const state: FunctionState = {
    parameters: [],
    returns: [],
    isArrow: node.type === Syntax.ArrowFunctionExpression,
    self: hint?.self,
    throws: node.body?.type === Syntax.BlockStatement && leaves(node.body.body),
    isGenerator: node.generator,
    hoisted: new Set(),
  };
  lowering.states.set(region, state);
  const name = node.id?.name ?? hint?.name;
  const fn: FunctionExpr = {
    kind: 'function',
    name,
    parameters: state.parameters,
    region,
    returns: state.returns,
    span,
  };
  lowering.functions.push(fn);
  if (node.type === Syntax.FunctionExpression && node.id !== null) {
    // Its own name is known inside it alone.
    lowering.bindings.push({
      name: node.id.name,
      path: [],
      value: fn,
      region,
      span: { start: span.start, end: span.start },
      how: 'declare',
    });
  }
  lowerParameters(lowering, node.params, region, state);
  lowerBody(lowering, node.body, region, state);
  if (state.isGenerator) gatherYielded(lowering, state, region);
  return fn;
}

/** A generator gives the list of what it yields. */
function gatherYielded(lowering: Lowering, state: FunctionState, region: Region): void {
  const { start, end } = region.span;
  const at = { start, end: start };
  const none: Expr = { kind: 'list', items: [], span: at };
  lowering.bindings.push({ name: YIELDED, path: [], value: none, region, span: at, how: 'declare' });
  state.returns.splice(0, state.returns.length, { value: ref(YIELDED, { start: end, end }), region });
}

function lowerBody(lowering: Lowering, body: FunctionNode['body'], region: Region, state: FunctionState): void {
  // A declaration without a body says nothing of what the function gives.
  if (body === undefined || body === null)
    state.returns.push({ value: opaque('what a function without a body gives', region.span), region });
  else if (body.type === Syntax.BlockStatement) lowering.statements(body.body, region);
  else state.returns.push({ value: lowering.expression(body, region), region });
}

function lowerParameters(
  lowering: Lowering,
  nodes: readonly Tree.Parameter[],
  region: Region,
  state: FunctionState,
): void {
  let index = 0;
  for (const node of nodes) {
    if (node.type === Syntax.Identifier && node.name === 'this') continue;
    lowerParameter(lowering, node, index, region, state);
    index += 1;
  }
}

function lowerParameter(
  lowering: Lowering,
  node: Tree.Parameter,
  index: number,
  region: Region,
  state: FunctionState,
): void {
  if (node.type === Syntax.TSParameterProperty) {
    lowerParameter(lowering, node.parameter, index, region, state);
    const name = state.parameters.at(-1)?.name;
    if (name !== undefined) bindProperty(lowering, name, region, node);
    return;
  }
  const rest = node.type === Syntax.RestElement;
  const fallback = node.type === Syntax.AssignmentPattern ? node.right : undefined;
  const target =
    node.type === Syntax.AssignmentPattern ? node.left : node.type === Syntax.RestElement ? node.argument : node;
  const span = spanOf(node);
  const simple = target.type === Syntax.Identifier;
  // No name of the language looks like this.
  const name = simple ? target.name : `{${String(index)}}`;
  const defaultValue: Expr | undefined =
    fallback === undefined ? undefined : lowering.expression(fallback, region, { name });
  const parameter: Parameter = { name, index, default: defaultValue, rest, span };
  state.parameters.push(parameter);
  if (!simple)
    bindPattern(lowering, target, ref(name, spanOf(target)), { region, span, how: 'declare', scope: region });
}

/** `constructor(private readonly url: string)` makes a member of the class. */
function bindProperty(lowering: Lowering, name: string, region: Region, node: Tree.TSParameterProperty): void {
  const span = spanOf(node);
  const path = [{ kind: 'literal', text: name, span }] as const;
  lowering.bindings.push({ name: 'this', path, value: ref(name, span), region, span, how: 'assign' });
}
