/** The folder in which runs leave what they remember for the next, one file for runs that are alike. */
import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Caching, Keeper, Strategy } from '../cache/index.js';
import { isOwnFile } from '../discover/skips.js';
import { version } from '../version.js';
import type { Host } from './host.js';
import { writeWhole } from './write-whole.js';

/** What the command line says of the cache. */
export interface CacheCommand {
  /** The folder; undefined for the user's own. */
  readonly location: string | undefined;
  readonly strategy: Strategy;
}

/** Bytes; what is larger was not written here. */
const largest = 1 << 28;
/** Files that are kept beside those of the shards of a run: many more than anybody has trees that are scanned again and again. */
const most = 64;

/** `shards`: how many runs the work is shared among, each of which leaves a file of its own. */
export function cachingFor(
  { location, strategy }: CacheCommand,
  host: Host,
  shards: number,
): Omit<Caching, 'reusesReport'> {
  const folder = location === undefined ? userFolder(host) : resolve(host.directory, location);
  const program = hash('sha256', readFileSync(host.program), 'base64url');
  return { keeper: openCache(folder, host, most + shards), strategy, build: `${version} ${program}` };
}

function userFolder({ environment }: Host): string {
  const given = [environment['XDG_CACHE_HOME'], environment['LOCALAPPDATA']];
  const caches = given.find((path) => path !== undefined && isAbsolute(path)) ?? join(homedir(), '.cache');
  return join(caches, 'imds-audit');
}

function openCache(folder: string, host: Host, kept: number): Keeper {
  // Before the tree is looked at, which it may lie in: the next run is to see what this one sees.
  make(folder);
  return {
    load(name) {
      try {
        return readWhole(join(folder, fileName(name)));
      } catch {
        // What cannot be read is found out anew.
        return undefined;
      }
    },
    store(name, bytes) {
      try {
        // It holds parts of code, which are nobody else's.
        writeWhole(join(folder, fileName(name)), bytes, 0o600);
        removeOldest(folder, kept);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        host.writeError(`imds-audit: nothing could be kept in the cache ${folder}: ${reason}\n`);
      }
    },
  };
}

/** See `isOwnFile`. */
function fileName(name: string): string {
  return `imds-audit-${name}.cache`;
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // It is told of when something is to be kept in it.
  }
}

/** Waits for nothing: what is no regular file is not read. */
function readWhole(path: string): Uint8Array | undefined {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    return stats.isFile() && stats.size <= largest ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

/** Removes all but the `kept` files that were written last. */
function removeOldest(folder: string, kept: number): void {
  const paths = readdirSync(folder)
    .filter(isOwnFile)
    .map((name) => join(folder, name));
  if (paths.length <= kept) return;
  const byAge = paths
    .map((path) => ({ path, time: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(kept)) rmSync(path, { force: true });
}
