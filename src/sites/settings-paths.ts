/** Follows names into values that were evaluated: through lists, whichever item it is. */
import { textOf, type Value } from '../model/value.js';
import type { Path } from '../clients/settings.js';

/**
 * The values under `path` in `value`, one for each item of the lists on the way; nothing where a name is not there, and an
 * unknown where it may be.
 */
export function memberPaths(value: Value, path: Path): readonly Value[] {
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  switch (value.kind) {
    case 'record': {
      const found = value.entries.findLast((entry) => textOf(entry.key)?.toLowerCase() === name.toLowerCase());
      if (found !== undefined) return memberPaths(found.value, rest);
      return value.open === undefined ? [] : [value.open];
    }
    case 'list':
      return [
        ...value.items.flatMap((item) => memberPaths(item, path)),
        ...(value.open === undefined ? [] : [value.open]),
      ];
    case 'choice':
      return value.options.flatMap((option) => memberPaths(option, path));
    case 'nothing':
    case 'text':
      return [];
    default:
      return [value];
  }
}
