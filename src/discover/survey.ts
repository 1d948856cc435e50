/** Looks into many files at once, on several threads: of most it only has to be known that nothing is in them. */
import { batchSize, doBatch, newBatch, openPool, type Batch } from './batches.js';
import { encodingOf, isBinary } from './decode.js';
import type { FileSystem, Survey } from './file-system.js';
import { compilePrefilter, type Prefilter } from './prefilter.js';
import { mentionsService } from './sieve.js';

/** Some files to look into: those that hold nothing are marked. */
export interface SurveyBatch extends Batch {
  readonly task: 'look into';
  /** Bytes; of a larger file nothing is said. */
  readonly limit: number;
  /** What is looked for, joined by NULs; without it, what a file is read for. */
  readonly strings?: string;
}

/** Files after which threads are worth their start, which takes as long as reading some thousands of small ones. */
const fewFiles = 4096;

type Read = FileSystem['readFile'];

/** Whether `bytes` are plain text that holds no string for which a file is read, and has no shebang: its path says all. */
function saysNothing(bytes: Uint8Array): boolean {
  const isScript = bytes[0] === 0x23 && bytes[1] === 0x21;
  return !isScript && !isBinary(bytes) && !mentionsService(bytes);
}

let last: { readonly strings: string; readonly holds: Prefilter } | undefined;

/** What tells whether bytes hold none of `strings`. All batches of a survey look for the same. */
function lackOf(strings: string): (bytes: Uint8Array) => boolean {
  if (last?.strings !== strings) last = { strings, holds: compilePrefilter(strings.split('\0')) };
  const { holds } = last;
  return (bytes) => !holds(bytes);
}

/** Whether a file holds nothing, or with `strings`, joined by NULs, none of these. Throws like `read`. */
export function isEmpty(read: Read, path: string, limit: number, strings?: string): boolean {
  const bytes = read(path, limit);
  const isSo = strings === undefined ? saysNothing : lackOf(strings);
  return bytes.length <= limit && encodingOf(bytes) === 'utf-8' && isSo(bytes);
}

/** Looks into the files of a batch. What cannot be read is not empty. */
export function lookInto(batch: SurveyBatch, read: Read, again = false): void {
  doBatch(batch, (path) => isEmpty(read, path, batch.limit, batch.strings), again);
}

/**
 * A survey that shares its work with up to `threads` threads running the script at `script`, once there are enough files. They
 * begin at the first while the last are still being added; in the end the caller's thread takes part, from the last one on.
 * It looks for `sought`; without it for what a file is read for.
 */
export function openSurvey(script: URL, threads: number, read: Read, sought?: readonly string[]): Survey {
  const looking = sought === undefined ? {} : { strings: sought.join('\0') };
  const batches: SurveyBatch[] = [];
  /** The files of each batch. */
  const names: (readonly string[])[] = [];
  const pool = openPool<SurveyBatch>({ script, most: threads, from: fewFiles / batchSize }, (batch, again) => {
    lookInto(batch, read, again);
  });
  let waiting: string[] = [];
  let maximum = 0;

  function addBatch(): void {
    const batch: SurveyBatch = { task: 'look into', limit: maximum, ...looking, ...newBatch(waiting) };
    batches.push(batch);
    names.push(waiting);
    waiting = [];
    pool.add(batch);
  }

  return {
    add(path, limit) {
      if (waiting.length > 0 && limit !== maximum) addBatch();
      maximum = limit;
      waiting.push(path);
      if (waiting.length === batchSize) addBatch();
    },
    finish() {
      // A few files are read soon enough by whoever wants to know what is in them.
      if (!pool.isShared()) return new Set();
      if (waiting.length > 0) addBatch();
      pool.finish();
      const empty = new Set<string>();
      for (const [batch, paths] of names.entries())
        for (const [file, path] of paths.entries()) if (batches[batch]?.marks[file] === 1) empty.add(path);
      // Whoever keeps the survey need not keep the paths of all files.
      names.length = 0;
      batches.length = 0;
      return empty;
    },
  };
}
