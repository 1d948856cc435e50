/** Where the errors of a request go, so that those of its token request go there too. */
import { Syntax, type Tree } from './parse.js';
import type { Found } from './rewrite-find.js';
import { isExecutor, linksOf, nodeCallback, type Moved } from './rewrite-moved.js';
import { declarationOf, isFunction, names, nodesIn, scopeOf, targetOf } from './rewrite-scope.js';
import { indentAt, spanOf, textAt, type Hand } from './rewrite-writing.js';

/** Where errors go. */
export interface Route {
  /** What listens to them; undefined where nothing does, and they end the program. */
  readonly listener: string | undefined;
  /** What is called with one. */
  readonly target: string | undefined;
  /** A function that is written at the request and must have a name before it. */
  readonly held?: { readonly node: Tree.Node; readonly name: string; readonly text: string };
}

/** The route of errors of the request; undefined when it cannot be followed. `name` is for a function that has none. */
export function routeOf(moved: Moved, found: Found, name: string, hand: Hand, code: string): Route | undefined {
  const listening = linksOf(moved).filter((link) => isListening(link.method, link.call, 'error'));
  const [first] = listening;
  if (first === undefined) return outerRoute(found);
  const handler = first.call.arguments[1];
  if (listening.length > 1 || handler === undefined) return undefined;
  const text = code.slice(...handler.range);
  if (targetOf(handler) !== undefined) return { listener: text, target: text };
  const passed = passedOn(handler);
  if (passed !== undefined && !text.includes('\n')) return { listener: text, target: passed };
  if (moved.form === 'body' || (moved.name !== undefined && names(handler, moved.name))) return undefined;
  const written = heldText(handler, found, ['Error'], hand, code);
  return written === undefined
    ? undefined
    : { listener: name, target: name, held: { node: handler, name, text: written } };
}

/** Whether a call is `.on(event, …)`. */
export function isListening(method: string, call: Tree.CallExpression, event: string): boolean {
  const [first] = call.arguments;
  return /^(?:on|once|addListener)$/.test(method) && first?.type === Syntax.Literal && first.value === event;
}

/** The rejection of the promise, or the callback of the function, that the request is made in. */
function outerRoute({ around }: Found): Route {
  for (let i = around.length - 1; i > 0; i -= 1) {
    const [fn, user] = [around[i], around[i - 1]];
    if (!isFunction(fn)) continue;
    const reject = fn.params[1];
    const isPromise = isExecutor(fn, user);
    const name = isPromise ? (reject?.type === Syntax.Identifier ? reject.name : undefined) : nodeCallback(fn);
    if (name !== undefined && scopeOf(name, around) === fn) return { listener: name, target: name };
    if (isPromise || user?.type !== Syntax.CallExpression || user.callee === fn) break;
  }
  return { listener: undefined, target: undefined };
}

/** `f` of `(error) => f(error)`. */
function passedOn(handler: Tree.Node): string | undefined {
  if (!isFunction(handler) || handler.params.length !== 1) return undefined;
  const [parameter] = handler.params;
  const [statement] = handler.body.type === Syntax.BlockStatement ? handler.body.body : [];
  const isOne = handler.body.type === Syntax.BlockStatement && handler.body.body.length === 1;
  const body = isOne && statement?.type === Syntax.ExpressionStatement ? statement.expression : handler.body;
  if (body.type !== Syntax.CallExpression || body.arguments.length !== 1) return undefined;
  const [argument] = body.arguments;
  if (argument?.type !== Syntax.Identifier || parameter?.type !== Syntax.Identifier) return undefined;
  return argument.name === parameter.name ? targetOf(body.callee) : undefined;
}

/**
 * How a function that is written at a call is written before it; undefined when it would be another there. Where types are
 * needed, its parameters get `types`.
 */
export function heldText(
  handler: Tree.Node,
  { around, call }: Found,
  types: readonly string[],
  hand: Hand,
  code: string,
): string | undefined {
  if (isBound(handler)) return code.slice(...handler.range);
  if (!isFunction(handler) || handler.generator || usesItself(handler)) return undefined;
  const start = around.findLast((node) => node.type.endsWith('Statement') || node.type === Syntax.VariableDeclaration);
  const indent = indentAt((start ?? call).range[0], code);
  const [only, ...others] = handler.params.filter(
    (one) => !('typeAnnotation' in one && one.typeAnnotation !== undefined),
  );
  if (!hand.isTyped || only === undefined) return textAt(handler, indent, [], code);
  const [type] = types;
  if (others.length > 0 || type === undefined || handler.params.length > 1) return undefined;
  const isBare = code[handler.range[0]] !== '(' && handler.type === Syntax.ArrowFunctionExpression;
  const text = `${code.slice(...only.range)}: ${type}`;
  return textAt(handler, indent, [{ span: spanOf(only), text: isBare ? `(${text})` : text }], code);
}

/** `this.fail.bind(this)`. */
function isBound(node: Tree.Node): boolean {
  return (
    node.type === Syntax.CallExpression &&
    node.callee.type === Syntax.MemberExpression &&
    node.callee.property.type === Syntax.Identifier &&
    node.callee.property.name === 'bind' &&
    targetOf(node.callee.object) !== undefined &&
    node.arguments.every((argument) => argument.type === Syntax.ThisExpression)
  );
}

/** Whether a function asks who called it and with how many arguments. */
export function usesItself(fn: Tree.Node): boolean {
  if (fn.type === Syntax.ArrowFunctionExpression) return false;
  const own = (inner: Tree.Node): boolean => !isFunction(inner) || inner.type === Syntax.ArrowFunctionExpression;
  for (const node of nodesIn(fn, own)) {
    if (node.type === Syntax.ThisExpression) return true;
    if (node.type === Syntax.Identifier && node.name === 'arguments') return true;
  }
  return false;
}

/** Whether `node` is a function, for all that can be seen. */
export function isCallable(node: Tree.Node, around: readonly Tree.Node[]): boolean {
  if (isFunction(node) || isBound(node)) return true;
  const target = targetOf(node);
  if (target === undefined) return false;
  if (node.type === Syntax.Identifier && isFunction(declarationOf(node.name, around))) return true;
  const name = target.slice(target.lastIndexOf('.') + 1);
  const scope = scopeOf(target, around);
  const own = scope === undefined ? [] : [...nodesIn(scope, (inner) => !isFunction(inner))];
  if (own.some((inner) => inner.type === Syntax.FunctionDeclaration && inner.id?.name === target)) return true;
  return /^(?:callback|cb|done|next|fn|on[A-Z]\w*|handle\w*|\w+(?:Callback|Handler|Listener))$/.test(name);
}
