/** Writes the reports that were asked for, each in its format and to its place. */
import { rules } from '../../rules/index.js';
import { render, type RenderContext } from '../report/index.js';
import type { Report } from '../model/finding.js';
import type { ColourChoice } from './colour.js';
import { usesColour, usesLinks } from './colour.js';
import type { ExitCode, Host } from './host.js';
import type { Output } from './outputs.js';
import { writeReport } from './write-report.js';

/** Which reports are wanted, and how they are to look. */
export interface Reporting {
  readonly outputs: readonly Output[];
  readonly reportSuppressed: boolean;
  readonly colour: ColourChoice;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** What a report is about. */
export interface Place extends Pick<RenderContext, 'scanned'> {
  /** The absolute directory that paths count from; undefined where there is none on this machine. */
  readonly root: string | undefined;
  /** Where we are: see `seenFrom`. */
  readonly from: string;
}

export async function writeReports(
  report: Report,
  exitCode: ExitCode,
  place: Place,
  command: Reporting,
  host: Host,
): Promise<void> {
  for (const output of command.outputs) {
    const text = renderFor(output, report, { exitCode, ...place }, command, host);
    await writeText(text, output.path, told(report), command, host);
  }
}

/** To the file at `path`, or without one to standard output. */
export async function writeText(
  text: string,
  path: string | undefined,
  found: string,
  { quiet }: Pick<Reporting, 'quiet'>,
  host: Host,
): Promise<void> {
  if (path === undefined) {
    await host.writeOutput(text);
    return;
  }
  writeReport(host.directory, path, text);
  if (!quiet) host.writeError(`imds-audit: ${found}; the report is in ${path}\n`);
}

function renderFor(
  output: Output,
  report: Report,
  { root, ...common }: Place & Pick<RenderContext, 'exitCode'>,
  command: Reporting,
  host: Host,
): string {
  const isTerminal = output.path === undefined;
  const isLinked = isTerminal && root !== undefined && usesLinks(command.colour, host);
  return render(output.format, report, {
    ...common,
    versionControl: common.scanned?.versionControl,
    rules,
    reportSuppressed: command.reportSuppressed,
    color: isTerminal && usesColour(command.colour, host),
    links: isLinked ? { root } : undefined,
    width: isTerminal ? host.columns : undefined,
    verbose: command.verbose,
  });
}

/** '2 findings'. */
export function told({ findings }: { readonly findings: readonly unknown[] }): string {
  return findings.length === 1 ? '1 finding' : `${String(findings.length)} findings`;
}
