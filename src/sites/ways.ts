/** The ways in which one call makes requests: per caller that settles its parameters, per choice that it depends on. */
import type { Argument, Client, HttpRequest, Invocation } from '../clients/client.js';
import { clients } from '../clients/index.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import { contains } from '../model/source-file.js';
import {
  nothing,
  unknown,
  type ExternalValue,
  type Frame,
  type ListValue,
  type Place,
  type Value,
} from '../model/value.js';
import { worldsOf } from '../model/worlds.js';
import { argumentsOf, calleeOf } from '../resolve/calls.js';
import type { Callers } from '../resolve/callers.js';
import { isReached } from '../resolve/conditions.js';
import type { Context } from '../resolve/evaluate.js';
import { noFrames } from '../resolve/frames.js';
import { laterOn } from '../resolve/later.js';
import type { Project } from '../resolve/project.js';

/** One request of one call in one context. */
export interface Way {
  readonly request: HttpRequest;
  /** The callers that were followed, the direct one first; [] when the call was looked at by itself. */
  readonly frames: readonly Frame[];
  /** Whether alternatives were left out because there were too many. */
  readonly complete: boolean;
}

/** How many alternatives of one call in one context are told apart. */
const MAX_WORLDS = 256;

/** The requests of `call` looked at by itself, and in each context that its callers make; undefined when it makes none. */
export function waysOf(call: Call, document: Document, project: Project, callers: Callers): Ways | undefined {
  const waysUnder = (frames: readonly Frame[]): readonly Way[] =>
    isReached(project.evaluator, { document, region: call.region, frames })
      ? waysIn({ call, document, project, frames })
      : [];
  const callee = calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames });
  if (!mayBeClient(callee)) return undefined;
  const contexts = callers.contexts((frames) => {
    const inner = frames.length === 0 ? callee : nothing;
    return {
      kind: 'list',
      items: [inner, ...waysUnder(frames).flatMap(({ request }) => whatMatters(request))],
      open: undefined,
    };
  });
  return {
    alone: waysUnder(noFrames),
    contexts: contexts.map((steps) => ({ steps, ways: waysUnder(steps.at(-1) ?? noFrames) })),
    waysUnder,
  };
}

/** What a call may do: looked at by itself, and in each context. */
export interface Ways {
  readonly alone: readonly Way[];
  /** `steps`: the frames after one caller was followed, after two, … */
  readonly contexts: readonly { readonly steps: readonly (readonly Frame[])[]; readonly ways: readonly Way[] }[];
  /** The ways when just these frames are followed. */
  waysUnder(frames: readonly Frame[]): readonly Way[];
}

/** The values that decide what is asked for and whether a token is sent. */
function whatMatters({ url, method, headers }: HttpRequest): readonly Value[] {
  const entries = headers.entries.flatMap(({ name, value }) => [name, value]);
  return [url, method, ...entries, ...(headers.open === undefined ? [] : [headers.open])];
}

/** Whether a callee is a client's, or a parameter that a caller may settle to be one. */
function mayBeClient(callee: Value): boolean {
  switch (callee.kind) {
    case 'choice':
      return callee.options.some(mayBeClient);
    case 'unknown':
      return callee.parameter !== undefined;
    default:
      return isOneOf(callee, isClient);
  }
}

/** Whether `callee` is, or may be, something from outside that `reads` accepts. */
function isOneOf(callee: Value, reads: (name: string) => boolean): boolean {
  if (callee.kind === 'choice') return callee.options.some((option) => isOneOf(option, reads));
  return callee.kind === 'external' && reads(callee.name);
}

function isClient(callee: string): boolean {
  return clientOf(callee) !== undefined;
}

function clientOf(callee: string): Client | undefined {
  return clients.find((client) => client.reads(callee));
}

/** A call, and the callers that are followed to it. */
interface Reached {
  readonly call: Call;
  readonly document: Document;
  readonly project: Project;
  readonly frames: readonly Frame[];
}

function waysIn(reached: Reached): readonly Way[] {
  const { invocations, complete } = invocationsIn(reached, isClient);
  return invocations.flatMap((invocation) =>
    (clientOf(invocation.callee)?.read(invocation) ?? []).map((request): Way => ({
      request,
      frames: reached.frames,
      complete,
    })),
  );
}

/** What `call` invokes of what `reads` accepts, when its callers are followed: once for each choice that it depends on. */
export function invocationsOf(reached: Reached, reads: (callee: string) => boolean): readonly Invocation[] {
  const { call, document, project, frames } = reached;
  return isReached(project.evaluator, { document, region: call.region, frames })
    ? invocationsIn(reached, reads).invocations
    : [];
}

function invocationsIn(
  { call, document, project, frames }: Reached,
  reads: (callee: string) => boolean,
): { readonly invocations: readonly Invocation[]; readonly complete: boolean } {
  const context = { document, region: call.region, frames };
  const callee = calleeOf(project.evaluator, call, context);
  // Most calls are of nothing that is read: what they are given, which may be large, is not looked at then.
  if (!isOneOf(callee, reads)) return { invocations: [], complete: true };
  const { worlds, complete } = worldsOf(everythingOf(callee, call, project, context), MAX_WORLDS);
  const invocations = worlds.flatMap((world) => {
    const [one, args, later = nothing, ...chain] = world.kind === 'list' ? world.items : [];
    return one?.kind === 'external' && reads(one.name) ? [invocationOf(call, document, one, args, later, chain)] : [];
  });
  return { invocations, complete };
}

/** All that a call's meaning depends on, as one value, so that its choices are picked together. */
function everythingOf(callee: Value, call: Call, project: Project, context: Context): ListValue {
  const args = argumentsOf(project.evaluator, call, context);
  const chain = call.chain.map((link) => project.evaluator.evaluate(link.args, context));
  return { kind: 'list', items: [callee, args, laterOn(call, project, context), ...chain], open: undefined };
}

function invocationOf(
  call: Call,
  document: Document,
  callee: ExternalValue,
  args: Value | undefined,
  later: Value,
  chain: readonly Value[],
): Invocation {
  const list: ListValue =
    args?.kind === 'list' ? args : { kind: 'list', items: [], open: unknown('arguments that are not followed') };
  const skipped = call.isCommand ? 1 : 0;
  return {
    callee: callee.name,
    receiver: callee.receiver,
    isNew: call.isNew,
    args: placedArguments(call, document, list).slice(skipped),
    argsOpen: list.open,
    chain: call.chain.map((link, i) => {
      const given = chain[i];
      return {
        method: link.method,
        args:
          given?.kind === 'list'
            ? given
            : { kind: 'list', items: [], open: unknown('arguments that are not followed') },
      };
    }),
    later,
  };
}

/** The evaluated arguments with their places: where they stand at the call, also when words were spread into several. */
function placedArguments(call: Call, document: Document, list: ListValue): readonly Argument[] {
  const { items } = call.args;
  const spread = items.findIndex((item) => item.spread !== 'no');
  const isOneSpread = spread >= 0 && items.findLastIndex((item) => item.spread !== 'no') === spread;
  const after = list.items.length - items.length;
  return list.items.map((value, i): Argument => {
    const before = spread < 0 || i < spread;
    // Behind the one item that was spread, arguments correspond again, counted from the end.
    const fromEnd = isOneSpread && i > spread + after;
    const item = before ? items[i] : fromEnd ? items[i - after] : items[spread];
    const place = before || isOneSpread ? item?.value.span : undefined;
    return { value, place: place === undefined ? placeIn(call, document, value) : { document, span: place } };
  });
}

/** The place of a value's first part that is written within the call; else the call. */
function placeIn(call: Call, document: Document, value: Value): Place {
  const written =
    value.kind === 'text'
      ? value.parts.flatMap((part) => (part.kind === 'known' && part.at !== undefined ? [part.at] : []))
      : [];
  return (
    written.find((at) => at.document === document && contains(call.span, at.span)) ?? { document, span: call.span }
  );
}
