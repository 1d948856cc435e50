/** Makes a site of a call and the ways in which it reaches the metadata service. */
import type { Destination } from '../imds/address.js';
import { TOKEN_PATH, UNKNOWN_PART } from '../imds/names.js';
import type { Setting } from '../clients/client.js';
import { anyOf } from '../model/certainty.js';
import type { Document } from '../model/document.js';
import type { Call, Region } from '../model/expr.js';
import type { MetadataRequest, Rewriter, Wrapper } from '../model/site.js';
import { contains } from '../model/source-file.js';
import { placesOf, textOf, type Frame, type Place, type Value } from '../model/value.js';
import { noFrames } from '../resolve/frames.js';
import type { Project } from '../resolve/project.js';
import { headerEvidence } from './evidence.js';
import { settingFix } from './sdk.js';
import { stepsTo } from './steps.js';
import type { Way } from './ways.js';

/** A way of making a request, and where that leads. */
export interface Judged {
  readonly way: Way;
  readonly destination: Destination;
}

/** What is to be known of all ways of a call before it is mended for one of its callers. */
export interface Mending {
  /** Whether some lead to other hosts. */
  readonly isElsewhere: boolean;
  /** Whether all of them read from the service without a token. */
  readonly areAlike: boolean;
}

/**
 * The site of `ways` of `call`; it stands at the call of `caller` when only that makes it a metadata request. `beside`: the
 * requests of the document, as far as they are found.
 */
export function siteAt(
  call: Call,
  document: Document,
  caller: Frame | undefined,
  ways: readonly Judged[],
  project: Project,
  mending: Mending,
  beside: readonly MetadataRequest[],
): MetadataRequest {
  const best = ways.find((one) => one.destination.reaches === 'certain') ?? ways[0];
  const requests = ways.map((one) => one.way);
  const path = commonPath(ways.filter((one) => one.destination.reaches !== 'no').map((one) => one.destination.path));
  const place =
    caller === undefined ? { document, span: call.span } : { document: caller.document, span: caller.call.span };
  const address = best === undefined ? [] : placesOf(best.way.request.url);
  const written = best?.way.request.urlPlace;
  const urlPlace = caller === undefined ? (written ?? place) : argumentWith(address, caller, project);
  const facts: Omit<MetadataRequest, 'rewrite' | 'whyUnchecked'> = {
    kind: 'metadata-request',
    place,
    call: caller?.call ?? call,
    url: { place: urlPlace, values: ways.map((one) => one.way.request.url) },
    method: methodOf(requests),
    header: (name) => headerEvidence(requests, name),
    client: best?.way.request.client ?? '',
    purpose: isTokenPath(path) || mayBeTokenPath(path, methodOf(requests)) ? 'token' : 'read',
    reachesMetadata: anyOf(...ways.map((one) => one.destination.reaches)),
    path,
    steps: stepsTo(
      place,
      best && { call, document, url: best.way.request.url, frames: best.way.frames },
      caller === undefined ? requests.flatMap((way) => way.frames) : [],
      project,
    ),
    afterTokenTest: isAfterTokenTest((caller?.call ?? call).region),
    beside: () => requestsIn(place.document, beside),
  };
  const request: Omit<MetadataRequest, 'rewrite'> = {
    ...facts,
    whyUnchecked: () =>
      caller === undefined && facts.purpose === 'token'
        ? project.languageOf(document).whyUnchecked?.(facts)
        : undefined,
  };
  const setting = settingOf(requests);
  if (setting !== undefined) return { ...request, rewrite: settingRewriter(request, setting, project) };
  if (caller === undefined) return { ...request, rewrite: lazyRewriter(request, !mending.isElsewhere, project) };
  const isCalled = document.functions.includes(caller.fn) && contains(caller.fn.span, call.span);
  const wrapper: Wrapper = {
    request: { document, span: call.span },
    called: isCalled ? { document, span: caller.fn.span } : undefined,
    isShared: !mending.areAlike,
  };
  return { ...request, rewrite: wrapperRewriter(request, wrapper, project) };
}

/** Those of `requests` that stand in `document`: one and the same list as long as no more are found. */
function requestsIn(document: Document, requests: readonly MetadataRequest[]): readonly MetadataRequest[] {
  const known = grouped.get(requests);
  const groups = known?.count === requests.length ? known.groups : new Map<Document, MetadataRequest[]>();
  if (groups !== known?.groups) {
    for (const one of requests) {
      const group = groups.get(one.place.document);
      if (group === undefined) groups.set(one.place.document, [one]);
      else group.push(one);
    }
    grouped.set(requests, { count: requests.length, groups });
  }
  return groups.get(document) ?? [];
}

/** Requests by the documents that they stand in, and how many there were. */
interface Grouped {
  readonly count: number;
  readonly groups: Map<Document, MetadataRequest[]>;
}

const grouped = new WeakMap<readonly MetadataRequest[], Grouped>();

/** The path of all ways; where they differ, what they begin with and `…`. */
function commonPath(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  let length = first.length;
  for (const path of others) {
    let same = 0;
    while (same < length && path[same] === first[same]) same += 1;
    length = same;
  }
  return others.every((path) => path === first) ? first : `${first.slice(0, length).replace(/…$/, '')}${UNKNOWN_PART}`;
}

/** The token's path, also misspelt so that the service would refuse it: with a dated version. */
function isTokenPath(path: string): boolean {
  return /^\/*[^/]*\/api\/token\/*$/.test(path) || path.endsWith(TOKEN_PATH);
}

/** The service takes `PUT` for nothing else, whatever of the path is not known. */
function mayBeTokenPath(path: string, method: string | undefined): boolean {
  return method === 'PUT' && path.includes(UNKNOWN_PART);
}

/** Rewriting parses again: only for who asks. A call that goes to other hosts too cannot be mended: they would be sent the token. */
function lazyRewriter(request: Omit<MetadataRequest, 'rewrite'>, canMend: boolean, project: Project): Rewriter {
  let made: Rewriter | undefined;
  const rewriter = (): Rewriter => (made ??= project.languageOf(request.place.document).rewriter(request));
  return {
    addSessionToken: () => (canMend ? rewriter().addSessionToken() : undefined),
    removeFallback: () => rewriter().removeFallback(),
    checkToken: () => (canMend ? rewriter().checkToken?.() : undefined),
    get snippet() {
      return rewriter().snippet;
    },
  };
}

/** What can be done where a wrapper is called is done with the wrapper. */
function wrapperRewriter(request: Omit<MetadataRequest, 'rewrite'>, wrapper: Wrapper, project: Project): Rewriter {
  const language = project.languageOf(request.place.document);
  const isOne = project.languageOf(wrapper.request.document) === language;
  const rewriter = lazyRewriter(request, false, project);
  return {
    addSessionToken: () => (isOne ? language.mendWrapper?.(request, wrapper) : undefined),
    removeFallback: () => rewriter.removeFallback(),
    get snippet() {
      return rewriter.snippet;
    },
  };
}

/** The setting that keeps the client from asking for a token on all ways. */
function settingOf(ways: readonly Way[]): Setting | undefined {
  const settings = ways.map((way) => way.request.setting);
  return settings.every((one) => one !== undefined) ? settings[0] : undefined;
}

/** A client that asks for tokens by itself needs only be let. */
function settingRewriter(request: Omit<MetadataRequest, 'rewrite'>, setting: Setting, project: Project): Rewriter {
  const title = 'Let the client ask for a session token, and fail when it gets none';
  return {
    addSessionToken: () => settingFix(setting, request.place, title, project),
    removeFallback: () => undefined,
    get snippet() {
      return project.languageOf(request.place.document).rewriter(request).snippet;
    },
  };
}

/** The method, upper case, when it is the same on all ways. */
function methodOf(ways: readonly Way[]): string | undefined {
  const methods = new Set(ways.map((way) => textOf(way.request.method)?.toUpperCase()));
  const [only] = methods;
  return methods.size === 1 ? only : undefined;
}

/** The argument of the caller's call that hands over the address. */
function argumentWith(address: readonly Place[], caller: Frame, project: Project): Place {
  const { call, document } = caller;
  const context = { document, region: call.region, frames: noFrames };
  const isAddress = (value: Value): boolean =>
    placesOf(value).some((at) => address.some((a) => a.span === at.span || samePlace(a, at)));
  const item = call.args.items.find(
    (one) => one.value.kind !== 'function' && isAddress(project.evaluator.evaluate(one.value, context)),
  );
  return { document, span: item?.value.span ?? call.span };
}

function samePlace(a: Place, b: Place): boolean {
  return a.document === b.document && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** Whether the call stands where a token was tested for and was not there: `else` of `if [ -n "$TOKEN" ]`. */
function isAfterTokenTest(region: Region): boolean {
  for (let at: Region | undefined = region; at !== undefined && at.kind !== 'function'; at = at.parent) {
    const { branch } = at;
    if (branch === undefined) continue;
    const negative = at.test?.holds === false ? at.test : undefined;
    const positive =
      at.test === undefined ? branch.arms.find((arm) => arm !== at && arm.test?.holds === true)?.test : undefined;
    const value = (negative ?? positive)?.value;
    if (value?.kind === 'ref' && /token|tok$/i.test(value.name)) return true;
    if (value?.kind === 'member' && value.property?.kind === 'literal' && /token/i.test(value.property.text))
      return true;
  }
  return false;
}
