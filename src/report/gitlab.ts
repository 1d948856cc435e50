/** GitLab's Code Quality report, which merge requests show at the changed lines. */
import type { Level, Report } from '../model/finding.js';
import { siteFingerprints } from './fingerprint.js';
import { inFileOrder } from './order.js';
import { printable } from './printable.js';
import { sourcesOf } from './source-lines.js';
import { opened } from './words.js';

const severities: Readonly<Record<Level, string>> = { error: 'major', warning: 'minor', note: 'info' };

/** A list of issues; the same report gives the same bytes. A fingerprint holds no line number, so that an issue stays one. */
export function gitlab(
  report: Report,
  { reportSuppressed = false }: { readonly reportSuppressed?: boolean | undefined } = {},
): string {
  const told = reportSuppressed ? [...report.findings, ...report.suppressed] : report.findings;
  const fingerprints = siteFingerprints([...report.findings, ...report.suppressed], sourcesOf(report));
  const issues = inFileOrder(told).map((finding) => {
    const { ruleId, ruleName, level, message, reason, location } = finding;
    return {
      description: printable(`${opened(message)} ${opened(reason)} (${ruleId})`),
      check_name: ruleName,
      fingerprint: fingerprints.get(finding),
      severity: severities[level],
      location: { path: location.path, lines: { begin: location.start.line, end: location.end.line } },
    };
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
