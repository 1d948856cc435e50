/** What must be moved so that a request is made later: one expression, or the statements that a request object is used in. */
import type { Span } from '../../model/source-file.js';
import { Syntax, type Tree } from './parse.js';
import type { Found } from './rewrite-find.js';
import { functionAround, isFunction, names, nodesIn, type FunctionNode } from './rewrite-scope.js';

/** Code that can run later as a whole. */
export interface Moved {
  /** Statements after one another, or the body of an arrow function. */
  readonly nodes: readonly Tree.Node[];
  /** The expressions of these statements. */
  readonly expressions: readonly Tree.Expression[];
  readonly form: 'statements' | 'return' | 'body';
  /** The variable that holds what the request gives. */
  readonly name: string | undefined;
  /** Whether something may be done with the value. */
  readonly isValueWanted: boolean;
}

/** A method that is called on what an expression gives: `.on('error', …)`. */
export interface Link {
  readonly method: string;
  readonly call: Tree.CallExpression;
}

/** The code to move; undefined where something else holds what the call gives. */
export function movedWith(found: Found, givesNothing: boolean): Moved | undefined {
  const { around } = found;
  let top: Tree.Expression = found.call;
  let index = around.length - 1;
  for (let next = linkedTo(top, around, index); next !== undefined; next = linkedTo(top, around, index)) {
    top = next;
    index -= 2;
  }
  const parent = around[index];
  const holder = around[index - 1];
  const [expressions, name] = [[top], undefined];
  switch (parent?.type) {
    case Syntax.ExpressionStatement:
      return isBlock(holder)
        ? { nodes: [parent], expressions, form: 'statements', name, isValueWanted: false }
        : undefined;
    case Syntax.ReturnStatement: {
      const isValueWanted = !givesNothing && !isIgnored(around, index);
      if (!isBlock(holder) || (isValueWanted && !isCallback(around, index))) return undefined;
      return { nodes: [parent], expressions, form: 'return', name, isValueWanted };
    }
    case Syntax.ArrowFunctionExpression:
      if (parent.body !== top || !(givesNothing || isIgnored(around, index + 1))) return undefined;
      return { nodes: [top], expressions, form: 'body', name, isValueWanted: false };
    case Syntax.VariableDeclarator:
      return parent.init === top ? withItsUses(parent, found, index) : undefined;
    default:
      return undefined;
  }
}

/** The call of a method of what `inner` gives. */
function linkedTo(
  inner: Tree.Expression,
  around: readonly Tree.Node[],
  index: number,
): Tree.CallExpression | undefined {
  const [member, call] = [around[index], around[index - 1]];
  if (member?.type !== Syntax.MemberExpression || member.object !== inner || member.computed) return undefined;
  return call?.type === Syntax.CallExpression && call.callee === member && !call.optional ? call : undefined;
}

function isBlock(node: Tree.Node | undefined): node is Tree.BlockStatement | Tree.Program | Tree.StaticBlock {
  return node?.type === Syntax.BlockStatement || node?.type === Syntax.Program || node?.type === Syntax.StaticBlock;
}

/** `const request = …;` and the statements right behind it that use `request`, when nothing else does. */
function withItsUses({ id, init }: Tree.VariableDeclarator, found: Found, index: number): Moved | undefined {
  const { around } = found;
  const [declaration, block] = [around[index - 1], around[index - 2]];
  if (declaration?.type !== Syntax.VariableDeclaration || declaration.declarations.length !== 1) return undefined;
  if (!isBlock(block) || id.type !== Syntax.Identifier || init === null) return undefined;
  const nodes: Tree.Node[] = [declaration];
  const expressions = [init];
  for (const statement of block.body.slice(block.body.findIndex((one) => one === declaration) + 1)) {
    if (statement.type !== Syntax.ExpressionStatement || rootOf(statement.expression) !== id.name) break;
    nodes.push(statement);
    expressions.push(statement.expression);
  }
  const scope = declaration.kind === 'var' ? functionAround(found) : block;
  const end = nodes.at(-1)?.range[1] ?? 0;
  if (scope === undefined || isUsed(id.name, scope, { start: declaration.range[0], end })) return undefined;
  return { nodes, expressions, form: 'statements', name: id.name, isValueWanted: false };
}

/** The name that a chain of methods begins with. */
function rootOf(expression: Tree.Expression): string | undefined {
  let at = expression;
  while (at.type === Syntax.CallExpression && at.callee.type === Syntax.MemberExpression) at = at.callee.object;
  return at.type === Syntax.Identifier && at !== expression ? at.name : undefined;
}

/** Whether `name` is written in `scope` outside of `span`. */
function isUsed(name: string, scope: Tree.Node, span: Span): boolean {
  const isOutside = ({ range: [start, end] }: Tree.Node): boolean => end <= span.start || span.end <= start;
  const isAround = ({ range: [start, end] }: Tree.Node): boolean => start <= span.start && span.end <= end;
  for (const node of nodesIn(scope, (inner) => isAround(inner))) if (isOutside(node) && names(node, name)) return true;
  return false;
}

/** The methods that are called on the request, in all of the expressions. */
export function linksOf({ expressions }: Moved): readonly Link[] {
  return expressions.flatMap((expression) => {
    const links: Link[] = [];
    for (let at = expression; at.type === Syntax.CallExpression; at = at.callee.object) {
      if (at.callee.type !== Syntax.MemberExpression || at.callee.property.type !== Syntax.Identifier) break;
      links.unshift({ method: at.callee.property.name, call: at });
    }
    return links;
  });
}

/** Whether what the innermost function of `around` gives is thrown away by whoever calls it. */
function isIgnored(around: readonly Tree.Node[], end: number): boolean {
  const index = around.slice(0, end).findLastIndex(isFunction);
  const [fn, user] = [around[index], around[index - 1]];
  if (isExecutor(fn, user)) return true;
  if (user?.type !== Syntax.CallExpression || fn === undefined || user.callee === fn) return false;
  const { callee } = user;
  const method = callee.type === Syntax.MemberExpression ? callee.property : callee;
  return method.type === Syntax.Identifier && IGNORING.test(method.name);
}

const IGNORING = /^(?:setTimeout|setInterval|setImmediate|nextTick|queueMicrotask|forEach|on|once|addListener)$/;

/** Whether the innermost function of `around` is made to be called by another, and tells it by a callback what came of it. */
function isCallback(around: readonly Tree.Node[], end: number): boolean {
  const index = around.slice(0, end).findLastIndex(isFunction);
  const [fn, user] = [around[index], around[index - 1]];
  const isHandedOver = user?.type === Syntax.CallExpression || user?.type === Syntax.ArrayExpression;
  return isHandedOver && isFunction(fn) && nodeCallback(fn) !== undefined;
}

export function isExecutor(fn: Tree.Node | undefined, user: Tree.Node | undefined): boolean {
  return (
    user?.type === Syntax.NewExpression &&
    user.arguments[0] === fn &&
    user.callee.type === Syntax.Identifier &&
    user.callee.name === 'Promise'
  );
}

/** The last parameter of `fn`, when `fn` calls it with an error or with nothing in its place. */
export function nodeCallback(fn: FunctionNode): string | undefined {
  const last = fn.params.at(-1);
  return last && callbackIn(fn, last);
}

/** The name of `parameter`, when `fn` calls it with an error or with nothing in its place. */
export function callbackIn(fn: FunctionNode, parameter: Tree.Node): string | undefined {
  if (parameter.type !== Syntax.Identifier) return undefined;
  for (const node of nodesIn(fn.body)) {
    if (node.type === Syntax.LogicalExpression && names(node.left, parameter.name)) return undefined;
    if (node.type === Syntax.IfStatement && names(node.test, parameter.name)) return undefined;
  }
  for (const node of nodesIn(fn.body)) {
    if (node.type !== Syntax.CallExpression || node.callee.type !== Syntax.Identifier) continue;
    if (node.callee.name === parameter.name && mayBeError(node.arguments[0])) return parameter.name;
  }
  return undefined;
}

function mayBeError(argument: Tree.Node | undefined): boolean {
  if (argument?.type === Syntax.Literal) return argument.value === null;
  if (argument?.type === Syntax.Identifier) return /^(?:undefined|null|err|error|e)$/.test(argument.name);
  return (
    argument?.type === Syntax.NewExpression &&
    argument.callee.type === Syntax.Identifier &&
    argument.callee.name.endsWith('Error')
  );
}
