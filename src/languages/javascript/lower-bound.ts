/** Lowers functions that are called later with more arguments: `f.bind(object, a)`, and hooks that requests pass through. */
import type {
  Call,
  Expr,
  FunctionExpr,
  ListExpr,
  Parameter,
  RecordEntry,
  RecordExpr,
  Region,
} from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { implied, literal, ref, type Lowering } from './lowering.js';

/** No name of the language looks like this. */
const REST = '{rest}';

/** `f.bind(object, a)`: a function that calls `f` with `a` and what it is given itself; undefined for any other call. */
export function lowerBind(
  lowering: Lowering,
  callee: Expr,
  args: ListExpr,
  region: Region,
  span: Span,
): Expr | undefined {
  const [, ...given] = args.items;
  const isBind = callee.kind === 'member' && callee.property?.kind === 'literal' && callee.property.text === 'bind';
  if (!isBind || given.length === 0) return undefined;
  const inner: Region = { kind: 'function', parent: region, span };
  const rest: Parameter = { name: REST, index: 0, default: undefined, rest: true, span };
  const items = [...given, { value: ref(REST, { start: span.end, end: span.end }), spread: 'items' } as const];
  const call: Call = { ...implied(callee.object, [], inner, span), args: { kind: 'list', items, span } };
  lowering.calls.push(call);
  const returns = [{ value: { kind: 'call', call, span }, region: inner }] as const;
  const fn: FunctionExpr = { kind: 'function', name: undefined, parameters: [rest], region: inner, returns, span };
  lowering.functions.push(fn);
  return fn;
}

/**
 * Hooks as what they make of a request that has no headers yet, or of an object that holds it as `request`, and under
 * `returned` what they give back; what is no list of hooks stays what it is.
 */
export function lowerHooks(lowering: Lowering, hooks: Expr, region: Region): Expr {
  if (hooks.kind !== 'list') return hooks;
  const items = hooks.items.map(({ value, spread }): ListExpr['items'][number] => {
    const { span } = value;
    if (spread !== 'no') return { value, spread };
    const record = (entries: readonly RecordEntry[]): RecordExpr => ({ kind: 'record', entries, span });
    const entry = (key: string, of: Expr): RecordEntry => ({ key: literal(key, span), value: of });
    const headers = (): RecordEntry => entry('headers', record([]));
    const call = implied(value, [record([headers(), entry('request', record([headers()]))])], region, span);
    lowering.calls.push(call);
    const made = { spread: { kind: 'outcome', call, index: 0, span } } as const;
    return { value: record([made, entry('returned', { kind: 'call', call, span })]), spread };
  });
  return { ...hooks, items };
}
