/** Finds in a document what its regions belong to: the call that takes a function, the class whose members are bound there. */
import type { Document } from '../model/document.js';
import type { Call, ClassExpr, Region } from '../model/expr.js';

/** The calls that functions are handed to where they are written, by the function's region. */
export function takersIn(document: Document): ReadonlyMap<Region, Call> {
  const takers = new Map<Region, Call>();
  for (const call of document.calls) {
    for (const { value } of call.args.items) if (value.kind === 'function') takers.set(value.region, call);
  }
  return takers;
}

/** The classes of a document, by the region of their members. */
export function classesIn(document: Document): ReadonlyMap<Region, ClassExpr> {
  const values = document.bindings.map((binding) => binding.value);
  return new Map(values.filter((value) => value.kind === 'class').map((cls) => [cls.region, cls]));
}
