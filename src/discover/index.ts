/** From what people write on the command line to the source files that mention the metadata service. */
import { resolve } from 'node:path';
import { UserError } from '../config.js';
import type { Options } from '../config.js';
import type { FileSystem } from './file-system.js';
import { findMatches, slashed, tidyGlobs } from './glob.js';
import { openSieve } from './sieve.js';
import type { Claims, Sifted } from './sieve.js';
import { openFiles, shown } from './take-files.js';
import type { Files, Scan } from './take-files.js';
import { findTargets } from './targets.js';
import type { Glob } from './targets.js';
import { openTree, under } from './walk.js';
import type { Tree } from './walk.js';

export type { Claims } from './sieve.js';

/** What was found, and what is known of the rest. */
export interface Discovery extends Sifted {
  /** Whether the file at `path` was looked at, or there is none: what is not found in it is not there. */
  readonly isSettled: (path: string) => boolean;
  /** Whether all of the root was named. */
  readonly isWhole: boolean;
}

type Visit = Files['visit'];

/**
 * The files that `options` name and that mention the service. `claims` says what a file of this path and first line is. Throws a UserError for a path or glob that names nothing.
 */
export function discover(fs: FileSystem, options: Options, claims: Claims): Discovery {
  const sieve = openSieve(claims);
  if (options.stdin !== undefined) {
    const { path, text } = options.stdin;
    sieve.take(path, Buffer.from(text), true);
    return { ...sieve.discovery(), isSettled: (asked) => asked === path, isWhole: false };
  }
  const root = slashed(resolve(options.root));
  const directory = slashed(resolve(options.directory ?? root));
  const scan = { ...options, root, directory };
  const targets = findTargets(fs, scan, options.paths);
  const files = openFiles(fs, scan, sieve);
  const tree = openTree(fs, root, options.useIgnoreFiles, targets, {
    skipped: (reason) => {
      sieve.skip(reason);
    },
    unreadable: (path, error) => {
      sieve.fail(shown(root, path), error);
    },
  });
  for (const path of targets.files) files.visit({ path, isNamed: true, isKept: true });
  const leftOut = visitDirectories(tree, scan, targets.directories, files.visit);
  for (const glob of targets.globs) visitGlob(tree, scan, glob, files.visit);
  for (const path of leftOut) if (!files.has(path)) sieve.skip('excluded');
  files.read();
  const isSettled = (path: string): boolean => {
    const absolute = slashed(resolve(root, path));
    return files.has(absolute) || fs.kindOf(absolute) === undefined;
  };
  const isWhole = targets.directories.has(root) && options.include.length === 0;
  return { ...sieve.discovery(), isSettled, isWhole };
}

/** Gives what `include` and `exclude` left out below the directories. */
function visitDirectories(
  tree: Tree,
  options: Scan,
  directories: ReadonlySet<string>,
  visit: Visit,
): ReadonlySet<string> {
  const leftOut = new Set<string>();
  const include = tidyGlobs(options.include).flatMap((glob) => [glob, `${glob}/**`]);
  const exclude = tidyGlobs(options.exclude);
  for (const path of directories) {
    if (include.length + exclude.length === 0) {
      tree.walk(tree.open(path), visit);
      continue;
    }
    // Globs are relative to where we are; for a directory outside of it, which they could not reach, to that directory.
    const { directory } = options;
    const isOutside = path !== directory && !path.startsWith(under(directory, ''));
    const from = isOutside ? path : directory;
    const matches = findMatches(tree, {
      from,
      starts: [path],
      patterns: include.length > 0 ? include : ['**'],
      exclude,
    });
    matches.files.forEach(visit);
    for (const left of matches.leftOut) leftOut.add(left);
  }
  return leftOut;
}

function visitGlob(tree: Tree, options: Scan, glob: Glob, visit: Visit): void {
  const exclude = tidyGlobs(options.exclude);
  const { files } = findMatches(tree, { ...glob, from: options.directory, exclude });
  if (files.length === 0 && !options.allowUnmatched) {
    throw new UserError(
      `no file matches: ${glob.written}`,
      'Ignored files, dependencies and generated code do not count; name such a file itself to have it scanned.',
    );
  }
  files.forEach(visit);
}
