/** Asks git what has changed. Nothing of the repository is run: no hooks, no filters for showing, no helpers. */
import { execFileSync } from 'node:child_process';
import { UserError } from '../config.js';

const limit = 1 << 30;

/** A work tree. A hook of git says in the environment which index it is about. */
export interface Repository {
  /** Its top; absolute. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What git prints for `args`; undefined when it fails. Throws a `UserError` when there is no git. */
export function git(repository: Repository, args: readonly string[], input = ''): Buffer | undefined {
  return ask(repository, args, input, harmless(repository));
}

const settingsOf = new WeakMap<Repository, ReadonlyMap<string, string>>();

/** Settings that keep git from running what a repository's own name, by key: tools for showing, a monitor, filters. */
function harmless(repository: Repository): ReadonlyMap<string, string> {
  const known = settingsOf.get(repository);
  if (known !== undefined) return known;
  const filters = listed(ask(repository, ['config', '-z', '--name-only', '--get-regexp', '^filter\\.'], '', new Map()));
  const settings = new Map([
    ['core.fsmonitor', 'false'],
    ['core.hooksPath', '/dev/null'],
    ['diff.external', ''],
    ...filters.map((key) => [key, key.endsWith('.required') ? 'false' : ''] as const),
  ]);
  settingsOf.set(repository, settings);
  return settings;
}

function ask(
  { root, environment }: Repository,
  args: readonly string[],
  input: string,
  settings: ReadonlyMap<string, string>,
): Buffer | undefined {
  const given = [...settings].flatMap(([key, value], index): readonly (readonly [string, string])[] => [
    [`GIT_CONFIG_KEY_${String(index)}`, key],
    [`GIT_CONFIG_VALUE_${String(index)}`, value],
  ]);
  try {
    return execFileSync('git', ['-C', root, ...args], {
      input,
      maxBuffer: limit,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        ...environment,
        ...Object.fromEntries<string>(given),
        GIT_CONFIG_COUNT: String(settings.size),
        GIT_OPTIONAL_LOCKS: '0',
        GIT_TERMINAL_PROMPT: '0',
        LC_ALL: 'C',
      },
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UserError('git is not installed', 'without it there is no telling what has changed');
    return undefined;
  }
}

/** The parts of a list that ends each of them with a NUL. */
export function listed(output: Buffer | undefined): readonly string[] {
  return (output ?? Buffer.alloc(0))
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '');
}

/** A file as the index has it. */
export interface IndexEntry {
  readonly blob: string;
  /** '100644', '100755' or '120000' (a link); a submodule is no file. */
  readonly mode: string;
}

/** What the index holds, by path from the root. */
export function indexEntries(repository: Repository): ReadonlyMap<string, IndexEntry> {
  const entries = new Map<string, IndexEntry>();
  for (const line of listed(git(repository, ['ls-files', '--stage', '-z']))) {
    const [, mode, blob, path] = /^(\d+) ([0-9a-f]+) [0-3]\t(.*)$/s.exec(line) ?? [];
    if (mode !== undefined && blob !== undefined && path !== undefined && mode !== '160000')
      entries.set(path, { blob, mode });
  }
  return entries;
}

/** The contents of blobs, in their order. */
export function blobs(repository: Repository, ids: readonly string[]): readonly Buffer[] {
  if (ids.length === 0) return [];
  const output = git(repository, ['cat-file', '--batch'], `${ids.join('\n')}\n`) ?? Buffer.alloc(0);
  const found: Buffer[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0x0a, at);
    const size = Number(/ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1] ?? NaN);
    if (Number.isNaN(size)) break;
    found.push(output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  if (found.length !== ids.length) throw new UserError('the index of git cannot be read in full', 'see: git fsck');
  return found;
}
