/** The options of a run. */

/** What a run is asked to do. Paths are as the user wrote them, relative to `root`. */
export interface Options {
  /** The absolute directory that reported paths are relative to. */
  readonly root: string;
  /** Files, directories and globs. */
  readonly paths: readonly string[];
  /** Globs (relative to the root) of what to leave out; explicit files are scanned all the same. */
  readonly exclude: readonly string[];
  /** Globs; when there are any, below directories only files that match one are scanned. */
  readonly include: readonly string[];
  /** Whether `.gitignore` and the default skips (dependencies, generated code) count. */
  readonly useIgnoreFiles: boolean;
  /** Bytes; larger files below directories are skipped and counted. */
  readonly maxFileSize: number;
  /** A text to scan in place of `paths`, and the path that it is reported under. */
  readonly stdin: { readonly path: string; readonly text: string } | undefined;
  /** Ids or names of the only rules to run; [] for all that are not optional. */
  readonly rules: readonly string[];
}

export const defaultOptions: Omit<Options, 'root'> = {
  paths: ['.'],
  exclude: [],
  include: [],
  useIgnoreFiles: true,
  maxFileSize: 1 << 20,
  stdin: undefined,
  rules: [],
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
