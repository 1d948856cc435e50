/** Calls to sites: which calls reach the metadata service, where that is said, and with what evidence. */
import { destination } from '../imds/address.js';
import { cloudOfHeaders } from '../imds/clouds.js';
import { SESSION_TOKEN, TOKEN_PATH } from '../imds/names.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import type { Site } from '../model/site.js';
import { textOf, type Frame } from '../model/value.js';
import { Callers } from '../resolve/callers.js';
import { handedTo } from './handed-to.js';
import { noFrames } from '../resolve/evaluate.js';
import type { Project } from '../resolve/project.js';
import { headerEvidence } from './evidence.js';
import { siteAt, type Judged } from './site.js';
import { waysOf, type Way } from './ways.js';

/** The sites of `documents`, and of documents that they hand the service's address to. */
export function sitesIn(documents: readonly Document[], project: Project): readonly Site[] {
  const analysed = new Set(documents);
  // First all that is to be looked at: callers anywhere may settle what a function does. The set grows while it is visited.
  for (const document of analysed) {
    project.evaluator.grant(document.file.path);
    for (const next of handedTo(document, project)) analysed.add(next);
  }
  const callers = new Callers(project, analysed);
  return [...analysed].flatMap((document) => {
    project.evaluator.grant(document.file.path);
    return document.calls.flatMap((call) => sitesOfCall(call, document, project, callers));
  });
}

function sitesOfCall(call: Call, document: Document, project: Project, callers: Callers): readonly Site[] {
  const ways = waysOf(call, document, project, callers);
  if (ways === undefined) return [];
  const alone = ways.alone.map(judge);
  const contexts = ways.contexts.map(({ steps, ways: found }) => ({ steps, ways: found.map(judge) }));
  const requests = new Set([...alone, ...contexts.flatMap((context) => context.ways)].map(requestKey));
  return [...requests].flatMap((key): readonly Site[] => {
    const of = (all: readonly Judged[]): readonly Judged[] => all.filter((one) => requestKey(one) === key);
    const inContexts = contexts.map(({ steps, ways: all }) => ({ steps, ways: of(all) }));
    const reached = inContexts.map(({ steps, ways: all }) => ({ steps, ways: all.filter(isReached) })).filter((c) => c.ways.length > 0);
    const here = (found: readonly Judged[]): readonly Site[] =>
      found.length === 0 ? [] : [siteAt(call, document, undefined, found, project)];
    // A call of one line can be several requests: `curl A B`. Each is a site of its own.
    if (inContexts.length === 0) return here(of(alone).filter(isReached));
    const isOwn = of(alone).some((one) => one.destination.reaches === 'certain');
    const agrees = new Set(reached.map((context) => evidenceOf(context.ways))).size === 1;
    const isCertain = reached.some((context) => context.ways.some((one) => one.destination.reaches === 'certain'));
    if ((isOwn && agrees) || !isCertain) return here(reached.flatMap((context) => context.ways));
    return reached
      .filter((context) => context.ways.some((one) => one.destination.reaches === 'certain'))
      .map((context) => siteAt(call, document, callerOf(context.steps, ways.waysUnder, key), context.ways, project));
  });
}

/** Requests at one place of a call are ways of making the same request. */
function requestKey({ way }: Judged): number {
  return way.request.urlPlace?.span.start ?? -1;
}

function judge(way: Way): Judged {
  const target = destination(way.request.url);
  const cloud = target.cloud ?? cloudOfHeaders(way.request.headers, target.path);
  return { way, destination: cloud === undefined ? target : { ...target, reaches: 'no', cloud } };
}

function isReached({ destination: target }: Judged): boolean {
  return target.reaches !== 'no';
}

function evidenceOf(ways: readonly Judged[]): string {
  const purposes = ways.map(({ way, destination: target }) => `${target.path.endsWith(TOKEN_PATH)}${textOf(way.request.method) ?? ''}`);
  return `${headerEvidence(ways.map((one) => one.way), SESSION_TOKEN).sent} ${[...new Set(purposes)].join()}`;
}

/** The caller that makes the call a metadata request: the first that was followed when the address was known. */
function callerOf(
  steps: readonly (readonly Frame[])[],
  waysUnder: (frames: readonly Frame[]) => readonly Way[],
  key: number,
): Frame | undefined {
  const settled = steps.find((frames) =>
    waysUnder(frames).map(judge).some((one) => requestKey(one) === key && one.destination.reaches === 'certain'),
  );
  return (settled ?? steps.at(-1) ?? noFrames).at(-1);
}
