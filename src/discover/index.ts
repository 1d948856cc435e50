/** From what people write on the command line to the source files that mention the metadata service. */
import { resolve } from 'node:path';
import { UserError } from '../config.js';
import type { Options } from '../config.js';
import type { FileSystem } from './file-system.js';
import { findMatches, slashed, tidyGlobs } from './glob.js';
import type { Shard } from '../model/finding.js';
import { shown } from './paths.js';
import { openRepositories } from './repositories.js';
import { openPart } from './shard.js';
import { openSieve } from './sieve.js';
import type { Claims, Sifted } from './sieve.js';
import type { SkipReason } from './skips.js';
import { openFiles } from './take-files.js';
import type { Files, Scan } from './take-files.js';
import { findTargets } from './targets.js';
import type { Glob } from './targets.js';
import { openTree, under } from './walk.js';
import type { Tree } from './walk.js';

export type { Claims } from './sieve.js';

/** What was found, and what is known of the rest. */
export interface Discovery extends Sifted {
  /** The git repositories below the root, by path from it; none where that lies in one. */
  readonly repositories: readonly string[];
  /** The part that the run is about; undefined for all. What is told of the rest is needed to judge that part. */
  readonly shard: Shard | undefined;
  /** Whether the run tells of the path: of every one unless it is about a part. */
  readonly isOwn: (path: string) => boolean;
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
  if (options.stdin !== undefined) return discoverText(options.stdin, claims);
  const root = slashed(resolve(options.root));
  const directory = slashed(resolve(options.directory ?? root));
  const scan = { ...options, root, directory };
  const part = openPart(fs, scan);
  const sieve = openSieve(claims, part.isOwn);
  const skip = (reason: SkipReason): void => {
    if (part.isFirst) sieve.skip(reason);
  };
  const targets = findTargets(fs, scan, options.paths);
  const files = openFiles(fs, scan, { ...sieve, skip });
  const repositories = openRepositories(fs, root);
  const tree = openTree(fs, root, options.useIgnoreFiles, targets, {
    skipped: skip,
    unreadable: (path, error) => {
      sieve.fail(shown(root, path), error);
    },
    repository: repositories.add,
  });
  for (const path of targets.files) files.visit({ path, shown: shown(root, path), isNamed: true, isKept: true });
  const leftOut = visitDirectories(tree, scan, targets.directories, files.visit);
  for (const glob of targets.globs) visitGlob(tree, scan, glob, files.visit);
  for (const path of leftOut) if (!files.has(path)) skip('excluded');
  const starts = targets.globs.flatMap((glob) => glob.starts);
  for (const path of [...targets.files, ...targets.directories, ...starts]) repositories.lookAbove(path);
  const tops = repositories.paths();
  files.read(part.divide(files.taken(), tops));
  const isSettled = (path: string): boolean => {
    const absolute = slashed(resolve(root, path));
    return files.has(absolute) || fs.kindOf(absolute) === undefined;
  };
  const isWhole = targets.directories.has(root) && options.include.length === 0;
  return { ...sieve.discovery(), isSettled, isWhole, repositories: tops, isOwn: part.isOwn, shard: part.shard() };
}

/** Of a text in place of files. */
function discoverText({ path, text }: NonNullable<Options['stdin']>, claims: Claims): Discovery {
  const sieve = openSieve(claims);
  sieve.take(path, Buffer.from(text), true);
  const isSettled = (asked: string): boolean => asked === path;
  return {
    ...sieve.discovery(),
    isSettled,
    isWhole: false,
    repositories: [],
    isOwn: () => true,
    shard: undefined,
  };
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
