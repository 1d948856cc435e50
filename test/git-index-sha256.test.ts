/** The index of a repository that names its objects with SHA-256. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGitIndex } from '../src/discover/git-index.js';

const top = mkdtempSync(join(tmpdir(), 'git-index-'));

afterAll(() => {
  rmSync(top, { recursive: true, force: true });
});

function git(...args: readonly string[]): void {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', HOME: top };
  execFileSync('git', args, { cwd: top, env, stdio: 'pipe' });
}

test.each(['2', '4'])('in version %s it tells what is tracked', (version) => {
  mkdirSync(join(top, 'b'), { recursive: true });
  for (const path of ['a', 'b/c', 'd']) writeFileSync(join(top, path), '');
  git('init', '--object-format=sha256');
  git('add', 'a', 'b');
  git('update-index', '--index-version', version);
  const tracked = readGitIndex(readFileSync(join(top, '.git/index')));
  expect([...tracked.files()]).toEqual(['a', 'b/c']);
  expect(['a', 'b', 'b/c', 'd'].filter((path) => tracked.has(path))).toEqual(['a', 'b', 'b/c']);
});
