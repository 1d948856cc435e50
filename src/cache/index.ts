/** A run that remembers: what of the last one still stands is not found out again. */
import { hash } from 'node:crypto';
import type { Options } from '../config.js';
import type { FileSystem } from '../discover/file-system.js';
import type { Report } from '../model/finding.js';
import { emptiesOf, type Memory } from './memory.js';
import { record, type StampOf } from './recording.js';
import { scopeOf, type Scope } from './scope.js';
import { standingOf, type Standing } from './standing.js';
import { readMemory, writtenMemory } from './written.js';

/** How a file is known to be what it was: by what the file system says of it, or only by what it holds. */
export const strategies = ['metadata', 'content'] as const;
export type Strategy = (typeof strategies)[number];

/** Where one run leaves for the next what it remembers. */
export interface Keeper {
  /** What was left under `name`; undefined where nothing is. */
  load(name: string): Uint8Array | undefined;
  /** Leaves `bytes`, whole or not at all. */
  store(name: string, bytes: Uint8Array): void;
}

export interface Caching {
  readonly keeper: Keeper;
  readonly strategy: Strategy;
  /** Which program this is: of another one nothing is believed. */
  readonly build: string;
  /** Whether the report may be that of the last run; else only which files hold nothing is taken from it. */
  readonly reusesReport: boolean;
}

type Audit = (fs: FileSystem, options: Options) => Promise<Report>;

/**
 * The report of `audit`, which must depend on the answers of the file system and on its options alone: where all answers are
 * those that the last run got, it is the report of that one. A file that holds nothing is not read before it changes.
 */
export async function auditWithCache(
  audit: Audit,
  fs: FileSystem,
  options: Options,
  caching: Caching,
): Promise<Report> {
  const { keeper, strategy } = caching;
  // What is asked by a function, or given as a text, has no name to be remembered by.
  if (options.isAsked !== undefined || options.stdin !== undefined) return audit(fs, options);
  const scope = scopeOf(options);
  const name = nameOf(options, scope, strategy);
  const build = `${caching.build} ${strategy}`;
  const stampOf: StampOf = strategy === 'content' ? () => undefined : (path) => fs.stampOf?.(path);
  const key = keyOf(options);
  const kept = keeper.load(name);
  const memory = usable(kept === undefined ? undefined : readMemory(kept, build, scope), key, options);
  const standing = memory && standingOf(memory, fs, scope, stampOf);
  if (memory !== undefined && standing?.holds === true && caching.reusesReport) {
    const report = memory.outcome();
    if (report !== undefined) {
      if (isNews(memory, standing))
        keeper.store(name, writtenMemory({ ...memory, stamps: standing.stamps }, report, build, scope));
      return report;
    }
  }
  const recording = record(fs, scope, stampOf, standing?.known ?? (() => undefined));
  const report = await audit(recording.fs, options);
  const { isComplete, ...noted } = recording.noted();
  const limit = options.maxFileSize;
  keeper.store(name, writtenMemory({ ...noted, key, limit }, isComplete ? report : undefined, build, scope));
  return report;
}

/** What can be asked of a memory: of another run only which files hold nothing. */
function usable(memory: Memory | undefined, key: string, { maxFileSize }: Options): Memory | undefined {
  if (memory?.limit !== maxFileSize) return undefined;
  return memory.key === key ? memory : emptiesOf(memory);
}

/** Whether there is more to remember than before. */
function isNews({ stamps }: Memory, standing: Standing): boolean {
  return standing.stamps.some((value, index) => value !== stamps[index] && !Number.isNaN(value));
}

/** All options: what they are not told apart by must not change a report. */
function keyOf(options: Options): string {
  const plain = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);
  return hash('sha256', JSON.stringify(options, plain), 'base64url');
}

/** What runs that are alike have in common: a change of configuration, of the day or of the program takes the place of what was. */
function nameOf({ directory, paths, include, exclude, shard }: Options, { root }: Scope, strategy: Strategy): string {
  return hash('sha256', JSON.stringify([root, directory, paths, include, exclude, shard, strategy]), 'base64url');
}
