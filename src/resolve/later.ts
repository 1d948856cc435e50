/** What is put on a call's result, or on the instance it is a method of, by name: `req.setHeader`, `client.defaults.x = …`. */
import type { Binding, Call, Expr } from '../model/expr.js';
import { nothing, type Value } from '../model/value.js';
import { fails } from './conditions.js';
import type { Context } from './evaluate.js';
import { valueAt, type Fails } from './flow.js';
import type { Project } from './project.js';
import { withEntry } from './records.js';
import type { Variable } from './scopes.js';

/** A record of what is set on the result of `call` and on its receiver; nothing when nothing is. */
export function laterOn(call: Call, project: Project, context: Context): Value {
  const scopes = project.scopesOf(context.document);
  const names = [receiverOf(call.callee), nameBoundTo(call, project, context)];
  return names.reduce<Value>((record, name) => {
    const variable = name === undefined ? undefined : scopes.find(name, call.region);
    return variable === undefined
      ? record
      : withSettings(variable, record, project, { ...context, region: call.region });
  }, nothing);
}

/** The variable that a method is called on. */
function receiverOf(callee: Expr): string | undefined {
  if (callee.kind !== 'member' || callee.object.kind !== 'ref') return undefined;
  return ['this', 'static this', 'exports'].includes(callee.object.name) ? undefined : callee.object.name;
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

function withSettings(variable: Variable, before: Value, project: Project, context: Context): Value {
  if (variable.bindings.every((binding) => binding.path.length === 0)) return before;
  const apply = (state: Value | undefined, binding: Binding): Value | undefined => {
    if (binding.path.length === 0) return state ?? before;
    const there = { ...context, region: binding.region };
    const path = binding.path.map((part) => project.evaluator.evaluate(part, there));
    return withEntry(state, path, project.evaluator.evaluate(binding.value, there));
  };
  // Read at the end of the function that makes the call: what is set there, before or after, is set whenever the call is made.
  const end = { region: context.region, offset: Number.MAX_SAFE_INTEGER };
  const failing: Fails = (tests, region) => fails(project.evaluator, tests, { ...context, region });
  return valueAt(variable, `later ${variable.name}`, end, apply, failing) ?? before;
}
