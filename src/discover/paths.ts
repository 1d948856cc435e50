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
