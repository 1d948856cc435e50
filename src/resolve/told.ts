/** What a place tells of a value by lying behind a test of it: `if (!token) return;` leaves a token to what follows. */
import type { Document } from '../model/document.js';
import type { Expr, RefExpr, Region } from '../model/expr.js';
import type { Project } from './project.js';
import type { Variable } from './scopes.js';

/** Whether what `expr`, read in `region`, names is there, as tests around it tell; undefined where none does. */
export function toldOf(expr: Expr, region: Region, document: Document, project: Project): boolean | undefined {
  const root = rootOf(expr);
  if (root === undefined) return undefined;
  const scopes = project.scopesOf(document);
  const variable = scopes.find(root.name, region);
  if (variable === undefined) return undefined;
  // What is read in a loop or in a function of its own may be read after what is set further down.
  let until = expr.span.start;
  for (let at: Region | undefined = region; at !== undefined; at = at.parent) {
    if (at.kind === 'function' && expr.kind !== 'ref') return undefined;
    if (at.kind === 'loop' || at.kind === 'function') until = Infinity;
    const { test } = at;
    if (test === undefined || !isSame(test.value, expr)) continue;
    const isOne = scopes.find(root.name, at.parent ?? at) === variable;
    if (!isOne || isSetBetween(variable, at.span.start, until)) return undefined;
    return test.holds;
  }
  return undefined;
}

/** The variable that a chain of members begins with. */
function rootOf(expr: Expr): RefExpr | undefined {
  let at = expr;
  while (at.kind === 'member' && at.property?.kind === 'literal') at = at.object;
  return at.kind === 'ref' ? at : undefined;
}

function isSame(a: Expr, b: Expr): boolean {
  if (a.kind === 'ref') return b.kind === 'ref' && a.name === b.name;
  if (a.kind !== 'member' || b.kind !== 'member') return false;
  const isNamed = a.property?.kind === 'literal' && b.property?.kind === 'literal';
  return isNamed && a.property.text === b.property.text && isSame(a.object, b.object);
}

function isSetBetween({ bindings }: Variable, start: number, end: number): boolean {
  return bindings.some(({ span }) => span.end > start && span.end <= end);
}
