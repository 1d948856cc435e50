/** Lowers what is handed on: `promise.then(f)` calls `f` with what the promise settles to, `list.forEach(f)` with its items. */
import type { Call, CallExpr, Expr, FunctionExpr, ListExpr } from '../../model/expr.js';
import { implied, listOf, literal, member, opaque, type Lowering } from './lowering.js';

const EACH = new Set(['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find']);

/** The value of a call that hands a value on to a function, where that is other than the call's result. */
export function continuationOf(lowering: Lowering, call: Call): Expr | undefined {
  const { callee, args } = call;
  if (callee.kind === 'function') return undefined;
  if (callee.kind === 'ref' && callee.name === 'define') defineModule(lowering, call);
  if (callee.kind !== 'member' || callee.property?.kind !== 'literal') return undefined;
  const [first] = args.items;
  switch (callee.property.text) {
    case 'then':
      return lowerThen(lowering, call, callee.object);
    case 'catch':
      return first === undefined ? undefined : lowerCatch(lowering, call, callee.object, first.value);
    case 'finally':
      return callee.object;
    default:
      if (first !== undefined && EACH.has(callee.property.text)) lowerEach(lowering, call, callee.object, first.value);
      return undefined;
  }
}

/** Whether `value` can be called: a function, or a name that may hold one. */
function isCallable(value: Expr): boolean {
  return value.kind === 'function' || value.kind === 'ref' || value.kind === 'member' || value.kind === 'call';
}

function handOn(lowering: Lowering, call: Call, fn: Expr, args: readonly Expr[]): CallExpr {
  const made = implied(fn, args, call.region, fn.span);
  lowering.calls.push(made);
  return { kind: 'call', call: made, span: fn.span };
}

function lowerThen(lowering: Lowering, call: Call, promise: Expr): Expr | undefined {
  const [onValue, onError] = call.args.items;
  const failed =
    onError === undefined || !isCallable(onError.value) ? undefined : recovery(lowering, call, onError.value);
  if (onValue === undefined || !isCallable(onValue.value))
    return failed === undefined ? promise : either(call, promise, failed);
  const value = handOn(lowering, call, onValue.value, [promise]);
  return failed === undefined ? value : either(call, value, failed);
}

function lowerCatch(lowering: Lowering, call: Call, promise: Expr, handler: Expr): Expr | undefined {
  if (!isCallable(handler)) return undefined;
  const value = recovery(lowering, call, handler);
  return value === undefined ? promise : either(call, promise, value);
}

/** What `handler` gives in place of an error; undefined when it gives nothing but another error. */
function recovery(lowering: Lowering, call: Call, handler: Expr): Expr | undefined {
  const value = handOn(lowering, call, handler, [opaque('a caught error', handler.span)]);
  return handler.kind === 'function' && rethrows(lowering, handler) ? undefined : value;
}

/** Whether a function gives nothing back and ends by throwing (or by ending the program). */
function rethrows(lowering: Lowering, fn: FunctionExpr): boolean {
  return fn.returns.length === 0 && lowering.states.get(fn.region)?.throws === true;
}

function either(call: Call, first: Expr, second: Expr): Expr {
  return { kind: 'choice', mode: 'either', options: [first, second], span: call.span };
}

function lowerEach(lowering: Lowering, call: Call, list: Expr, fn: Expr): void {
  // A function that is written there is known by its place to get the items.
  if (fn.kind !== 'ref' && fn.kind !== 'member') return;
  const item = member(list, undefined, list.span);
  // What is told of the index is that it is no object.
  handOn(lowering, call, fn, [item, literal('0', fn.span)]);
}

/** AMD: `define(['a', 'b'], (a, b) => …)` calls its function with the modules. */
function defineModule(lowering: Lowering, call: Call): void {
  const values = call.args.items.map((item) => item.value);
  const list = values.find((value): value is ListExpr => value.kind === 'list');
  const factory = values.at(-1);
  if (list === undefined || factory?.kind !== 'function') return;
  const modules = list.items.map(({ value }): Expr => {
    if (value.kind === 'literal') lowering.imports.push({ specifier: value.text, span: value.span });
    return { kind: 'import', specifier: value, span: value.span };
  });
  lowering.calls.push({ ...implied(factory, [], call.region, factory.span), args: listOf(modules, list.span) });
}
