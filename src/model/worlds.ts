/** The worlds of a value: the ways in which all the choices in it can be made together. */
import { nothing, type ChoiceValue, type ExternalValue, type ListValue, type Value } from './value.js';

/** How many values the worlds of one value may hold together: of what is very large there are fewer worlds, at least so many. */
const MAX_VALUES = 400_000;
const FEWEST_WORLDS = 4;

/** How many values `value` is made of; one that stands in many places counts once. */
function sizeOf(value: Value): number {
  const seen = new Set<Value>();
  const visit = (one: Value): void => {
    if (seen.has(one) || settled.has(one)) return;
    seen.add(one);
    if (one.kind === 'choice') one.options.forEach(visit);
    else eachPart(one, visit);
  };
  visit(value);
  return seen.size;
}

/**
 * The worlds of a value: each picks one option of every choice in it, the same option wherever a choice recurs. At most
 * `limit` of them; `complete` says whether these are all.
 */
export function worldsOf(value: Value, limit = 32): { readonly worlds: readonly Value[]; readonly complete: boolean } {
  const most = Math.min(limit, Math.max(FEWEST_WORLDS, Math.floor(MAX_VALUES / sizeOf(value))));
  let pending: readonly Value[] = [value];
  for (;;) {
    const next: Value[] = [];
    let changed = false;
    for (const world of pending) {
      const choice = firstChoice(world);
      if (choice === undefined) {
        next.push(world);
        continue;
      }
      changed = true;
      choice.options.forEach((_, index) => next.push(pick(world, choice.id, index)));
    }
    if (!changed) return { worlds: next, complete: true };
    if (next.length > most) return { worlds: next.slice(0, most).map(settle), complete: false };
    pending = next;
  }
}

/** Values that were found to hold no choice: most are asked about many times. */
const settled = new WeakSet<Value>();

function firstChoice(value: Value): ChoiceValue | undefined {
  if (value.kind === 'choice') return value;
  if (settled.has(value)) return undefined;
  let found: ChoiceValue | undefined;
  eachPart(value, (part) => {
    found ??= firstChoice(part);
  });
  if (found === undefined) settled.add(value);
  return found;
}

/** Visits the values that `value` is made of, as far as choices among them matter. */
function eachPart(value: Exclude<Value, ChoiceValue>, visit: (part: Value) => void): void {
  switch (value.kind) {
    case 'list':
      for (const item of value.items) visit(item);
      break;
    case 'record':
      for (const entry of value.entries) {
        visit(entry.key);
        visit(entry.value);
      }
      break;
    case 'external':
      if (value.receiver !== undefined) visit(value.receiver);
      break;
    case 'result':
      visit(value.callee);
      visit(value.args);
      break;
    default:
  }
}

/** `value` with option `index` taken wherever the choice `id` occurs. */
function pick(value: Value, id: object, index: number): Value {
  return replaced(value, (choice) =>
    choice.id === id ? choice.options[Math.min(index, choice.options.length - 1)] : undefined,
  );
}

/** `value` with the first option of each choice that is left. */
function settle(value: Value): Value {
  return replaced(value, (choice) => choice.options[0] ?? nothing);
}

/**
 * `value` with what `taken` gives for choices in it. A value that stands in many places is looked at once, and stays one: how
 * many ways lead to it grows beyond all bounds.
 */
function replaced(whole: Value, taken: (choice: ChoiceValue) => Value | undefined): Value {
  const done = new Map<Value, Value>();
  const replace = (value: Value): Value => {
    const known = done.get(value);
    if (known !== undefined) return known;
    const made = firstChoice(value) === undefined ? value : replacedIn(value);
    done.set(value, made);
    return made;
  };
  const replacedIn = (value: Value): Value => {
    switch (value.kind) {
      case 'choice': {
        const option = taken(value);
        return option === undefined ? { ...value, options: value.options.map(replace) } : replace(option);
      }
      case 'list':
        return { ...value, items: value.items.map(replace) };
      case 'record':
        return { ...value, entries: value.entries.map((e) => ({ key: replace(e.key), value: replace(e.value) })) };
      case 'external':
        return value.receiver === undefined ? value : { ...value, receiver: replace(value.receiver) };
      case 'result':
        return { ...value, callee: replace(value.callee) as ExternalValue, args: replace(value.args) as ListValue };
      default:
        return value;
    }
  };
  return replace(whole);
}
