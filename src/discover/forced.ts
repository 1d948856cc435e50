/** Files that are named, and left out all the same: a hook names whatever has changed. */
import { dirname } from 'node:path';
import type { FileSystem } from './file-system.js';
import { expandGlob, tidyGlobs } from './glob.js';
import { compilePatterns } from './patterns.js';
import { openTree, under, type Directory, type Listing } from './walk.js';

/** What decides; absolute directories. */
export interface Forcing {
  readonly root: string;
  readonly directory: string;
  readonly exclude: readonly string[];
  readonly useIgnoreFiles: boolean;
}

/** Whether `path` (absolute) would be left out if it had not been named. What lies outside of the root is not. */
export function leavesOut(
  fs: FileSystem,
  { root, directory, exclude, useIgnoreFiles }: Forcing,
): (path: string) => boolean {
  const nothing = { files: new Set<string>(), directories: new Set<string>() };
  const silent = { skipped: () => undefined, unreadable: () => undefined };
  const tree = openTree(fs, root, useIgnoreFiles, nothing, silent);
  const listings = new Map<string, Listing | undefined>();
  const isExcluded = compilePatterns(
    tidyGlobs(exclude)
      .flatMap((glob) => [...expandGlob(glob, directory).plain, ...expandGlob(glob, directory).patterns])
      .map((glob) => `/${glob}`),
  );

  function directoryAt(path: string): Directory | undefined {
    if (path === root) return tree.open(root);
    return listingOf(dirname(path))?.directories.find((child) => child.path === path);
  }

  function listingOf(path: string): Listing | undefined {
    if (listings.has(path)) return listings.get(path);
    const found = directoryAt(path);
    const listing = found && tree.list(found);
    listings.set(path, listing);
    return listing;
  }

  return (path) => {
    const below = under(directory, '');
    if (path.startsWith(below) && isExcluded(path.slice(below.length))) return true;
    if (!path.startsWith(under(root, ''))) return false;
    return listingOf(dirname(path))?.files.some((file) => file.path === path) !== true;
  };
}
