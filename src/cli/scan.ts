/** The command `scan`: audit, fix if asked, write the reports, decide the exit code. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { audit } from '../audit.js';
import { auditWithCache } from '../cache/index.js';
import { UserError } from '../config.js';
import type { Options } from '../config.js';
import type { FileSystem } from '../discover/file-system.js';
import type { Report } from '../model/finding.js';
import { cachingFor } from './cache-folder.js';
import { closest } from './closest.js';
import { exitCodeOf, withoutIgnores } from './exit-code.js';
import type { ExitCode, Host } from './host.js';
import { watch } from './progress.js';
import { scannedAt, withNames } from './provenance.js';
import { writeReports } from './reports.js';
import { whereabouts } from './root.js';
import type { ScanCommand } from './scan-command.js';
import { printedSettings, settle, type Settings } from './settings.js';
import { updateBaseline } from './update-baseline.js';
import { checkReportPath } from './write-report.js';

export async function scan(command: ScanCommand, host: Host): Promise<ExitCode> {
  for (const { path } of command.outputs) if (path !== undefined) checkReportPath(host.directory, path);
  refuseMistypedCommand(command, host);
  const settings = await settle(command, host);
  if (command.printConfig) {
    await host.writeOutput(printedSettings(settings));
    return 0;
  }
  const { fs, options } = settings;
  const progress = watch(fs, host, command.quiet);
  const audited = await find(progress.fs, options, command, host).finally(progress.end);
  const found = withoutIgnores(withNames(audited, options.root), settings);
  const fixed = withoutIgnores(await fix(found, settings, command, host), settings);
  const report = command.updateBaseline ? updateBaseline(fixed, settings, command, host) : fixed;
  const exitCode = exitCodeOf({ ...report, unread: report.verdict.unread }, settings);
  // A patch has standard output for itself.
  const outputs = command.outputs.filter(({ path }) => path !== undefined || command.fix !== 'show');
  const place = {
    root: options.root,
    from: whereabouts(options.root, host.directory),
    scanned: scannedAt(options.root),
  };
  await writeReports(report, exitCode, place, { ...command, outputs }, host);
  return exitCode;
}

/** What is wrong with the files as they are. What is to be fixed is found anew. */
function find(fs: FileSystem, options: Options, command: ScanCommand, host: Host): Promise<Report> {
  if (command.cache === undefined) return audit(fs, options);
  const caching = cachingFor(command.cache, host, options.shard?.total ?? 0);
  return auditWithCache(audit, fs, options, { ...caching, reusesReport: command.fix === 'no' });
}

/** The report on what is left when what was asked for is done about fixes. */
async function fix(found: Report, { fs, options }: Settings, command: ScanCommand, host: Host): Promise<Report> {
  if (command.fix === 'no') return found;
  const { applyToFiles, showFixes } = await import('./fixes.js');
  if (command.fix === 'apply') return applyToFiles(found, fs, options, command, host);
  await showFixes(found, fs, options, command, host);
  return found;
}

/** `imds-audit sacn src` asks for no file named sacn. */
function refuseMistypedCommand({ paths, stdinPath, allowUnmatched }: ScanCommand, host: Host): void {
  const [first] = paths;
  if (first === undefined || stdinPath !== undefined || allowUnmatched || existsSync(resolve(host.directory, first)))
    return;
  const meant = closest(first, ['scan', 'merge', 'rules', 'explain', 'inspect', 'completion', 'help', 'version']);
  if (meant === undefined) return;
  const hint = meant === 'help' || meant === 'version' ? `--${meant}` : meant;
  throw new UserError(`there is no command or path ${first}`, `did you mean ${hint}?`);
}
