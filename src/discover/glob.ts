/** Finds files by globs with fast-glob, which is shown only what ignore files and default skips leave of the tree. */
import type { readdirSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import fastGlob from 'fast-glob';
import type { Directory, FoundFile, Listing, Tree } from './walk.js';
import { under } from './walk.js';

/** Globs, relative to `from`; `starts` are the directories that are looked into: `from` itself or others at any depth. */
export interface GlobQuery {
  readonly from: string;
  readonly starts: readonly string[];
  readonly patterns: readonly string[];
  readonly exclude: readonly string[];
}

export interface GlobResult {
  readonly files: readonly FoundFile[];
  /** The files and directories that were seen and neither match nor were looked into. */
  readonly leftOut: ReadonlySet<string>;
}

/** A path as the user wrote it, taken apart at its braces: plain paths, and globs with the directories that they begin in. */
export interface Expansion {
  readonly plain: readonly string[];
  readonly patterns: readonly string[];
  readonly bases: readonly string[];
}

/** Whether a path that is not there can be a glob instead. */
export function isGlob(path: string): boolean {
  return path !== '' && fastGlob.isDynamicPattern(path);
}

/** What a glob names, relative to the directory `from`. */
export function expandGlob(glob: string, from: string): Expansion {
  const tasks = fastGlob.generateTasks(slashed(glob));
  const dynamic = tasks.filter((task) => task.dynamic);
  return {
    plain: tasks.filter((task) => !task.dynamic).flatMap((task) => task.positive),
    patterns: dynamic.flatMap((task) => task.positive),
    bases: dynamic.map((task) => slashed(resolve(from, task.base))),
  };
}

/** The files below the query's starts that match one of its patterns. */
export function findMatches(tree: Tree, query: GlobQuery): GlobResult {
  const view = viewOf(tree, query.starts);
  const found = fastGlob.sync([...query.patterns], {
    cwd: query.from,
    ignore: [...query.exclude],
    absolute: true,
    dot: true,
    followSymbolicLinks: false,
    fs: { readdirSync: ((path: string) => view.read(slashed(path))) as unknown as typeof readdirSync },
  });
  const files = found.flatMap((path) => view.files.get(path) ?? []);
  for (const { path } of files) view.left.delete(path);
  return { files, leftOut: view.left };
}

/** What fast-glob sees: the ways down to the starts, and what the tree lists below them. */
function viewOf(tree: Tree, starts: readonly string[]) {
  const opened = new Map(starts.map((start) => [start, tree.open(start)] as const));
  const listings = new Map<string, Listing>();
  const entered = new Set<string>();
  const files = new Map<string, FoundFile>();
  const left = new Set<string>();

  function directoryAt(path: string): Directory | undefined {
    const start = opened.get(path);
    if (start !== undefined) return start;
    const isBelow = starts.some((top) => path.startsWith(under(top, '')));
    return isBelow ? listingAt(dirname(path))?.directories.find((child) => child.path === path) : undefined;
  }

  function listingAt(path: string): Listing | undefined {
    const known = listings.get(path);
    if (known !== undefined) return known;
    const directory = directoryAt(path);
    if (directory === undefined) return undefined;
    const listing = tree.list(directory);
    listings.set(path, listing);
    for (const file of listing.files) files.set(file.path, file);
    return listing;
  }

  function read(path: string): readonly Entry[] {
    const listing = listingAt(path);
    if (listing === undefined) return wayDown(path);
    entered.add(path);
    left.delete(path);
    for (const child of [...listing.directories, ...listing.files]) if (!entered.has(child.path)) left.add(child.path);
    return [
      ...listing.directories.map((directory) => entryOf(directory.path, true)),
      ...listing.files.map((file) => entryOf(file.path, false)),
    ];
  }

  /** Of a directory above the starts: the next one on the way to each. */
  function wayDown(path: string): readonly Entry[] {
    const prefix = under(path, '');
    const below = starts.filter((start) => start.startsWith(prefix));
    const next = new Set(below.map((start) => prefix + (start.slice(prefix.length).split('/', 1)[0] ?? '')));
    return [...next].map((directory) => entryOf(directory, true));
  }

  return { read, files, left };
}

/** What fast-glob asks of a directory entry. */
interface Entry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function entryOf(path: string, isDirectory: boolean): Entry {
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    isFile: () => !isDirectory,
    isDirectory: () => isDirectory,
    isSymbolicLink: () => false,
  };
}

/** Patterns as fast-glob wants them: `./build/` is `build`, `.` is everything, and an empty one (an unset variable) is none. */
export function tidyGlobs(patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => pattern !== '').map(tidyGlob);
}

function tidyGlob(pattern: string): string {
  const tidy = slashed(pattern)
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '');
  return tidy === '' || tidy === '.' ? '**' : tidy;
}

/** A path with forward slashes. Where paths have these anyway a backslash is left alone: it belongs to the name, or escapes. */
export function slashed(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}
