/** What `scan` was asked to do. */
import { defaultOptions, UserError } from '../config.js';
import type { Level } from '../model/finding.js';
import type { ArgumentReader } from './argument-reader.js';
import { colourChoices } from './colour.js';
import type { ColourChoice } from './colour.js';
import { formats, readOutputs } from './outputs.js';
import type { Output } from './outputs.js';

export interface ScanCommand {
  readonly kind: 'scan';
  readonly paths: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly useIgnoreFiles: boolean;
  /** Bytes. */
  readonly maxFileSize: number;
  /** The path to report standard input under; undefined when files are scanned. */
  readonly stdinPath: string | undefined;
  readonly rules: readonly string[];
  readonly outputs: readonly Output[];
  readonly failOn: Level | 'none';
  /** What to do about what can be fixed. */
  readonly fix: 'no' | 'apply' | 'show';
  readonly unsafeFixes: boolean;
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
    useIgnoreFiles: !reader.isSet('no-ignore'),
    maxFileSize: readSize(reader.text('max-file-size')),
    stdinPath: readStdinPath(reader, paths),
    rules: reader.texts('rule').flatMap((value) => value.split(',')),
    outputs: readOutputs(reader.oneOf('format', formats), reader.texts('output')),
    failOn: reader.isSet('exit-zero')
      ? 'none'
      : (reader.oneOf('fail-on', ['error', 'warning', 'note', 'none']) ?? 'error'),
    fix: readFix(reader),
    unsafeFixes: reader.isSet('unsafe-fixes'),
    colour: reader.oneOf('color', colourChoices) ?? 'auto',
    verbose: reader.isSet('verbose'),
    quiet: reader.isSet('quiet'),
  };
  return refuseContradictions(command);
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

const units: Readonly<Record<string, number>> = { '': 1, k: 1 << 10, m: 1 << 20, g: 1 << 30 };

function readSize(value: string | undefined): number {
  if (value === undefined) return defaultOptions.maxFileSize;
  const [, digits, unit] = /^(\d{1,15})([kmg]?)(?:i?b)?$/i.exec(value) ?? [];
  const size = Number(digits) * (units[unit?.toLowerCase() ?? ''] ?? NaN);
  if (Number.isSafeInteger(size) && size > 0) return size;
  throw new UserError(`--max-file-size ${value} is no size`, 'write bytes, or 512k, 2M');
}

function refuseContradictions(command: ScanCommand): ScanCommand {
  if (command.unsafeFixes && command.fix === 'no') throw new UserError('--unsafe-fixes goes with --fix or --diff');
  if (command.fix === 'apply' && command.stdinPath !== undefined) {
    throw new UserError('--fix cannot write to standard input', 'use --diff');
  }
  const paths = command.outputs.map((output) => output.path ?? 'standard output');
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UserError(`--output names ${twice} twice`);
  return command;
}
