/** Reads `--output`: which reports a run writes, and where to. */
import { normalize } from 'node:path';
import { UserError } from '../config.js';
import { formats, type Format } from '../report/index.js';
import { closest } from './closest.js';

export { formats, type Format };

/** A report; `path` undefined is standard output. */
export interface Output {
  readonly format: Format;
  readonly path: string | undefined;
  /** Whether nothing says in which format it is to be. */
  readonly isDefault?: boolean;
}

/**
 * `FORMAT=PATH` is one more report; a bare PATH takes the place of standard output, and is it when it is `-`. Without
 * `--format` its extension says which format it is in.
 */
export function readOutputs(format: Format | undefined, values: readonly string[]): readonly Output[] {
  const outputs = values.map((value) => readOutput(format, value));
  const hasBare = outputs.some((output) => !output.isExtra);
  const files = outputs.map(({ output }) => output);
  const first: Output = {
    format: format ?? 'text',
    path: undefined,
    ...(format === undefined ? { isDefault: true } : {}),
  };
  return hasBare ? files : [first, ...files];
}

function readOutput(format: Format | undefined, value: string): { readonly output: Output; readonly isExtra: boolean } {
  const [, prefix, rest] = /^([A-Za-z]+)=(.*)$/s.exec(value) ?? [];
  const path = rest ?? value;
  if (path === '')
    throw new UserError(`--output ${value} names no file`, 'write --output PATH or --output FORMAT=PATH');
  if (prefix === undefined)
    return { output: { format: format ?? formatOf(path), path: orStandardOutput(path) }, isExtra: false };
  const known = formats.find((candidate) => candidate === prefix);
  if (known !== undefined) return { output: { format: known, path: orStandardOutput(path) }, isExtra: path !== '-' };
  const meant = closest(prefix, formats);
  const wrong = `--output ${value}: ${prefix} is no format`;
  if (meant !== undefined) throw new UserError(wrong, `did you mean ${meant}=${path}?`);
  throw new UserError(`${wrong} (${formats.join(', ')})`, `for a file of that name write ./${value}`);
}

function formatOf(path: string): Format {
  if (/\.sarif(\.json)?$/i.test(path)) return 'sarif';
  if (/\.html?$/i.test(path)) return 'html';
  if (/\.xml$/i.test(path)) return 'junit';
  if (/\.(md|markdown)$/i.test(path)) return 'markdown';
  if (/\.rdjson$/i.test(path)) return 'rdjson';
  return /\.json$/i.test(path) ? 'json' : 'text';
}

function orStandardOutput(path: string): string | undefined {
  return path === '-' ? undefined : path;
}

/** The outputs, if each goes to a place of its own; throws a `UserError` for two at one. */
export function refuseTwice(outputs: readonly Output[]): readonly Output[] {
  const paths = outputs.map(({ path }) => (path === undefined ? 'standard output' : normalize(path)));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UserError(`--output names ${twice} twice`);
  return outputs;
}
