/** The built program, run as a user does: arguments, streams, files and exit codes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

export interface Setting {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node.js itself. */
  readonly node?: readonly string[];
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A build of the program for one test file, and directories that it may work in. */
export interface BuiltProgram {
  /** The path of its `cli.js`. */
  readonly path: string;
  run(args: readonly string[], setting?: Setting): Outcome;
  /** A new directory with these files. */
  project(files: Readonly<Record<string, string>>): string;
  /** Removes the build and all directories. */
  remove(): void;
}

/** Builds it below `node_modules`, so that it finds its dependency; its pages lie beside it as in the release. */
export function buildProgram(name: string): BuiltProgram {
  const home = join(root, 'node_modules', '.cache', 'imds-audit', `${name}-${String(process.pid)}`);
  const path = join(home, 'dist', 'cli.js');
  const directories: string[] = [];
  execFileSync(process.execPath, ['scripts/build.mjs', '--quick', '--out', join(home, 'dist')], { cwd: root });
  cpSync(join(root, 'rules'), join(home, 'rules'), { recursive: true });
  return {
    path,
    run: (args, { cwd = root, input = '', env = {}, node = [] } = {}) => {
      const clean = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env };
      const options = { cwd, input, env: clean, encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 28 } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, [...node, path, ...args], options);
      return { code: status, stdout, stderr };
    },
    project: (files) => {
      const directory = mkdtempSync(join(tmpdir(), 'imds-audit-'));
      directories.push(directory);
      writeFiles(directory, files);
      return directory;
    },
    remove: () => {
      for (const directory of [home, ...directories]) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Writes `files`, by path from `directory`. */
export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

/** Runs git with an identity of its own, and none of the machine's configuration. */
export function runGit(directory: string, ...args: readonly string[]): string {
  const env = {
    PATH: process.env['PATH'] ?? '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  return execFileSync('git', ['-C', directory, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
