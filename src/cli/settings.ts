/** What a run does in the end: the command line goes before the configuration, that before what is usual. */
import { relative, resolve } from 'node:path';
import { rules } from '../../rules/index.js';
import { defaultOptions } from '../config.js';
import type { Options } from '../config.js';
import type { FileSystem } from '../discover/file-system.js';
import { slashed } from '../discover/glob.js';
import { nodeFileSystem } from '../discover/node-file-system.js';
import { isBelow } from '../discover/paths.js';
import { defaultBaseline, formerBaseline, readBaseline } from './baseline-file.js';
import { changedFiles } from './changes.js';
import { findConfiguration, noConfiguration, type Asked, type FoundConfiguration } from './configuration.js';
import type { ExitRules } from './exit-code.js';
import { findRule } from './explain.js';
import type { Host } from './host.js';
import { indexFileSystem } from './index-file-system.js';
import { rootFor } from './root.js';
import type { ScanCommand } from './scan-command.js';
import { settleShard } from './shard.js';

export interface Settings extends ExitRules {
  readonly fs: FileSystem;
  readonly options: Options;
  /** Where the baseline is to be written to. Absolute. */
  readonly baselinePath: string;
  /** The configurations that were read, as they are shown. */
  readonly files: readonly string[];
}

/** Throws a `UserError` for a configuration, baseline or revision that is not there or not right. */
export async function settle(command: ScanCommand, host: Host): Promise<Settings> {
  const root = rootFor(host.directory, command.stdinPath === undefined ? command.paths : [command.stdinPath]);
  const found = configurationOf(command, root, host);
  const repository = { root, environment: host.environment };
  const baseline = command.baseline === undefined ? found.baseline : resolve(host.directory, command.baseline);
  const baselinePath = baseline ?? resolve(root, defaultBaseline);
  const worktree = nodeFileSystem(host.surveyor);
  const changed = command.changes === undefined ? undefined : changedFiles(command.changes, repository);
  const isChanged = changed === undefined ? undefined : (path: string) => changed.has(path);
  return {
    fs: command.changes?.kind === 'staged' ? indexFileSystem(worktree, repository) : worktree,
    options: {
      ...optionsOf(command, found),
      root,
      directory: host.directory,
      stdin: await inputOf(command, root, host),
      today: host.today,
      baseline: baselineFor(command, { named: baseline, written: baselinePath }, host),
      isAsked: isChanged,
      shard: settleShard(command.shard, host.environment),
    },
    failOn: command.failOn ?? found.failOn ?? 'error',
    strict: command.strict,
    unusedIgnores: command.unusedIgnores ?? found.reportUnusedIgnores ?? 'warn',
    allowsStaleBaseline: command.allowStaleBaseline,
    baselinePath,
    files: found.files,
  };
}

/** What is known already: of the baseline that was named, or of the one that is to be written anew. */
function baselineFor(
  { updateBaseline, printConfig }: ScanCommand,
  { named, written }: { readonly named: string | undefined; readonly written: string },
  { directory }: Host,
): Options['baseline'] {
  if (printConfig) return undefined;
  if (updateBaseline) return formerBaseline(directory, written);
  return named === undefined ? undefined : readBaseline(directory, named);
}

/** Standard input, if it is to be scanned, under its path from the root. */
async function inputOf({ stdinPath }: ScanCommand, root: string, host: Host): Promise<Options['stdin']> {
  if (stdinPath === undefined) return undefined;
  const path = resolve(host.directory, stdinPath);
  const shown = isBelow(root, path) ? relative(root, path) : stdinPath;
  return { path: slashed(shown), text: await host.readInput() };
}

function configurationOf({ config }: ScanCommand, root: string, host: Host): FoundConfiguration {
  if (config === 'none') return noConfiguration;
  const asked = askedConfiguration(config?.path, host);
  // Another repository has its own; a name on the command line counts from where we are.
  const directory = asked !== undefined || isBelow(root, host.directory) ? host.directory : root;
  return findConfiguration({ root, directory, asked }, rules);
}

function askedConfiguration(path: string | undefined, { environment }: Host): Asked | undefined {
  if (path !== undefined) return { path, by: '--config' };
  const other = environment['IMDS_AUDIT_CONFIG'];
  return other === undefined || other === '' ? undefined : { path: other, by: 'IMDS_AUDIT_CONFIG' };
}

function optionsOf(command: ScanCommand, found: FoundConfiguration): Omit<Options, 'root'> {
  return {
    ...defaultOptions,
    paths: command.paths,
    include: command.include,
    exclude: command.exclude,
    leaveOut: found.exclude,
    excludesNamed: command.forceExclude,
    allowUnmatched: command.allowUnmatched,
    useIgnoreFiles: command.useIgnoreFiles ?? found.useIgnoreFiles ?? defaultOptions.useIgnoreFiles,
    maxFileSize: command.maxFileSize ?? found.maxFileSize ?? defaultOptions.maxFileSize,
    rules: command.rules.map((rule) => findRule(rules, rule).id),
    levels: found.levels,
    useIgnores: command.useIgnores,
    requireReason: command.requireReason ?? found.requireReason ?? defaultOptions.requireReason,
  };
}

/** The settings as JSON, for a person who wonders. */
export function printedSettings({ options, files, ...settings }: Settings): string {
  const levels = Object.fromEntries(
    rules.map((rule) => {
      const given = options.levels.findLast(({ files: some, levels: own }) => some === undefined && own.has(rule.id));
      return [rule.id, given?.levels.get(rule.id) ?? (rule.isOptional === true ? 'off' : rule.level)];
    }),
  );
  const shown = {
    readFrom: files,
    root: options.root,
    exclude: [...options.exclude, ...options.leaveOut],
    rules: levels,
    overrides: options.levels.flatMap(({ files: some, levels: own }) =>
      some === undefined ? [] : [{ files: some, rules: Object.fromEntries(own) }],
    ),
    failOn: settings.failOn,
    requireReason: options.requireReason,
    reportUnusedIgnores: settings.unusedIgnores,
    maxFileSize: options.maxFileSize,
    useIgnoreFiles: options.useIgnoreFiles,
  };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}
