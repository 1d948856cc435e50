/** What a run may ask the file system about, and so what something remembered of it may speak of. */
import { resolve, sep } from 'node:path';
import type { Options } from '../config.js';
import { slashed } from '../discover/glob.js';
import { upwards } from '../discover/paths.js';
import { under } from '../discover/walk.js';

export interface Scope {
  /** Absolute, with forward slashes. */
  readonly root: string;
  /** Whether a path is the root or lies below it, as it is written: it goes up nowhere. */
  readonly holds: (path: string) => boolean;
  /** Whether nothing but what a path is may be asked: below the root, of what was named, and of repositories above. */
  readonly sees: (path: string) => boolean;
}

export function scopeOf(options: Options): Scope {
  const root = slashed(resolve(options.root));
  const top = under(root, '');
  const beside = new Set([...options.paths.map((path) => placeOf(options, path)), ...repositoriesAbove(root)]);

  function holds(path: string): boolean {
    return path === root || (path.startsWith(top) && isStraight(path.slice(top.length)));
  }

  return { root, holds, sees: (path) => holds(path) || beside.has(path) };
}

function placeOf({ root, directory }: Options, path: string): string {
  return slashed(resolve(directory ?? root, path));
}

/** Where `.git` would lie in the directories above. */
function repositoriesAbove(root: string): readonly string[] {
  return upwards(root)
    .slice(1)
    .map((directory) => under(directory, '.git'));
}

/** Whether a relative path has no part that is empty, `.` or `..`. */
function isStraight(path: string): boolean {
  return !/(?:^|\/)\.{0,2}(?:\/|$)/.test(path) && !(sep === '\\' && path.includes(sep));
}
