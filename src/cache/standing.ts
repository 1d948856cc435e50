/** How what is remembered of a run stands: whether the file system would answer the same now. */
import { dirname } from 'node:path';
import { compare } from '../discover/comparison.js';
import type { Comparison, FileSystem, Remembered } from '../discover/file-system.js';
import { isBelow } from '../discover/paths.js';
import { stampLength, type Stamp } from '../discover/stamps.js';
import { answerOfDirectory, answerOfFile, answerOfKind, answerOfRealPath } from './answers.js';
import type { Answers, Memory } from './memory.js';
import { openFullSurvey } from './full-survey.js';
import type { KnownEmpty, StampOf } from './recording.js';
import type { Scope } from './scope.js';

export interface Standing {
  /** Whether all answers are what they were: then so is what comes of them. */
  readonly holds: boolean;
  /** The stamps as they are now; the old ones when there is no better one. */
  readonly stamps: Float64Array;
  readonly known: KnownEmpty;
}

/** Nothing is read of a file whose stamp is what it was. */
export function standingOf(memory: Memory, fs: FileSystem, scope: Scope, stampOf: StampOf): Standing {
  const { directories, reads, empties } = memory;
  const same = comparedBy(fs, stampOf, {
    files: [...reads.paths, ...empties],
    stamps: memory.stamps,
    directories: directories.paths,
    digests: directories.answers,
  });
  const files = new KnownFiles(same.files, memory.stamps, stampOf);
  const isOrdinary = ordinaryIn(fs, scope);
  const holds =
    directories.paths.every((path, index) => same.directories[index] === 1 || fails(fs, directories, path, index)) &&
    stand(memory.kinds, (path) => answerOfKind(fs, path)) &&
    stand(memory.realPaths, (path) => answerOfRealPath(fs, path)) &&
    areReadSame(memory, files, fs, isOrdinary) &&
    areStillEmpty(memory, files, fs, isOrdinary);
  return { holds, stamps: files.stamps, known: files.knownAmong(empties, reads.paths.length) };
}

/** What of `remembered` is what it was, as the file system finds out in its own way or in the plain one. */
function comparedBy(fs: FileSystem, stampOf: StampOf, remembered: Remembered): Comparison {
  return fs.compare?.(remembered) ?? compare(remembered, { ...fs, stampOf }, undefined);
}

function stand({ paths, answers }: Answers, answer: (path: string) => string): boolean {
  return paths.every((path, index) => answer(path) === answers[index]);
}

/** Whether a directory that could not be listed still cannot. */
function fails(fs: FileSystem, { answers }: Answers, path: string, index: number): boolean {
  return answers[index]?.startsWith('!') === true && answerOfDirectory(fs, path) === answers[index];
}

type IsOrdinary = (path: string) => boolean;

function areReadSame({ reads }: Memory, files: KnownFiles, fs: FileSystem, isOrdinary: IsOrdinary): boolean {
  return reads.paths.every((path, index) => {
    if (files.isKnown(index)) return true;
    if (!isOrdinary(path)) return false;
    const stamp = files.stampOf(path);
    if (answerOfFile(fs, path, reads.limits[index] ?? undefined) !== reads.answers[index]) return false;
    files.learn(index, stamp);
    return true;
  });
}

/** Whether those that hold nothing still do, and still have none of what they were searched for. */
function areStillEmpty(memory: Memory, files: KnownFiles, fs: FileSystem, isOrdinary: IsOrdinary): boolean {
  const { reads, empties, limit, searched } = memory;
  const pending = empties.flatMap((path, index) => {
    const number = reads.paths.length + index;
    return files.isKnown(number) ? [] : [{ path, number }];
  });
  if (pending.length === 0) return true;
  if (!pending.every(({ path }) => isOrdinary(path))) return false;
  const stamped = pending.map(({ path, number }) => ({ path, number, stamp: files.stampOf(path) }));
  const found = lackingIn(fs, stamped, limit);
  const still = stamped.filter(({ path }) => found.has(path));
  for (const { number, stamp } of still) files.learn(number, stamp);
  if (still.length < pending.length) return false;
  // What was read is what it was, and so is all that it has.
  const read = new Set(reads.paths);
  const unread = searched.length === 0 ? [] : pending.filter(({ path }) => !read.has(path));
  return unread.length === 0 || lackingIn(fs, unread, limit, searched).size === unread.length;
}

function lackingIn(
  fs: FileSystem,
  files: readonly { readonly path: string }[],
  limit: number,
  strings?: readonly string[],
): ReadonlySet<string> {
  const survey = openFullSurvey(fs, strings);
  for (const { path } of files) survey.add(path, limit);
  return survey.finish();
}

/** Which files are known to be what they were, and their stamps. */
class KnownFiles {
  readonly stamps: Float64Array;
  readonly stampOf: StampOf;
  readonly #known: Uint8Array;

  constructor(known: Uint8Array, stamps: Float64Array, stampOf: StampOf) {
    this.#known = known;
    this.stamps = stamps.slice();
    this.stampOf = stampOf;
  }

  isKnown(number: number): boolean {
    return this.#known[number] === 1;
  }

  /** A file turned out to be what it was; `stamp` was taken before. */
  learn(number: number, stamp: Stamp | undefined): void {
    this.#known[number] = 1;
    this.stamps.set(stamp ?? noStamp, number * stampLength);
  }

  /** What is known of `paths`, the first of which has the number `from`. */
  knownAmong(paths: readonly string[], from: number): KnownEmpty {
    let numbers: ReadonlyMap<string, number> | undefined;
    return (path) => {
      numbers ??= new Map(paths.map((each, index) => [each, from + index]));
      const number = numbers.get(path);
      if (number === undefined || !this.isKnown(number)) return undefined;
      const [device = NaN, inode = NaN, size = NaN, modified = NaN, changed = NaN] = this.stamps.subarray(
        number * stampLength,
        (number + 1) * stampLength,
      );
      return Number.isNaN(device) ? 'none' : [device, inode, size, modified, changed];
    };
  }
}

const noStamp = new Float64Array(stampLength).fill(NaN);

/** Whether a path can be read without waiting, and no link leads out of the root on the way to it. */
function ordinaryIn(fs: FileSystem, { root }: Scope): IsOrdinary {
  const folders = new Map<string, boolean>();
  let top: string | undefined;

  function isInside(folder: string): boolean {
    try {
      top ??= fs.realPath(root);
      return isBelow(top, fs.realPath(folder));
    } catch {
      return false;
    }
  }

  return (path) => {
    const folder = dirname(path);
    const known = folders.get(folder) ?? isInside(folder);
    folders.set(folder, known);
    return known && fs.kindOf(path)?.kind !== 'other';
  };
}
