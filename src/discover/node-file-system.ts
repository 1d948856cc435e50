/** The file system of the machine, read through node:fs. */
import { closeSync, constants, openSync, readSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { availableParallelism } from 'node:os';
import { compare } from './comparison.js';
import type { DirectoryEntry, FileSystem } from './file-system.js';
import { SearchMemory } from './search-memory.js';
import { isSettledAt, type Stamp } from './stamps.js';
import { openSurvey } from './survey.js';

/** Of the machine nothing is unknown. */
type NodeFileSystem = FileSystem & Required<Pick<FileSystem, 'stampOf' | 'compare'>>;

/**
 * A file system that reads every file into one memory, which grows and where it is searched: opening and reading is then nearly all that a file costs. With a
 * `surveyor`, the built script `survey-worker`, many files are looked into on several threads.
 */
export function nodeFileSystem(surveyor?: URL): NodeFileSystem {
  const memory = new SearchMemory(1 << 18);

  function fill(descriptor: number, limit: number): number {
    let length = 0;
    for (;;) {
      if (length === memory.room.length) memory.grow();
      const { room } = memory;
      const count = readSync(descriptor, room, length, room.length - length, null);
      length += count;
      if (count === 0 || length > limit) return length;
    }
  }

  function readFile(path: string, limit = Infinity): Uint8Array {
    const descriptor = openSync(path, constants.O_RDONLY);
    try {
      const length = fill(descriptor, limit);
      return memory.room.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  }

  const others = availableParallelism() - 1;
  const isAlone = surveyor === undefined || others === 0;
  const threads = isAlone ? undefined : { script: surveyor, most: others };
  return {
    readFile,
    readDirectory,
    kindOf,
    realPath: (path) => realpathSync.native(path),
    ...(isAlone
      ? {}
      : {
          survey: () => openSurvey(surveyor, others, readFile),
          search: (strings: readonly string[]) => openSurvey(surveyor, others, readFile, strings),
        }),
    stampOf,
    compare: (remembered) => compare(remembered, { readDirectory, stampOf }, threads),
  };
}

function readDirectory(path: string): readonly DirectoryEntry[] {
  return readdirSync(path, { withFileTypes: true }).map(entryOf);
}

function stampOf(path: string): Stamp | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) return undefined;
  const stamp = [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs] as const;
  return isSettledAt(stamp, Date.now()) ? stamp : undefined;
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
