/** How paths lie to one another. */
import { isAbsolute, relative } from 'node:path';
import { slashed } from './glob.js';

/** Whether `path` is `folder`, or lies in it; both absolute. */
export function isBelow(folder: string, path: string): boolean {
  const way = slashed(relative(folder, path));
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}
