/** Calls into libraries that know nothing of session tokens, and imports of them, to sites. */
import type { Invocation } from '../clients/client.js';
import { libraries, type Condition, type Library } from '../imds/libraries.js';
import { allOf, anyOf, type Certainty } from '../model/certainty.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import type { Dependency } from '../model/site.js';
import { describe, textOf, type Frame, type Value } from '../model/value.js';
import { calleeOf } from '../resolve/calls.js';
import type { Callers } from '../resolve/callers.js';
import { noFrames } from '../resolve/frames.js';
import type { Project } from '../resolve/project.js';
import { invocationsOf } from './ways.js';

const known: readonly Library[] = libraries.filter((library) => library.ecosystem === 'npm');

/** The sites of libraries in `document`: calls that read, else imports of what is not seen to be called. */
export function librarySitesOf(document: Document, project: Project, callers: Callers): readonly Dependency[] {
  const imported = known.filter((library) => document.imports.some((one) => isOf(one.specifier, library)));
  const calls = document.calls.flatMap((call) => {
    // A command may have a library's name.
    if (call.isCommand) return [];
    const callee = calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames });
    const library = libraryOf(callee);
    return library === undefined ? [] : [{ call, library }];
  });
  const sites = calls.flatMap(({ call, library }) => callSite(call, library, document, project, callers));
  const uncalled = imported.filter(
    (library) =>
      mayBeUsed(library, document) && (library.reads?.length === 0 || !calls.some((one) => one.library === library)),
  );
  return [...sites, ...uncalled.flatMap((library) => importSite(library, document))];
}

function isOf(specifier: string, { name }: Library): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** The library that a callee is of: an export of it, not a method of what it gave. */
function libraryOf(callee: Value): Library | undefined {
  if (callee.kind === 'choice') return callee.options.map(libraryOf).find((one) => one !== undefined);
  if (callee.kind !== 'external' || callee.name.includes('()')) return undefined;
  return known.find((library) => isOf(callee.name.replace(/\..*$/, ''), library));
}

/** What of `library` a callee is: 'load' for 'awscred.load'; '' for the module itself. */
function exportOf(callee: string, library: Library): string {
  return callee
    .slice(library.name.length)
    .replace(/^[^.]*\.?/, '')
    .replace(/Async$/, '');
}

function callSite(
  call: Call,
  library: Library,
  document: Document,
  project: Project,
  callers: Callers,
): readonly Dependency[] {
  const invoked = (frames: readonly Frame[]): readonly Invocation[] =>
    invocationsOf({ call, document, project, frames }, () => true).filter((one) => reads(one, library));
  const contexts = callers.contexts((frames) => ({
    kind: 'list',
    items: invoked(frames).flatMap(({ args, argsOpen }) => [
      ...args.map(({ value }) => value),
      ...(argsOpen === undefined ? [] : [argsOpen]),
    ]),
    open: undefined,
  }));
  const ends = contexts.length === 0 ? [noFrames] : contexts.map((steps) => steps.at(-1) ?? noFrames);
  const all = ends.flatMap(invoked).map((invocation) => ({ invocation, ...judged(invocation, library) }));
  const readsWithoutToken = anyOf(...all.map((one) => one.reads));
  const told = all.find((one) => one.reads === readsWithoutToken);
  if (told === undefined) return [];
  return [
    {
      kind: 'dependency',
      place: { document, span: call.span },
      library: library.name,
      how: 'call',
      what: told.invocation.callee,
      readsWithoutToken,
      why: told.why,
    },
  ];
}

function reads({ callee, isNew }: Invocation, library: Library): boolean {
  const name = exportOf(callee, library);
  return (
    library.reads === undefined ||
    library.reads.includes(name) ||
    (isNew && name === '' && library.reads.includes('default'))
  );
}

/** Whether a call reads, by the settings that it is given. */
function judged(invocation: Invocation, library: Library): { readonly reads: Certainty; readonly why: string } {
  const all = (library.when ?? []).map((condition) => holds(condition, invocation));
  const reads = allOf(...all.map((one) => one.holds));
  const why = all.find((one) => one.holds === reads && reads !== 'certain')?.why;
  return { reads, why: why ?? `no version of '${library.name}' sends one` };
}

function holds(
  { argument, path, is, absent }: Condition,
  { args, argsOpen }: Invocation,
): { readonly holds: Certainty; readonly why: string } {
  const setting = path.join('.');
  const missing = { holds: absent, why: `the setting '${setting}' is not given here` };
  let value: Value | undefined = args[argument]?.value ?? argsOpen;
  for (const name of path) {
    if (value?.kind !== 'record') break;
    value = value.entries.findLast(({ key }) => textOf(key) === name)?.value ?? value.open;
  }
  if (value === undefined || value.kind === 'nothing' || value.kind === 'function') return missing;
  const text = textOf(value);
  if (text === undefined)
    return { holds: 'possible', why: `the setting '${setting}' is not known: ${describe(value)}` };
  return { holds: text.toLowerCase() === is ? 'certain' : 'no', why: `the setting '${setting}' is ${text}` };
}

/** Whether the document may use what of the library reads: it names it, or everything reads. */
function mayBeUsed({ reads, when }: Library, document: Document): boolean {
  if (when?.some(({ absent }) => absent === 'no') === true) return false;
  return reads === undefined || reads.length === 0 || reads.some((name) => document.text.text.includes(name));
}

function importSite(library: Library, document: Document): readonly Dependency[] {
  const found = document.imports.find((one) => isOf(one.specifier, library));
  if (found === undefined) return [];
  return [
    {
      kind: 'dependency',
      place: { document, span: found.span },
      library: library.name,
      how: 'import',
      what: library.name,
      readsWithoutToken: 'possible',
      why: `no version of '${library.name}' sends one; what is called of it is not seen here`,
    },
  ];
}
