/** The options of a run. */

import type { KnownFinding, Level, Shard } from './model/finding.js';

/** What a run is asked to do. Paths are as the user wrote them, relative to `directory`. */
export interface Options {
  /** The absolute directory that reported paths are relative to: the top of the repository. Imports are followed in it. */
  readonly root: string;
  /** The absolute directory that `paths`, `include` and `exclude` are relative to; without one, `root`. */
  readonly directory?: string;
  /** Files, directories and globs. */
  readonly paths: readonly string[];
  /** Globs of what to leave out; explicit files are scanned all the same. */
  readonly exclude: readonly string[];
  /** Globs; when there are any, below directories only files that match one are scanned. */
  readonly include: readonly string[];
  /** Whether a path or glob that names nothing is passed over in silence; otherwise it is an error. */
  readonly allowUnmatched: boolean;
  /** Whether `.gitignore` and the default skips (dependencies, generated code) count. */
  readonly useIgnoreFiles: boolean;
  /** Bytes; larger files below directories are skipped and counted. */
  readonly maxFileSize: number;
  /** A text to scan in place of `paths`, and the path that it is reported under. */
  readonly stdin: { readonly path: string; readonly text: string } | undefined;
  /** Ids or names of the only rules to run; [] for all that are not optional. */
  readonly rules: readonly string[];
  /** What the configuration leaves out, as in a `.gitignore` at the root. */
  readonly leaveOut: readonly string[];
  /** Whether `exclude` and `leaveOut` hold for files that are named themselves, too. */
  readonly excludesNamed: boolean;
  /** Levels that the configuration gives to rules, by id; of several for a file the last counts. */
  readonly levels: readonly LevelLayer[];
  /** Whether comments that ignore findings are read. */
  readonly useIgnores: boolean;
  /** Whether a comment that ignores findings must say why. */
  readonly requireReason: boolean;
  /** The day, as YYYY-MM-DD, that decides which ignores have ended; '' when none has. */
  readonly today: string;
  /** The problems that are known; undefined without a baseline. */
  readonly baseline: Baseline | undefined;
  /** Whether a file (a path from the root) is asked about; undefined for all. The others are read all the same. */
  readonly isAsked: ((path: string) => boolean) | undefined;
  /** Which part of the files to report on; undefined for all. */
  readonly shard: Pick<Shard, 'index' | 'total'> | undefined;
}

/** Into how many shards files can be divided. */
export const mostShards = 10_000;

/** Problems that are known, and where they are listed. */
export interface Baseline {
  /** As it is shown. */
  readonly path: string;
  readonly findings: readonly KnownFinding[];
}

/** Levels for all files, or for those that `files` name as in a `.gitignore` at the root. */
export interface LevelLayer {
  readonly files: readonly string[] | undefined;
  readonly levels: ReadonlyMap<string, Level | 'off'>;
}

export const defaultOptions: Omit<Options, 'root'> = {
  paths: ['.'],
  exclude: [],
  include: [],
  allowUnmatched: false,
  useIgnoreFiles: true,
  maxFileSize: 1 << 20,
  stdin: undefined,
  rules: [],
  leaveOut: [],
  excludesNamed: false,
  levels: [],
  useIgnores: true,
  requireReason: false,
  today: '',
  baseline: undefined,
  isAsked: undefined,
  shard: undefined,
};

/** Something the user can mend; it is told in one line, and the exit code is 2. `hint` says what to do next. */
export class UserError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UserError';
    this.hint = hint;
  }
}
