/** What the command line needs of the process it runs in; `src/cli.ts` gives the real one. */

export interface Host {
  /** Absolute. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Of the terminal, when there is one. */
  readonly columns: number | undefined;
  /** Milliseconds since some moment. */
  now(): number;
  /** The day, as YYYY-MM-DD. */
  readonly today: string;
  /** The folder that holds the pages of the rules. */
  readonly pages: string;
  /** The script that runs, all of whose parts it names. */
  readonly program: URL;
  /** The script that looks into files on other threads; undefined where there is only one. */
  readonly surveyor: URL | undefined;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** Resolves when the text is out of our hands, so that a slow pipe loses nothing. */
  writeOutput(text: string): Promise<void>;
  /** What is no report: hints, warnings, failures. */
  writeError(text: string): void;
}

/** 0: nothing to complain of; 1: findings at or above `--fail-on`; 2: the run failed. */
export type ExitCode = 0 | 1 | 2;
