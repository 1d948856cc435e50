/** Several git repositories below one root: which file is of which. Nothing is imported from one into another. */
import { dirname } from 'node:path';
import type { FileSystem } from './file-system.js';
import { GIT } from './ignore-rules.js';
import { upwards } from './paths.js';
import { under } from './walk.js';

/** Finds the repositories below `root`: none where that lies in one itself, whose submodules are parts of it. Paths are absolute. */
export function openRepositories(fs: FileSystem, root: string): Repositories {
  const tops = new Set<string>();
  const asked = new Set<string>();
  let isInOne: boolean | undefined;

  function isTop(directory: string): boolean {
    return fs.kindOf(under(directory, GIT)) !== undefined;
  }

  function isRootInOne(): boolean {
    isInOne ??= upwards(root).some(isTop);
    return isInOne;
  }

  return {
    add: (directory) => {
      if (directory !== root && !isRootInOne()) tops.add(directory);
    },
    lookAbove: (path) => {
      if (isRootInOne()) return;
      for (const directory of upwards(dirname(path), root)) {
        if (directory === root || asked.has(directory)) return;
        asked.add(directory);
        if (isTop(directory)) tops.add(directory);
      }
    },
    paths: () => {
      const below = under(root, '');
      const all = [...tops].filter((top) => top.startsWith(below)).map((top) => top.slice(below.length));
      const known = new Set(all);
      return all.filter((path) => repositoryOf(path, known) === path).toSorted();
    },
  };
}

export interface Repositories {
  /** Takes a directory that has git's own in it. */
  readonly add: (directory: string) => void;
  /** Looks for those that a file or directory lies in: its directories were not listed. */
  readonly lookAbove: (path: string) => void;
  /** From the root, in order; of those that lie in one another the outermost. */
  paths(): readonly string[];
}

/** The outermost of `repositories` that `path` is or lies in; '' for none. */
export function repositoryOf(path: string, repositories: ReadonlySet<string>): string {
  if (repositories.size === 0) return '';
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    if (repositories.has(folder)) return folder;
  }
  return repositories.has(path) ? path : '';
}
