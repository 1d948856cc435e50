/** What `scan` was asked to do, as the command line says it; what it does not say the configuration may. */
import { strategies } from '../cache/index.js';
import { defaultOptions, UserError } from '../config.js';
import type { Level } from '../model/finding.js';
import type { ArgumentReader } from './argument-reader.js';
import type { CacheCommand } from './cache-folder.js';
import type { Changes } from './changes.js';
import { colourChoices } from './colour.js';
import type { ColourChoice } from './colour.js';
import { failLevels, unusedIgnores, type UnusedIgnores } from './config-shape.js';
import { formats, readOutputs, refuseTwice } from './outputs.js';
import type { Output } from './outputs.js';
import { readShard, type AskedShard } from './shard.js';
import { readSize } from './size.js';

export interface ScanCommand {
  readonly kind: 'scan';
  readonly paths: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Undefined when it was not said. */
  readonly useIgnoreFiles: false | undefined;
  readonly forceExclude: boolean;
  /** Whether a path that names nothing is an error. */
  readonly allowUnmatched: boolean;
  /** Bytes. */
  readonly maxFileSize: number | undefined;
  /** The path to report standard input under; undefined when files are scanned. */
  readonly stdinPath: string | undefined;
  /** Which files to report on; undefined for all. */
  readonly changes: Changes | undefined;
  readonly shard: AskedShard | undefined;
  readonly rules: readonly string[];
  readonly outputs: readonly Output[];
  readonly reportSuppressed: boolean;
  readonly failOn: Level | 'none' | undefined;
  readonly strict: boolean;
  readonly useIgnores: boolean;
  readonly requireReason: true | undefined;
  readonly unusedIgnores: UnusedIgnores | undefined;
  readonly baseline: string | undefined;
  readonly updateBaseline: boolean;
  readonly allowStaleBaseline: boolean;
  /** The configuration that was named; 'none' for none at all. */
  readonly config: { readonly path: string } | 'none' | undefined;
  readonly printConfig: boolean;
  /** What to do about what can be fixed. */
  readonly fix: 'no' | 'apply' | 'show';
  readonly unsafeFixes: boolean;
  /** Where and how what is found out is kept; undefined for nowhere. */
  readonly cache: CacheCommand | undefined;
  readonly colour: ColourChoice;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

export function readScan(reader: ArgumentReader, literal: readonly string[]): ScanCommand {
  const paths = [...reader.texts('paths'), ...literal];
  if (paths.includes('')) throw new UserError('a path is empty', 'the current directory is .');
  const command: ScanCommand = {
    kind: 'scan',
    paths: paths.length === 0 ? defaultOptions.paths : paths,
    include: reader.texts('include'),
    exclude: reader.texts('exclude'),
    useIgnoreFiles: reader.isSet('no-ignore') ? false : undefined,
    forceExclude: reader.isSet('force-exclude'),
    allowUnmatched: reader.isSet('no-error-on-unmatched'),
    maxFileSize: readMaximum(reader.text('max-file-size')),
    stdinPath: readStdinPath(reader, paths),
    changes: readChanges(reader),
    shard: readShard(reader.text('shard')),
    rules: reader.texts('rule').flatMap((value) => value.split(',')),
    outputs: readOutputs(reader.oneOf('format', formats), reader.texts('output')),
    reportSuppressed: reader.isSet('report-suppressed'),
    failOn: reader.isSet('exit-zero') ? 'none' : reader.oneOf('fail-on', failLevels),
    strict: reader.isSet('strict'),
    useIgnores: !reader.isSet('no-inline-ignores'),
    requireReason: reader.isSet('require-reason') ? true : undefined,
    unusedIgnores: reader.oneOf('report-unused-ignores', unusedIgnores),
    baseline: reader.text('baseline'),
    updateBaseline: reader.isSet('update-baseline'),
    allowStaleBaseline: reader.isSet('allow-stale-baseline'),
    config: readConfig(reader),
    printConfig: reader.isSet('print-config'),
    fix: readFix(reader),
    unsafeFixes: reader.isSet('unsafe-fixes'),
    cache: readCache(reader),
    colour: reader.oneOf('color', colourChoices) ?? 'auto',
    verbose: reader.isSet('verbose'),
    quiet: reader.isSet('quiet'),
  };
  return refuseContradictions(command);
}

function readChanges(reader: ArgumentReader): Changes | undefined {
  const since = reader.text('since');
  const isStaged = reader.isSet('staged');
  const isChanged = reader.isSet('changed');
  if (isStaged && isChanged) throw new UserError('--staged and --changed exclude one another');
  if (since !== undefined && !isChanged) throw new UserError('--since goes with --changed');
  if (isStaged) return { kind: 'staged' };
  return isChanged ? { kind: 'changed', since } : undefined;
}

function readCache(reader: ArgumentReader): CacheCommand | undefined {
  const location = reader.text('cache-location');
  const strategy = reader.oneOf('cache-strategy', strategies);
  if (reader.isSet('cache')) {
    if (location === '') throw new UserError('--cache-location is empty', 'the current directory is .');
    return { location, strategy: strategy ?? 'metadata' };
  }
  if (location !== undefined) throw new UserError('--cache-location goes with --cache');
  if (strategy !== undefined) throw new UserError('--cache-strategy goes with --cache');
  return undefined;
}

function readConfig(reader: ArgumentReader): ScanCommand['config'] {
  const path = reader.text('config');
  if (!reader.isSet('no-config')) return path === undefined ? undefined : { path };
  if (path !== undefined) throw new UserError('--config and --no-config exclude one another');
  return 'none';
}

function readFix(reader: ArgumentReader): ScanCommand['fix'] {
  if (reader.isSet('diff')) return 'show';
  return reader.isSet('fix') ? 'apply' : 'no';
}

function readStdinPath(reader: ArgumentReader, paths: readonly string[]): string | undefined {
  const path = reader.text('stdin-filename');
  const isAsked = paths.includes('-');
  if (isAsked && path === undefined) {
    throw new UserError('standard input (-) needs --stdin-filename', 'its extension says what language the text is in');
  }
  if (isAsked && paths.length > 1)
    throw new UserError('standard input (-) cannot be scanned together with other paths');
  if (!isAsked && path !== undefined) throw new UserError('--stdin-filename needs the path -');
  if (path === '') throw new UserError('--stdin-filename is empty');
  return path;
}

function readMaximum(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const size = readSize(value);
  if (size !== undefined) return size;
  throw new UserError(`--max-file-size ${value} is no size`, 'write bytes, or 512k, 2M');
}

function refuseContradictions(command: ScanCommand): ScanCommand {
  if (command.unsafeFixes && command.fix === 'no') throw new UserError('--unsafe-fixes goes with --fix or --diff');
  if (command.fix === 'apply' && command.stdinPath !== undefined) {
    throw new UserError('--fix cannot write to standard input', 'use --diff');
  }
  if (command.stdinPath !== undefined && command.changes !== undefined)
    throw new UserError(`--${command.changes.kind} asks for files, and standard input (-) is none`);
  if (command.updateBaseline && command.changes !== undefined)
    throw new UserError(`--update-baseline is of all that is found, and --${command.changes.kind} of a part`);
  refuseWithShard(command);
  if (command.cache !== undefined && (command.changes !== undefined || command.stdinPath !== undefined)) {
    const what = command.changes === undefined ? '-' : `--${command.changes.kind}`;
    throw new UserError(`--cache is of files as they are, and ${what} asks about something else`);
  }
  refuseTwice(command.outputs);
  return command;
}

/** What is of the whole, or of files that are named, is divided among none. */
function refuseWithShard({ shard, stdinPath, changes, updateBaseline, fix }: ScanCommand): void {
  if (shard === undefined) return;
  if (stdinPath !== undefined) throw new UserError('--shard asks for files, and standard input (-) is none');
  if (changes !== undefined) throw new UserError(`--shard and --${changes.kind} exclude one another`);
  if (updateBaseline) throw new UserError('--update-baseline is of all that is found, and --shard of a part');
  if (fix !== 'no') throw new UserError('--shard reports on a part, and fixes are made in the whole', 'leave it out');
}
