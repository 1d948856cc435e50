/** Which files have changed: in the index, or since a branch was left. */
import { UserError } from '../config.js';
import { git, listed, type Repository } from './git.js';

/** What to compare: the index with the last commit, or the work tree with the commit where the branch `since` was left. */
export type Changes = { readonly kind: 'staged' } | { readonly kind: 'changed'; readonly since: string | undefined };

/** What a branch is usually compared with, the likeliest first. */
const usual = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];
const added = '--diff-filter=ACMR';

/** The files that were added or changed, by path from the root; what was deleted is none. Throws a `UserError` without a repository. */
export function changedFiles(changes: Changes, repository: Repository): ReadonlySet<string> {
  if (git(repository, ['rev-parse', '--git-dir']) === undefined)
    throw new UserError(`--${changes.kind} needs a git repository`, 'here is none');
  return new Set(changes.kind === 'staged' ? stagedFiles(repository) : changedSince(changes.since, repository));
}

function stagedFiles(repository: Repository): readonly string[] {
  const head = git(repository, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  // Before the first commit everything is new.
  if (head === undefined) return listed(git(repository, ['ls-files', '-z']));
  return listed(git(repository, ['diff-index', '--cached', '--name-only', '--no-renames', added, '-z', 'HEAD', '--']));
}

function changedSince(since: string | undefined, repository: Repository): readonly string[] {
  const base = since ?? usual.find((name) => commitOf(name, repository) !== undefined);
  if (base === undefined) throw new UserError('--changed does not know what to compare with', 'say it: --since REF');
  const commit = commitOf(base, repository);
  if (commit === undefined) throw new UserError(`--since ${base}: git knows no such commit or branch`);
  const merge = git(repository, ['merge-base', commit, 'HEAD'])?.toString('utf8').trim();
  if (merge === undefined || merge === '')
    throw new UserError(
      `${base} and what is checked out have no commit in common`,
      'in CI fetch the whole history (fetch-depth: 0)',
    );
  // `diff-index` would name files that were only touched. What a submodule's own settings name is not run.
  const quiet = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];
  const tracked = git(repository, ['diff', '--name-only', '--no-renames', ...quiet, added, '-z', merge, '--']);
  return [...listed(tracked), ...listed(git(repository, ['ls-files', '--others', '--exclude-standard', '-z']))];
}

function commitOf(name: string, repository: Repository): string | undefined {
  const found = git(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  const commit = found?.toString('utf8').trim();
  return commit === undefined || commit === '' ? undefined : commit;
}
