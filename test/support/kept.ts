/** A tree in a folder of its own, scanned with and without a cache. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { audit } from '../../src/audit.js';
import { auditWithCache, type Strategy } from '../../src/cache/index.js';
import { defaultOptions, type Options } from '../../src/config.js';
import type { FileSystem } from '../../src/discover/file-system.js';
import { nodeFileSystem } from '../../src/discover/node-file-system.js';
import { isSettledAt } from '../../src/discover/stamps.js';
import type { Report } from '../../src/model/finding.js';
import { writeFiles } from './built-program.js';

/** Milliseconds for which the file systems here need to tell two changes apart; the program is more careful. */
const tick = 40;

export interface Scanned {
  readonly report: Report;
  /** Whether it was found anew. */
  readonly isNew: boolean;
  /** The paths that were read, from the root. */
  readonly read: readonly string[];
}

export interface Kept {
  readonly root: string;
  /** What is kept, by name. */
  readonly bytes: Map<string, Uint8Array>;
  write(files: Readonly<Record<string, string>>): void;
  remove(path: string): void;
  rename(from: string, to: string): void;
  scan(
    options?: Partial<Options>,
    setting?: { readonly build?: string; readonly reusesReport?: boolean },
  ): Promise<Scanned>;
  scanPlainly(options?: Partial<Options>): Promise<Report>;
  /** Removes the folder. */
  end(): void;
}

export function keep(strategy: Strategy = 'metadata'): Kept {
  const root = mkdtempSync(join(tmpdir(), 'imds-audit-kept-'));
  const bytes = new Map<string, Uint8Array>();
  const keeper = {
    load: (name: string) => bytes.get(name),
    store: (name: string, kept: Uint8Array) => {
      bytes.set(name, kept);
    },
  };

  async function scan(options: Partial<Options> = {}, setting: Parameters<Kept['scan']>[1] = {}): Promise<Scanned> {
    await settle();
    const read: string[] = [];
    let isNew = false;
    const auditNew: typeof audit = (fs, asked) => {
      isNew = true;
      return audit(fs, asked);
    };
    const fs = watched((path) => {
      read.push(path.slice(root.length + 1));
    });
    const { build = 'this', reusesReport = true } = setting;
    const caching = { keeper, strategy, build, reusesReport };
    const report = await auditWithCache(auditNew, fs, { ...defaultOptions, root, ...options }, caching);
    return { report, isNew, read };
  }

  return {
    root,
    bytes,
    write: (files) => {
      writeFiles(root, files);
    },
    remove: (path) => {
      rmSync(join(root, path), { recursive: true, force: true });
    },
    rename: (from, to) => {
      mkdirSync(dirname(join(root, to)), { recursive: true });
      renameSync(join(root, from), join(root, to));
    },
    scan,
    scanPlainly: (options = {}) => audit(nodeFileSystem(), { ...defaultOptions, root, ...options }),
    end: () => {
      rmSync(root, { recursive: true });
    },
  };
}

/** The file system of the machine, which tells of what is read, and waits less than it should before it trusts a stamp. */
function watched(tell: (path: string) => void): FileSystem {
  const machine = nodeFileSystem();
  return {
    readFile: (path, limit) => {
      tell(path);
      return machine.readFile(path, limit);
    },
    readDirectory: (path) => machine.readDirectory(path),
    kindOf: (path) => machine.kindOf(path),
    realPath: (path) => machine.realPath(path),
    stampOf: (path) => {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isFile() !== true) return undefined;
      const stamp = [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs] as const;
      return isSettledAt(stamp, Date.now() + 3000 - tick / 2) ? stamp : undefined;
    },
  };
}

/** Until what was written a moment ago has a stamp. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, tick);
  });
}
