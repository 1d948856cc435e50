/** What `--fix` and `--diff` do with the fixes of a report. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { audit } from '../audit.js';
import { UserError } from '../config.js';
import type { Options } from '../config.js';
import type { FileSystem } from '../discover/file-system.js';
import { applyFixes } from '../fix.js';
import type { FixResult } from '../fix.js';
import type { Report } from '../model/finding.js';
import { overlay } from '../overlay.js';
import { unifiedDiff } from '../report/diff.js';
import { replaceFile } from '../write.js';
import { usesColour } from './colour.js';
import type { Host } from './host.js';
import type { ScanCommand } from './scan-command.js';

/** Prints the patch that `--fix` would apply. */
export async function showFixes(
  report: Report,
  fs: FileSystem,
  options: Options,
  command: ScanCommand,
  host: Host,
): Promise<void> {
  const result = await tryFixes(report, fs, options, command);
  const color = usesColour(command.colour, host);
  const patches = result.files.map((file) => unifiedDiff(file, { color }));
  await host.writeOutput(patches.join(''));
  tell(result, 'can be fixed', command, host);
}

/** Writes the fixed files, and gives the report on what is left. */
export async function applyToFiles(
  report: Report,
  fs: FileSystem,
  options: Options,
  command: ScanCommand,
  host: Host,
): Promise<Report> {
  const result = await tryFixes(report, fs, options, command);
  const allowed = options.paths.map((path) => placeOf(options.directory ?? options.root, path));
  const failures = result.files.flatMap(({ path, before, after }) => {
    const why = replaceFile({ path: resolve(options.root, path), before, after }, allowed);
    return why === undefined ? [] : [`${path} was not fixed: ${why}`];
  });
  if (failures.length > 0) throw new UserError(failures.join('; '));
  if (!command.quiet) for (const { path } of result.files) host.writeError(`imds-audit: ${path} is fixed\n`);
  tell(result, 'fixed', command, host);
  return result.report;
}

function tryFixes(report: Report, fs: FileSystem, options: Options, command: ScanCommand): Promise<FixResult> {
  return applyFixes(report, command.unsafeFixes ? 'all' : 'safe', (texts) => {
    const fixed = overlay(fs, options, texts);
    return audit(fixed.fs, fixed.options);
  });
}

/** A directory or file; what a glob matches lies below the root. */
function placeOf(root: string, path: string): string {
  const place = resolve(root, path);
  return existsSync(place) ? place : root;
}

function tell({ applied, withheld }: FixResult, done: string, command: ScanCommand, host: Host): void {
  if (command.quiet) return;
  for (const { finding, why } of withheld) {
    const { path, start } = finding.location;
    host.writeError(`imds-audit: the fix at ${path}:${String(start.line)} is withheld: ${why}\n`);
  }
  host.writeError(`imds-audit: ${String(applied.length)} ${applied.length === 1 ? 'finding' : 'findings'} ${done}\n`);
}
