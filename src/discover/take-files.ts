/** From paths of files that were found to a sieve that has seen them: each once, most of them on other threads. */
import type { Options } from '../config.js';
import type { FileSystem } from './file-system.js';
import { leavesOut } from './forced.js';
import { shown } from './paths.js';
import { compilePatterns } from './patterns.js';
import { longestText } from './sieve.js';
import type { Sieve } from './sieve.js';
import type { FoundFile } from './walk.js';

/** The options of a run, with absolute directories. */
export type Scan = Options & { readonly directory: string };

export interface Files {
  /** Takes a file; one that is met again is not taken twice. */
  readonly visit: (file: FoundFile) => void;
  has(path: string): boolean;
  /** All that were taken, in the order in which they came. Absolute. */
  taken(): readonly string[];
  /** Reads those of them that are `wanted`, and gives them to the sieve in that order: once. */
  read(wanted?: (path: string) => boolean): void;
}

export function openFiles(fs: FileSystem, options: Scan, sieve: Omit<Sieve, 'discovery'>): Files {
  const isLeftOut = compilePatterns(options.leaveOut);
  const isForcedOut = options.excludesNamed ? leavesOut(fs, options) : () => false;
  const survey = fs.survey?.();
  // What is read is known at once, unless the files are divided first.
  const isDivided = options.shard !== undefined;
  /** As they are reported: that is what is kept of most files. */
  const seen = new Set<string>();
  const files: FoundFile[] = [];

  function isOut({ path, shown: told, isNamed }: FoundFile): boolean {
    if (isNamed && isForcedOut(path)) return true;
    return (!isNamed || options.excludesNamed) && isLeftOut(told);
  }

  function visit(file: FoundFile): void {
    if (seen.has(file.shown)) return;
    seen.add(file.shown);
    if (isOut(file)) {
      sieve.skip('excluded');
      return;
    }
    files.push(file);
    if (!isDivided) lookInto(file);
  }

  function lookInto({ path, isNamed }: FoundFile): void {
    if (!isNamed) survey?.add(path, options.maxFileSize);
  }

  function take({ path, shown: told, isNamed, isKept }: FoundFile): void {
    const limit = isNamed ? longestText : options.maxFileSize;
    let bytes: Uint8Array;
    try {
      bytes = fs.readFile(path, limit);
    } catch (error) {
      sieve.fail(told, error);
      return;
    }
    if (!isNamed && bytes.length > limit) sieve.leaveOut(told, 'too large');
    else sieve.take(told, bytes, isNamed || isKept || !options.useIgnoreFiles);
  }

  return {
    visit,
    has: (path) => seen.has(shown(options.root, path)),
    taken: () => files.map(({ path }) => path),
    read(wanted = () => true) {
      // What follows keeps the paths that are reported, and no more.
      const all = files.splice(0);
      const read = isDivided ? all.filter(({ path }) => wanted(path)) : all;
      if (isDivided) read.forEach(lookInto);
      const empty = survey?.finish() ?? new Set();
      for (const file of read) {
        if (empty.has(file.path) && !file.isNamed) sieve.takeEmpty(file.shown);
        else take(file);
      }
    },
  };
}
