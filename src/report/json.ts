/** The report for programs: a JSON document whose shape `schema/report.schema.json` describes. */
import type { Finding, Location, Notice, Report, Repository, SuppressedFinding, Verdict } from '../model/finding.js';
import type { Fix } from '../model/site.js';
import { inFileOrder, inOrder, noticesInOrder } from './order.js';
import { partObject, type Scanned } from './part.js';
import { sourcesOf, type SourceLines } from './source-lines.js';

/** Raised when something is taken away or changes its meaning; additions do not raise it. */
const schemaVersion = 1;

type Sources = (path: string) => SourceLines | undefined;

/** The report as JSON; the same report gives the same bytes. What is suppressed is counted, and listed if that is wanted. */
export function json(report: Report, { reportSuppressed = false, scanned = unnamed }: JsonOptions = {}): string {
  const sources = sourcesOf(report);
  const suppressed = inFileOrder(report.suppressed).map((finding) => suppressedObject(finding, sources));
  const document = {
    schemaVersion,
    tool: { name: 'imds-audit', version: report.version },
    verdict: verdictObject(report.verdict),
    ...(report.repositories.length === 0 ? {} : { repositories: report.repositories.map(repositoryObject) }),
    findings: inFileOrder(report.findings).map((finding) => findingObject(finding, sources)),
    ...(reportSuppressed ? { suppressed } : {}),
    notices: noticesInOrder(report.notices).map(noticeObject),
    statistics: {
      scanned: report.statistics.scanned,
      analysed: sorted(report.statistics.analysed),
      followed: report.statistics.followed,
      skipped: sorted(report.statistics.skipped),
      requests: report.statistics.requests,
      suppressed: report.suppressed.length,
    },
    ...(report.verdict.shard === undefined ? {} : { part: partObject(report, scanned, suppressed) }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

interface JsonOptions {
  readonly reportSuppressed?: boolean | undefined;
  /** What a report on a shard is of. */
  readonly scanned?: Scanned | undefined;
}

const unnamed: Scanned = { name: '', versionControl: undefined };

function verdictObject({ ready, partial, refused, fallback, undecided, sdkFallback, unread }: Verdict): object {
  return { ready, partial, refused, fallback, undecided, sdkFallback, unread };
}

function repositoryObject({ path, name, address, verdict, counts }: Repository): object {
  const { error, warning, note } = counts;
  const findings = { error, warning, note };
  return { path, name, address: address ?? null, verdict: verdictObject(verdict), findings };
}

function findingObject(finding: Finding, sources: Sources): object {
  const { ruleId, ruleName, level, certainty, message, reason, location, related, remedy, fix } = finding;
  return {
    ruleId,
    ruleName,
    level,
    certainty,
    message,
    reason,
    location: locationObject(location),
    related: related.map((step) => ({ message: step.message, location: locationObject(step.location) })),
    remedy,
    fix: fix === undefined ? null : fixObject(fix, sources),
  };
}

function suppressedObject(finding: SuppressedFinding, sources: Sources): object {
  const { kind, reason } = finding.suppression;
  return { ...findingObject(finding, sources), suppression: { kind, reason: reason ?? null } };
}

function locationObject({ path, start, end, languages }: Location): object {
  return {
    path,
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    languages,
  };
}

function fixObject({ title, safety, edits }: Fix, sources: Sources): object {
  const inPlace = inOrder(edits, ({ path, span }) => [path, span.start, span.end]);
  return {
    title,
    safety,
    edits: inPlace.map(({ path, span, text }) => {
      const start = sources(path)?.position(span.start);
      const end = sources(path)?.position(span.end);
      return {
        path,
        startLine: start?.line ?? null,
        startColumn: start?.column ?? null,
        endLine: end?.line ?? null,
        endColumn: end?.column ?? null,
        startOffset: span.start,
        endOffset: span.end,
        text,
      };
    }),
  };
}

function noticeObject({ kind, path, message, position }: Notice): object {
  return { kind, path, line: position?.line ?? null, column: position?.column ?? null, message };
}

function sorted(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(inOrder(Object.entries(counts), ([name]) => [name]));
}
