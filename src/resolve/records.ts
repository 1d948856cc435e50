/** Records: reading and setting what they hold by name. */
import {
  choose,
  mapChoice,
  nothing,
  textOf,
  unknown,
  unknownFrom,
  type RecordValue,
  type Value,
} from '../model/value.js';

/** A record with these entries and no others. */
export function recordOf(entries: RecordValue['entries']): RecordValue {
  return { kind: 'record', entries, open: undefined };
}

/** What `record` holds under `key`. An entry whose own key is unknown may be it. */
export function entryOf(record: RecordValue, key: string): Value {
  const maybe: Value[] = [];
  for (const entry of record.entries.toReversed()) {
    const name = textOf(entry.key);
    if (name === key) return maybe.length === 0 ? entry.value : choose([...maybe, entry.value]);
    if (name === undefined && entry.key.kind !== 'nothing') maybe.push(entry.value);
  }
  const rest = record.open === undefined ? nothing : record.open;
  return maybe.length === 0 ? rest : choose([...maybe, rest]);
}

/** `state` after `path` in it was set to `value`. What is no record keeps what it is. */
export function withEntry(state: Value | undefined, path: readonly Value[], value: Value): Value {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (state === undefined || state.kind === 'nothing')
    return recordOf([{ key, value: withEntry(undefined, rest, value) }]);
  return mapChoice(state, (one) => {
    if (one.kind === 'unknown')
      return { kind: 'record', entries: [{ key, value: withEntry(unknown(one.why), rest, value) }], open: one };
    if (one.kind !== 'record') return one;
    const name = textOf(key);
    const old = name === undefined ? undefined : entryOf(one, name);
    const kept = name === undefined ? one.entries : one.entries.filter((entry) => textOf(entry.key) !== name);
    const inner = rest.length === 0 ? value : withEntry(old, rest, value);
    return { ...one, entries: [...kept, { key, value: inner }] };
  });
}

/** `base` with the entries of `other` over it; unknown others leave it open. */
export function merge(base: RecordValue, other: Exclude<Value, { kind: 'choice' }>): RecordValue {
  switch (other.kind) {
    case 'record':
      return {
        kind: 'record',
        entries: overlaid([...base.entries, ...other.entries]),
        open: base.open ?? other.open,
      };
    case 'nothing':
      return base;
    case 'unknown':
      return { ...base, open: base.open ?? other };
    default:
      return { ...base, open: base.open ?? unknownFrom(other, 'an object that is not followed') };
  }
}

/** `record` after `added`, one after the other. */
export function withEntries(record: RecordValue, added: RecordValue['entries']): RecordValue {
  return added.length === 0 ? record : { ...record, entries: overlaid([...record.entries, ...added]) };
}

/** The entries that are left where later ones of the same key take the place of earlier ones. */
function overlaid(entries: RecordValue['entries']): RecordValue['entries'] {
  const seen = new Set<string>();
  const kept = entries.toReversed().filter(({ key }) => {
    const name = textOf(key);
    return name === undefined || (!seen.has(name) && seen.add(name));
  });
  return kept.toReversed();
}
