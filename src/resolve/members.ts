/** Members of values: of records, lists, instances, and of what comes from outside. */
import { joined } from './frames.js';
import { choose, nothing, textOf, unknown, type ChoiceValue, type ClassValue, type Value } from '../model/value.js';
import type { Evaluator } from './evaluate.js';
import { entryOf } from './records.js';
import { boundValue } from './references.js';

type Single = Exclude<Value, ChoiceValue>;

/** `object[key]`; `undefined` as key means any of its members (each in turn, as in a loop). */
export function memberOf(evaluator: Evaluator, object: Single, key: Value | undefined): Value {
  const name = key === undefined ? undefined : textOf(key);
  switch (object.kind) {
    case 'record':
      if (name !== undefined) return entryOf(object, name);
      return anyOf(
        object.entries.map((entry) => entry.value),
        object.open,
      );
    case 'list':
      return listMember(object, name, key);
    case 'external':
      return { kind: 'external', name: joinName(object.name, name), receiver: object.receiver };
    case 'result':
      return { kind: 'external', name: joinName(`${object.callee.name}()`, name), receiver: object };
    case 'text':
      return { kind: 'external', name: joinName('String', name), receiver: object };
    case 'function':
      return { kind: 'external', name: joinName('Function', name), receiver: object };
    case 'class':
      return name === undefined
        ? unknown('a member whose name is made at run time')
        : classMember(evaluator, object, name);
    case 'nothing':
      return nothing;
    case 'unknown':
      return object;
  }
}

/** 'axios' and 'get' make 'axios.get'; what a module exports by default is the module. */
function joinName(object: string, name: string | undefined): string {
  if (name === 'default') return object;
  return `${object}.${name ?? '*'}`;
}

function listMember(list: Extract<Value, { kind: 'list' }>, name: string | undefined, key: Value | undefined): Value {
  const index = name === undefined || !/^\d{1,6}$/.test(name) ? undefined : Number(name);
  if (index !== undefined) return list.items[index] ?? list.open ?? nothing;
  if (name !== undefined) return { kind: 'external', name: `Array.${name}`, receiver: list };
  return key === undefined || key.kind === 'unknown' || key.kind === 'text'
    ? anyOf(list.items, list.open)
    : unknown('an item of a list');
}

function anyOf(values: readonly Value[], open: Value | undefined): Value {
  if (values.length === 0) return open ?? unknown('an item of an empty list');
  return choose(open === undefined ? values : [...values, open]);
}

/** A member of a class or an instance: its own, else its superclass's. */
function classMember(evaluator: Evaluator, object: ClassValue, name: string): Value {
  const self = object.instance ? 'this' : 'static this';
  const context = { document: object.document, region: object.cls.region, frames: object.frames };
  const use = { region: object.cls.region, offset: object.cls.span.end };
  const own = boundValue(evaluator, self, [name], { ...use, offset: Number.MAX_SAFE_INTEGER }, context);
  if (own !== undefined && own.kind !== 'nothing') return own;
  if (name === 'prototype') return { ...object, instance: true };
  if (object.cls.superclass === undefined) return own ?? unknown(`a member '${name}' that the class does not have`);
  const outer = evaluator.evaluate(object.cls.superclass, {
    ...context,
    region: object.cls.region.parent ?? object.cls.region,
  });
  if (outer.kind === 'class')
    return classMember(
      evaluator,
      { ...outer, instance: object.instance, frames: joined(outer.frames, object.frames) },
      name,
    );
  if (outer.kind === 'external') {
    const base = object.instance ? `${outer.name}()` : outer.name;
    return { kind: 'external', name: `${base}.${name}`, receiver: object };
  }
  return unknown(`a member '${name}' of a class that is not followed`);
}
