/** What functions that make objects out of objects give: `Object.assign`, `_.merge`, `new Headers`, `Object.entries`. */
import {
  known,
  nothing,
  textOf,
  unknown,
  type ListValue,
  type RecordValue,
  type UnknownValue,
  type Value,
} from '../../model/value.js';

type Entry = RecordValue['entries'][number];

const empty: RecordValue = { kind: 'record', entries: [], open: undefined };

/** `values` over one another, later entries winning; with `deep`, records in records are merged too. */
export function mergeAll(values: readonly Value[], deep = false): Value {
  return values.reduce<RecordValue>((before, value) => merge(before, value, deep), empty);
}

function merge(base: RecordValue, other: Value, deep: boolean): RecordValue {
  if (other.kind === 'nothing') return base;
  if (other.kind !== 'record') return { ...base, open: base.open ?? why(other) };
  const replaced = new Map(other.entries.map((entry) => [textOf(entry.key), entry]));
  const kept: Entry[] = [];
  const earlier = new Map<string, Value>();
  for (const entry of base.entries) {
    const name = textOf(entry.key);
    if (name !== undefined && replaced.has(name)) earlier.set(name, entry.value);
    else kept.push(entry);
  }
  const added = other.entries.map(({ key, value }): Entry => {
    const before = earlier.get(textOf(key) ?? '');
    const isBoth = deep && before?.kind === 'record' && value.kind === 'record';
    return { key, value: isBoth ? merge(before, value, deep) : value };
  });
  return { kind: 'record', entries: [...kept, ...added], open: base.open ?? other.open };
}

function why(value: Value): UnknownValue {
  return value.kind === 'unknown' ? value : unknown('an object that is not followed');
}

/** The record of an object, a list of pairs, or nothing. */
export function recordFrom(value: Value | undefined): Value {
  if (value === undefined) return empty;
  switch (value.kind) {
    case 'nothing':
      return empty;
    case 'record':
      return value;
    case 'list':
      return fromPairs(value);
    default:
      return { ...empty, open: why(value) };
  }
}

function fromPairs(list: ListValue): RecordValue {
  const entries: Entry[] = [];
  let { open } = list;
  for (const pair of list.items) {
    const [key, value] = pair.kind === 'list' ? pair.items : [];
    if (key === undefined) open ??= why(pair);
    else entries.push({ key, value: value ?? nothing });
  }
  return { kind: 'record', entries, open };
}

/** What `Object.keys`, `values` and `entries` give of a record. */
export function itemsOf(value: Value | undefined, what: 'keys' | 'values' | 'entries'): Value | undefined {
  if (value?.kind !== 'record') return undefined;
  const items = value.entries.map((entry): Value => {
    if (what === 'entries') return { kind: 'list', items: [entry.key, entry.value], open: undefined };
    return what === 'keys' ? entry.key : entry.value;
  });
  return { kind: 'list', items, open: value.open };
}

/** `new Request(url, options)`: options that hold the URL; of another request a copy. */
export function requestOf([input, options]: readonly Value[]): Value | undefined {
  const given = options ?? nothing;
  const headers =
    given.kind === 'record' ? given.entries.find(({ key }) => textOf(key) === 'headers')?.value : undefined;
  const own = mergeAll([given, single('headers', recordFrom(headers))]);
  if (input?.kind === 'text') return mergeAll([single('url', input), given.kind === 'unknown' ? given : own]);
  if (input?.kind !== 'record') return undefined;
  const href = input.entries.find(({ key }) => textOf(key) === 'href')?.value;
  return mergeAll([href === undefined ? input : single('url', href), headers === undefined ? given : own]);
}

/** The entries of `value` with these names alone, or all but these. */
export function picked(value: Value | undefined, names: Value | undefined, keeps: boolean): Value | undefined {
  if (value?.kind !== 'record' || names?.kind !== 'list') return undefined;
  const wanted = new Set(names.items.map(textOf));
  return { ...value, entries: value.entries.filter((entry) => wanted.has(textOf(entry.key)) === keeps) };
}

/** `Object.create(prototype)`: what is not its own is its prototype's. */
export function created(prototype: Value | undefined): Value {
  return prototype?.kind === 'record' || prototype?.kind === 'class' ? prototype : { ...empty };
}

/** A list as it is after `flat()`. */
export function flattened(list: ListValue): ListValue {
  const items = list.items.flatMap((item) => (item.kind === 'list' ? item.items : [item]));
  const open = list.items.find((item): item is ListValue => item.kind === 'list' && item.open !== undefined)?.open;
  return { kind: 'list', items, open: list.open ?? open };
}

/** A record with one entry. */
export function single(key: string, value: Value): RecordValue {
  return { kind: 'record', entries: [{ key: known(key), value }], open: undefined };
}
