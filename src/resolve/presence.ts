/** Whether values are there: what `a || b` and `${A:-b}` ask. */
import { choose, type Value } from '../model/value.js';

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
      return value.name.startsWith('env:') || value.name.startsWith('process.env.') ? 'unknown' : 'present';
    default:
      return 'unknown';
  }
}

/** `value` without those of its options that are surely missing or empty. */
export function withoutNothing(value: Value): Value {
  return value.kind === 'choice'
    ? choose(
        value.options.filter((option) => presenceOf(option) !== 'absent'),
        value.id,
      )
    : value;
}
