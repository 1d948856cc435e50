/** The paths that git tracks, out of the index of a work tree: ignore files say nothing of them. */
import { firstIndex } from '../model/sorted.js';

/**
 * Bytes of an entry before its name: times, device, inode, mode, owner, size and hash, and at the end its flags. The hash is
 * one of SHA-1 or of SHA-256, which an index does not say.
 */
const FIXED = [62, 74];
const EXTENDED = 0x4000;
const LENGTH = 0x0fff;

/** What git tracks. Paths are binary strings relative to the work tree. */
export interface Tracked {
  /** Whether the file at `path` is tracked, or anything in the directory there. */
  has(path: string): boolean;
  /** The files, in the order of their paths. */
  files(): Iterable<string>;
}

/**
 * What an index says; nothing where it is in a form that is not known, or damaged. Paths are looked up where
 * they stand: there may be many, and few are asked for.
 */
export function readGitIndex(bytes: Uint8Array): Tracked {
  // The bytes that were given may be those of another file by the time of the first question.
  const buffer = Buffer.from(bytes);
  const version = buffer.length < 12 || buffer.toString('latin1', 0, 4) !== 'DIRC' ? 0 : buffer.readUInt32BE(4);
  const isKnown = version >= 2 && version <= 4;
  const paths = (isKnown ? readPaths(buffer, version) : undefined) ?? { count: 0, at: () => '' };
  return {
    has: (path) => path !== '' && (paths.at(firstFrom(paths, path)) === path || hasBelow(paths, `${path}/`)),
    files: function* () {
      for (let index = 0; index < paths.count; index += 1) yield paths.at(index);
    },
  };
}

/** Paths in the order of their bytes. */
interface Paths {
  readonly count: number;
  /** '' where there is none. */
  readonly at: (index: number) => string;
}

/** The form of the entries, `fixed` being how many bytes are before a name. */
interface Form {
  readonly version: number;
  readonly fixed: number;
}

function hasBelow(paths: Paths, directory: string): boolean {
  return paths.at(firstFrom(paths, directory)).startsWith(directory);
}

/** The index of the first path that is not before `path`. */
function firstFrom({ count, at }: Paths, path: string): number {
  return firstIndex(count, (index) => at(index) >= path);
}

function readPaths(buffer: Buffer, version: number): Paths | undefined {
  const count = buffer.readUInt32BE(8);
  for (const fixed of FIXED) {
    const paths = pathsIn(buffer, { version, fixed }, count);
    if (paths !== undefined) return paths;
  }
  return undefined;
}

/** The paths of the entries; undefined where these are not what they should be. */
function pathsIn(buffer: Buffer, form: Form, count: number): Paths | undefined {
  const entries: Entry[] = [];
  let last: Entry = { prefix: '', start: 0, end: 0, next: 12 };
  for (; entries.length < count; entries.push(last)) {
    const entry = readEntry(buffer, last, form);
    // Git writes them in order; two may differ in what it merges alone.
    if (entry === undefined || isBefore(buffer, entry, last)) return undefined;
    last = entry;
  }
  return { count, at: (index) => pathOf(buffer, entries[index]) };
}

/** An entry: its path is `prefix` and the bytes from `start` to `end`; the one after it begins at `next`. */
interface Entry {
  readonly prefix: string;
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

function pathOf(buffer: Buffer, entry: Entry | undefined): string {
  return entry === undefined ? '' : entry.prefix + buffer.toString('latin1', entry.start, entry.end);
}

function isBefore(buffer: Buffer, one: Entry, other: Entry): boolean {
  const isPlain = one.prefix === '' && other.prefix === '';
  if (isPlain) return buffer.compare(buffer, other.start, other.end, one.start, one.end) < 0;
  return pathOf(buffer, one) < pathOf(buffer, other);
}

function readEntry(buffer: Buffer, last: Entry, { version, fixed }: Form): Entry | undefined {
  const from = last.next;
  if (from + fixed > buffer.length) return undefined;
  const flags = buffer.readUInt16BE(from + fixed - 2);
  const named = from + fixed + ((flags & EXTENDED) === 0 ? 0 : 2);
  const { prefix, start } = version === 4 ? readPrefix(buffer, named, last) : { prefix: '', start: named };
  const end = buffer.indexOf(0, start);
  if (end < 0) return undefined;
  // The length is written down as well, so that a misreading does not go unnoticed.
  if (Math.min(prefix.length + end - start, LENGTH) !== (flags & LENGTH)) return undefined;
  // From one to eight NULs make the length of an entry a multiple of eight, but for version 4.
  return { prefix, start, end, next: version === 4 ? end + 1 : from + Math.floor((end - from) / 8 + 1) * 8 };
}

/** In version 4 a name begins with how many bytes of the one before it are to be dropped from its end. */
function readPrefix(buffer: Buffer, from: number, last: Entry): Pick<Entry, 'prefix' | 'start'> {
  let at = from;
  let byte = buffer[at] ?? 0;
  let dropped = byte & 127;
  while ((byte & 128) !== 0 && dropped < buffer.length) {
    at += 1;
    byte = buffer[at] ?? 0;
    dropped = (dropped + 1) * 128 + (byte & 127);
  }
  const before = pathOf(buffer, last);
  return { prefix: before.slice(0, Math.max(0, before.length - dropped)), start: at + 1 };
}
