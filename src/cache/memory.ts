/** What is remembered of a run: all that it asked of the file system, what it was told, and what came of it. */
import { stampLength } from '../discover/stamps.js';
import type { Report } from '../model/finding.js';

/** Paths, and what was said of each. Paths are absolute with forward slashes. */
export interface Answers {
  readonly paths: readonly string[];
  readonly answers: readonly string[];
}

/** Files that were read, and how far: bytes, or null for all. */
export interface ReadAnswers extends Answers {
  readonly limits: readonly (number | null)[];
}

export interface Memory {
  /** What the run was asked to do, its options, in few characters. */
  readonly key: string;
  /** Bytes up to which files were looked into. */
  readonly limit: number;
  readonly directories: Answers;
  readonly kinds: Answers;
  readonly realPaths: Answers;
  readonly reads: ReadAnswers;
  /** Files that hold nothing: see `Survey`. */
  readonly empties: readonly string[];
  /** Strings that files were searched for: of those files that hold nothing and were not read none has one of them. */
  readonly searched: readonly string[];
  /** Of the files that were read, then of those that hold nothing; NaN for what has none. */
  readonly stamps: Float64Array;
  /** What came of the run; undefined when that cannot be known from the answers alone. */
  readonly outcome: () => Report | undefined;
}

export const noAnswers: ReadAnswers = { paths: [], answers: [], limits: [] };

/** What holds of the same files whatever is asked. */
export function emptiesOf(memory: Memory): Memory {
  const stamps = memory.stamps.slice(memory.stamps.length - memory.empties.length * stampLength);
  return {
    ...memory,
    directories: noAnswers,
    kinds: noAnswers,
    realPaths: noAnswers,
    reads: noAnswers,
    stamps,
    searched: [],
    outcome: () => undefined,
  };
}
