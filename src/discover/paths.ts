/** How paths lie to one another. */
import { dirname, isAbsolute, relative } from 'node:path';
import { slashed } from './glob.js';

/** Whether `path` is `folder`, or lies in it; both absolute. */
export function isBelow(folder: string, path: string): boolean {
  const way = slashed(relative(folder, path));
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}

/** `directory` and those above it, up to `last` or the top of the file system. */
export function upwards(directory: string, last?: string): readonly string[] {
  const folders = [directory];
  for (let folder = directory; folder !== last && dirname(folder) !== folder;) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

/** How the absolute path `path` is reported: from `root`, if it lies below. */
export function shown(root: string, path: string): string {
  const start = root.endsWith('/') ? root.length : root.length + 1;
  return path.startsWith(root) && path[start - 1] === '/' && path.length > start
    ? path.slice(start)
    : slashed(relative(root, path)) || '.';
}
