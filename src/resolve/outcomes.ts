/** What objects are after a call that was given them: a function of the project may put something into its arguments. */
import type { Document } from '../model/document.js';
import type { Binding, Call, FunctionExpr, OutcomeExpr, Parameter } from '../model/expr.js';
import { unknown, type FunctionValue, type Value } from '../model/value.js';
import { calleeOf, framesInto } from './calls.js';
import type { Context, Evaluator } from './evaluate.js';
import { noFrames } from './frames.js';
import type { Project } from './project.js';
import { boundValue } from './references.js';
import type { Variable } from './scopes.js';

/** What `keys` name in the argument that `expr` speaks of, once its call has returned; undefined when the call changes nothing. */
export function outcomeValue(
  evaluator: Evaluator,
  expr: OutcomeExpr,
  keys: readonly string[],
  context: Context,
): Value | undefined {
  const changing = changingOf(evaluator, expr, context);
  if (changing === undefined) return undefined;
  const end = { region: changing.inside.region, offset: Number.MAX_SAFE_INTEGER };
  return boundValue(evaluator, changing.name, keys, end, changing.inside);
}

/** The parameter by which a function changes the argument that `expr` speaks of, and the context of that function's body. */
export function changingOf(
  evaluator: Evaluator,
  { call, index }: OutcomeExpr,
  context: Context,
): { readonly name: string; readonly inside: Context } | undefined {
  const changer = changerOf(call, index, context.document, evaluator.project);
  if (changer === undefined) return undefined;
  const { callee, parameter } = changer;
  const frames = framesInto(call, callee, { ...context, region: call.region });
  if (frames === undefined) return undefined;
  return { name: parameter.name, inside: { document: callee.document, region: callee.fn.region, frames } };
}

/** The argument that `expr` speaks of, once its call has returned; unknown where the function called is not followed. */
export function objectAfter(evaluator: Evaluator, expr: OutcomeExpr, context: Context): Value {
  const changed = outcomeValue(evaluator, expr, [], context);
  if (changed !== undefined) return changed;
  const at = { ...context, region: expr.call.region };
  const argument = expr.call.args.items[expr.index]?.value;
  return argument !== undefined && calleeOf(evaluator, expr.call, at).kind === 'function'
    ? evaluator.evaluate(argument, at)
    : unknown('what a function that is not followed makes of it');
}

/** A function that a call calls, and the parameter that takes the argument. */
interface Changer {
  readonly callee: FunctionValue;
  readonly parameter: Parameter;
}

const changers = new WeakMap<Call, Map<number, Changer | undefined>>();

/** The function that `call` calls, when it puts something into its argument `index`. */
function changerOf(call: Call, index: number, document: Document, project: Project): Changer | undefined {
  const known = changers.get(call) ?? new Map<number, Changer | undefined>();
  changers.set(call, known);
  if (known.has(index)) return known.get(index);
  // Known before it is found out: functions may call one another.
  known.set(index, undefined);
  const callee = calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames });
  const parameter = callee.kind === 'function' ? parameterAt(callee.fn, index) : undefined;
  if (callee.kind === 'function' && parameter !== undefined && isChanged(callee, parameter, project))
    known.set(index, { callee, parameter });
  return known.get(index);
}

function parameterAt(fn: FunctionExpr, index: number): Parameter | undefined {
  return fn.parameters.find((one) => one.index === index && !one.rest);
}

function isChanged({ fn, document }: FunctionValue, parameter: Parameter, project: Project): boolean {
  const variable = project.scopesOf(document).find(parameter.name, fn.region);
  if (variable?.scope !== fn.region || variable.bindings.some(isCopy)) return false;
  return variable.bindings.some((binding) => binding.path.length > 0) || isHandedOn(variable, document, project);
}

/** `options = { ...options }`: from there on it is another object than the caller's. */
function isCopy({ path, value }: Binding): boolean {
  return path.length === 0 && (value.kind === 'call' || (value.kind === 'record' && value.entries.length > 0));
}

function isHandedOn(variable: Variable, document: Document, project: Project): boolean {
  return variable.handed.some(
    ({ value }) => value.kind === 'outcome' && changerOf(value.call, value.index, document, project) !== undefined,
  );
}
