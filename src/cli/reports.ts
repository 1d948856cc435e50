/** Writes the reports that were asked for, each in its format and to its place. */
import { rules } from '../../rules/index.js';
import type { Report } from '../model/finding.js';
import { render, type RenderContext } from '../report/index.js';
import { usesColour, usesLinks } from './colour.js';
import type { ExitCode, Host } from './host.js';
import type { Output } from './outputs.js';
import { findProvenance } from './provenance.js';
import { whereabouts } from './root.js';
import type { ScanCommand } from './scan-command.js';
import type { Settings } from './settings.js';
import { writeReport } from './write-report.js';

export async function writeReports(
  report: Report,
  exitCode: ExitCode,
  { options: { root } }: Settings,
  command: ScanCommand,
  host: Host,
): Promise<void> {
  const from = whereabouts(root, host.directory);
  const versionControl = findProvenance(root);
  for (const output of command.outputs) {
    // A patch has standard output for itself.
    if (output.path === undefined && command.fix === 'show') continue;
    const text = renderFor(output, report, { exitCode, from, versionControl, root }, command, host);
    if (output.path === undefined) {
      await host.writeOutput(text);
    } else {
      writeReport(host.directory, output.path, text);
      if (!command.quiet) host.writeError(`imds-audit: ${told(report)}; the report is in ${output.path}\n`);
    }
  }
}

/** What the reports of a run have in common. */
type Common = Pick<RenderContext, 'exitCode' | 'from' | 'versionControl'> & { readonly root: string };

function renderFor(output: Output, report: Report, common: Common, command: ScanCommand, host: Host): string {
  const isTerminal = output.path === undefined;
  return render(output.format, report, {
    exitCode: common.exitCode,
    from: common.from,
    versionControl: common.versionControl,
    rules,
    reportSuppressed: command.reportSuppressed,
    color: isTerminal && usesColour(command.colour, host),
    links: isTerminal && usesLinks(command.colour, host) ? { root: common.root } : undefined,
    width: isTerminal ? host.columns : undefined,
    verbose: command.verbose,
  });
}

function told({ findings }: Report): string {
  return findings.length === 1 ? '1 finding' : `${String(findings.length)} findings`;
}
