/** PowerShell's functions and blocks of code: parameters, bodies, and what they give back. */
import type { Expr, FunctionExpr, Parameter, Region } from '../../model/expr.js';
import { lowerExpression } from './expressions.js';
import { bind, regionIn, spanOf, textOf, type DeclaredParameter, type Scope } from './lowering.js';
import { childOf, named, nodesOf, type SyntaxNode } from './parse.js';
import { lowerStatements } from './statements.js';
import { variableName } from './variables.js';

/** `function Name { param(…) … }`: binds it as a command. */
export function lowerFunction(scope: Scope, node: SyntaxNode): void {
  const name = childOf(node, 'function_name');
  const written = name === undefined ? undefined : textOf(scope, name).replace(/^\w+:/, '').toLowerCase();
  const fn = lowerFunctionBody(scope, node, written);
  if (written !== undefined && fn.kind === 'function')
    bind(scope, `${written}()`, fn, { start: node.start, end: node.start }, { how: 'declare' });
}

/** A function, or a block of code as a value. */
export function lowerFunctionBody(scope: Scope, node: SyntaxNode, name: string | undefined): Expr {
  const region = regionIn(scope, 'function', node);
  const returns: { readonly value: Expr; readonly region: Region }[] = [];
  const inside: Scope = { ...scope, region, returns, statement: undefined };
  const nodes = parameterNodes(node);
  const parameters = nodes.flatMap((one, index): readonly Parameter[] => {
    const variable = childOf(one, 'variable');
    if (variable === undefined) return [];
    const given = childOf(one, 'script_parameter_default');
    const value = given === undefined ? undefined : named(given)[0];
    return [
      {
        name: variableName(textOf(scope, variable)),
        index,
        default: value === undefined ? undefined : lowerExpression(inside, value),
        rest: false,
        span: spanOf(one),
      },
    ];
  });
  const last = lowerBody(inside, node);
  if (last !== undefined) returns.push(last);
  const fn: FunctionExpr = { kind: 'function', name, parameters, region, returns, span: spanOf(node) };
  scope.out.functions.push(fn);
  return fn;
}

/** Lowers the statements of a body, and gives the value of the last, where it is one. */
function lowerBody(scope: Scope, node: SyntaxNode): { readonly value: Expr; readonly region: Region } | undefined {
  const lists = bodiesOf(node);
  let last: Expr | undefined;
  for (const list of lists) last = lowerStatements(scope, list) ?? last;
  return last === undefined ? undefined : { value: last, region: scope.region };
}

/** The lists of statements directly in a function or block: one, or those of `begin`, `process` and `end`. */
function bodiesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (at: SyntaxNode): void => {
    for (const child of at.children) {
      if (child.type === 'statement_list') found.push(child);
      else if (HOLDERS.has(child.type)) visit(child);
      else if (child.isBroken && child.type === 'ERROR') found.push(child);
    }
  };
  visit(node);
  return found;
}

const HOLDERS: ReadonlySet<string> = new Set([
  'script_block',
  'script_block_body',
  'named_block_list',
  'named_block',
  'statement_block',
]);

/** The parameters of the function or block `node`, from its head or its `param(…)`. */
function parameterNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const holders = [node, childOf(node, 'script_block'), childOf(node, 'ERROR')].filter((one) => one !== undefined);
  const heads = holders.flatMap(({ children }) =>
    children.filter(({ type }) =>
      /^(?:param_block|function_parameter_declaration|class_method_parameter_list)$/.test(type),
    ),
  );
  return heads.flatMap((head) => {
    const list = childOf(head, 'parameter_list') ?? head;
    return list.children.filter(({ type }) => type === 'script_parameter' || type === 'class_method_parameter');
  });
}

/** The parameters of all functions of a script, by name: calls may name them. */
export function declaredIn(root: SyntaxNode, text: string): ReadonlyMap<string, readonly DeclaredParameter[]> {
  const found = new Map<string, readonly DeclaredParameter[]>();
  for (const node of nodesOf(root, 'function_statement')) {
    const name = childOf(node, 'function_name');
    if (name === undefined) continue;
    const parameters = parameterNodes(node).flatMap((one) => {
      const variable = childOf(one, 'variable');
      if (variable === undefined) return [];
      const isSwitch = /^[^$]*\[switch\]/i.test(text.slice(one.start, one.end));
      return [{ name: variableName(text.slice(variable.start, variable.end)), isSwitch }];
    });
    found.set(text.slice(name.start, name.end).replace(/^\w+:/, '').toLowerCase(), parameters);
  }
  return found;
}

/** Lowers a block that runs where it stands; in a loop, `each` is the variable and what it runs over. */
export function lowerScriptBlock(
  scope: Scope,
  node: SyntaxNode,
  kind: 'block' | 'loop',
  each?: { readonly name: string; readonly over: Expr },
): Expr | undefined {
  const region = regionIn(scope, kind, node, each === undefined ? {} : { over: each.over });
  const inside: Scope = { ...scope, region };
  if (each !== undefined) bindEach(inside, each, node);
  for (const one of parameterNodes(node)) lowerExpression(inside, one);
  return lowerBody(inside, node)?.value;
}

/** Binds the variable of a loop to any of the values that it runs over. */
export function bindEach(
  scope: Scope,
  { name, over }: { readonly name: string; readonly over: Expr },
  node: SyntaxNode,
): void {
  const isOne = over.kind === 'literal' || over.kind === 'concat';
  const value: Expr = isOne ? over : { kind: 'member', object: over, property: undefined, span: over.span };
  bind(scope, name, value, { start: node.start, end: node.start }, { how: 'declare' });
}
