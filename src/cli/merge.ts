/** The command `merge`: reads reports on parts, and writes those that one run on everything would have written. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../config.js';
import { mergeParts } from '../merge/merge-parts.js';
import { mergeSarif, type SarifPart } from '../merge/merge-sarif.js';
import type { Part } from '../merge/read-part.js';
import { readReport } from '../merge/read-report.js';
import { isUnread } from '../verdict.js';
import { exitCodeOf, withoutIgnores } from './exit-code.js';
import type { ExitCode, Host } from './host.js';
import type { MergeCommand } from './merge-command.js';
import { told, writeReports, writeText } from './reports.js';
import { checkReportPath } from './write-report.js';

export async function merge(command: MergeCommand, host: Host): Promise<ExitCode> {
  for (const { path } of command.outputs) if (path !== undefined) checkReportPath(host.directory, path);
  const read = command.files.map((file) => readReport(readText(resolve(host.directory, file), file), file));
  const parts = read.flatMap((one): readonly Part[] => (one.kind === 'JSON' ? [one.part] : []));
  const logs = read.flatMap((one): readonly SarifPart[] => (one.kind === 'SARIF' ? [one.part] : []));
  const [part, log] = [parts[0], logs[0]];
  if (part !== undefined && log !== undefined)
    throw new UserError(`${part.file} is JSON, and ${log.file} is SARIF`, 'merge reports of one kind');
  return part === undefined ? mergeLogs(logs, command, host) : mergeReports(parts, command, host);
}

async function mergeReports(parts: readonly Part[], command: MergeCommand, host: Host): Promise<ExitCode> {
  const { report: all, versionControl } = mergeParts(parts);
  const report = withoutIgnores(all, command);
  const exitCode = exitCodeOf({ ...report, unread: report.verdict.unread }, command);
  const place = { root: undefined, from: '', scanned: { name: '', versionControl } };
  await writeReports(report, exitCode, place, command, host);
  return exitCode;
}

async function mergeLogs(parts: readonly SarifPart[], command: MergeCommand, host: Host): Promise<ExitCode> {
  const other = command.outputs.find(({ format, isDefault }) => format !== 'sarif' && isDefault !== true);
  if (other !== undefined)
    throw new UserError(`of SARIF only SARIF can be made, and not ${other.format}`, 'merge JSON reports');
  const merged = mergeSarif(parts, { keepsIgnores: command.unusedIgnores !== 'off' });
  const unread = merged.notices.filter(isUnread).length;
  const exitCode = exitCodeOf({ ...merged, unread }, command);
  const text = merged.write(exitCode);
  for (const { path } of command.outputs) await writeText(text, path, told(merged), command, host);
  return exitCode;
}

function readText(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
