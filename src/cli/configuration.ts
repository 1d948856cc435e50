/** Finds the configuration of a run and reads it, with what it extends. It is data: nothing of it is ever executed. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../config.js';
import type { LevelLayer } from '../config.js';
import { slashed } from '../discover/glob.js';
import { parse } from '../languages/json/parse.js';
import type { Expr } from '../model/expr.js';
import { lineStarts, positionOf } from '../model/source-file.js';
import type { Rule } from '../rule.js';
import { readConfiguration, type Configuration } from './config-shape.js';
import { upwards } from '../discover/paths.js';

/** Where configuration may lie, in the order in which it is looked for in a directory. */
export const configNames = ['imds-audit.config.json', 'imds-audit.config.jsonc', '.imds-auditrc.json'] as const;
const packageKey = 'imds-audit';

/** The configuration of a run: patterns and paths count from the root, with forward slashes. */
export interface FoundConfiguration extends Omit<Configuration, 'extends'> {
  /** The files that it was read from, the one that was found first; as they are shown. */
  readonly files: readonly string[];
}

export const noConfiguration: FoundConfiguration = {
  files: [],
  exclude: [],
  levels: [],
  failOn: undefined,
  maxFileSize: undefined,
  useIgnoreFiles: undefined,
  requireReason: undefined,
  reportUnusedIgnores: undefined,
  baseline: undefined,
};

/** Files that are read for one configuration, which may name hundreds that each name hundreds. */
const mostFiles = 100;
const maximalSize = 1 << 20;

/** A configuration that was named, and by what. */
export interface Asked {
  readonly path: string;
  readonly by: '--config' | 'IMDS_AUDIT_CONFIG';
}

/** The places that decide what is found. Absolute directories; `asked` is what the user named, relative to `directory`. */
export interface Whereabouts {
  readonly root: string;
  readonly directory: string;
  readonly asked: Asked | undefined;
}

/** The nearest configuration from the directory up to the root. Throws a `UserError` for one that cannot be read. */
export function findConfiguration({ root, directory, asked }: Whereabouts, rules: readonly Rule[]): FoundConfiguration {
  const file = asked === undefined ? nearest(root, directory) : named(directory, asked);
  if (file === undefined) return noConfiguration;
  const files: string[] = [];
  const merged = readWithBases(file, { root, directory, rules, files }, []);
  const folder = dirname(file);
  const from = slashed(relative(root, folder));
  if (from.startsWith('..')) return { ...merged, files, baseline: merged.baseline && resolve(folder, merged.baseline) };
  return {
    ...merged,
    files,
    exclude: merged.exclude.map((pattern) => belowFolder(pattern, from)),
    levels: merged.levels.map(({ files: some, levels }): LevelLayer => ({
      files: some?.map((pattern) => belowFolder(pattern, from)),
      levels,
    })),
    baseline: merged.baseline && resolve(folder, merged.baseline),
  };
}

function named(directory: string, { path, by }: Asked): string {
  const file = resolve(directory, path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
  throw new UserError(`${by} ${path}: there is no such file`);
}

function nearest(root: string, directory: string): string | undefined {
  for (const folder of upwards(directory, root)) {
    const found = configNames.map((name) => join(folder, name)).filter((path) => existsSync(path));
    const [first, second] = found;
    if (second !== undefined && first !== undefined)
      throw new UserError(
        `there are two configurations: ${relative(directory, first)} and ${relative(directory, second)}`,
        'remove one',
      );
    if (first !== undefined) return first;
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && inPackage(readText(manifest, manifest)) !== undefined) return manifest;
  }
  return undefined;
}

/** The configuration that a `package.json` holds; undefined when it holds none. */
function inPackage(text: string): Expr | undefined {
  if (!text.includes(`"${packageKey}"`)) return undefined;
  const { value } = parse(text);
  if (value.kind !== 'record') return undefined;
  const entry = value.entries.find(
    (each) => 'key' in each && each.key.kind === 'literal' && each.key.text === packageKey,
  );
  const found = entry !== undefined && 'key' in entry ? entry.value : undefined;
  // The program's own package says `"imds-audit": "dist/cli.js"` below `bin`, others name it below devDependencies.
  return found?.kind === 'record' ? found : undefined;
}

interface Reading {
  readonly root: string;
  readonly directory: string;
  readonly rules: readonly Rule[];
  readonly files: string[];
}

/** `above` are the files that extend this one, in turn. */
function readWithBases(file: string, reading: Reading, above: readonly string[]): Configuration {
  const shown = slashed(relative(reading.directory, file));
  if (above.includes(shown)) throw new UserError(`${shown} extends itself: ${[...above, shown].join(' → ')}`);
  // One that many extend is read many times, as its place among them counts.
  if (reading.files.length >= mostFiles)
    throw new UserError(`${shown}: more than ${String(mostFiles)} configurations extend one another`);
  reading.files.push(shown);
  const text = readText(file, shown);
  const own = readConfiguration(valueIn(file, text, shown), { path: shown, text }, reading.rules);
  const bases = own.extends.map((name) =>
    readWithBases(baseOf(name, file, shown, reading.root), reading, [...above, shown]),
  );
  return [...bases, own].reduce(merge);
}

function valueIn(file: string, text: string, shown: string): Expr {
  if (file.endsWith(`${sep}package.json`)) {
    const value = inPackage(text);
    if (value !== undefined) return value;
  }
  const { value, errors } = parse(text);
  const [error] = errors;
  if (error === undefined) return value;
  const { line, column } = positionOf(lineStarts(text), error.span.start);
  throw new UserError(`${shown}:${String(line)}:${String(column)}: this is no JSON: ${error.message}`);
}

function readText(file: string, shown: string): string {
  try {
    if (statSync(file).size > maximalSize) throw new UserError(`${shown} is too large for a configuration`);
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A path beside the file that extends it, or one in a package of its project; nothing outside of the root. */
function baseOf(name: string, file: string, shown: string, root: string): string {
  const folder = dirname(file);
  const isPath = name.startsWith('.') || isAbsolute(name);
  const places = isPath
    ? [resolve(folder, name)]
    : upwards(folder, root).map((each) => join(each, 'node_modules', name));
  const found = places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile() === true);
  if (found === undefined)
    throw new UserError(
      `${shown} extends ${name}, which is not there`,
      'name a JSON file, or one in a package: name/file.json',
    );
  if (!/\.jsonc?$/.test(found)) throw new UserError(`${shown} extends ${name}, which is no JSON file`);
  const real = relative(realpathSync(root), realpathSync(found));
  if (real.startsWith('..') || isAbsolute(real))
    throw new UserError(`${shown} extends ${name}, which lies outside of the repository`);
  return found;
}

/** What `child` says, and where it says nothing what `base` does. */
function merge(base: Configuration, child: Configuration): Configuration {
  return {
    extends: [],
    exclude: [...base.exclude, ...child.exclude],
    levels: [...base.levels, ...child.levels],
    failOn: child.failOn ?? base.failOn,
    maxFileSize: child.maxFileSize ?? base.maxFileSize,
    useIgnoreFiles: child.useIgnoreFiles ?? base.useIgnoreFiles,
    requireReason: child.requireReason ?? base.requireReason,
    reportUnusedIgnores: child.reportUnusedIgnores ?? base.reportUnusedIgnores,
    baseline: child.baseline ?? base.baseline,
  };
}

/** A pattern of a file in `folder` (relative to the root) as one at the root. */
function belowFolder(pattern: string, folder: string): string {
  if (folder === '') return pattern;
  const [, not = '', rest = ''] = /^(!?)(.*)$/s.exec(pattern) ?? [];
  const place = folder.replaceAll(/[*?[\]\\]/g, '\\$&');
  const isAnchored = rest.replace(/\/$/, '').includes('/');
  return `${not}/${place}/${isAnchored ? '' : '**/'}${rest.replace(/^\//, '')}`;
}
