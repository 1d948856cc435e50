/** Where paths count from, and which repository is read, with the built program and real git. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Log } from 'sarif';
import { buildProgram, runGit, writeFiles, type BuiltProgram } from './support/built-program.js';

let program: BuiltProgram;
beforeAll(() => {
  program = buildProgram('root-test');
}, 60_000);
afterAll(() => {
  program.remove();
});

const files = {
  'host.js': "exports.HOST = 'http://169.254.169.254/latest/meta-data/';\n",
  'lib/get.js': "const { HOST } = require('../host');\nmodule.exports = () => fetch(HOST);\n",
};

/** A folder with the repositories 'app' and 'other', one of which has an import that leads to the address. */
function twoRepositories(): string {
  const folder = program.project({});
  for (const [name, some] of Object.entries({ app: files, other: { 'a.sh': 'echo hello\n' } })) {
    const repository = join(folder, name);
    mkdirSync(repository);
    writeFiles(repository, some);
    runGit(repository, 'init', '-q', '-b', 'main');
    runGit(repository, 'add', '-A');
    runGit(repository, 'commit', '-q', '-m', 'first');
  }
  return folder;
}

/** The places that the text report names, and the exit code. */
function placesFrom(cwd: string, ...args: readonly string[]): readonly (string | number | null)[] {
  const { stdout, code } = program.run(['scan', '--format', 'unix', ...args], { cwd });
  return [...stdout.split('\n').flatMap((line) => /^(.+?:\d+):/.exec(line)?.[1] ?? []), code];
}

test('a repository reads the same from its top, from within, from above and from another one', () => {
  const folder = twoRepositories();
  expect(placesFrom(join(folder, 'app'))).toEqual(['lib/get.js:2', 1]);
  expect(placesFrom(join(folder, 'app/lib'), '..')).toEqual(['get.js:2', 1]);
  expect(placesFrom(folder, 'app')).toEqual(['app/lib/get.js:2', 1]);
  runGit(join(folder, 'app'), 'rm', '--cached', '-q', 'host.js');
  // Only the repository itself knows its index.
  expect(placesFrom(folder, 'app', '--staged')).toEqual([0]);
  runGit(join(folder, 'app'), 'reset', '-q');
  expect(placesFrom(folder)).toEqual(['app/lib/get.js:2', 1]);
  for (const written of [join(folder, 'app'), '../app', '../app/lib/get.js', '../app/**/*.js', '../{app,none}/lib'])
    expect(
      placesFrom(join(folder, 'other'), ...(written.includes('none') ? ['--no-error-on-unmatched'] : []), written),
    ).toEqual([`${folder}/app/lib/get.js:2`, 1]);
});

test('what is named imports the address from a file that is not, which is not reported on', () => {
  const app = join(twoRepositories(), 'app');
  writeFiles(app, {
    'way.js': "exports.HOST = require('./host').HOST;\nfetch(exports.HOST);\n",
    'lib/put.js': "import { HOST } from '../way';\nfetch(HOST);\n",
    'lib/view.vue': "<template><p /></template>\n<script>\nimport { HOST } from '../host';\nfetch(HOST);\n</script>\n",
  });
  expect(placesFrom(app, 'lib')).toEqual(['lib/get.js:2', 'lib/put.js:2', 'lib/view.vue:4', 1]);
  expect(placesFrom(app, 'lib/view.vue')).toEqual(['lib/view.vue:4', 1]);
  expect(placesFrom(join(app, 'lib'), 'put.js')).toEqual(['put.js:2', 1]);
  expect(placesFrom(app, 'host.js')).toEqual([0]);
});

test('several repositories at once are read from the folder that holds them', () => {
  const folder = twoRepositories();
  writeFiles(join(folder, 'other'), { 'b.js': "require('../app/lib/get')();\nfetch('http://169.254.169.254/');\n" });
  expect(placesFrom(join(folder, 'other'), '.', '../app')).toEqual(['../app/lib/get.js:2', 'b.js:2', 1]);
});

test('a link to a repository is that repository', () => {
  const folder = twoRepositories();
  symlinkSync(join(folder, 'app'), join(folder, 'other/link'));
  expect(placesFrom(join(folder, 'other'), 'link')).toEqual([`${folder}/app/lib/get.js:2`, 1]);
});

test('the configuration of the repository that is named applies, and a report counts paths from its top', () => {
  const folder = twoRepositories();
  const app = join(folder, 'app');
  writeFiles(app, { 'imds-audit.config.json': '{ "rules": { "IMDS001": "note" } }' });
  writeFiles(join(folder, 'other'), { 'imds-audit.config.json': '{ "rules": { "IMDS001": "off" } }' });
  for (const cwd of [join(folder, 'other'), folder]) {
    const { stdout } = program.run(['scan', '--format', 'sarif', '--no-error-on-unmatched', app], { cwd });
    const [result] = (JSON.parse(stdout) as Log).runs[0]?.results ?? [];
    expect(result?.level).toBe('note');
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('lib/get.js');
  }
});

test('inspect explains a file of another repository, and one that is named from below its top', () => {
  const folder = twoRepositories();
  for (const [cwd, name] of [
    ['other', '../app/lib/get.js'],
    ['app/lib', 'get.js:2'],
  ] as const) {
    const { stdout, code } = program.run(['inspect', name], { cwd: join(folder, cwd) });
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: 'lib/get.js' });
    expect(stdout).toContain('IMDS001');
  }
});

test('a further work tree knows the commit and the address that it shares', () => {
  const folder = twoRepositories();
  const app = join(folder, 'app');
  const tree = join(dirname(app), 'tree');
  runGit(app, 'remote', 'add', 'origin', 'https://example.com/acme/app.git');
  runGit(app, 'worktree', 'add', '-q', '-b', 'topic', tree);
  const provenance = [app, tree].map((cwd) => {
    const { stdout } = program.run(['scan', '--format', 'sarif'], { cwd });
    return (JSON.parse(stdout) as Log).runs[0]?.versionControlProvenance?.[0];
  });
  expect(provenance).toEqual([
    expect.objectContaining({ repositoryUri: 'https://example.com/acme/app', branch: 'main' }),
    { ...provenance[0], branch: 'topic' },
  ]);
  expect(provenance[0]?.revisionId).toMatch(/^[0-9a-f]{40}$/);
});
