/** A file system that notes what it is asked and what it says. */
import type { FileSystem, Survey } from '../discover/file-system.js';
import { digestOfListing } from '../discover/comparison.js';
import { slashed } from '../discover/glob.js';
import { stampLength, type Stamp } from '../discover/stamps.js';
import { digestOf, failureOf, kindIn } from './answers.js';
import { noAnswers, type Answers, type Memory } from './memory.js';
import { openFullSurvey } from './full-survey.js';
import type { Scope } from './scope.js';

/** What shows every change of a file that can be shown: undefined where only what it holds can. */
export type StampOf = (path: string) => Stamp | undefined;

/** What is known before a run: the stamp of a file that holds nothing, 'none' where it has none; undefined of other files. */
export type KnownEmpty = (path: string) => Stamp | 'none' | undefined;

/** What was noted. Without `isComplete` only of files that hold nothing: not all that decided the run is known. */
export type Noted = Omit<Memory, 'key' | 'limit' | 'outcome'> & { readonly isComplete: boolean };

export interface Recording {
  readonly fs: FileSystem;
  noted(): Noted;
}

interface Read {
  readonly path: string;
  readonly limit: number | null;
  readonly answer: string;
  readonly stamp: Stamp | undefined;
}

export function record(fs: FileSystem, scope: Scope, stampOf: StampOf, known: KnownEmpty): Recording {
  const directories = new Map<string, string>();
  const kinds = new Map<string, string>();
  const realPaths = new Map<string, string>();
  const reads = new Map<string, Read>();
  const empties = new Map<string, Stamp | undefined>();
  const searched = new Set<string>();
  let isComplete = true;

  function note(
    answers: Map<string, string>,
    path: string,
    isAllowed: (path: string) => boolean,
    answer: string,
  ): void {
    const plain = slashed(path);
    isComplete &&= isAllowed(plain) && (answers.get(plain) ?? answer) === answer;
    answers.set(plain, answer);
  }

  function noteRead(read: Read): void {
    const key = `${read.path}\0${String(read.limit)}`;
    isComplete &&= scope.holds(read.path) && (reads.get(key)?.answer ?? read.answer) === read.answer;
    // The first stamp is of before all that was read.
    if (!reads.has(key)) reads.set(key, read);
  }

  const recording: FileSystem = {
    readFile(path, limit) {
      // A change while the file is read is then one after the stamp.
      const about = { path: slashed(path), limit: limit ?? null, stamp: stampOf(path) };
      return answered(
        () => fs.readFile(path, limit),
        (bytes) => digestOf(about.path, bytes, limit),
        (answer) => {
          noteRead({ ...about, answer });
        },
      );
    },
    readDirectory: (path) =>
      answered(
        () => fs.readDirectory(path),
        digestOfListing,
        (answer) => {
          note(directories, path, scope.holds, answer);
        },
      ),
    kindOf(path) {
      const found = fs.kindOf(path);
      note(kinds, path, scope.sees, kindIn(found));
      return found;
    },
    realPath: (path) =>
      answered(
        () => fs.realPath(path),
        (real) => `=${real}`,
        (answer) => {
          note(realPaths, path, scope.sees, answer);
        },
      ),
    survey: () => surveyOf(fs, { stampOf, known }, empties),
    search: (strings) => {
      for (const each of strings) searched.add(each);
      return searchOf(fs, strings, empties);
    },
  };

  function noted(): Noted {
    const inside = [...empties].filter(([path]) => scope.holds(path));
    // Something was told in two ways, or was asked of what lies outside.
    if (!isComplete || inside.length < empties.size) return { ...nothingNoted, ...emptiesIn(inside, []) };
    const files = [...reads.values()];
    return {
      isComplete,
      directories: answersOf(directories),
      kinds: answersOf(kinds),
      realPaths: answersOf(realPaths),
      reads: readsOf(files),
      searched: [...searched],
      ...emptiesIn(inside, files),
    };
  }

  return { fs: recording, noted };
}

const nothingNoted = {
  isComplete: false,
  directories: noAnswers,
  kinds: noAnswers,
  realPaths: noAnswers,
  reads: noAnswers,
  searched: [],
} as const;

function emptiesIn(empties: readonly (readonly [string, Stamp | undefined])[], reads: readonly Read[]) {
  return {
    empties: empties.map(([path]) => path),
    stamps: packed([...reads.map(({ stamp }) => stamp), ...empties.map(([, stamp]) => stamp)]),
  };
}

/** Asks, and notes what was said in few characters, be it an error. */
function answered<T>(ask: () => T, digest: (answer: T) => string, noted: (answer: string) => void): T {
  let answer: T;
  try {
    answer = ask();
  } catch (error) {
    noted(failureOf(error));
    throw error;
  }
  noted(digest(answer));
  return answer;
}

/** A survey of the files of which nothing is known. What it finds empty is added to `empties`. */
function surveyOf(
  fs: FileSystem,
  { stampOf, known }: { readonly stampOf: StampOf; readonly known: KnownEmpty },
  empties: Map<string, Stamp | undefined>,
): Survey {
  const survey = openFullSurvey(fs);
  const stamps = new Map<string, Stamp | undefined>();
  return {
    add(path, limit) {
      const stamp = known(path);
      if (stamp === undefined) {
        stamps.set(path, stampOf(path));
        survey.add(path, limit);
      } else {
        empties.set(path, stamp === 'none' ? undefined : stamp);
      }
    },
    finish() {
      for (const path of survey.finish()) empties.set(path, stamps.get(path));
      return new Set(empties.keys());
    },
  };
}

/** A search of the files that hold nothing: of others it says nothing, so that they are read, and that is noted. */
function searchOf(fs: FileSystem, strings: readonly string[], empties: ReadonlyMap<string, unknown>): Survey {
  const survey = openFullSurvey(fs, strings);
  return {
    add(path, limit) {
      if (empties.has(slashed(path))) survey.add(path, limit);
    },
    finish: () => survey.finish(),
  };
}

function answersOf(answers: ReadonlyMap<string, string>): Answers {
  return { paths: [...answers.keys()], answers: [...answers.values()] };
}

function readsOf(reads: readonly Read[]): Memory['reads'] {
  return {
    paths: reads.map(({ path }) => path),
    answers: reads.map(({ answer }) => answer),
    limits: reads.map(({ limit }) => limit),
  };
}

function packed(stamps: readonly (Stamp | undefined)[]): Float64Array {
  const numbers = new Float64Array(stamps.length * stampLength).fill(NaN);
  for (const [index, stamp] of stamps.entries()) if (stamp !== undefined) numbers.set(stamp, index * stampLength);
  return numbers;
}
