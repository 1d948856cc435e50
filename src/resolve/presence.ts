/** Whether values are there: what `a || b` and `${A:-b}` ask. */
import { choose, decide, type Value } from '../model/value.js';

/** Whether a value counts as there: neither missing nor empty. */
export function presenceOf(value: Value): 'present' | 'absent' | 'unknown' {
  switch (value.kind) {
    case 'nothing':
      return 'absent';
    case 'text':
      if (value.parts.length === 0) return 'absent';
      return value.parts.some((part) => part.kind === 'known') ? 'present' : 'unknown';
    case 'choice': {
      const all = new Set(value.options.map(presenceOf));
      const [only] = all;
      return all.size === 1 && only !== undefined ? only : 'unknown';
    }
    case 'record':
    case 'list':
    case 'function':
    case 'class':
      return 'present';
    case 'external':
      return /^(?:env:|process\.(?:env|argv)\.)/.test(value.name) ? 'unknown' : 'present';
    default:
      return 'unknown';
  }
}

/**
 * What `value || fallback` is, `read` being what is wanted of `value`. Where each option of a choice tells whether it is
 * there, the result is that choice still.
 */
export function firstPresent(value: Value, read: Value, fallback: Value, id: object): Value {
  const options = value.kind === 'choice' ? value.options.map(presenceOf) : [];
  const isSame =
    value.kind === 'choice' && read.kind === 'choice' && read.id === value.id && fallback.kind !== 'choice';
  if (!isSame || options.includes('unknown') || options.length !== read.options.length)
    return decide([withoutNothing(read), fallback], id);
  return { ...read, options: read.options.map((option, i) => (options[i] === 'absent' ? fallback : option)) };
}

/** `value` without those of its options that are surely missing or empty. */
function withoutNothing(value: Value): Value {
  return value.kind === 'choice' ? choose(value.options.filter((option) => presenceOf(option) !== 'absent')) : value;
}
