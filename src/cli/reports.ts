/** Writes the reports that were asked for, each in its format and to its place. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.js';
import type { Report } from '../model/finding.js';
import { render } from '../report/index.js';
import { usesColour } from './colour.js';
import type { ExitCode, Host } from './host.js';
import type { Output } from './outputs.js';
import { findProvenance } from './provenance.js';
import type { ScanCommand } from './scan-command.js';
import { writeReport } from './write-report.js';

export async function writeReports(
  report: Report,
  exitCode: ExitCode,
  command: ScanCommand,
  host: Host,
): Promise<void> {
  for (const output of command.outputs) {
    // A patch has standard output for itself.
    if (output.path === undefined && command.fix === 'show') continue;
    const text = renderFor(output, report, exitCode, command, host);
    if (output.path === undefined) {
      await host.writeOutput(text);
    } else {
      writeReport(host.directory, output.path, text);
      if (!command.quiet) host.writeError(`imds-audit: ${told(report)}; the report is in ${output.path}\n`);
    }
  }
}

function renderFor(output: Output, report: Report, exitCode: ExitCode, command: ScanCommand, host: Host): string {
  const isTerminal = output.path === undefined;
  return render(output.format, report, {
    rules,
    exitCode,
    color: isTerminal && usesColour(command.colour, host),
    width: isTerminal ? host.columns : undefined,
    verbose: command.verbose,
    versionControl: findProvenance((path) => readGitFile(host.directory, path)),
  });
}

function told({ findings }: Report): string {
  return findings.length === 1 ? '1 finding' : `${String(findings.length)} findings`;
}

function readGitFile(directory: string, path: string): string | undefined {
  try {
    return readFileSync(join(directory, '.git', path), 'utf8');
  } catch {
    return undefined;
  }
}
