/** What a module offers to code that imports from it, as far as the service's address is concerned. */
import type { Document } from '../model/document.js';
import type { Binding, Expr, ImportExpr } from '../model/expr.js';
import { textOf, type Value } from '../model/value.js';
import { noFrames } from '../resolve/frames.js';
import { starsOf } from '../resolve/exports.js';
import type { Project } from '../resolve/project.js';
import { anyOf, isNothing, type Given } from '../resolve/taken.js';
import { holdsAddress } from './handed-to.js';

/** Under which names a module gives the address, and under which it gives what may know it: functions, classes, the unknown. */
export interface Offer {
  readonly address: Given;
  readonly code: Given;
}

const none: Given = new Set();
export const nothingOffered: Offer = { address: none, code: none };

/** What the module that is imported offers; undefined where that is not told, and what is taken of it is to be evaluated. */
export type OfferOf = (module: ImportExpr, from: Document) => Offer | undefined;

/** Names whose bindings a module gives: what it exports, and the members of its classes. */
const GIVEN = new Set(['exports', 'this', 'static this']);

/** What other files can get from `document` itself: what it exports, or the names of an included file. */
export function givenBy({ imports, bindings, root }: Document): readonly Binding[] {
  const isModule = imports.length > 0 || bindings.some((binding) => binding.name === 'exports');
  return bindings.filter((binding) => (isModule ? GIVEN.has(binding.name) : binding.region === root));
}

/** What `document` offers: as a module or, where it is none, by the names that it shares with those that include it. */
export function offeredBy(document: Document, project: Project, offerOf: OfferOf): Offer {
  // Data is all given, and may be large.
  if (document.language === 'json') return { address: 'any', code: none };
  const exported = document.bindings.filter((binding) => binding.name === 'exports');
  const offers = [starred(document, offerOf)];
  for (const binding of givenBy(document)) {
    const passed = binding.name === 'exports' ? passedOn(binding, document, offerOf) : undefined;
    const offer = passed ?? offeredIn(binding, exported, document, project);
    offers.push(offer);
    // Who imports anything of it is looked at.
    if (offer.address === 'any') break;
  }
  return together(offers);
}

/** What `document` offers of the modules that it stars: all of theirs but the default. */
function starred(document: Document, offerOf: OfferOf): Offer {
  const { address, code } = together(starsOf(document).map((star) => offerOf(star, document) ?? nothingOffered));
  return { address: withoutDefault(address), code: withoutDefault(code) };
}

function withoutDefault(given: Given): Given {
  return given === 'any' ? given : new Set([...given].filter((name) => name !== 'default'));
}

/** Whether `document` exports something as it is of a module that it imports. */
export function passesOn(document: Document): boolean {
  const isPassed = ({ name, value }: Binding): boolean => name === 'exports' && importIn(value) !== undefined;
  return starsOf(document).length > 0 || document.bindings.some(isPassed);
}

export function together(offers: readonly Offer[]): Offer {
  return { address: anyOf(offers.map(({ address }) => address)), code: anyOf(offers.map(({ code }) => code)) };
}

/** `export { name } from 'm'` offers what that module does under this name. */
function passedOn(binding: Binding, document: Document, offerOf: OfferOf): Offer | undefined {
  const passed = importIn(binding.value);
  const offer = passed === undefined ? undefined : offerOf(passed.module, document);
  if (offer === undefined) return undefined;
  const under = exportedAs(binding);
  const name = passed?.name;
  const pick = (given: Given): Given => {
    // The default of a CommonJS module is all of it.
    const isPicked = given === 'any' || name === undefined || name === 'default' || given.has(name);
    return isNothing(given) || !isPicked ? none : (under ?? given);
  };
  return { address: pick(offer.address), code: pick(offer.code) };
}

/** The module that an expression takes, or takes a member of. */
function importIn(expr: Expr): { readonly module: ImportExpr; readonly name: string | undefined } | undefined {
  if (expr.kind === 'import') return { module: expr, name: undefined };
  if (expr.kind !== 'member' || expr.object.kind !== 'import' || expr.property?.kind !== 'literal') return undefined;
  return { module: expr.object, name: expr.property.text };
}

/** What the value of `binding` offers, `exported` being all that the module exports. */
function offeredIn(binding: Binding, exported: readonly Binding[], document: Document, project: Project): Offer {
  project.evaluator.grant(document.file.path);
  const value = project.evaluator.evaluate(binding.value, { document, region: binding.region, frames: noFrames });
  if (binding.name === 'exports') return offeredAs(exportedAs(binding), value);
  // What has a member of a class may be given under any name.
  return holdsAddress(value) ? { address: allOf(exported), code: none } : nothingOffered;
}

function offeredAs(name: Given | undefined, value: Value): Offer {
  if (name === undefined && value.kind === 'record' && value.open === undefined) {
    return together(value.entries.map((entry) => offeredAs(nameIn(textOf(entry.key)), entry.value)));
  }
  const under = name ?? 'any';
  return { address: holdsAddress(value) ? under : none, code: isSettled(value) ? none : under };
}

function nameIn(name: string | undefined): Given {
  return name === undefined ? 'any' : new Set([name]);
}

/** The name that a binding of `exports` has; undefined when it is of all that is exported. */
function exportedAs({ path: [key] }: Binding): Given | undefined {
  return key === undefined ? undefined : nameIn(key.kind === 'literal' ? key.text : undefined);
}

function allOf(exported: readonly Binding[]): Given {
  if (exported.length === 0) return 'any';
  return anyOf(exported.map((binding) => exportedAs(binding) ?? 'any'));
}

/** Whether all that is in `value` is known: no code in it can come to the address. */
function isSettled(value: Value, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const isInside = (one: Value): boolean => isSettled(one, depth + 1);
  switch (value.kind) {
    case 'nothing':
      return true;
    case 'text':
      return textOf(value) !== undefined;
    case 'external':
      return value.receiver === undefined;
    case 'list':
      return value.open === undefined && value.items.every(isInside);
    case 'record':
      return value.open === undefined && value.entries.every((entry) => isInside(entry.value));
    case 'choice':
      return value.options.every(isInside);
    default:
      return false;
  }
}

const MAX_DEPTH = 6;
