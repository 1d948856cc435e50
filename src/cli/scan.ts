/** The command `scan`: audit, fix if asked, write the reports, decide the exit code. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules } from '../../rules/index.js';
import { audit } from '../audit.js';
import { UserError } from '../config.js';
import type { Options } from '../config.js';
import { nodeFileSystem } from '../discover/node-file-system.js';
import type { Level, Report } from '../model/finding.js';
import { closest } from './closest.js';
import { findRule } from './explain.js';
import { applyToFiles, showFixes } from './fixes.js';
import type { ExitCode, Host } from './host.js';
import { writeReports } from './reports.js';
import type { ScanCommand } from './scan-command.js';
import { checkReportPath } from './write-report.js';

export async function scan(command: ScanCommand, host: Host): Promise<ExitCode> {
  for (const { path } of command.outputs) if (path !== undefined) checkReportPath(host.directory, path);
  refuseMistypedCommand(command, host);
  const options = await optionsOf(command, host);
  const fs = nodeFileSystem();
  const found = await audit(fs, options);
  if (command.fix === 'show') await showFixes(found, fs, options, command, host);
  const report = command.fix === 'apply' ? await applyToFiles(found, fs, options, command, host) : found;
  const exitCode = exitCodeOf(report, command.failOn);
  await writeReports(report, exitCode, command, host);
  return exitCode;
}

async function optionsOf(command: ScanCommand, host: Host): Promise<Options> {
  const { paths, include, exclude, useIgnoreFiles, maxFileSize, stdinPath } = command;
  return {
    root: host.directory,
    paths,
    include,
    exclude,
    useIgnoreFiles,
    maxFileSize,
    stdin: stdinPath === undefined ? undefined : { path: stdinPath, text: await host.readInput() },
    rules: command.rules.map((rule) => findRule(rules, rule).id),
  };
}

/** `imds-audit sacn src` asks for no file named sacn. */
function refuseMistypedCommand({ paths, stdinPath }: ScanCommand, host: Host): void {
  const [first] = paths;
  if (first === undefined || stdinPath !== undefined || existsSync(resolve(host.directory, first))) return;
  const meant = closest(first, ['scan', 'rules', 'explain', 'inspect', 'help', 'version']);
  if (meant === undefined) return;
  const hint = meant === 'help' || meant === 'version' ? `--${meant}` : meant;
  throw new UserError(`there is no command or path ${first}`, `did you mean ${hint}?`);
}

const order: Readonly<Record<Level | 'none', number>> = { note: 0, warning: 1, error: 2, none: 3 };

function exitCodeOf(report: Report, failOn: Level | 'none'): ExitCode {
  return report.findings.some((finding) => order[finding.level] >= order[failOn]) ? 1 : 0;
}
