/** Says in words what a client's call was read as, and why it is or is not a request to the service. */
import { destination } from '../imds/address.js';
import { cloudOfHeaders } from '../imds/clouds.js';
import { SESSION_TOKEN } from '../imds/names.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import { textOf, textWithHoles, type Place, type Value } from '../model/value.js';
import type { Callers } from '../resolve/callers.js';
import type { Project } from '../resolve/project.js';
import { headerEvidence } from './evidence.js';
import { sdkSiteOf } from './sdk.js';
import { waysOf, type Way } from './ways.js';

/** How values and places are shown. */
export interface Show {
  value(value: Value): string;
  place(place: Place): string;
}

/** How many ways of making one request are told. */
const MAX_TOLD = 12;

/** Lines for `inspect`; undefined when the call is no client's. */
export function explainCall(
  call: Call,
  document: Document,
  project: Project,
  callers: Callers,
  show: Show,
): readonly string[] | undefined {
  const ways = waysOf(call, document, project, callers);
  if (ways === undefined) return undefined;
  const [sdk] = sdkSiteOf(call, document, project, callers);
  if (sdk !== undefined) return [`asks for a token by itself; goes on without: ${reached[sdk.fallsBack]}, ${sdk.why}`];
  const alone = ways.alone.flatMap((way) => explainWay(way, show));
  const told = ways.contexts.slice(0, MAX_TOLD).flatMap(({ steps, ways: found }) => {
    const through = (steps.at(-1) ?? []).map((frame) =>
      show.place({ document: frame.document, span: frame.call.span }),
    );
    return [
      `called from ${through.join(', from ')}:`,
      ...distinct(
        found.flatMap((way) => explainWay(way, show)),
        '  ',
      ),
    ];
  });
  const more = ways.contexts.length - MAX_TOLD;
  const left = more > 0 ? [`and from ${String(more)} more callers`] : [];
  const lines = told.length > 0 ? [...told, ...left] : distinct(alone, '');
  return lines.length > 0 ? lines : ['a client, but this call makes no request, or is never reached'];
}

function distinct(lines: readonly string[], indent: string): readonly string[] {
  return [...new Set(lines)].slice(0, MAX_TOLD).map((line) => indent + line);
}

function explainWay(way: Way, show: Show): readonly string[] {
  const { client, url, method, headers } = way.request;
  const target = destination(url);
  const cloud = cloudOfHeaders(headers, target.path);
  const names = headers.entries.map((entry) => textWithHoles(entry.name, '…'));
  const open = headers.open === undefined ? '' : `; more are possible: ${headers.open.why}`;
  const reaches =
    cloud === undefined ? `${reached[target.reaches]}, ${target.why}` : `no, the headers are those of ${cloud}`;
  const token = headerEvidence([way], SESSION_TOKEN);
  const isAsked = target.reaches !== 'no' && cloud === undefined;
  return [
    `${client} ${textOf(method)?.toUpperCase() ?? 'with some method'} ${show.value(url)}`,
    `reaches the service: ${reaches}`,
    ...(isAsked
      ? [`headers: ${names.join(', ') || 'none'}${open}`, `session token: ${token.sent} sent, because ${token.why}`]
      : []),
  ];
}

const reached = { certain: 'yes', possible: 'perhaps', no: 'no' } as const;
