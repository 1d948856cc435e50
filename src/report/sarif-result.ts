/** Findings as the results of SARIF. */
import type { CodeFlow, Location as SarifLocation, Result, Suppression } from 'sarif';
import type { Finding, Report, SuppressedFinding } from '../model/finding.js';
import type { Rule } from '../rule.js';
import { lineHashes, siteFingerprints } from './fingerprint.js';
import { inFileOrder, inOrder } from './order.js';
import { sarifFix } from './sarif-fix.js';
import { noted, physicalLocation, uriOf } from './sarif-location.js';
import { resultMessage } from './sarif-rule.js';
import { sourcesOf, type SourceLines } from './source-lines.js';
import { opened } from './words.js';
import { grouped } from '../model/grouped.js';

/** GitHub keeps this many locations of a result, and refuses a file with ten times as many. */
const maxRelated = 100;

/** A finding, and if it is suppressed why. */
type Told = Finding & Partial<Pick<SuppressedFinding, 'suppression'>>;

/** What the results of one report have in common. */
interface Context {
  readonly rules: readonly Rule[];
  readonly sources: (path: string) => SourceLines | undefined;
  readonly hashes: (path: string) => readonly string[];
  readonly fingerprints: ReadonlyMap<Finding, string>;
  /** Whether some result is suppressed: then each says whether it is (SARIF 2.1.0, 3.27.23). */
  readonly hasSuppressed: boolean;
}

/** One result for each rule and line, by place; what else the rule says of that line are related places of the first. */
export function sarifResults(report: Report, rules: readonly Rule[], reportSuppressed: boolean): readonly Result[] {
  const context = contextOf(report, rules, reportSuppressed && report.suppressed.length > 0);
  const told: readonly Told[] = reportSuppressed ? [...report.findings, ...report.suppressed] : report.findings;
  const groups = grouped(inFileOrder(told), ({ ruleId, location, suppression }) =>
    JSON.stringify([ruleId, location.path, location.start.line, suppression !== undefined]),
  );
  const sorted = inOrder([...groups.values()], ([{ location, ruleId }]) => {
    return [uriOf(location.path), location.start.line, location.start.column, ruleId];
  });
  return sorted.map(([first, ...others]) => result(first, others, context));
}

function contextOf(report: Report, rules: readonly Rule[], hasSuppressed: boolean): Context {
  const sources = sourcesOf(report);
  const hashes = new Map<string, readonly string[]>();
  return {
    rules,
    sources,
    hashes: (path) => {
      const known = hashes.get(path) ?? lineHashes(report.sources.get(path) ?? '');
      hashes.set(path, known);
      return known;
    },
    fingerprints: siteFingerprints([...report.findings, ...report.suppressed], sources),
    hasSuppressed,
  };
}

function result(finding: Told, others: readonly Finding[], context: Context): Result {
  const { ruleId, level, location, reason, certainty } = finding;
  const ruleIndex = context.rules.findIndex((rule) => rule.id === ruleId);
  const [through] = finding.related;
  const throughName = through && `${through.location.path}:${String(through.location.start.line)}`;
  const related = relatedLocations(finding, others, context);
  const flows = codeFlows(finding, context);
  const fix = finding.fix && sarifFix(finding.fix, location, context.sources);
  return {
    ruleId,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level,
    kind: 'fail',
    message: resultMessage(context.rules[ruleIndex], finding.message, throughName),
    locations: [{ physicalLocation: physicalLocation(location, context.sources(location.path)) }],
    ...(related.length === 0 ? {} : { relatedLocations: [...related] }),
    ...(flows.length === 0 ? {} : { codeFlows: [...flows] }),
    partialFingerprints: partialFingerprints(finding, context),
    ...(fix === undefined ? {} : { fixes: [fix] }),
    ...(context.hasSuppressed ? { suppressions: suppressionsOf(finding) } : {}),
    properties: { confidence: certainty === 'certain' ? 'high' : 'medium', reason: opened(reason) },
  };
}

function suppressionsOf({ suppression }: Told): Suppression[] {
  if (suppression === undefined) return [];
  const { kind, reason } = suppression;
  return [
    {
      kind: kind === 'ignore' ? 'inSource' : 'external',
      status: 'accepted',
      ...(reason === undefined ? {} : { justification: reason }),
    },
  ];
}

function partialFingerprints(finding: Finding, context: Context): Record<string, string> {
  const { path, start } = finding.location;
  const hash = context.sources(path) === undefined ? undefined : context.hashes(path)[start.line - 1];
  const site = context.fingerprints.get(finding);
  return {
    ...(hash === undefined ? {} : { primaryLocationLineHash: hash }),
    ...(site === undefined ? {} : { 'imdsAuditSite/v1': site }),
  };
}

/** The way to the call, numbered from 1, then the other findings of the line. */
function relatedLocations(
  finding: Finding,
  others: readonly Finding[],
  { sources }: Context,
): readonly SarifLocation[] {
  const places = [...finding.related, ...others.map(({ location, message }) => ({ location, message }))];
  return places.slice(0, maxRelated).map(({ location, message }, index) => {
    return noted(physicalLocation(location, sources(location.path)), opened(message), index + 1);
  });
}

/** The way from where the address is defined to the call. */
function codeFlows(finding: Finding, { sources }: Context): readonly CodeFlow[] {
  if (finding.related.length === 0) return [];
  const steps = [...finding.related.slice(0, maxRelated), { location: finding.location, message: finding.reason }];
  const locations = steps.map(({ location, message }, index) => ({
    location: noted(physicalLocation(location, sources(location.path)), opened(message)),
    executionOrder: index + 1,
    importance: 'essential' as const,
  }));
  return [{ threadFlows: [{ locations }] }];
}
