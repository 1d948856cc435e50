/** Explains what was understood of a file: its documents, calls, values and requests, and why each is or is not reported. */
import { rules } from '../rules/index.js';
import { projectOf } from './audit.js';
import { UserError, type Options } from './config.js';
import type { FileSystem } from './discover/file-system.js';
import { readSource } from './discover/read-source.js';
import type { Document } from './model/document.js';
import type { Call } from './model/expr.js';
import type { Site } from './model/site.js';
import { describe, type Place, type Value } from './model/value.js';
import { locationOf } from './place.js';
import { calleeOf } from './resolve/calls.js';
import { noFrames } from './resolve/evaluate.js';
import { withEmbedded, type Project } from './resolve/project.js';
import { check } from './rule.js';
import { explainCall } from './sites/explain.js';
import { sitesIn } from './sites/index.js';

/** A text for a person. Throws a `UserError` when the file cannot be read or no language claims it. */
export async function inspect(fs: FileSystem, options: Options, path: string): Promise<string> {
  const file = readSource(fs, { ...options, maxFileSize: Infinity }, path);
  if (file === undefined)
    throw new UserError(`cannot read ${path}`, 'give the path of a text file below the current directory');
  const project = await projectOf(fs, options, [file]);
  const document = project.documentOf(file);
  if (document === undefined) throw new UserError(`${path} is in no language that is analysed`);
  const sites = sitesIn(withEmbedded(document), project);
  const documents = withEmbedded(document).flatMap((one) => describeDocument(one, project));
  const requests = sites.filter((site) => site.kind === 'metadata-request');
  const others = sites.filter((site) => site.kind !== 'metadata-request');
  return [
    ...documents,
    '',
    `Requests to the metadata service: ${String(requests.length)}`,
    ...requests.flatMap(describeSite),
    ...(others.length === 0 ? [] : ['', `SDK clients and libraries: ${String(others.length)}`]),
    ...others.flatMap(describeSite),
    '',
  ].join('\n');
}

function describeDocument(document: Document, project: Project): readonly string[] {
  const embedding = document.parent?.embedding;
  const at =
    embedding === undefined
      ? ''
      : ` at ${positionOf({ document: document.parent?.document ?? document, span: embedding.span })}`;
  const head = `${document.file.path}${at}: ${document.language}, ${String(document.calls.length)} calls`;
  const errors = document.errors.map(
    (error) => `  not understood at ${positionOf({ document, span: error.span })}: ${error.message}`,
  );
  return [head, ...errors, ...document.calls.flatMap((call) => describeCall(call, document, project))];
}

function describeCall(call: Call, document: Document, project: Project): readonly string[] {
  const callee = calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames });
  const ways = explainCall(call, document, project);
  return [`  ${positionOf({ document, span: call.span })}  ${nameOf(callee)}`, ...ways.map((line) => `      ${line}`)];
}

function nameOf(callee: Value): string {
  return callee.kind === 'external' ? callee.name : describe(callee);
}

function describeSite(site: Site): readonly string[] {
  const found = rules.filter((rule) => check(rule, site) !== undefined).map((rule) => `${rule.id} ${rule.name}`);
  return [...linesOf(site), `      reported as: ${found.join(', ') || 'nothing'}`];
}

function linesOf(site: Site): readonly string[] {
  switch (site.kind) {
    case 'metadata-request': {
      const token = site.header('x-aws-ec2-metadata-token');
      return [
        `  ${positionOf(site.url.place)}  ${site.client} ${site.method ?? 'some method'} ${site.path === '' ? '(the bare host)' : site.path}`,
        `      reaches the service: ${site.reachesMetadata}; asks for ${site.purpose === 'token' ? 'a token' : 'data'}`,
        `      session token sent: ${token.sent}, because ${token.why}`,
        ...site.steps.map((step) => `      ${positionOf(step.place)}: ${step.message}`),
      ];
    }
    case 'sdk-configuration':
      return [
        `  ${positionOf(site.place)}  ${site.client}, which asks for a token by itself`,
        `      goes on without one: ${site.fallsBack}, because ${site.why}`,
        ...site.steps.map((step) => `      ${positionOf(step.place)}: ${step.message}`),
      ];
    case 'dependency':
      return [
        `  ${positionOf(site.place)}  ${site.what} of the library ${site.library} (${site.how})`,
        `      reads without a token: ${site.readsWithoutToken}, because ${site.why}`,
      ];
  }
}

function positionOf(at: Place): string {
  const { path, start } = locationOf(at);
  return `${path}:${String(start.line)}:${String(start.column)}`;
}
