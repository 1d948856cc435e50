/** Calls of SDKs that ask for a session token by themselves to sites: whether they go on without one. */
import type { Invocation, SdkUse, Setting } from '../clients/client.js';
import { sdkClients } from '../clients/index.js';
import { destination } from '../imds/address.js';
import { anyOf } from '../model/certainty.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import type { Fix, SdkConfiguration } from '../model/site.js';
import { contains } from '../model/source-file.js';
import type { Frame, Place, Value } from '../model/value.js';
import { calleeOf } from '../resolve/calls.js';
import type { Callers } from '../resolve/callers.js';
import { noFrames } from '../resolve/frames.js';
import type { Project } from '../resolve/project.js';
import { inEnvironment } from './environment.js';
import { invocationsOf } from './ways.js';

/** The site that `call` is, if it makes such a client or asks one to read. */
export function sdkSiteOf(
  call: Call,
  document: Document,
  project: Project,
  callers: Callers,
): readonly SdkConfiguration[] {
  if (!mayBeSdk(calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames }))) return [];
  const invoked = (frames: readonly Frame[]): readonly Invocation[] =>
    invocationsOf({ call, document, project, frames }, mayBeSdkName);
  const contexts = callers.contexts((frames) => ({
    kind: 'list',
    items: invoked(frames).flatMap(whatMatters),
    open: undefined,
  }));
  const ends = contexts.length === 0 ? [noFrames] : contexts.map((steps) => steps.at(-1) ?? noFrames);
  const uses = ends
    .flatMap(invoked)
    .flatMap(usesOf)
    .map((use) => inEnvironment(use, call, document, project));
  return uses.length === 0 ? [] : [siteOf(call, document, uses, project)];
}

function mayBeSdk(callee: Value): boolean {
  if (callee.kind === 'choice') return callee.options.some(mayBeSdk);
  return callee.kind === 'external' && mayBeSdkName(callee.name);
}

function mayBeSdkName(callee: string): boolean {
  return sdkClients.some((client) => client.reads(callee));
}

/** The values that decide it: a caller may settle them. */
function whatMatters({ receiver, args, argsOpen }: Invocation): readonly Value[] {
  const open = argsOpen === undefined ? [] : [argsOpen];
  return [...(receiver === undefined ? [] : [receiver]), ...args.map(({ value }) => value), ...open];
}

/** What an invocation comes to, where it asks the service and not something in its place. */
function usesOf(invocation: Invocation): readonly SdkUse[] {
  return sdkClients.flatMap((client) => client.read(invocation)).filter((use) => destination(use.url).reaches !== 'no');
}

function siteOf(call: Call, document: Document, uses: readonly SdkUse[], project: Project): SdkConfiguration {
  const place: Place = { document, span: call.span };
  const fallsBack = anyOf(...uses.map((use) => use.fallsBack));
  const told = uses.find((use) => use.fallsBack === fallsBack) ?? uses[0];
  const made = told?.setting.made;
  const isElsewhere = made !== undefined && !(made.document === document && contains(call.span, made.span));
  return {
    kind: 'sdk-configuration',
    place,
    client: told?.client ?? '',
    fallsBack,
    why: told?.why ?? '',
    steps: isElsewhere ? [{ place: made, message: 'the client is made here' }] : [],
    refuseFallback: () =>
      fallsBack === 'certain' && told !== undefined
        ? settingFix(told.setting, place, 'Make the client fail when it gets no session token', project)
        : undefined,
    snippet: told?.snippet ?? '',
  };
}

/** The fix that gives `setting` to the client that is made where it says, else at `place`. */
export function settingFix(setting: Setting, place: Place, title: string, project: Project): Fix | undefined {
  const at = setting.made ?? place;
  const edit = project.languageOf(at.document).setOption?.(at, setting);
  if (edit === undefined) return undefined;
  // In a container behind a hop limit of 1 no token can be had: there the client went on, and now fails.
  return { title, safety: 'unsafe', edits: [{ ...edit, path: at.document.file.path }] };
}
