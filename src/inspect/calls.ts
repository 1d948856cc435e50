/** Shows the calls of a document: what each was read as, with which values, and what is reported of it. */
import { rules } from '../../rules/index.js';
import { SESSION_TOKEN } from '../imds/names.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import { inCode, type Site } from '../model/site.js';
import { describe, type Place, type Value } from '../model/value.js';
import { argumentsOf, calleeOf } from '../resolve/calls.js';
import type { Callers } from '../resolve/callers.js';
import { noFrames } from '../resolve/frames.js';
import type { Project } from '../resolve/project.js';
import { check } from '../rule.js';
import { explainCall } from '../sites/explain.js';
import { holdsAddress } from '../sites/handed-to.js';
import { positionOf, shownValue, shortened, touches } from './values.js';

/** What a scan knows, and the line that is asked for. */
export interface Seen {
  readonly project: Project;
  readonly sites: readonly Site[];
  readonly callers: Callers;
  readonly line: number | undefined;
}

const maxNames = 12;

/** Calls of clients, calls that are handed the address and calls on the line asked for in full; the others by name. */
export function describeCalls(document: Document, seen: Seen): readonly string[] {
  const lines: string[] = [];
  const others = new Map<string, number>();
  for (const call of document.calls) {
    const at = { document, span: call.span };
    if (!touches(at, seen.line)) continue;
    const context = { document, region: call.region, frames: noFrames };
    const callee = calleeOf(seen.project.evaluator, call, context);
    const args = argumentsOf(seen.project.evaluator, call, context);
    const ways = explainCall(call, document, seen.project, seen.callers, {
      value: (value) => shownValue(value, at),
      place: positionOf,
    });
    if (ways !== undefined || holdsAddress(args) || seen.line !== undefined) {
      const said = ways ?? [whyNoClient(callee)];
      const inner = [...argumentLines(args, call, at), ...said, ...(ways === undefined ? [] : verdictLines(at, seen))];
      lines.push(`${positionOf(at)}  ${nameOf(callee)}`);
      for (const one of inner) lines.push(`    ${one}`);
    } else others.set(nameOf(callee), (others.get(nameOf(callee)) ?? 0) + 1);
  }
  return [...lines, ...otherLines(others)];
}

function nameOf(callee: Value): string {
  return shortened(callee.kind === 'external' ? callee.name : describe(callee));
}

function argumentLines(args: Value, call: Call, at: Place): readonly string[] {
  if (args.kind !== 'list') return [`arguments: ${shownValue(args, at)}`];
  const items = call.isCommand ? args.items.slice(1) : args.items;
  const open = args.open === undefined ? [] : [`more arguments are possible: ${args.open.why}`];
  return [...items.map((item, i) => `argument ${String(i + 1)}: ${shownValue(item, at)}`), ...open];
}

function whyNoClient(callee: Value): string {
  switch (callee.kind) {
    case 'external':
      return `no request: no client is known by the name ${callee.name}`;
    case 'function':
      return `no request of its own: followed into ${positionOf({ document: callee.document, span: callee.fn.span })}`;
    case 'class':
      return `no request of its own: followed into ${positionOf({ document: callee.document, span: callee.cls.span })}`;
    case 'unknown':
      return `no request: what is called is not known (${callee.why})`;
    default:
      return 'no request: what is called is no client';
  }
}

/** What the rules say of the sites that the call at `at` is. */
function verdictLines(at: Place, { sites }: Seen): readonly string[] {
  const own = sites.filter((site) => isSame(inCode(site).place, at) || sendsAt(inCode(site), at));
  if (own.length === 0) return ['not reported: it is no request to the service'];
  return [...new Set(own.map(verdictOf))];
}

/** Whether the request that `site` is reported for at a caller is sent at `at`. */
function sendsAt(site: Site, at: Place): boolean {
  if (site.kind !== 'metadata-request') return false;
  return site.steps.some((step) => step.message === 'the request is sent here' && isSame(step.place, at));
}

function verdictOf(site: Site): string {
  const found = rules.flatMap((rule) => {
    const problem = check(rule, site);
    return problem === undefined ? [] : [`${rule.id} ${rule.name} (${problem.certainty}) at ${positionOf(problem.at)}`];
  });
  return found.length > 0 ? `reported as ${found.join(', ')}` : `not reported: ${whyInOrder(site)}`;
}

function whyInOrder(site: Site): string {
  switch (site.kind) {
    case 'metadata-request': {
      if (site.purpose === 'token') return 'it asks for the token, as it should';
      const token = site.header(SESSION_TOKEN);
      return `the session token is ${token.sent} sent, because ${token.why}`;
    }
    case 'sdk-configuration':
    case 'dependency':
      return site.why;
    case 'documented':
      return whyInOrder(site.shown);
    case 'metadata-options':
      return `session tokens are ${site.tokens}`;
  }
}

function isSame(a: Place, b: Place): boolean {
  return a.document === b.document && a.span.start === b.span.start && a.span.end === b.span.end;
}

function otherLines(others: ReadonlyMap<string, number>): readonly string[] {
  if (others.size === 0) return [];
  const names = [...others].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = names.slice(0, maxNames).map(([name, count]) => (count === 1 ? name : `${name} (${String(count)})`));
  const more = names.length > maxNames ? `, and ${String(names.length - maxNames)} more` : '';
  return [`of no client, and not handed the address: ${shown.join(', ')}${more}`];
}
