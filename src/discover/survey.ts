/** Looks into many files at once, on several threads: of most it only has to be known that nothing is in them. */
import { Worker } from 'node:worker_threads';
import { encodingOf, isBinary } from './decode.js';
import type { FileSystem, Survey } from './file-system.js';
import { compilePrefilter, type Prefilter } from './prefilter.js';
import { mentionsService } from './sieve.js';

/** Some files to look into. It is shared: whoever takes it first looks into them. */
export interface Batch {
  /** Joined by NULs, which no path holds. */
  readonly paths: string;
  /** Bytes; of a larger file nothing is said. */
  readonly limit: number;
  /** What is looked for, joined by NULs; without it, what a file is read for. */
  readonly strings?: string;
  /** One number, how far it is: `FREE`, `TAKEN` or `DONE`. */
  readonly state: Int32Array;
  /** One for each file that holds nothing. */
  readonly empty: Uint8Array;
}

const FREE = 0;
const TAKEN = 1;
const DONE = 2;

const batchSize = 256;
/** Files after which threads are worth their start, which takes as long as reading some thousands of small ones. */
const fewFiles = 4096;
const mostWorkers = 4;
/** Milliseconds without an answer after which a batch is looked into again: its worker may be gone. */
const patience = 2000;

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

/** Looks into the files of a batch, unless somebody else does; with `again` even then. What cannot be read is not empty. */
export function lookInto({ paths, limit, strings, state, empty }: Batch, read: Read, again = false): void {
  if (Atomics.compareExchange(state, 0, FREE, TAKEN) !== FREE && !again) return;
  const isEmpty = strings === undefined ? saysNothing : lackOf(strings);
  for (const [index, path] of paths.split('\0').entries()) {
    try {
      const bytes = read(path, limit);
      if (bytes.length <= limit && encodingOf(bytes) === 'utf-8' && isEmpty(bytes)) empty[index] = 1;
    } catch {
      // Whoever reads the file next will say why.
    }
  }
  Atomics.store(state, 0, DONE);
  Atomics.notify(state, 0);
}

/**
 * A survey that shares its work with up to `threads` threads running the script at `script`, once there are enough files. They
 * begin at the first while the last are still being added; in the end the caller's thread takes part, from the last one on.
 * It looks for `sought`; without it for what a file is read for.
 */
export function openSurvey(script: URL, threads: number, read: Read, sought?: readonly string[]): Survey {
  const looking = sought === undefined ? {} : { strings: sought.join('\0') };
  const batches: Batch[] = [];
  /** The files of each batch. */
  const names: (readonly string[])[] = [];
  const workers: Worker[] = [];
  let waiting: string[] = [];
  let maximum = 0;

  function addBatch(): void {
    const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const empty = new Uint8Array(new SharedArrayBuffer(waiting.length));
    const batch = { paths: waiting.join('\0'), limit: maximum, ...looking, state, empty };
    batches.push(batch);
    names.push(waiting);
    waiting = [];
    if (workers.length > 0) tell(batch);
    else if (batches.length * batchSize >= fewFiles) start();
  }

  function start(): void {
    for (let count = Math.min(threads, mostWorkers); count > 0; count -= 1) workers.push(startWorker(script));
    batches.forEach(tell);
  }

  function tell(batch: Batch): void {
    for (const worker of workers) worker.postMessage(batch);
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
      if (workers.length === 0) return new Set();
      if (waiting.length > 0) addBatch();
      for (const batch of batches.toReversed()) lookInto(batch, read);
      for (const batch of batches) settle(batch, read);
      for (const worker of workers) void worker.terminate();
      return new Set(names.flatMap((paths, batch) => paths.filter((_, file) => batches[batch]?.empty[file] === 1)));
    },
  };
}

function startWorker(script: URL): Worker {
  const worker = new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  // What it did not look into is looked into here.
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}

/** Waits until a batch is done. */
function settle(batch: Batch, read: Read): void {
  if (Atomics.load(batch.state, 0) === DONE) return;
  Atomics.wait(batch.state, 0, TAKEN, patience);
  if (Atomics.load(batch.state, 0) !== DONE) lookInto(batch, read, true);
}
