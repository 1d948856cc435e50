/** Work on many paths that several threads share: whoever comes first to a batch does it. */
import { Worker } from 'node:worker_threads';

/** Some paths to do something about. It is shared by the threads. */
export interface Batch {
  /** Joined by NULs, which no path holds. */
  readonly paths: string;
  /** One number, how far it is: `FREE`, `TAKEN` or `DONE`. */
  readonly state: Int32Array;
  /** One for each path of which the answer is yes. */
  readonly marks: Uint8Array;
}

const FREE = 0;
const TAKEN = 1;
const DONE = 2;

const mostWorkers = 4;
/** Milliseconds without an answer after which a batch is done again: its worker may be gone. */
const patience = 2000;

/** Paths that are worth a batch. */
export const batchSize = 256;

export function newBatch(paths: readonly string[]): Batch {
  return {
    paths: paths.join('\0'),
    state: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    marks: new Uint8Array(new SharedArrayBuffer(paths.length)),
  };
}

/**
 * Marks the paths of a batch for which `isSo`, unless somebody else does; with `again` even then. It is not so where that
 * cannot be found out.
 */
export function doBatch(
  { paths, state, marks }: Batch,
  isSo: (path: string, index: number) => boolean,
  again = false,
): void {
  if (Atomics.compareExchange(state, 0, FREE, TAKEN) !== FREE && !again) return;
  for (const [index, path] of paths.split('\0').entries()) {
    try {
      if (isSo(path, index)) marks[index] = 1;
    } catch {
      // Whoever asks for the file next will be told why.
    }
  }
  Atomics.store(state, 0, DONE);
  Atomics.notify(state, 0);
}

/** Threads that are to take part. */
export interface Threads {
  /** The built script `survey-worker`. */
  readonly script: URL;
  /** How many there may be beside the caller's. */
  readonly most: number;
  /** Batches from which on they are worth their start. */
  readonly from: number;
}

export interface Pool<Work extends Batch> {
  add(batch: Work): void;
  /** Whether other threads were started. */
  isShared(): boolean;
  /** Ends when all is done; the caller's thread takes part, from the last batch on. */
  finish(): void;
}

/** `work` does a batch on the caller's thread as the script does it on its own. */
export function openPool<Work extends Batch>(
  { script, most, from }: Threads,
  work: (batch: Work, again: boolean) => void,
): Pool<Work> {
  const batches: Work[] = [];
  const workers: Worker[] = [];

  function start(): void {
    for (let count = Math.min(most, mostWorkers); count > 0; count -= 1) workers.push(startWorker(script));
    batches.forEach(tell);
  }

  function tell(batch: Work): void {
    for (const worker of workers) worker.postMessage(batch);
  }

  /** Waits until a batch is done. */
  function settle(batch: Work): void {
    if (Atomics.load(batch.state, 0) === DONE) return;
    Atomics.wait(batch.state, 0, TAKEN, patience);
    if (Atomics.load(batch.state, 0) !== DONE) work(batch, true);
  }

  return {
    add(batch) {
      batches.push(batch);
      if (workers.length > 0) tell(batch);
      else if (batches.length >= from) start();
    },
    isShared: () => workers.length > 0,
    finish() {
      for (const batch of batches.toReversed()) work(batch, false);
      for (const batch of batches) settle(batch);
      for (const worker of workers) void worker.terminate();
      batches.length = 0;
    },
  };
}

function startWorker(script: URL): Worker {
  const worker = new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  // What it did not do is done here.
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}
