/** Compares what is remembered of many files and directories with what they are, on several threads. */
import { hash } from 'node:crypto';
import { batchSize, doBatch, newBatch, openPool, type Batch, type Threads } from './batches.js';
import type { Comparison, DirectoryEntry, FileSystem, Remembered } from './file-system.js';
import { isOwnFile } from './skips.js';
import { isStampIn, stampLength } from './stamps.js';

/** Files of which something is remembered: those that have the stamp that they had are marked. */
export interface StampBatch extends Batch {
  readonly task: 'compare stamps';
  readonly stamps: Float64Array;
}

/** Directories of which something is remembered: those that hold what they held are marked. */
export interface ListingBatch extends Batch {
  readonly task: 'compare listings';
  readonly digests: readonly string[];
}

type ComparisonBatch = StampBatch | ListingBatch;

/** Batches after which threads are worth their start. */
const fewBatches = 48;

/** What is asked of a file system. */
export type Compared = Required<Pick<FileSystem, 'readDirectory' | 'stampOf'>>;

/** Says what a directory holds, in few characters; the program's own files do not count. */
export function digestOfListing(entries: readonly DirectoryEntry[]): string {
  const names = entries.flatMap(({ name, kind }) => (isOwnFile(name) ? [] : [`${name}\0${kind}`]));
  return hash('sha256', names.sort().join('\0'), 'base64url');
}

export function compareBatch(batch: ComparisonBatch, fs: Compared, again = false): void {
  if (batch.task === 'compare stamps') {
    const { stamps } = batch;
    const isSame = (path: string, index: number): boolean => {
      const stamp = fs.stampOf(path);
      return stamp !== undefined && isStampIn(stamps, index, stamp);
    };
    doBatch(batch, isSame, again);
  } else {
    const { digests } = batch;
    doBatch(batch, (path, index) => digestOfListing(fs.readDirectory(path)) === digests[index], again);
  }
}

/** Compares with the help of `threads`, if there are any. */
export function compare(
  { files, stamps, directories, digests }: Remembered,
  fs: Compared,
  threads: Omit<Threads, 'from'> | undefined,
): Comparison {
  const listed = batchesOf(directories, (paths, from): ListingBatch => ({
    task: 'compare listings',
    digests: digests.slice(from, from + paths.length),
    ...newBatch(paths),
  }));
  const stamped = batchesOf(files, (paths, from): StampBatch => ({
    task: 'compare stamps',
    stamps: stamps.slice(from * stampLength, (from + paths.length) * stampLength),
    ...newBatch(paths),
  }));
  const all = [...listed, ...stamped];
  if (threads === undefined) for (const batch of all) compareBatch(batch, fs);
  else shareOut(all, fs, { ...threads, from: fewBatches });
  return { files: marksOf(stamped), directories: marksOf(listed) };
}

function shareOut(batches: readonly ComparisonBatch[], fs: Compared, threads: Threads): void {
  const pool = openPool<ComparisonBatch>(threads, (batch, again) => {
    compareBatch(batch, fs, again);
  });
  for (const batch of batches) pool.add(batch);
  pool.finish();
}

function batchesOf<Work>(paths: readonly string[], batchFor: (paths: readonly string[], from: number) => Work) {
  const batches: Work[] = [];
  for (let from = 0; from < paths.length; from += batchSize) {
    batches.push(batchFor(paths.slice(from, from + batchSize), from));
  }
  return batches;
}

function marksOf(batches: readonly Batch[]): Uint8Array {
  return Buffer.concat(batches.map(({ marks }) => marks));
}
