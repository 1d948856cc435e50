/** Names to values: a variable at a place, or what a name means outside of its document. */
import { HANDED } from '../model/document.js';
import type { Binding, Expr, OutcomeExpr, RefExpr, Region } from '../model/expr.js';
import { joinTexts, known, mapChoice, textOf, unknown, type ChoiceValue, type Value } from '../model/value.js';
import { fails } from './conditions.js';
import type { Context, Evaluator } from './evaluate.js';
import { noFrames } from './frames.js';
import { valueAt, valueInside, type Apply, type Fails, type Use } from './flow.js';
import { givenTo } from './given.js';
import { listOf } from './lists.js';
import { memberOf } from './members.js';
import { outcomeValue } from './outcomes.js';
import type { Project } from './project.js';
import { receiverOf, leftToCallers } from './receivers.js';
import { withEntry } from './records.js';
import { functionOf, type Variable } from './scopes.js';

/** What `keys` name in the variable that `expr` refers to (the variable itself without keys). */
export function referenceValue(evaluator: Evaluator, expr: RefExpr, keys: readonly string[], context: Context): Value {
  if (expr.name === 'this') {
    const self = thisValue(evaluator, expr, keys, context);
    if (self !== undefined) return self;
  }
  return nameValue(evaluator, expr.name, keys, { region: context.region, offset: expr.span.start }, context);
}

/** What `keys` name in `this`, where that is more than the bindings of the class around tell. */
function thisValue(evaluator: Evaluator, expr: RefExpr, keys: readonly string[], context: Context): Value | undefined {
  const [key, ...rest] = keys;
  const receiver = receiverOf(evaluator, context);
  if (key === undefined) return receiver ?? selfValue(evaluator, context);
  const member = (object: Value, name: string): Value =>
    mapChoice(object, (one) => memberOf(evaluator, one, known(name)));
  if (receiver !== undefined) return rest.reduce(member, member(receiver, key));
  const use = { region: context.region, offset: expr.span.start };
  const isBound = boundValue(evaluator, 'this', [key], use, context) !== undefined;
  const own = isBound ? undefined : selfValue(evaluator, context);
  const inherited = own?.kind === 'class' && own.cls.superclass !== undefined ? member(own, key) : undefined;
  if (inherited !== undefined && inherited.kind !== 'unknown') return rest.reduce(member, inherited);
  return leftToCallers(key, isBound, context, evaluator.project);
}

/** `this` as a whole: the instance, whose members are looked at only when they are asked for. */
function selfValue(evaluator: Evaluator, context: Context): Value | undefined {
  for (let region: Region | undefined = context.region; region !== undefined; region = region.parent) {
    if (region.kind !== 'class') continue;
    const cls = evaluator.project.classOf(context.document, region);
    return cls === undefined
      ? undefined
      : { kind: 'class', cls, document: context.document, frames: context.frames, instance: true };
  }
  return undefined;
}

/** The same for a name that is read at `use`. */
export function nameValue(
  evaluator: Evaluator,
  name: string,
  keys: readonly string[],
  use: Use,
  context: Context,
): Value {
  return boundValue(evaluator, name, keys, use, context) ?? outsideValue(evaluator, name, keys, use, context);
}

/** The value that the document itself gives a name; undefined when nothing is bound to it there, or not yet. */
export function boundValue(
  evaluator: Evaluator,
  name: string,
  keys: readonly string[],
  use: Use | undefined,
  context: Context,
): Value | undefined {
  const scopes = evaluator.project.scopesOf(context.document);
  const variable = scopes.find(name, use?.region ?? context.document.root);
  if (variable === undefined) return undefined;
  const ownsBase = ['this', 'static this', 'exports'].includes(name);
  if (!ownsBase && variable.bindings.every((binding) => binding.path.length > 0)) return undefined;
  const apply = (state: Value | undefined, binding: Binding): Value | undefined =>
    applied(evaluator, state, binding, keys, context);
  const moment = use === undefined ? undefined : momentOf(evaluator, variable, use, context);
  const failing: Fails = (tests, region) => fails(evaluator, tests, { ...context, region });
  const about = aboutKeys(variable, keys);
  const refusal = evaluator.spend(about.all.length);
  if (refusal !== undefined) return refusal;
  const value = valueSeen(about, use, moment, apply, failing);
  if (value !== undefined || moment === undefined) return value;
  return isHoisted(variable) || functionOf(moment.region) !== functionOf(use?.region ?? moment.region)
    ? valueAt(about, undefined, apply, failing)
    : undefined;
}

const abouts = new WeakMap<Variable, Map<string, Variable>>();

/** `variable` without the bindings of other members than `keys` name: no branch need be looked at for what they do. */
function aboutKeys(variable: Variable, keys: readonly string[]): Variable {
  if (keys.length === 0) return variable;
  const known = abouts.get(variable) ?? new Map<string, Variable>();
  abouts.set(variable, known);
  const key = keys.join('\0');
  const about = known.get(key) ?? { ...variable, all: variable.all.filter(({ path }) => isAbout(path, keys)) };
  known.set(key, about);
  return about;
}

function isAbout(path: readonly Expr[], keys: readonly string[]): boolean {
  const other = path.findIndex((part, i) => i < keys.length && (part.kind !== 'literal' || part.text !== keys[i]));
  // What stands behind a name that is made at run time is not compared.
  return other < 0 || path[other]?.kind !== 'literal';
}

/** The value at `moment`, and what the function around `use` makes of it until then, when that is what is being called. */
function valueSeen(
  variable: Variable,
  use: Use | undefined,
  moment: Use | undefined,
  apply: Apply,
  failing: Fails,
): Value | undefined {
  const value = valueAt(variable, moment, apply, failing);
  if (use === undefined || moment === undefined || moment === use) return value;
  const home = functionOf(variable.scope);
  return valueInside(variable, outermostBelow(home, use.region), use, value, apply, failing);
}

/** The function around `region` that is directly in `home`. */
function outermostBelow(home: Region, region: Region): Region {
  let fn = functionOf(region);
  while (fn.parent !== undefined && functionOf(fn.parent) !== home) fn = functionOf(fn.parent);
  return fn;
}

/** Functions, classes and imports can be used before the line that makes them. */
function isHoisted(variable: Variable): boolean {
  return variable.bindings.some(
    (b) => ['function', 'class', 'import', 'member'].includes(b.value.kind) && b.how === 'declare',
  );
}

/**
 * When a variable is read as seen from the function that has it: where the use stands, where the function around the use is
 * called (if that call is being followed) or is passed on; undefined (the end) when that cannot be told.
 */
function momentOf(evaluator: Evaluator, variable: Variable, use: Use, context: Context): Use | undefined {
  const home = functionOf(variable.scope);
  if (functionOf(use.region) === home) return use;
  const fn = outermostBelow(home, use.region);
  const frame = context.frames.findLast((one) => one.fn.region === fn && one.document === context.document);
  if (frame !== undefined && functionOf(frame.call.region) === home) {
    return { region: frame.call.region, offset: frame.call.span.start };
  }
  if (fn.parent === undefined || evaluator.project.takerOf(context.document, fn) === undefined) return undefined;
  return { region: fn.parent, offset: fn.span.start };
}

/** What `keys` name after `binding`, when they named `state` before it. */
function applied(
  evaluator: Evaluator,
  state: Value | undefined,
  binding: Binding,
  keys: readonly string[],
  context: Context,
): Value | undefined {
  const at = { ...context, region: binding.region };
  if (binding.value.kind === 'outcome') return afterCall(evaluator, state, binding, binding.value, keys, at);
  const path = binding.path.map((part) => evaluator.evaluate(part, at));
  // What a loop sets by a name that changes is set by each of the names.
  const last = path.at(-1);
  if (last?.kind !== 'choice' || !isRepeated(binding.region, evaluator.project, context))
    return set(evaluator, state, binding, path, keys, at);
  return last.options.reduce<Value | undefined>(
    (before, name) => set(evaluator, before, binding, [...path.slice(0, -1), name], keys, at),
    state,
  );
}

/** Whether code in `region` runs once for each item of a list. */
function isRepeated(region: Region, project: Project, { document }: Context): boolean {
  for (let at: Region | undefined = region; at !== undefined; at = at.parent) {
    if (at.kind === 'loop') return true;
    if (at.kind === 'function') return project.takerOf(document, at) !== undefined;
  }
  return false;
}

/** What `keys` name after `path` below the variable of `binding` was given the value of `binding`. */
function set(
  evaluator: Evaluator,
  state: Value | undefined,
  binding: Binding,
  path: readonly Value[],
  keys: readonly string[],
  at: Context,
): Value | undefined {
  for (const [i, part] of path.entries()) {
    const name = textOf(part);
    const key = keys[i];
    if (key === undefined) return withEntry(state, path.slice(i), assigned(evaluator, undefined, binding, [], at));
    if (name === undefined)
      return state === undefined
        ? undefined
        : withEntry(state, path.slice(keys.length), unknown('an entry whose name is made at run time'));
    if (name !== key) return state;
  }
  return assigned(evaluator, state, binding, keys.slice(path.length), at);
}

/** What `keys` name after a call that was given the variable, or something it holds. */
function afterCall(
  evaluator: Evaluator,
  state: Value | undefined,
  { path }: Binding,
  outcome: OutcomeExpr,
  keys: readonly string[],
  context: Context,
): Value | undefined {
  const names = path.map((part) => (part.kind === 'literal' ? part.text : ''));
  const shared = Math.min(names.length, keys.length);
  if (names.slice(0, shared).join('\0') !== keys.slice(0, shared).join('\0')) return state;
  const value = outcomeValue(evaluator, outcome, keys.slice(shared), context);
  return value === undefined
    ? state
    : withEntry(
        state,
        names.slice(shared).map((name) => known(name)),
        value,
      );
}

function assigned(
  evaluator: Evaluator,
  state: Value | undefined,
  binding: Binding,
  keys: readonly string[],
  context: Context,
): Value {
  const value = evaluator.evaluatePath(binding.value, keys, context);
  return binding.how === 'append' && state !== undefined ? appended(state, value) : value;
}

/** `state += value`: texts are joined, lists grow. */
function appended(state: Value, value: Value): Value {
  return mapChoice(state, (before) =>
    mapChoice(value, (added) => {
      if (before.kind === 'list' || added.kind === 'list') {
        return listOf([
          { value: before, spread: 'items' },
          { value: added, spread: 'items' },
        ]);
      }
      return joinTexts([before, added] satisfies Exclude<Value, ChoiceValue>[]);
    }),
  );
}

/** A name that its document does not bind: from included files, from the embedding document, or from outside. */
function outsideValue(evaluator: Evaluator, name: string, keys: readonly string[], use: Use, context: Context): Value {
  const { project } = evaluator;
  for (const document of project.namesakes(context.document, use)) {
    const there = { document, region: document.root, frames: noFrames };
    const value = boundValue(evaluator, name, keys, undefined, there);
    if (value !== undefined) return value;
  }
  const given = name.startsWith(HANDED) ? givenTo(evaluator, context.document, name.slice(HANDED.length)) : undefined;
  if (given !== undefined) return keys.reduce<Value>((object, key) => memberIn(evaluator, object, key), given);
  const parent = context.document.parent;
  const language = project.languageOf(context.document);
  if (parent?.embedding.inheritsNames === true) {
    const { region, span } = parent.embedding;
    const there = { document: parent.document, region, frames: context.frames };
    const around = (one: string): Value => nameValue(evaluator, one, keys, { region, offset: span.start }, there);
    if (language.inherited === undefined) return around(name);
    const passed = language
      .inherited(name)
      .map(around)
      .find(({ kind }) => kind !== 'external');
    if (passed !== undefined) return passed;
  }
  const outer = language.unbound(name);
  return keys.reduce<Value>((object, key) => memberIn(evaluator, object, key), outer);
}

function memberIn(evaluator: Evaluator, object: Value, key: string): Value {
  return mapChoice(object, (one) => memberOf(evaluator, one, known(key)));
}
