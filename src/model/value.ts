/** What evaluating an expression gave: known, partly known, or unknown with a reason; and where it came from. */
import type { Document } from './document.js';
import type { Call, ClassExpr, FunctionExpr } from './expr.js';
import type { Span } from './source-file.js';
import { unknownsIn } from './unknowns.js';

/** A span of a document; `document.text.originOf(span)` is where that is in the file. */
export interface Place {
  readonly document: Document;
  readonly span: Span;
}

/** A call that is being followed into its function: parameters of `fn` are the arguments of `call`. */
export interface Frame {
  readonly fn: FunctionExpr;
  readonly call: Call;
  /** Where the arguments are evaluated. */
  readonly document: Document;
  readonly frames: readonly Frame[];
}

export type Value =
  | TextValue
  | RecordValue
  | ListValue
  | ChoiceValue
  | ExternalValue
  | ResultValue
  | FunctionValue
  | ClassValue
  | NothingValue
  | UnknownValue;

/** A text, of which some parts may be unknown. Never has two neighbouring strings from one place, never an empty part. */
export interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly (KnownPart | UnknownValue)[];
}
export interface KnownPart {
  readonly kind: 'known';
  readonly text: string;
  /** Where it is written. */
  readonly at: Place | undefined;
}

export interface RecordValue {
  readonly kind: 'record';
  readonly entries: readonly { readonly key: Value; readonly value: Value }[];
  /** Why it may hold more entries than these; undefined when it holds no others. */
  readonly open: UnknownValue | undefined;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** Why it may hold more items than these, or at other indices. */
  readonly open: UnknownValue | undefined;
}

/** One of several, which may be choices themselves. Choices with the same `id` are the same choice: whoever picks an option picks it in all of them. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly id: object;
  readonly options: readonly Value[];
}

/**
 * Something from outside the project. `name` is canonical: 'axios.get' for what package axios exports (whatever its local
 * name, `node:` and `.default` dropped), 'globalThis.fetch' for a global, 'env:HOME' for a variable of the environment,
 * 'axios.create().get' for a member of a result, 'String.trim' for a method of a text.
 */
export interface ExternalValue {
  readonly kind: 'external';
  readonly name: string;
  /** What the member was taken from, when that was itself evaluated (an instance, a text, a function). */
  readonly receiver: Value | undefined;
}

/** What calling something external gave. `args` are as at the call. */
export interface ResultValue {
  readonly kind: 'result';
  readonly callee: ExternalValue;
  readonly args: ListValue;
  readonly isNew: boolean;
  readonly at: Place;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly fn: FunctionExpr;
  readonly document: Document;
  readonly frames: readonly Frame[];
}

/** A class, or (`instance`) what `new` made of it. */
export interface ClassValue {
  readonly kind: 'class';
  readonly cls: ClassExpr;
  readonly document: Document;
  readonly frames: readonly Frame[];
  readonly instance: boolean;
}

/** null, undefined, unset. */
export interface NothingValue {
  readonly kind: 'nothing';
}

/** Not known, and why: a phrase for a person ("a parameter that no caller in the project settles"). */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly why: string;
  /** When a caller would settle it: the parameter. */
  readonly parameter?: { readonly fn: FunctionExpr; readonly document: Document };
}

export const nothing: NothingValue = { kind: 'nothing' };

export function unknown(why: string): UnknownValue {
  return { kind: 'unknown', why };
}

/** That something made of `value` is not known: whoever settles a parameter in `value` may settle it too. */
export function unknownFrom(value: Value, why: string): UnknownValue {
  const open = unknownsIn(value).find((one) => one.parameter !== undefined);
  return open?.parameter === undefined
    ? unknown(why)
    : { kind: 'unknown', why: `${why}: ${open.why}`, parameter: open.parameter };
}

export function known(text: string, at?: Place): TextValue {
  return { kind: 'text', parts: text === '' ? [] : [{ kind: 'known', text, at }] };
}

/** How many options a choice may have; the rest of them are one unknown. */
const MAX_OPTIONS = 24;

/** Stands for the options that a choice has no room for: they are like the others, as far as one can tell. */
export const furtherOptions: UnknownValue = unknown('more alternatives than are followed');

/** Choices that hold as many options as they can, and the unknown that stands for the rest. */
const full = new WeakSet<Value>();

/** The value that is one of `options`: choices among them are part of this one, equal options count once. */
export function choose(options: readonly Value[]): Value {
  const [first] = options;
  // Nothing is added to what holds all that it can.
  if (first !== undefined && full.has(first)) return first;
  const distinct = distinctIn(options);
  const [only] = distinct;
  if (only === undefined) return unknown('nothing to choose from');
  if (distinct.length === 1) return only;
  if (distinct.length <= MAX_OPTIONS) return { kind: 'choice', id: {}, options: distinct };
  const kept = [...distinct.slice(0, MAX_OPTIONS), furtherOptions];
  const made: ChoiceValue = { kind: 'choice', id: {}, options: kept };
  full.add(made);
  return made;
}

/** The options of `values`, each once; no more than tell that there are too many. */
function distinctIn(values: readonly Value[]): readonly Value[] {
  const distinct = new Map<unknown, Value>();
  const add = (value: Value): void => {
    if (distinct.size > MAX_OPTIONS) return;
    if (value.kind === 'choice') value.options.forEach(add);
    else {
      const key = identityOf(value);
      if (!distinct.has(key)) distinct.set(key, value);
    }
  };
  values.forEach(add);
  return [...distinct.values()];
}

/**
 * The value that is one of `options`, as `id` decides: other choices that `id` decides have as many options, in the same
 * order. A choice that is always made in the same way is none.
 */
export function decide(options: readonly Value[], id: object): Value {
  const [first] = options;
  if (first === undefined || areTooMany(options)) return choose(options);
  const isOne = options.every((option) => option === first || identityOf(option) === identityOf(first));
  return isOne ? first : { kind: 'choice', id, options };
}

/** Whether there are more options than a choice may have, choices among `values` counted as what they choose from. */
function areTooMany(values: readonly Value[]): boolean {
  let count = 0;
  const add = (value: Value): void => {
    if (value.kind !== 'choice') count += 1;
    else if (count <= MAX_OPTIONS) value.options.forEach(add);
  };
  values.forEach(add);
  return count > MAX_OPTIONS;
}

/** What two equal options have in common: texts by what they say, all else by being the same. */
function identityOf(value: Value): unknown {
  const text = textOf(value);
  return value.kind === 'nothing' ? 'nothing' : text === undefined ? value : `text ${text}`;
}

/**
 * `change` applied to each option of a choice, or to the value itself. The options keep their number and order: the result
 * is the same choice.
 */
export function mapChoice(value: Value, change: (value: Exclude<Value, ChoiceValue>) => Value): Value {
  if (value.kind !== 'choice') return change(value);
  const options = value.options.map((option) => mapChoice(option, change));
  // Choices within choices multiply: past the bound they are one of that many, and correspond to no other choice.
  const isBounded = options.length === 1 || !areTooMany(options);
  return isBounded ? { kind: 'choice', id: value.id, options } : choose(options);
}

/** The text when every part of it is known; for a choice or anything else undefined. */
export function textOf(value: Value): string | undefined {
  if (value.kind !== 'text') return undefined;
  let text = '';
  for (const part of value.parts) {
    if (part.kind !== 'known') return undefined;
    text += part.text;
  }
  return text;
}

/** The text with `filler` for each unknown part, and for any other value alone. */
export function textWithHoles(value: Value, filler: string): string {
  if (value.kind !== 'text') return filler;
  return value.parts.map((part) => (part.kind === 'known' ? part.text : filler)).join('');
}

/** Where the known parts of a text were written; of a record, list or choice: those of all it holds. */
export function placesOf(value: Value): readonly Place[] {
  switch (value.kind) {
    case 'text':
      return value.parts.flatMap((part) => (part.kind === 'known' && part.at !== undefined ? [part.at] : []));
    case 'choice':
      return value.options.flatMap(placesOf);
    case 'list':
      return value.items.flatMap(placesOf);
    case 'record':
      return value.entries.flatMap((entry) => placesOf(entry.value));
    default:
      return [];
  }
}

/** How many parts a text may have; what is longer ends in an unknown part. */
const MAX_PARTS = 200;

/** The texts one after the other. Anything that is no text becomes an unknown part. */
export function joinTexts(values: readonly Exclude<Value, ChoiceValue>[]): TextValue {
  const parts = values.map(asText).flatMap((text) => text.parts);
  if (parts.length <= MAX_PARTS) return { kind: 'text', parts };
  return {
    kind: 'text',
    parts: [...parts.slice(0, MAX_PARTS), unknown('the rest of a text that is longer than is followed')],
  };
}

/** A value as a text; what is no text is one unknown part of it, and nothing has none. */
export function asText(value: Value): TextValue {
  if (value.kind === 'text') return value;
  if (value.kind === 'nothing') return { kind: 'text', parts: [] };
  if (value.kind === 'choice') return { kind: 'text', parts: [unknown('one of several values')] };
  return { kind: 'text', parts: [value.kind === 'unknown' ? value : unknownFrom(value, describe(value))] };
}

/** What a value is, in a few words for a person. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(textWithHoles(value, '…'));
    case 'record':
      return value.open === undefined ? 'an object' : `an object, open: ${value.open.why}`;
    case 'list':
      return `a list of ${String(value.items.length)}`;
    case 'choice':
      return `one of ${value.options.map(describe).join(' or ')}`;
    case 'external':
      return value.name;
    case 'result':
      return `the result of ${value.callee.name}`;
    case 'function':
      return `function ${value.fn.name ?? '(anonymous)'}`;
    case 'class':
      return `${value.instance ? 'instance of ' : 'class '}${value.cls.name ?? '(anonymous)'}`;
    case 'nothing':
      return 'nothing';
    case 'unknown':
      return `unknown: ${value.why}`;
  }
}
