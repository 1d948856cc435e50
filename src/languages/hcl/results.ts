/** What HCL's functions give, where that matters for addresses and settings. */
import {
  choose,
  joinTexts,
  known,
  mapChoice,
  nothing,
  textOf,
  unknown,
  type ChoiceValue,
  type ExternalValue,
  type ListValue,
  type Value,
} from '../../model/value.js';
import { cut, shapeOf } from '../../model/shape.js';

type Single = Exclude<Value, ChoiceValue>;
type Result = (args: readonly Value[]) => Value | undefined;

const itself: Result = ([value]) => value;
const firstOf: Result = (values) => choose(values);

/**
 * What a variable is: the first value, which is given from outside, with what the second gives to parts of it that it does
 * not have; where nothing is given the third. No function of the language.
 */
export const GIVEN = '(given)';

const FUNCTIONS: Readonly<Record<string, Result>> = {
  [GIVEN]: ([given, parts, otherwise]) =>
    mapChoice(given ?? nothing, (one) => (one.kind === 'nothing' ? (otherwise ?? nothing) : completed(one, parts))),
  tostring: itself,
  tomap: itself,
  tolist: itself,
  toset: itself,
  trimspace: itself,
  chomp: itself,
  sensitive: itself,
  nonsensitive: itself,
  one: ([value]) => (value?.kind === 'list' ? (value.items[0] ?? nothing) : value),
  coalesce: firstOf,
  try: firstOf,
  join: ([separator, list]) => joined(separator, list),
  format: ([pattern, ...values]) => formatted(pattern, values),
  concat: (lists) => ({
    kind: 'list',
    items: lists.flatMap((list) => (list.kind === 'list' ? list.items : [])),
    open: lists.some((list) => list.kind !== 'list' || list.open !== undefined)
      ? unknown('lists that are not known')
      : undefined,
  }),
  merge: (records) => ({
    kind: 'record',
    entries: records.flatMap((record) => (record.kind === 'record' ? record.entries : [])),
    open: records.some((one) => one.kind !== 'record' || one.open !== undefined)
      ? unknown('maps that are not known')
      : undefined,
  }),
  lookup: ([map, key, fallback]) => {
    const name = key === undefined ? undefined : textOf(key);
    if (map?.kind !== 'record' || name === undefined) return undefined;
    return map.entries.find((entry) => textOf(entry.key) === name)?.value ?? fallback ?? map.open;
  },
};

/** What calling `callee` gives; undefined where that is not known. */
export function resultOf(callee: ExternalValue, { items, open }: ListValue): Value | undefined {
  if (open !== undefined || !callee.name.startsWith('function.')) return undefined;
  const name = callee.name.slice('function.'.length);
  return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]?.(items) : undefined;
}

function completed(given: Single, parts: Value | undefined): Value {
  if (given.kind !== 'record' || parts?.kind !== 'record') return given;
  return { ...given, entries: [...parts.entries, ...given.entries] };
}

function asPart(value: Value): Single {
  return value.kind === 'choice' ? unknown('one of several values') : value;
}

function joined(separator: Value | undefined, list: Value | undefined): Value | undefined {
  if (separator === undefined || list?.kind !== 'list' || list.open !== undefined) return undefined;
  return joinTexts(list.items.flatMap((item, i) => (i === 0 ? [asPart(item)] : [asPart(separator), asPart(item)])));
}

/** `%s` and its like stand for the values one after the other. */
function formatted(pattern: Value | undefined, values: readonly Value[]): Value | undefined {
  if (pattern?.kind !== 'text') return undefined;
  const shape = shapeOf(pattern);
  const parts: Single[] = [];
  let [start, used] = [0, 0];
  for (const match of shape.matchAll(/%(?:%|[sdvq])/g)) {
    parts.push(cut(pattern, start, match.index));
    start = match.index + match[0].length;
    if (match[0] === '%%') parts.push(known('%'));
    else {
      parts.push(asPart(values[used] ?? unknown('a value that is missing')));
      used += 1;
    }
  }
  return joinTexts([...parts, cut(pattern, start, shape.length)]);
}
