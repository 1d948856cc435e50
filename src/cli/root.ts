/** The top of the repository that is looked at: what is reported counts from it, and imports are followed within it. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expandGlob, isGlob, slashed } from '../discover/glob.js';
import { isBelow, upwards } from '../discover/paths.js';

/** The nearest directory at or above `directory` that holds `.git`; without one, `directory` itself. */
export function rootOf(directory: string): string {
  return repositoryOf(directory) ?? directory;
}

function repositoryOf(directory: string): string | undefined {
  return upwards(directory).find((folder) => existsSync(join(folder, '.git')));
}

/**
 * The repository of `directory`, where we are, if all of `paths` (as they were given) lie in it. For others it is theirs: a
 * tree is read the same from wherever it is named. For those of several repositories it is the directory that holds all.
 */
export function rootFor(directory: string, paths: readonly string[]): string {
  const repository = repositoryOf(directory);
  const own = repository ?? directory;
  const places = paths.flatMap((path) => placesOf(directory, path)).filter((place) => existsSync(place));
  // Where a path leads through links, which no report shows.
  const real = places.map((place) => realpathSync(place));
  const tops = real.map((place) => {
    const theirs = repositoryOf(folderOf(place));
    const isOurs = isBelow(realpathSync(own), place) && (repository !== undefined || theirs === undefined);
    return isOurs ? own : (theirs ?? folderOf(place));
  });
  return tops.reduce(commonFolder, tops[0] ?? own);
}

/** Where we are, for reports: see `seenFrom`. */
export function whereabouts(root: string, directory: string): string {
  if (isBelow(root, directory)) return slashed(relative(root, directory));
  const from = isBelow(directory, root) ? relative(directory, root) : root;
  return `${slashed(from).replace(/\/$/, '')}/`;
}

/** What a path of the command line names, or, for a glob, where it begins. */
function placesOf(directory: string, path: string): readonly string[] {
  const place = resolve(directory, path);
  if (existsSync(place) || !isGlob(path)) return [place];
  const { plain, bases } = expandGlob(path, directory);
  return [...plain.map((each) => resolve(directory, each)), ...bases];
}

function folderOf(place: string): string {
  return statSync(place).isDirectory() ? place : dirname(place);
}

function commonFolder(one: string, other: string): string {
  return upwards(one).find((folder) => isBelow(folder, other)) ?? one;
}
