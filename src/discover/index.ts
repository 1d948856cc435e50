/** From what people write on the command line to the source files that mention the metadata service. */
import { relative, resolve } from 'node:path';
import { UserError } from '../config.js';
import type { Options } from '../config.js';
import type { FileSystem } from './file-system.js';
import { findMatches, slashed, tidyGlobs } from './glob.js';
import { longestText, openSieve } from './sieve.js';
import type { Claims, Discovery, Sieve } from './sieve.js';
import { findTargets } from './targets.js';
import type { Glob } from './targets.js';
import { openTree, under } from './walk.js';
import type { FoundFile, Tree } from './walk.js';

export type { Claims, Discovery } from './sieve.js';

/** Takes a file that was found; a file that is met again is not taken twice. */
type Visit = (file: FoundFile) => void;

/**
 * The files that `options` name and that mention the service. `claims` says what a file of this path and first line is. Throws a UserError for a path or glob that names nothing.
 */
export function discover(fs: FileSystem, options: Options, claims: Claims): Discovery {
  const sieve = openSieve(claims);
  if (options.stdin !== undefined) {
    sieve.take(options.stdin.path, Buffer.from(options.stdin.text), true);
    return sieve.discovery();
  }
  const root = slashed(resolve(options.root));
  const scan = { ...options, root };
  const targets = findTargets(fs, root, options.paths);
  const seen = new Set<string>();
  const visit = reader(fs, scan, sieve, seen);
  const tree = openTree(fs, root, options.useIgnoreFiles, targets, {
    skipped: (reason) => {
      sieve.skip(reason);
    },
    unreadable: (path, error) => {
      sieve.fail(shown(root, path), error);
    },
  });
  for (const path of targets.files) visit({ path, isNamed: true, isKept: true });
  const leftOut = visitDirectories(tree, scan, targets.directories, visit);
  for (const glob of targets.globs) visitGlob(tree, scan, glob, visit);
  for (const path of leftOut) if (!seen.has(path)) sieve.skip('excluded');
  return sieve.discovery();
}

/** How `path` is reported. */
function shown(root: string, path: string): string {
  return slashed(relative(root, path)) || '.';
}

/** Reads each file once, and gives it to the sieve. */
function reader(fs: FileSystem, options: Options, sieve: Sieve, seen: Set<string>): Visit {
  return ({ path, isNamed, isKept }) => {
    if (seen.has(path)) return;
    seen.add(path);
    const limit = isNamed ? longestText : options.maxFileSize;
    let bytes: Uint8Array;
    try {
      bytes = fs.readFile(path, limit);
    } catch (error) {
      sieve.fail(shown(options.root, path), error);
      return;
    }
    if (!isNamed && bytes.length > limit) sieve.skip('too large');
    else sieve.take(shown(options.root, path), bytes, isNamed || isKept || !options.useIgnoreFiles);
  };
}

/** Gives what `include` and `exclude` left out below the directories. */
function visitDirectories(
  tree: Tree,
  options: Options,
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
    // Globs are relative to the root; for a directory outside of it, which they could not reach, to that directory.
    const isOutside = path !== options.root && !path.startsWith(under(options.root, ''));
    const from = isOutside ? path : options.root;
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

function visitGlob(tree: Tree, options: Options, glob: Glob, visit: Visit): void {
  const exclude = tidyGlobs(options.exclude);
  const { files } = findMatches(tree, { ...glob, from: options.root, exclude });
  if (files.length === 0) {
    throw new UserError(
      `no file matches: ${glob.written}`,
      'Ignored files, dependencies and generated code do not count; name such a file itself to have it scanned.',
    );
  }
  files.forEach(visit);
}
