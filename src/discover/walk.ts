/** Walks directories: what in them is to be scanned, after ignore files and default skips. */
import { dirname } from 'node:path';
import type { DirectoryEntry, FileSystem } from './file-system.js';
import { candidateFor, toBinary } from './ignore-file.js';
import { GIT, enterDirectory, insideIgnored, judgeGit, judgeOwn, noRules } from './ignore-rules.js';
import type { IgnoreRules } from './ignore-rules.js';
import { shown } from './paths.js';
import { isOwnFile, isVersionControl, skipOfDirectory, skipOfFile } from './skips.js';
import type { SkipReason } from './skips.js';
import { addAll } from '../model/long-lists.js';

/** A file to read. */
export interface FoundFile {
  /** Absolute, with forward slashes. */
  readonly path: string;
  /** The path as it is reported. */
  readonly shown: string;
  /** Whether the user named it: then nothing but what it holds can keep it from being scanned. */
  readonly isNamed: boolean;
  /** Whether it is taken even if it looks generated: `.imdsauditignore` says `!path`. */
  readonly isKept: boolean;
}

/** A directory, and the rules that hold where it stands: those of the directories above it. */
export interface Directory {
  readonly path: string;
  readonly above: IgnoreRules;
}

/** What of a directory is left after the rules. */
export interface Listing {
  readonly directories: readonly Directory[];
  readonly files: readonly FoundFile[];
}

/** What is told on the way. */
export interface Events {
  /** Told once of each thing, however often its directory is listed. */
  skipped(reason: SkipReason): void;
  unreadable(path: string, error: unknown): void;
  /** Told of each directory that is the top of a git work tree, however often it is listed. */
  readonly repository?: (path: string) => void;
}

/** What the user asked for by name, in absolute paths. It is never left out. */
export interface Named {
  readonly files: ReadonlySet<string>;
  readonly directories: ReadonlySet<string>;
}

export interface Tree {
  /** The directory as one to begin in: the ignore files above it, up to the top of its git work tree, hold below it. */
  open(path: string): Directory;
  list(directory: Directory): Listing;
  /** Visits every file at and below `start`, but for directories that were walked before. */
  walk(start: Directory, visit: (file: FoundFile) => void): void;
}

/** `root` is absolute. All paths have forward slashes. */
export function openTree(fs: FileSystem, root: string, useIgnoreFiles: boolean, named: Named, events: Events): Tree {
  const walked = new Set<string>();
  const listed = new Set<string>();

  function open(path: string): Directory {
    let above = noRules;
    for (const ancestor of useIgnoreFiles ? ancestors(fs, root, path) : []) {
      above = rulesIn({ path: ancestor, above }, peek(fs, ancestor));
    }
    return { path, above };
  }

  function rulesIn(directory: Directory, entries: readonly DirectoryEntry[]): IgnoreRules {
    if (!useIgnoreFiles) return noRules;
    // Git reads no ignore file through a link; its own directory may be one.
    const real = entries.filter((entry) => entry.kind !== 'link' || entry.name === GIT);
    const names = new Set(real.map((entry) => entry.name));
    return enterDirectory(directory.above, toBinary(under(directory.path, '')), names, (name) => {
      const path = under(directory.path, name);
      if (fs.kindOf(path)?.kind !== 'file') return undefined;
      return attempt(
        () => fs.readFile(path),
        // A work tree need not have the file of excludes inside of `.git`.
        (error) => {
          if (!name.startsWith(`${GIT}/`)) events.unreadable(path, error);
        },
      );
    });
  }

  function isNamed(path: string): boolean {
    return named.files.has(path) || named.directories.has(path);
  }

  function list(directory: Directory): Listing {
    const { path } = directory;
    const entries = attempt(
      () => fs.readDirectory(path),
      (error) => {
        events.unreadable(path, error);
      },
    );
    const rules = rulesIn(directory, entries ?? []);
    const key = toBinary(under(path, ''));
    const told = shown(root, path);
    const directories: Directory[] = [];
    const files: FoundFile[] = [];
    for (const entry of entries ?? []) {
      if (entry.name === GIT) events.repository?.(path);
      const place = under(path, entry.name);
      const fate = isNamed(place) ? 'named' : fateOf(entry, rules, key, useIgnoreFiles);
      if (fate === 'internal') continue;
      if (!isTaken(fate)) {
        if (!listed.has(path)) events.skipped(fate);
      } else if (entry.kind === 'directory' || named.directories.has(place)) {
        directories.push({ path: place, above: fate === 'tracked' ? insideIgnored(rules) : rules });
      } else {
        files.push({
          path: place,
          shown: told === '.' ? entry.name : under(told, entry.name),
          isNamed: fate === 'named',
          isKept: fate === 'named' || fate === 'kept',
        });
      }
    }
    listed.add(path);
    return { directories, files };
  }

  function walk(start: Directory, visit: (file: FoundFile) => void): void {
    const pending = [start];
    for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
      if (walked.has(directory.path)) continue;
      walked.add(directory.path);
      const { directories, files } = list(directory);
      files.forEach(visit);
      addAll(pending, directories);
    }
  }

  return { open, list, walk };
}

/**
 * Why an entry is taken: because it was named, because nothing speaks against it, because the program's own ignore file says
 * `!path`, or because git tracks it (or something in it) although it is ignored.
 */
type Taken = 'named' | 'found' | 'kept' | 'tracked';

/** What becomes of an entry: why it is taken, or why it is left out. */
type Fate = Taken | SkipReason | 'internal';

function isTaken(fate: Fate): fate is Taken {
  return fate === 'named' || fate === 'found' || fate === 'kept' || fate === 'tracked';
}

/** The program's own ignore file goes before the default skips and git's; it can take them back. */
function fateOf(entry: DirectoryEntry, rules: IgnoreRules, key: string, useDefaults: boolean): Fate {
  if (isVersionControl(entry.name) || isOwnFile(entry.name)) return 'internal';
  const candidate = candidateFor(key, toBinary(entry.name), entry.kind === 'directory');
  const own = judgeOwn(rules, candidate);
  if (own === 'ignored') return 'ignored by .imdsauditignore';
  const skip = useDefaults && own === undefined ? defaultSkip(entry) : undefined;
  if (skip !== undefined) return skip;
  const git = own === undefined ? judgeGit(rules, candidate) : own;
  if (git === 'ignored') return 'ignored by .gitignore';
  // What a link leads to is scanned where it really is, if it is below the root: so there are no cycles and no ways out.
  if (entry.kind === 'link') return 'symbolic link';
  if (entry.kind === 'other') return 'special file';
  if (git === 'tracked') return 'tracked';
  return own === 'kept' ? 'kept' : 'found';
}

function defaultSkip(entry: DirectoryEntry): SkipReason | undefined {
  return entry.kind === 'directory' ? skipOfDirectory(entry.name) : skipOfFile(entry.name);
}

/** The directories above `path`, outermost first, from the top of its git work tree or from the root if that is farther up. */
function ancestors(fs: FileSystem, root: string, path: string): readonly string[] {
  const above: string[] = [];
  let count = 0;
  let isInWorkTree = fs.kindOf(under(path, GIT)) !== undefined;
  for (let at = path; dirname(at) !== at;) {
    at = dirname(at);
    above.push(at);
    const isTop = !isInWorkTree && fs.kindOf(under(at, GIT)) !== undefined;
    if (isTop || (at === root && path !== root)) count = above.length;
    isInWorkTree ||= isTop;
  }
  return above.slice(0, count).reverse();
}

/** The entries of a directory that may be closed to us: it is only looked at for its ignore files. */
function peek(fs: FileSystem, path: string): readonly DirectoryEntry[] {
  return (
    attempt(
      () => fs.readDirectory(path),
      () => undefined,
    ) ?? []
  );
}

function attempt<T>(read: () => T, failed: (error: unknown) => void): T | undefined {
  try {
    return read();
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/**
 * The path of what is called `name` in `directory`. Written by `join`: what `+` gives is to Node the two halves and a copy of
 * both once somebody looks into it, for as long as it is kept.
 */
export function under(directory: string, name: string): string {
  return [directory, name].join(directory.endsWith('/') ? '' : '/');
}
