/** The part of the files that a run is about. Which that is is known when all of them are. */
import { createHash } from 'node:crypto';
import type { Shard } from '../model/finding.js';
import { divide, type Division } from './division.js';
import type { FileSystem } from './file-system.js';
import { repositoryOf } from './repositories.js';
import { shown } from './paths.js';
import type { Scan } from './take-files.js';

export interface OwnPart {
  /** Whether the run tells of a path: of every one, unless it is about a part. */
  readonly isOwn: (path: string) => boolean;
  /** Whether the run tells of what is no file: directories that are left out. */
  readonly isFirst: boolean;
  /** Divides the files (absolute paths), and says which of them have to be read to judge the part. */
  divide(files: readonly string[], repositories: readonly string[]): (path: string) => boolean;
  /** The part, once it is divided; undefined for all. */
  shard(): Shard | undefined;
}

const isAny = (): boolean => true;

export function openPart(fs: FileSystem, scan: Scan): OwnPart {
  const { root, shard } = scan;
  let division: Division | undefined;
  return {
    isOwn: shard === undefined ? isAny : (path) => (division?.shardOf(path) ?? 1) === shard.index,
    isFirst: shard === undefined || shard.index === 1,
    divide: (files, repositories) => {
      if (shard === undefined) return () => true;
      const tops = new Set(repositories);
      const sized = files.map((absolute) => {
        const path = shown(root, absolute);
        return { path, size: fs.kindOf(absolute)?.size ?? 0, repository: repositoryOf(path, tops) };
      });
      division = divide(sized, shard.total);
      const own = division.repositoriesOf(shard.index);
      return (absolute) => own.has(repositoryOf(shown(root, absolute), tops));
    },
    shard: () => (shard === undefined ? undefined : { ...shard, tree: digest(division?.tree ?? '', scan) }),
  };
}

/** A hash of what was divided and of what decides over what is told of it: shards of which either differs are not of one run. */
function digest(tree: string, scan: Scan): string {
  const { maxFileSize, rules, useIgnores, requireReason, baseline } = scan;
  const levels = scan.levels.map(({ files, levels: own }) => ({ files, levels: [...own] }));
  const decisive = { tree, maxFileSize, rules, useIgnores, requireReason, baseline: baseline?.findings, levels };
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex').slice(0, 32);
}
