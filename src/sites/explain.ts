/** Says in words what a client's call was read as, and why it is or is not a request to the service. */
import { destination } from '../imds/address.js';
import { cloudOfHeaders } from '../imds/clouds.js';
import type { Document } from '../model/document.js';
import type { Call } from '../model/expr.js';
import { describe, textWithHoles } from '../model/value.js';
import { Callers } from '../resolve/callers.js';
import type { Project } from '../resolve/project.js';
import { sdkSiteOf } from './sdk.js';
import { waysOf, type Way } from './ways.js';

/** Lines for `inspect`; none when the call is no client's. */
export function explainCall(call: Call, document: Document, project: Project): readonly string[] {
  const callers = new Callers(project, new Set(project.documents()));
  const ways = waysOf(call, document, project, callers);
  if (ways === undefined) return [];
  const [sdk] = sdkSiteOf(call, document, project, callers);
  if (sdk !== undefined) return [`asks for a token by itself; goes on without: ${sdk.fallsBack}, ${sdk.why}`];
  const inContexts = ways.contexts.flatMap(({ ways: found }) => found);
  const lines = [...ways.alone, ...inContexts].flatMap(explainWay);
  return lines.length === 0 ? ['a client, but this call makes no request'] : [...new Set(lines)];
}

function explainWay({ request }: Way): readonly string[] {
  const target = destination(request.url);
  const cloud = cloudOfHeaders(request.headers, target.path);
  const names = request.headers.entries.map((entry) => textWithHoles(entry.name, '…'));
  const open = request.headers.open === undefined ? '' : `; more are possible: ${request.headers.open.why}`;
  return [
    `URL ${describe(request.url)}: ${cloud === undefined ? `${target.reaches}, ${target.why}` : `no, the headers are those of ${cloud}`}`,
    `headers ${names.join(', ') || 'none'}${open}`,
  ];
}
