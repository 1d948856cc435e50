/** Follows names into values that were evaluated: through lists, whichever item it is. */
import type { Path, Step } from '../clients/settings-row.js';
import { textOf, unknown, type RecordValue, type Value } from '../model/value.js';
import { addAll } from '../model/long-lists.js';

/**
 * The values under `path` in `value`, one for each item of the lists on the way; nothing where a name is not there, and an
 * unknown where it may be.
 */
export function memberPaths(value: Value, path: Path): readonly Value[] {
  return path.reduce<readonly Value[]>((values, step) => followed(values, step), [value]);
}

/** What `step` leads to from each of `values`; a value that stands in many places is looked at once. */
function followed(values: readonly Value[], step: Step): readonly Value[] {
  const seen = new Set<Value>();
  const found: Value[] = [];
  const pending = values.toReversed();
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    switch (value.kind) {
      case 'record':
        addAll(found, membersOf(value, step));
        break;
      case 'list':
        if (value.open !== undefined) pending.push(value.open);
        addAll(pending, value.items.toReversed());
        break;
      case 'choice':
        addAll(pending, value.options.toReversed());
        break;
      case 'nothing':
        break;
      case 'text':
        // What fills a text may be more than a text: `metadata_options: "{{ options }}"`.
        if (textOf(value) === undefined) found.push(unknown('what is filled into a text'));
        break;
      default:
        found.push(value);
    }
  }
  return found;
}

function membersOf(record: RecordValue, step: Step): readonly Value[] {
  if (typeof step !== 'string') return isDescribed(record, step.where) ? [record] : [];
  if (step === '*')
    return [...record.entries.map(({ value }) => value), ...(record.open === undefined ? [] : [record.open])];
  const found = record.entries.findLast((entry) => textOf(entry.key)?.toLowerCase() === step.toLowerCase());
  if (found !== undefined) return [found.value];
  return record.open === undefined ? [] : [record.open];
}

/** Whether `record` says of itself what `where` says. */
function isDescribed(record: RecordValue, where: Readonly<Record<string, string>>): boolean {
  return Object.entries(where).every(([name, text]) =>
    membersOf(record, name).some((value) => textOf(value)?.toLowerCase() === text.toLowerCase()),
  );
}
