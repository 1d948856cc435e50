/**
 * Divides the files of a run among several, which may run on machines that know nothing of one another.
 *
 * What makes the division the same everywhere: the same files with the same sizes below the same root (so the same commit,
 * checked out with the same line ends, the same ignore files, the same paths and options of the command line), and the same
 * number of shards. In which order directories list their files, times, and what the files hold have no part in it.
 */
import { createHash } from 'node:crypto';
import { grouped } from '../model/grouped.js';
import { leastOf } from '../model/long-lists.js';

/** A file to be read. */
export interface Sized {
  /** From the root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The path of its repository; '' where it is in none of several. */
  readonly repository: string;
}

export interface Division {
  /** The shard, from 1, of each path; what is no path of a file is told by the first. */
  readonly shardOf: (path: string) => number;
  /** The repositories that a shard has files of: all their files have to be known to judge those. */
  readonly repositoriesOf: (shard: number) => ReadonlySet<string>;
  /** A hash of what was divided. */
  readonly tree: string;
}

/** Files that stay together. */
interface Unit {
  readonly files: readonly Sized[];
  readonly size: number;
}

/**
 * A repository stays in one shard if it is no larger than a shard should be: then no other has to read it. A larger one is
 * cut, in the order of paths, into runs of files that are not. The largest goes first, to the shard that has least: none
 * gets more than its share and the largest unit.
 */
export function divide(files: readonly Sized[], total: number): Division {
  const sorted = files.toSorted((a, b) => compare(a.path, b.path));
  const share = sorted.reduce((sum, { size }) => sum + size, 0) / total;
  const units = [...grouped(sorted, ({ repository }) => repository).values()].flatMap((own) => unitsOf(own, share));
  const loads = new Array<number>(total).fill(0);
  const shards = new Map<string, number>();
  const repositories = loads.map(() => new Set<string>());
  for (const unit of units.toSorted((a, b) => b.size - a.size || compare(firstOf(a), firstOf(b)))) {
    const least = loads.indexOf(leastOf(loads, (load) => load));
    loads[least] = (loads[least] ?? 0) + unit.size;
    for (const { path, repository } of unit.files) {
      shards.set(path, least + 1);
      repositories[least]?.add(repository);
    }
  }
  return {
    shardOf: (path) => shards.get(path) ?? 1,
    repositoriesOf: (shard) => repositories[shard - 1] ?? new Set(),
    tree: digest(sorted),
  };
}

function unitsOf(files: readonly Sized[], share: number): readonly Unit[] {
  const units: { files: Sized[]; size: number }[] = [];
  for (const file of files) {
    const last = units.at(-1);
    if (last === undefined || last.size + file.size > share) units.push({ files: [file], size: file.size });
    else {
      last.files.push(file);
      last.size += file.size;
    }
  }
  return units;
}

function firstOf({ files: [first] }: Unit): string {
  return first?.path ?? '';
}

function digest(files: readonly Sized[]): string {
  const hash = createHash('sha256');
  for (const { path, size } of files) hash.update(`${path}\0${String(size)}\n`);
  return hash.digest('hex').slice(0, 32);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
