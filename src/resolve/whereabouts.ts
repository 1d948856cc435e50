/** Finds in a document what its regions belong to: the call that takes a function, the class whose members are bound there. */
import type { Document } from '../model/document.js';
import type { Call, ClassExpr, FunctionExpr, Region } from '../model/expr.js';
import type { Scopes } from './scopes.js';
import { obtain } from '../model/obtain.js';

/** The calls that functions are handed to where they are written, by the function's region. */
export function takersIn(document: Document): ReadonlyMap<Region, Call> {
  const takers = new Map<Region, Call>();
  for (const call of document.calls) {
    for (const { value } of call.args.items) if (value.kind === 'function') takers.set(value.region, call);
  }
  return takers;
}

/** The functions of a document, by the region of their bodies. */
export function functionsIn(document: Document): ReadonlyMap<Region, FunctionExpr> {
  return new Map(document.functions.map((fn) => [fn.region, fn]));
}

/** The classes of a document, by the region of their members. */
export function classesIn(document: Document): ReadonlyMap<Region, ClassExpr> {
  const values = document.bindings.map((binding) => binding.value);
  return new Map(values.filter((value) => value.kind === 'class').map((cls) => [cls.region, cls]));
}

/** The members that classes of a document have of their own, by the name of the class that they extend. */
export function replacedIn(document: Document, scopes: Scopes): ReadonlyMap<string, ReadonlySet<string>> {
  const replaced = new Map<string, Set<string>>();
  for (const { value } of document.bindings) {
    if (value.kind !== 'class' || value.superclass?.kind !== 'ref') continue;
    const members = obtain(replaced, value.superclass.name, () => new Set<string>());
    for (const { path } of scopes.find('this', value.region)?.bindings ?? [])
      if (path[0]?.kind === 'literal') members.add(path[0].text);
  }
  return replaced;
}
