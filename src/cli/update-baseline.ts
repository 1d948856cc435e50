/** Writes the baseline anew: all that is found now is known from now on; what this run did not look at stays listed. */
import { resolve } from 'node:path';
import { baselineOf } from '../baseline.js';
import type { Report } from '../model/finding.js';
import { sourcesOf } from '../report/source-lines.js';
import { shownPath, writtenBaseline } from './baseline-file.js';
import type { Host } from './host.js';
import type { ScanCommand } from './scan-command.js';
import type { Settings } from './settings.js';
import { writeReport } from './write-report.js';

/** Gives the report as it is with the new baseline: what was found is known, and nothing of the old one is found no more. */
export function updateBaseline(report: Report, { baselinePath }: Settings, command: ScanCommand, host: Host): Report {
  const entries = baselineOf(report, sourcesOf(report));
  writeReport(host.directory, baselinePath, writtenBaseline(entries));
  if (!command.quiet) {
    const number = entries.length === 1 ? '1 problem' : `${String(entries.length)} problems`;
    host.writeError(`imds-audit: ${shownPath(host.directory, resolve(baselinePath))} lists ${number}\n`);
  }
  const known = report.findings.map((finding) => ({
    ...finding,
    suppression: { kind: 'baseline', reason: undefined } as const,
  }));
  const notices = report.notices.filter(({ kind }) => kind !== 'baseline');
  return { ...report, findings: [], suppressed: [...report.suppressed, ...known], notices };
}
