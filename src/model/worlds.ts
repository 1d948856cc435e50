/** The worlds of a value: the ways in which all the choices in it can be made together. */
import { nothing, type ChoiceValue, type ExternalValue, type ListValue, type Value } from './value.js';

/**
 * The worlds of a value: each picks one option of every choice in it, the same option wherever a choice recurs. At most
 * `limit` of them; `complete` says whether these are all.
 */
export function worldsOf(value: Value, limit = 32): { readonly worlds: readonly Value[]; readonly complete: boolean } {
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
    if (next.length > limit) return { worlds: next.slice(0, limit).map(settle), complete: false };
    pending = next;
  }
}

/** Values that were found to hold no choice: most are asked about many times. */
const settled = new WeakSet<Value>();

function firstChoice(value: Value): ChoiceValue | undefined {
  if (value.kind === 'choice') return value;
  if (settled.has(value)) return undefined;
  const found = firstOf(partsOf(value));
  if (found === undefined) settled.add(value);
  return found;
}

/** The values that `value` is made of, as far as choices among them matter. */
function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
      return value.items;
    case 'record':
      return value.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'external':
      return value.receiver === undefined ? [] : [value.receiver];
    case 'result':
      return [value.callee, value.args];
    default:
      return [];
  }
}

function firstOf(values: readonly Value[]): ChoiceValue | undefined {
  for (const value of values) {
    const found = firstChoice(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `value` with option `index` taken wherever the choice `id` occurs. */
function pick(value: Value, id: object, index: number): Value {
  if (firstChoice(value) === undefined) return value;
  switch (value.kind) {
    case 'choice':
      if (value.id === id) return pick(value.options[Math.min(index, value.options.length - 1)] ?? nothing, id, index);
      return { ...value, options: value.options.map((option) => pick(option, id, index)) };
    case 'list':
      return { ...value, items: value.items.map((item) => pick(item, id, index)) };
    case 'record':
      return {
        ...value,
        entries: value.entries.map((e) => ({ key: pick(e.key, id, index), value: pick(e.value, id, index) })),
      };
    case 'external':
      return value.receiver === undefined ? value : { ...value, receiver: pick(value.receiver, id, index) };
    case 'result':
      return {
        ...value,
        callee: pick(value.callee, id, index) as ExternalValue,
        args: pick(value.args, id, index) as ListValue,
      };
    default:
      return value;
  }
}

/** `value` with what is left undecided made unknown. */
function settle(value: Value): Value {
  let settled = value;
  for (let choice = firstChoice(settled); choice !== undefined; choice = firstChoice(settled)) {
    settled = pick({ ...settled }, choice.id, 0);
  }
  return settled;
}
