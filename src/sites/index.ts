/** Calls to sites: which calls reach the metadata service, where that is said, and with what evidence. */
import { destination } from '../imds/address.js';
import { cloudOfCommand, cloudOfHeaders, sharerOf } from '../imds/clouds.js';
import { SESSION_TOKEN, TOKEN_PATH, UNKNOWN_PART } from '../imds/names.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import type { CodeSite, MetadataRequest, Site } from '../model/site.js';
import { furtherOptions, type Frame } from '../model/value.js';
import { isDocumentation } from '../languages/documentation.js';
import { Callers } from '../resolve/callers.js';
import { handedTo } from './handed-to.js';
import type { Project } from '../resolve/project.js';
import { bugIn } from '../resolve/read.js';
import { headerEvidence } from './evidence.js';
import { librarySitesOf } from './libraries.js';
import { listedIn } from './listed.js';
import { isLeftToOthers } from './outside.js';
import { placesOf } from './places.js';
import { sdkSiteOf } from './sdk.js';
import { settingsIn } from './settings.js';
import { siteAt, type Judged } from './site.js';
import { waysOf, type Way, type Ways } from './ways.js';
import { grouped } from '../model/grouped.js';
import { addAll } from '../model/long-lists.js';

/** The sites of `documents`, and of documents that they hand the service's address to. */
export function sitesIn(documents: readonly Document[], project: Project): readonly Site[] {
  return sitesAndCallers(documents, project).sites;
}

/** The same, and the callers that they were judged by. */
export function sitesAndCallers(
  documents: readonly Document[],
  project: Project,
): { readonly sites: readonly Site[]; readonly callers: Callers } {
  const analysed = new Set(documents);
  // First all that is to be looked at: callers anywhere may settle what a function does. The set grows while it is visited.
  for (const document of analysed) {
    project.evaluator.grant(document.file.path);
    for (const next of handedTo(document, project)) analysed.add(next);
  }
  const callers = new Callers(project, analysed);
  const sites = [...analysed].flatMap((document): readonly Site[] => {
    project.evaluator.grant(document.file.path);
    try {
      const own = [...sitesOf(document, project, callers), ...listedIn(document, analysed)];
      return isDocumentation(document) ? own.map((shown) => ({ kind: 'documented', shown })) : own;
    } catch (error) {
      // It never should fail; if it does, one file is not the end of all others.
      project.failures.set(document.file.path, bugIn('following this', error));
      return [];
    }
  });
  return { sites, callers };
}

/** The sites of the calls of `document`, in the order of the text. */
function sitesOf(document: Document, project: Project, callers: Callers): readonly CodeSite[] {
  const calls = document.calls.flatMap((call) => {
    const ways = waysOf(call, document, project, callers);
    return ways === undefined ? [] : [{ call, ways }];
  });
  const spokenTo = calls.flatMap(({ ways }) => ways.alone.flatMap((way) => destination(way.request.url).cloud ?? []));
  const clouds = new Set(calls.length === 0 ? [] : [...spokenTo, ...document.calls.flatMap(cloudOfCall)]);
  const requests: MetadataRequest[] = [];
  for (const { call, ways } of calls) addAll(requests, sitesOfCall(call, ways, document, clouds, project, requests));
  return [
    ...requests,
    ...document.calls.flatMap((call) => sdkSiteOf(call, document, project, callers)),
    ...librarySitesOf(document, project, callers),
    ...settingsIn(document, project),
  ];
}

/** The cloud whose own client a command is. */
function cloudOfCall({ isCommand, args }: Call): string | readonly [] {
  if (!isCommand) return [];
  return cloudOfCommand(args.items.map(({ value }) => (value.kind === 'literal' ? value.text : UNKNOWN_PART))) ?? [];
}

function sitesOfCall(
  call: Call,
  ways: Ways,
  document: Document,
  clouds: ReadonlySet<string>,
  project: Project,
  beside: readonly MetadataRequest[],
): readonly MetadataRequest[] {
  const judge = (way: Way): Judged => judged(way, clouds);
  const alone = byRequest(ways.alone.map(judge));
  const contexts = ways.contexts.map(({ steps, ways: found }) => ({ steps, ways: byRequest(found.map(judge)) }));
  // A call of one line can be several requests: `curl A B`. Each is a site of its own.
  const requests = new Set([alone, ...contexts.map((context) => context.ways)].flatMap((ones) => [...ones.keys()]));
  return [...requests].flatMap((key): readonly MetadataRequest[] => {
    const own = alone.get(key) ?? [];
    const found = contexts.map(({ steps, ways: ones }) => ({ steps, ways: ones.get(key) ?? [] }));
    const reached = found
      .map((context) => ({ ...context, ways: context.ways.filter(isReached) }))
      .filter((context) => context.ways.length > 0);
    const all = contexts.length === 0 ? own : found.flatMap((context) => context.ways);
    const mending = { isElsewhere: all.some(goesElsewhere), areAlike: areAlike(all) };
    const at = (caller: Frame | undefined, ones: readonly Judged[]): readonly MetadataRequest[] =>
      ones.length === 0 ? [] : [siteAt(call, document, caller, ones, project, mending, beside)];
    if (contexts.length === 0) return at(undefined, own.filter(isReached));
    const isOwn = own.some(isCertain);
    if (!isOwn && !reached.some((context) => context.ways.some(isCertain)))
      return at(
        undefined,
        reached.flatMap((context) => context.ways),
      );
    const told = (frames: readonly Frame[]): boolean =>
      (byRequest(ways.waysUnder(frames).map(judge)).get(key) ?? []).some(isReached);
    const places = placesOf(reached, (context) => (isOwn ? 0 : 1 + Math.max(context.steps.findIndex(told), 0)));
    const isLeft = isOwn && isLeftToOthers(places, reached, document, project);
    return [
      ...(isLeft ? at(undefined, own.filter(isReached)) : []),
      ...places.flatMap((one) => at(one.caller, one.ways)),
    ];
  });
}

/** Requests at one place of a call are ways of making the same request: `ways` by where their addresses begin. */
function byRequest(ways: readonly Judged[]): ReadonlyMap<number, readonly Judged[]> {
  return grouped(ways, ({ way }) => way.request.urlPlace?.span.start ?? -1);
}

/** `clouds`: those that the same document speaks to. */
function judged(way: Way, clouds: ReadonlySet<string>): Judged {
  const target = destination(way.request.url);
  const cloud = target.cloud ?? cloudOfHeaders(way.request.headers, target.path) ?? sharerOf(target.path, clouds);
  return { way, destination: cloud === undefined ? target : { ...target, reaches: 'no', cloud } };
}

/** Whether all of `ways` read from the service without a token; what there is no room to follow is taken to be like the rest. */
function areAlike(ways: readonly Judged[]): boolean {
  const followed = ways.filter(({ way }) => way.request.url !== furtherOptions);
  const isRead = followed.every((one) => isReached(one) && !one.destination.path.endsWith(TOKEN_PATH));
  const requests = followed.map(({ way }) => way);
  return isRead && headerEvidence(requests, SESSION_TOKEN).sent === 'never';
}

function isReached({ destination: target }: Judged): boolean {
  return target.reaches !== 'no';
}

/** Whether a way leads, or may lead, to another host: a token is nothing to send there. */
function goesElsewhere({ destination: target }: Judged): boolean {
  return target.reaches === 'no' && target.cloud === undefined;
}

function isCertain({ destination: target }: Judged): boolean {
  return target.reaches === 'certain';
}
