/** The way to a request: from where the address is defined, over what passes it on and who calls, to where it is sent. */
import { destination } from '../imds/address.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import type { Step } from '../model/site.js';
import { contains } from '../model/source-file.js';
import { known, type Frame, type KnownPart, type Place, type Value } from '../model/value.js';
import type { Project } from '../resolve/project.js';
import { traceOf } from '../resolve/trace.js';

/** A request of `call` as one way of making it has it. */
export interface Sent {
  readonly call: Call;
  readonly document: Document;
  readonly url: Value;
  /** The callers that were followed, the direct one first. */
  readonly frames: readonly Frame[];
}

/**
 * The steps to `sent`, the definition first, without what `place`, where the finding stands, shows itself. `others`: callers
 * of other ways of making the request.
 */
export function stepsTo(
  place: Place,
  sent: Sent | undefined,
  others: readonly Frame[],
  project: Project,
): readonly Step[] {
  if (sent === undefined) return [];
  const written = sent.url.kind === 'text' ? sent.url.parts.filter(isWritten) : [];
  const hosts = written.filter((part) => isAddress(part) || written.length === 1);
  const traced = hosts.flatMap(({ at }) => traceOf(project.evaluator, at, sent.call, sent.document, sent.frames));
  const callers = [...sent.frames.toReversed(), ...others].map(({ document, call }): Step => ({
    place: { document, span: call.span },
    message: 'called from here',
  }));
  const end: Step = { place: { document: sent.document, span: sent.call.span }, message: 'the request is sent here' };
  const steps = [...hosts.map(({ at }) => definition(at)), ...traced, ...callers, end];
  // Parts of the address that a place on the way shows already need no step of their own.
  const apart = written.filter((part) => !steps.some(({ place: step }) => isOnLineOf(part.at, step)));
  const parts = apart.map(({ at }): Step => ({ place: at, message: 'a part of the address is defined here' }));
  return [...steps.slice(0, hosts.length), ...parts, ...steps.slice(hosts.length)]
    .filter((step) => !isShown(place, step.place))
    .filter((step, i, all) => all.findIndex((one) => isSame(one.place, step.place)) === i);
}

function definition(at: Place): Step {
  return { place: at, message: 'the address is defined here' };
}

/** Whether `at` lies in `other`, or begins on the line that `other` begins on. */
function isOnLineOf(at: Place, other: Place): boolean {
  if (at.document !== other.document) return false;
  const [start, end] = [at.span.start, other.span.start].toSorted((a, b) => a - b);
  return contains(other.span, at.span) || !at.document.text.text.slice(start, end).includes('\n');
}

function isWritten(part: KnownPart | Value): part is KnownPart & { readonly at: Place } {
  return part.kind === 'known' && part.at !== undefined;
}

/** Whether the part alone names the host. */
function isAddress({ text }: KnownPart): boolean {
  return destination(known(text)).reaches !== 'no';
}

function isShown(place: Place, at: Place): boolean {
  return at.document === place.document && contains(place.span, at.span);
}

function isSame(a: Place, b: Place): boolean {
  return a.document === b.document && a.span.start === b.span.start && a.span.end === b.span.end;
}
