/** What is not known in a value. */
import type { UnknownValue, Value } from './value.js';

/** What was found in values: the same ones are asked about for each caller. */
const unknownsBy = new WeakMap<Value, readonly UnknownValue[]>();

/** Every unknown that `value` holds, itself included, each once. */
export function unknownsIn(value: Value): readonly UnknownValue[] {
  const found = unknownsBy.get(value) ?? [...new Set(gathered(value))];
  unknownsBy.set(value, found);
  return found;
}

function gathered(value: Value): readonly UnknownValue[] {
  switch (value.kind) {
    case 'unknown':
      return [value];
    case 'text':
      return value.parts.filter((part) => part.kind === 'unknown');
    case 'choice':
      return value.options.flatMap(unknownsIn);
    case 'list':
      return [...value.items.flatMap(unknownsIn), ...(value.open === undefined ? [] : [value.open])];
    case 'record':
      return [
        ...value.entries.flatMap((entry) => [...unknownsIn(entry.key), ...unknownsIn(entry.value)]),
        ...(value.open === undefined ? [] : [value.open]),
      ];
    case 'external':
      return value.receiver === undefined ? [] : unknownsIn(value.receiver);
    case 'result':
      return [...unknownsIn(value.callee), ...unknownsIn(value.args)];
    default:
      return [];
  }
}
