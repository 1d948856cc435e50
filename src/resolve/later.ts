/** What is put on a call's result, or on the instance it is a method of, by name: `req.setHeader`, `client.defaults.x = …`. */
import type { Binding, Call, Expr, OutcomeExpr } from '../model/expr.js';
import { nothing, textOf, type Value } from '../model/value.js';
import { fails } from './conditions.js';
import type { Context } from './evaluate.js';
import { valueAt, type Fails } from './flow.js';
import { changingOf } from './outcomes.js';
import type { Project } from './project.js';
import { withEntry } from './records.js';
import type { Variable } from './scopes.js';

/** A record of what is set on the result of `call` and on its receiver; nothing when nothing is. */
export function laterOn(call: Call, project: Project, context: Context): Value {
  const scopes = project.scopesOf(context.document);
  const bound = nameBoundTo(call, project, context);
  const holders = [receiverOf(call.callee), bound === undefined ? undefined : { name: bound, path: [] }];
  return holders.reduce<Value>((record, holder) => {
    const variable = holder === undefined ? undefined : scopes.find(holder.name, call.region);
    return variable === undefined || holder === undefined
      ? record
      : withSettings(variable, holder.path, record, project, { ...context, region: call.region });
  }, nothing);
}

/** Something that a variable holds: the variable, and the names that lead to it. */
interface Holder {
  readonly name: string;
  readonly path: readonly string[];
}

/** What a method is called on, or a function that is one itself: `client.get(…)`, `this.client.get(…)`. */
function receiverOf(callee: Expr): Holder | undefined {
  const path: string[] = [];
  let at = callee.kind === 'member' ? callee.object : callee;
  while (at.kind === 'member') {
    if (at.property?.kind !== 'literal') return undefined;
    path.unshift(at.property.text);
    at = at.object;
  }
  if (at.kind !== 'ref') return undefined;
  return path.length === 0 && ['this', 'static this', 'exports'].includes(at.name)
    ? undefined
    : { name: at.name, path };
}

const boundNames = new WeakMap<object, ReadonlyMap<Call, string>>();

/** The variable that the result of `call` is bound to. */
function nameBoundTo(call: Call, project: Project, context: Context): string | undefined {
  const known = boundNames.get(context.document);
  if (known !== undefined) return known.get(call);
  const names = new Map<Call, string>();
  for (const variable of project.scopesOf(context.document).all()) {
    for (const { value, path, name } of variable.bindings) {
      if (value.kind === 'call' && path.length === 0) names.set(value.call, name);
    }
  }
  boundNames.set(context.document, names);
  return names.get(call);
}

/** `before` with what is set below `holder` in `variable`. */
function withSettings(
  variable: Variable,
  holder: readonly string[],
  before: Value,
  project: Project,
  context: Context,
): Value {
  const isHanded = variable.handed.some((binding) => binding.path.length === holder.length);
  if (!isHanded && variable.bindings.every((binding) => binding.path.length <= holder.length)) return before;
  if (project.evaluator.spend(variable.all.length) !== undefined) return before;
  const apply = (state: Value | undefined, binding: Binding): Value | undefined => {
    const { value: outcome } = binding;
    if (outcome.kind === 'outcome') return withOutcome(state ?? before, binding, outcome, holder, project, context);
    if (binding.path.length <= holder.length) return state ?? before;
    const there = { ...context, region: binding.region };
    const path = binding.path.map((part) => project.evaluator.evaluate(part, there));
    if (holder.some((name, i) => textOf(path[i] ?? nothing) !== name)) return state;
    return withEntry(state, path.slice(holder.length), project.evaluator.evaluate(binding.value, there));
  };
  // Read at the end of the function that makes the call: what is set there, before or after, is set whenever the call is made.
  const end = { region: context.region, offset: Number.MAX_SAFE_INTEGER };
  const failing: Fails = (tests, region) => fails(project.evaluator, tests, { ...context, region });
  return valueAt(variable, end, apply, failing) ?? before;
}

/** `before` with what a function sets on the thing at `holder`, which it is handed. */
function withOutcome(
  before: Value,
  { path, region }: Binding,
  outcome: OutcomeExpr,
  holder: readonly string[],
  project: Project,
  context: Context,
): Value {
  if (path.length !== holder.length) return before;
  if (path.some((part, i) => part.kind !== 'literal' || part.text !== holder[i])) return before;
  const changing = changingOf(project.evaluator, outcome, { ...context, region });
  if (changing === undefined) return before;
  const { name, inside } = changing;
  const variable = project.scopesOf(inside.document).find(name, inside.region);
  return variable === undefined ? before : withSettings(variable, [], before, project, inside);
}
