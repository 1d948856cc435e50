/** The top of the repository that we are in: what is reported, and where configuration is looked for. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest directory at or above `directory` that holds `.git`; without one, `directory` itself. */
export function rootOf(directory: string): string {
  for (const folder of upwards(directory)) if (existsSync(join(folder, '.git'))) return folder;
  return directory;
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
