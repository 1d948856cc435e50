/** The file system of the machine, read through node:fs. */
import { closeSync, constants, openSync, readSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import type { DirectoryEntry, FileSystem } from './file-system.js';

/** A file system that reads every file into one buffer, which grows: opening and reading is then all that a file costs. */
export function nodeFileSystem(): FileSystem {
  let buffer = Buffer.allocUnsafeSlow(1 << 18);

  function fill(descriptor: number, limit: number): number {
    let length = 0;
    for (;;) {
      if (length === buffer.length) {
        const larger = Buffer.allocUnsafeSlow(buffer.length * 2);
        buffer.copy(larger);
        buffer = larger;
      }
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += count;
      if (count === 0 || length > limit) return length;
    }
  }

  return {
    readFile(path, limit = Infinity) {
      const descriptor = openSync(path, constants.O_RDONLY);
      try {
        const length = fill(descriptor, limit);
        return buffer.subarray(0, length);
      } finally {
        closeSync(descriptor);
      }
    },
    readDirectory: (path) => readdirSync(path, { withFileTypes: true }).map(entryOf),
    kindOf,
    realPath: (path) => realpathSync.native(path),
  };
}

function entryOf(entry: Dirent): DirectoryEntry {
  return { name: entry.name, kind: kindOfEntry(entry) };
}

function kindOfEntry(entry: Dirent): DirectoryEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

function kindOf(path: string): ReturnType<FileSystem['kindOf']> {
  try {
    const stats = statSync(path);
    if (stats.isFile()) return { kind: 'file', size: stats.size };
    return { kind: stats.isDirectory() ? 'directory' : 'other', size: stats.size };
  } catch {
    return undefined;
  }
}
