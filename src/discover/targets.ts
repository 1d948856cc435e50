/** From what the user wrote to absolute paths: files, directories and globs; here it is said that something is not there. */
import { relative, resolve } from 'node:path';
import { UserError } from '../config.js';
import type { FileKind, FileSystem } from './file-system.js';
import { expandGlob, isGlob, slashed } from './glob.js';
import { isBelow } from './paths.js';

/** What a run begins with. Paths are absolute. */
export interface Targets {
  readonly files: ReadonlySet<string>;
  readonly directories: ReadonlySet<string>;
  readonly globs: readonly Glob[];
}

/** A glob as it was written, its patterns relative to the root, and the directories that they begin in. */
export interface Glob {
  readonly written: string;
  readonly patterns: readonly string[];
  readonly starts: readonly string[];
}

/** What the paths of a user are relative to, and whether one may name nothing. Absolute directories. */
export interface Naming {
  readonly root: string;
  readonly directory: string;
  readonly allowUnmatched: boolean;
}

/** Sorts `paths`. Throws a UserError for one that names nothing, unless that may be. */
export function findTargets(fs: FileSystem, naming: Naming, paths: readonly string[]): Targets {
  const { root, directory, allowUnmatched } = naming;
  const files = new Set<string>();
  const directories = new Set<string>();
  const globs: Glob[] = [];

  function add(written: string): void {
    const kind = written === '' ? undefined : fs.kindOf(resolve(directory, written))?.kind;
    if (kind === undefined && isGlob(written)) addGlob(written);
    else addPath(written, kind);
  }

  function addPath(written: string, kind: FileKind | undefined): void {
    if (kind === undefined && allowUnmatched) return;
    if (kind === undefined) throw new UserError(`no such file or directory: ${written}`);
    if (kind === 'other') {
      throw new UserError(`neither a file nor a directory: ${written}`, 'Pipe a text to standard input instead.');
    }
    (kind === 'file' ? files : directories).add(settle(fs, root, resolve(directory, written)));
  }

  function addGlob(written: string): void {
    const { plain, patterns, bases } = expandGlob(written, directory);
    for (const path of plain) addPath(path, fs.kindOf(resolve(directory, path))?.kind);
    const starts = bases.filter((base) => fs.kindOf(base)?.kind === 'directory');
    if (patterns.length > 0) globs.push({ written, patterns, starts });
  }

  for (const path of paths) add(path);
  return { files, directories, globs };
}

/**
 * Where `path` really is, if that is below the root: code hosts show no file behind a link, and none is to be scanned twice.
 * Otherwise the path as it was named.
 */
function settle(fs: FileSystem, root: string, path: string): string {
  const [top, real] = [realPath(fs, root), realPath(fs, path)];
  return slashed(isBelow(top, real) ? resolve(root, relative(top, real)) : path);
}

function realPath(fs: FileSystem, path: string): string {
  try {
    return fs.realPath(path);
  } catch {
    return path;
  }
}
