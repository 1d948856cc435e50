/** What a module exports: what it says itself, and what it passes on of the modules that it stars (`export * from 'm'`). */
import type { Document } from '../model/document.js';
import type { ImportExpr, RecordExpr } from '../model/expr.js';
import { obtain } from '../model/obtain.js';
import { choose, nothing, textOf, unknown, type Value } from '../model/value.js';
import type { Context, Evaluator } from './evaluate.js';
import { noFrames } from './frames.js';
import { boundValue } from './references.js';

/** What `module` exports under `keys`; the whole of it without. */
export function exportedValue(evaluator: Evaluator, module: Document, keys: readonly string[]): Value {
  const value = ownValue(evaluator, module, keys);
  const isWhole = keys.length === 0 && starsOf(module).length > 0;
  if (!isWhole && value !== undefined && value.kind !== 'nothing') return value;
  const [key, ...rest] = keys;
  if (key === undefined)
    return isWhole ? evaluator.evaluate(wholeOf(module), contextOf(module)) : unknown(whatIs(module));
  // What a CommonJS module exports is its default export.
  if (key === 'default')
    return starsOf(module).length > 0
      ? evaluator.project.exported(module, rest)
      : (ownValue(evaluator, module, rest) ?? nothing);
  return (
    starredValue(evaluator, module, key, rest) ?? addedByOthers(evaluator, module, keys) ?? unknown(whatIs(module))
  );
}

function whatIs(module: Document): string {
  return `what ${module.file.path} exports`;
}

function contextOf(module: Document): Context {
  return { document: module, region: module.root, frames: noFrames };
}

/** What a module itself says that it exports; undefined when it says nothing of that. */
function ownValue(evaluator: Evaluator, module: Document, keys: readonly string[]): Value | undefined {
  return boundValue(evaluator, 'exports', keys, undefined, contextOf(module));
}

const noStars: readonly ImportExpr[] = [];

export function starsOf(module: Document): readonly ImportExpr[] {
  return module.starred ?? noStars;
}

const wholes = new WeakMap<Document, RecordExpr>();

/** All that a module exports, as one object: its own over that of the modules it stars, the first of which counts most. */
function wholeOf(module: Document): RecordExpr {
  return obtain(wholes, module, ({ root: { span } }): RecordExpr => ({
    kind: 'record',
    entries: [
      ...starsOf(module)
        .toReversed()
        .map((star) => ({ spread: star })),
      { key: { kind: 'literal', text: 'default', span }, value: { kind: 'nothing', span } },
      { spread: { kind: 'ref', name: 'exports', span: { start: span.end, end: span.end } } },
    ],
    span,
  }));
}

/** Who may give a name: modules that say so themselves, and what is starred whose exports are not known. */
interface Givers {
  readonly modules: readonly Document[];
  readonly others: readonly ImportOf[];
}

/** A module that `from` stars. */
interface ImportOf {
  readonly star: ImportExpr;
  readonly from: Document;
}

/**
 * The modules from which `module` has `key` by way of those it stars, through any number of them. A module that nobody has
 * parsed yet and whose text cannot give the name is left alone: an index stars hundreds.
 */
function giversOf(evaluator: Evaluator, module: Document, key: string): Givers {
  const { project } = evaluator;
  const modules: Document[] = [];
  const others: ImportOf[] = [];
  const passing = new Set([module]);
  for (const from of passing) {
    if (evaluator.spend(starsOf(from).length) !== undefined) break;
    for (const star of starsOf(from)) {
      if (!project.mayExport(star, key, from)) continue;
      const starred = project.importedFrom(star, contextOf(from));
      const own = starred === undefined ? undefined : ownValue(evaluator, starred, [key]);
      if (starred === undefined || own?.kind === 'unknown') others.push({ star, from });
      else if (own !== undefined && own.kind !== 'nothing') modules.push(starred);
      else if (starsOf(starred).length > 0) passing.add(starred);
      else others.push({ star, from });
    }
  }
  return { modules: [...new Set(modules)], others };
}

/** The modules that surely give `key` to `module` by way of those it stars. */
export function giving(evaluator: Evaluator, module: Document, key: string): readonly Document[] {
  return giversOf(evaluator, module, key).modules;
}

/**
 * What `module` has under `key` and `rest` of those it stars; undefined when none can give it. Where one is known to give
 * a name no other does, else nobody could import it; what two of them give differently nobody gets.
 */
function starredValue(evaluator: Evaluator, module: Document, key: string, rest: readonly string[]): Value | undefined {
  const { modules, others } = giversOf(evaluator, module, key);
  const [first, ...more] = modules.map((giver) => ownValue(evaluator, giver, [key]) ?? nothing);
  const [giver] = modules;
  if (first !== undefined && giver !== undefined) {
    if (more.some((value) => !isSame(value, first))) return unknown(`'${key}', which more than one module exports`);
    return ownValue(evaluator, giver, [key, ...rest]) ?? nothing;
  }
  const maybe: Value[] = [];
  for (const { star, from } of others) {
    const value = evaluator.evaluatePath(star, [key, ...rest], contextOf(from));
    const isFirst = maybe.every(({ kind }) => kind !== 'unknown');
    if (value.kind !== 'unknown' || isFirst) maybe.push(value);
    // A package has all names, as far as one can tell.
    if (value.kind !== 'unknown') break;
  }
  return maybe.length === 0 ? undefined : choose(maybe);
}

function isSame(a: Value, b: Value): boolean {
  const text = textOf(a);
  return a === b || (text !== undefined && text === textOf(b));
}

/** A namespace to which other modules of its package add what it does not have itself: named as users of the package do. */
function addedByOthers(evaluator: Evaluator, module: Document, [key, ...rest]: readonly string[]): Value | undefined {
  if (key === undefined || starsOf(module).length > 0 || module.bindings.every(({ name }) => name !== 'exports'))
    return undefined;
  if (ownValue(evaluator, module, [])?.kind !== 'record') return undefined;
  const name = evaluator.project.packageOf(module);
  return name === undefined
    ? undefined
    : { kind: 'external', name: [name, key, ...rest].join('.'), receiver: undefined };
}
