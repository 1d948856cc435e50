/** Reviewdog's own format, which offers fixes as suggestions of a review. */
import type { Finding, Level, Report } from '../model/finding.js';
import type { Rule } from '../rule.js';
import type { Position } from '../model/source-file.js';
import { inFileOrder } from './order.js';
import { printable } from './printable.js';
import { sarifFix } from './sarif-fix.js';
import { homepage, pageOf } from './sarif-rule.js';
import { uriOf } from './sarif-location.js';
import { sourcesOf, type SourceLines } from './source-lines.js';
import { opened } from './words.js';

const severities: Readonly<Record<Level, string>> = { error: 'ERROR', warning: 'WARNING', note: 'INFO' };

type Sources = (path: string) => SourceLines | undefined;

/** A DiagnosticResult; the same report gives the same bytes. */
export function rdjson(
  report: Report,
  {
    rules,
    reportSuppressed = false,
  }: { readonly rules: readonly Rule[]; readonly reportSuppressed?: boolean | undefined },
): string {
  const told = reportSuppressed ? [...report.findings, ...report.suppressed] : report.findings;
  const sources = sourcesOf(report);
  const result = {
    source: { name: 'imds-audit', url: homepage },
    diagnostics: inFileOrder(told).map((finding) => diagnostic(finding, rules, sources)),
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

function diagnostic(finding: Finding, rules: readonly Rule[], sources: Sources): object {
  const { ruleId, level, message, reason, location } = finding;
  const { path, start, end } = location;
  const rule = rules.find(({ id }) => id === ruleId);
  const source = sources(path);
  const suggestions = suggestionsOf(finding, sources);
  return {
    message: printable(`${opened(message)} ${opened(reason)}`),
    location: { path, range: { start: inBytes(start, source), end: inBytes(end, source) } },
    severity: severities[level],
    code: { value: ruleId, ...(rule === undefined ? {} : { url: pageOf(rule.name) }) },
    ...(suggestions.length === 0 ? {} : { suggestions }),
  };
}

/** A suggestion is one replacement: of a fix that changes other files, too, or places far apart, it would be a part alone. */
function suggestionsOf({ fix, location }: Finding, sources: Sources): readonly object[] {
  const changes = (fix && sarifFix(fix, location, sources))?.artifactChanges ?? [];
  const [change, ...others] = changes;
  if (change?.artifactLocation.uri !== uriOf(location.path) || others.length > 0) return [];
  if (change.replacements.length > 1) return [];
  const source = sources(location.path);
  return change.replacements.map(({ deletedRegion: region, insertedContent }) => ({
    range: {
      start: inBytes({ line: region.startLine ?? 1, column: region.startColumn ?? 1 }, source),
      end: inBytes({ line: region.endLine ?? 1, column: region.endColumn ?? 1 }, source),
    },
    text: insertedContent?.text ?? '',
  }));
}

/** Reviewdog counts columns in bytes of UTF-8. */
function inBytes({ line, column }: Position, source: SourceLines | undefined): Position {
  const before = source?.line(line).slice(0, column - 1);
  return { line, column: before === undefined ? column : Buffer.byteLength(before) + 1 };
}
