/** The report of a run: its findings in order, what was not understood, and the verdict. */
import type { Options } from './config.js';
import { namesService } from './imds/anchors.js';
import type { Discovery } from './discover/index.js';
import type { Compared } from './baseline.js';
import { isDocumentation } from './languages/documentation.js';
import type { Document } from './model/document.js';
import type { Finding, Notice, Report, Verdict } from './model/finding.js';
import { inCode, type Site } from './model/site.js';
import { locationOf } from './place.js';
import type { Project } from './resolve/project.js';
import { repositoriesOf, verdictOf } from './verdict.js';
import { version } from './version.js';

/** What of a project a report tells. */
export interface Followed extends Pick<Project, 'hasPart' | 'documents'> {
  readonly evaluator: Pick<Project['evaluator'], 'exhausted'>;
  /** Why the code of a file was not followed to its end, by path. */
  readonly failures: ReadonlyMap<string, string>;
}

/** Puts together what one run has to say. */
export function reportOf(
  discovery: Discovery,
  all: readonly Document[],
  project: Followed,
  sites: readonly Site[],
  { findings, suppressed, notices: beside, unseen }: Compared,
  { isAsked, partial }: Pick<Options, 'isAsked'> & Pick<Verdict, 'partial'>,
): Report {
  const analysed: Record<string, number> = {};
  // Data that no code reads is no code: what it holds, and whether it is whole, is of no account.
  const documents = all.filter(({ language, file }) => language !== 'json' || project.hasPart(file.path));
  const unclaimed = discovery.unclaimed.filter((path) => !project.hasPart(path));
  const { isOwn } = discovery;
  for (const { parent, language, file } of documents)
    if (parent === undefined && isOwn(file.path)) analysed[language] = (analysed[language] ?? 0) + 1;
  // What is shown to people may be cut short: it need not be code that can be parsed.
  const code = documents.filter((document) => !isDocumentation(document));
  const mentioning = new Set(discovery.files.map((file) => file.path));
  const followed = project
    .documents()
    .filter(({ parent, file: { path } }) => parent === undefined && !mentioning.has(path) && isOwn(path));
  const notices = [
    ...discovery.notices,
    ...code.flatMap(syntaxNotices),
    ...unclaimed.map(notAnalysed),
    ...code.flatMap(unreadNotices),
    ...[...project.evaluator.exhausted].map((path) => notDecided(path)),
    ...[...project.failures].map(([path, message]) => notDecided(path, message)),
    ...beside,
  ].filter(({ path }) => isOwn(path) && (isAsked?.(path) ?? true));
  const requests = sites.filter(({ kind }) => kind === 'metadata-request' || kind === 'sdk-configuration');
  const told = { findings, suppressed, notices };
  const part = { partial, shard: discovery.shard };
  return {
    version,
    findings,
    suppressed,
    notices: notices.toSorted((a, b) => compare(a.path, b.path)),
    statistics: {
      scanned: discovery.scanned,
      analysed,
      followed: followed.length,
      skipped: discovery.skipped,
      requests: requests.filter((site) => isOwn(inCode(site).place.document.file.path)).length,
    },
    verdict: verdictOf(told, part),
    repositories: repositoriesOf(told, discovery.repositories, part),
    unseen,
    sources: textsOf([...documents, ...editedBy(findings, project)]),
  };
}

/** The documents that fixes of `findings` change, also where imports alone led to them. */
function editedBy(findings: readonly Finding[], project: Pick<Project, 'documents'>): readonly Document[] {
  const edited = new Set(findings.flatMap(({ fix }) => fix?.edits.map(({ path }) => path) ?? []));
  return project.documents().filter(({ file }) => edited.has(file.path));
}

/** The texts of the files that `documents` lie in, by path. */
export function textsOf(documents: readonly Document[]): ReadonlyMap<string, string> {
  return new Map(documents.map(({ file }) => [file.path, file.text]));
}

/** One finding a rule and place, in the order of the places: several ways to one call are one thing to mend. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const byKey = new Map(findings.toReversed().map((finding) => [keyOf(finding), finding]));
  return [...byKey.values()].toSorted(byPlace);
}

function keyOf({ ruleId, location: { path, span } }: Finding): string {
  return `${path}\0${String(span.start)}\0${String(span.end)}\0${ruleId}`;
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.location.path, b.location.path) ||
    a.location.span.start - b.location.span.start ||
    a.location.span.end - b.location.span.end ||
    compare(a.ruleId, b.ruleId)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function syntaxNotices(document: Document): readonly Notice[] {
  return document.errors.map((error): Notice => {
    const { path, start } = locationOf({ document, span: error.span });
    return { kind: 'syntax', path, message: error.message, position: start };
  });
}

/** Of what a document holds and nobody read, the first part that names the service. */
function unreadNotices(document: Document): readonly Notice[] {
  const text = document.text.text;
  const part = document.unread?.find(({ span }) => namesService(text.slice(span.start, span.end)));
  if (part === undefined) return [];
  const { path, start } = locationOf({ document, span: part.span });
  const message = `mentions the metadata service in ${part.what}, which is not analysed`;
  return [{ kind: 'not-analysed', path, message, position: start }];
}

const unknownLanguage = 'mentions the metadata service, but is in no language that is analysed';
const idle = 'mentions the metadata service, but is data that no code is seen to read';

function notAnalysed(path: string): Notice {
  return {
    kind: 'not-analysed',
    path,
    message: path.endsWith('.json') ? idle : unknownLanguage,
    position: undefined,
  };
}

const tooMuch = 'holds more code than is followed: not all of its requests may be found';

function notDecided(path: string, message = tooMuch): Notice {
  return {
    kind: 'undecided',
    path,
    message,
    position: undefined,
  };
}
