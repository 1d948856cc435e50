/** Reports on what has changed, with real git: what is staged, what a branch changed, and the baseline of what was known. */
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram, runGit, writeFiles, type BuiltProgram } from './support/built-program.js';

let program: BuiltProgram;
beforeAll(() => {
  program = buildProgram('changes-test');
}, 60_000);
afterAll(() => {
  program.remove();
});

const HOST = 'http://169.254.169.254/latest/meta-data/';
const tokenless = `#!/bin/sh\ncurl -s ${HOST}\n`;
const innocent = '#!/bin/sh\necho hello\n';

function repository(files: Readonly<Record<string, string>>): string {
  const directory = program.project(files);
  runGit(directory, 'init', '-q', '-b', 'main');
  runGit(directory, 'add', '-A');
  runGit(directory, 'commit', '-q', '-m', 'first');
  return directory;
}

/** 'path:line' for each finding, and the exit code last. */
function found(directory: string, args: readonly string[], cwd = directory): readonly (string | number | null)[] {
  const { stdout, stderr, code } = program.run(['scan', '--format', 'json', ...args], { cwd });
  if (code === 2) return [stderr];
  const { findings } = JSON.parse(stdout) as { findings: { location: { path: string; startLine: number } }[] };
  return [...findings.map(({ location: { path, startLine } }) => `${path}:${String(startLine)}`), code];
}

describe('--staged', () => {
  test('is about the files of the index, as they are there', () => {
    const directory = repository({ 'old.sh': tokenless, 'a.sh': innocent, 'b.sh': innocent });
    writeFiles(directory, {
      'a.sh': tokenless,
      'b.sh': tokenless,
      'new.sh': `\n${tokenless}`,
      'untracked.sh': tokenless,
    });
    runGit(directory, 'add', 'a.sh', 'new.sh');
    // What is done to the work tree afterwards is not part of the commit.
    writeFileSync(join(directory, 'a.sh'), innocent);
    rmSync(join(directory, 'new.sh'));
    expect(found(directory, ['--staged'])).toEqual(['a.sh:2', 'new.sh:3', 1]);
    runGit(directory, 'add', '-A');
    expect(found(directory, ['--staged'])).toEqual(['b.sh:2', 'untracked.sh:2', 1]);
  });

  test('says nothing of the whole: what was not asked about may stand against it', () => {
    const directory = repository({ 'old.sh': tokenless, 'a.sh': innocent });
    const { stdout, code } = program.run(['scan', '--staged'], { cwd: directory });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing that changed stands against HttpTokens=required; the rest was not asked about.');
    const report = JSON.parse(program.run(['scan', '--staged', '-f', 'json'], { cwd: directory }).stdout) as object;
    expect(report).toMatchObject({ verdict: { ready: false, partial: true, refused: 0 } });
  });

  test('knows the whole tree: a constant of a file that is not staged, and a caller of one that is', () => {
    const directory = repository({
      'host.js': `exports.HOST = '${HOST}';\n`,
      'get.js': 'exports.get = (url) => null;\n',
      'old.js': `const { get } = require('./get');\nget('${HOST}');\n`,
    });
    writeFiles(directory, {
      'new.js': `const { HOST } = require('./host');\nfetch(HOST);\n`,
      'get.js': 'exports.get = (url) => fetch(url);\n',
    });
    runGit(directory, 'add', 'new.js');
    expect(found(directory, ['--staged'])).toEqual(['new.js:2', 1]);
    runGit(directory, 'add', 'get.js');
    expect(found(directory, ['--staged'])).toEqual(['new.js:2', 'old.js:2', 1]);
  });

  test('before the first commit everything is new; in a folder the paths are those of the repository', () => {
    const directory = program.project({ 'sub/a.sh': tokenless, 'b.sh': tokenless });
    runGit(directory, 'init', '-q');
    runGit(directory, 'add', '-A');
    expect(found(directory, ['--staged'], join(directory, 'sub'))).toEqual(['sub/a.sh:2', 1]);
    expect(found(directory, ['--staged'])).toEqual(['b.sh:2', 'sub/a.sh:2', 1]);
  });

  test('names with blanks, quotes, line breaks and letters of all kinds', () => {
    const directory = repository({ 'a.sh': innocent });
    const names = ['with blank.sh', 'qu"ote.sh', 'line\nbreak.sh', 'ünï.sh'];
    writeFiles(directory, Object.fromEntries(names.map((name) => [name, tokenless])));
    runGit(directory, 'add', '-A');
    for (const name of names) writeFileSync(join(directory, name), innocent);
    expect(found(directory, ['--staged'])).toHaveLength(names.length + 1);
  });

  test('--fix mends files that are staged as they are, and leaves others alone', () => {
    const directory = repository({ 'a.sh': innocent });
    writeFiles(directory, { 'a.sh': tokenless });
    runGit(directory, 'add', '-A');
    writeFileSync(join(directory, 'a.sh'), `${tokenless}echo more\n`);
    const refused = program.run(['--staged', '--fix'], { cwd: directory });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('it changed since it was read');
    runGit(directory, 'add', '-A');
    expect(program.run(['--staged', '--fix'], { cwd: directory }).code).toBe(0);
    expect(readFileSync(join(directory, 'a.sh'), 'utf8')).toContain('X-aws-ec2-metadata-token');
  });

  test('runs nothing that the repository asks for', () => {
    const directory = repository({ 'a.sh': innocent, '.gitattributes': '* diff=evil filter=evil\n' });
    const evil = `touch ${join(directory, 'ran')}`;
    for (const key of [
      'core.fsmonitor',
      'diff.external',
      'diff.evil.textconv',
      'diff.evil.command',
      'filter.evil.clean',
    ])
      runGit(directory, 'config', key, evil);
    writeFileSync(join(directory, 'a.sh'), tokenless);
    found(directory, ['--staged']);
    found(directory, ['--changed', '--since', 'HEAD']);
    expect(() => readFileSync(join(directory, 'ran'))).toThrow('ENOENT');
  });
});

describe('--changed', () => {
  test('is about what this branch changed, committed or not, since it was left', () => {
    const directory = repository({ 'old.sh': tokenless, 'a.sh': innocent });
    runGit(directory, 'switch', '-q', '-c', 'topic');
    writeFiles(directory, { 'a.sh': tokenless });
    runGit(directory, 'commit', '-qam', 'second');
    runGit(directory, 'switch', '-q', 'main');
    writeFiles(directory, { 'on-main.sh': tokenless });
    runGit(directory, 'add', '-A');
    runGit(directory, 'commit', '-qm', 'third');
    runGit(directory, 'switch', '-q', 'topic');
    writeFiles(directory, { 'untracked.sh': tokenless });
    // A file that was only touched has not changed.
    utimesSync(join(directory, 'old.sh'), 1, 1);
    expect(found(directory, ['--changed'])).toEqual(['a.sh:2', 'untracked.sh:2', 1]);
    expect(found(directory, ['--changed', '--since', 'HEAD'])).toEqual(['untracked.sh:2', 1]);
    expect(found(directory, ['--changed', '--since', 'topic~1'])).toEqual(['a.sh:2', 'untracked.sh:2', 1]);
  });

  test.each<[string, readonly string[], string]>([
    ['a name that is none', ['--changed', '--since', 'nothing'], 'git knows no such commit or branch'],
    ['an option in place of a name', ['--changed', '--since=--output=x'], 'git knows no such commit or branch'],
    ['--since alone', ['--since', 'main'], '--since goes with --changed'],
    ['both', ['--staged', '--changed'], '--staged and --changed exclude one another'],
  ])('%s is told', (_, args, message) => {
    expect(found(repository({ 'a.sh': innocent }), args).join('')).toContain(message);
  });

  test('outside of a repository it is told that there is none', () => {
    expect(found(program.project({ 'a.sh': innocent }), ['--changed']).join('')).toContain('needs a git repository');
  });
});

describe('the baseline', () => {
  const scan = (directory: string, ...args: readonly string[]) =>
    program.run(['scan', '.', ...args], { cwd: directory });
  const file = 'imds-audit-baseline.json';

  test('knows what was there, wherever its lines have gone', () => {
    const directory = program.project({ 'a.sh': tokenless, 'b.sh': `curl ${HOST}\ncurl ${HOST}\n` });
    expect(scan(directory, '--update-baseline').code).toBe(0);
    const written = readFileSync(join(directory, file), 'utf8');
    expect(written).not.toContain('"line"');
    writeFiles(directory, { 'a.sh': `\n\n${tokenless}` });
    expect(scan(directory, '--baseline', file)).toMatchObject({ code: 0 });
    writeFiles(directory, { 'a.sh': `${tokenless}wget ${HOST}\n`, 'c.sh': tokenless });
    expect(found(directory, ['.', '--baseline', file])).toEqual(['a.sh:3', 'c.sh:2', 1]);
    expect(scan(directory, '--update-baseline', '--baseline', file).code).toBe(0);
    expect(scan(directory, '--baseline', file).code).toBe(0);
    expect(readFileSync(join(directory, file), 'utf8').split('\n')).toHaveLength(written.split('\n').length + 2);
  });

  test('is what a configuration says that it is, and does not make anything ready', () => {
    const directory = program.project({
      'a.sh': tokenless,
      'imds-audit.config.json': '{ "baseline": "known/b.json" }',
      'known/README': '',
    });
    scan(directory, '--update-baseline');
    const { code, stdout } = scan(directory);
    expect(code).toBe(0);
    expect(stdout).toContain('1 problem is known by the baseline.');
    expect(stdout).toContain('Not ready for HttpTokens=required: 1 request would be refused.');
  });

  test('entries that are found no more are told, and are a failure unless that is allowed', () => {
    const directory = program.project({ 'a.sh': tokenless, 'gone.sh': tokenless, 'z.sh': tokenless });
    scan(directory, '--update-baseline');
    rmSync(join(directory, 'gone.sh'));
    writeFiles(directory, { 'a.sh': innocent });
    const { code, stdout } = scan(directory, '--baseline', file);
    expect(code).toBe(1);
    expect(stdout).toContain(`  a.sh  baseline: ${file} lists a problem of IMDS001 that is there no more`);
    expect(stdout).toContain('  gone.sh  baseline: ');
    expect(stdout).not.toContain('  z.sh  ');
    expect(scan(directory, '--baseline', file, '--allow-stale-baseline').code).toBe(0);
    // A run that did not look there knows nothing of it.
    expect(program.run(['scan', 'z.sh', '--baseline', file], { cwd: directory }).stdout).not.toContain('  a.sh  ');
  });

  test('written anew by a run on a part keeps what that did not look at', () => {
    const directory = program.project({ 'a.sh': tokenless, 'sub/b.sh': tokenless, 'sub/c.sh': tokenless });
    scan(directory, '--update-baseline');
    writeFiles(directory, { 'sub/b.sh': innocent, 'sub/d.sh': tokenless });
    const update = (...args: readonly string[]): string => {
      program.run(['scan', ...args, '--update-baseline'], { cwd: directory });
      return readFileSync(join(directory, file), 'utf8');
    };
    const paths = (text: string): readonly string[] =>
      [...text.matchAll(/"path":"(.*?)"/g)].map(([, path]) => path ?? '');
    expect(paths(update('sub'))).toEqual(['a.sh', 'sub/c.sh', 'sub/d.sh']);
    expect(paths(update('.', '--rule', 'IMDS002'))).toEqual(['a.sh', 'sub/c.sh', 'sub/d.sh']);
    // All was looked at, or the old one says nothing.
    expect(paths(update('.', '--exclude', 'sub/'))).toEqual(['a.sh']);
    writeFiles(directory, { [file]: '<<<<<<< HEAD\n' });
    expect(paths(update('sub'))).toEqual(['sub/c.sh', 'sub/d.sh']);
  });

  test('with ignores, and reported when that is wanted', () => {
    const directory = program.project({ 'a.sh': `${tokenless}wget ${HOST} # imds-audit: ignore[IMDS001] later\n` });
    scan(directory, '--update-baseline');
    const args = ['--baseline', file, '--report-suppressed', '--format', 'sarif'];
    const log = JSON.parse(scan(directory, ...args).stdout) as {
      runs: { results: { suppressions: { kind: string; justification?: string }[] }[] }[];
    };
    expect(log.runs[0]?.results.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'external', status: 'accepted' }],
      [{ kind: 'inSource', status: 'accepted', justification: 'later' }],
    ]);
    const plain = JSON.parse(
      scan(directory, ...args.filter((arg) => arg !== '--report-suppressed')).stdout,
    ) as typeof log;
    expect(plain.runs[0]?.results).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['not there', '', `there is no baseline ${file}`],
    ['no JSON', '<<<<<<< HEAD\n', `${file} is no JSON: it holds a merge conflict`],
    ['something else', '{"a":1}', `${file} is no baseline`],
    ['of the future', '{"version":2,"findings":[]}', 'of another version'],
    ['incomplete', '{"version":1,"findings":[{"rule":"IMDS001"}]}', 'entry 1 of the baseline'],
  ])('one that is %s is told in one line', (_, text, message) => {
    const directory = program.project({ 'a.sh': innocent, ...(text === '' ? {} : { [file]: text }) });
    const { code, stdout, stderr } = scan(directory, '--baseline', file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test('unused ignores can be a failure, and files that were not read too', () => {
  const directory = program.project({
    'a.sh': `# imds-audit: ignore[IMDS001] nothing\necho 169.254.169.254\n`,
    'b.xyz': `${HOST}\n`,
  });
  const scan = (...args: readonly string[]) => program.run(['scan', '.', ...args], { cwd: directory });
  expect(scan().code).toBe(0);
  expect(scan().stdout).toContain('a.sh:1:3  ignore: nothing here is to be ignored for IMDS001');
  expect(scan('--report-unused-ignores', 'error').code).toBe(1);
  expect(scan('--report-unused-ignores', 'off').stdout).not.toContain('ignore: ');
  expect(scan('--strict').code).toBe(2);
});

test('--force-exclude holds for files that are named, --no-error-on-unmatched for those that are not there', () => {
  const directory = program.project({
    '.gitignore': 'ignored.sh\n',
    '.git/HEAD': '',
    'a.sh': tokenless,
    'ignored.sh': tokenless,
    'node_modules/x/b.sh': tokenless,
    'sub/c.sh': tokenless,
  });
  const named = ['a.sh', 'ignored.sh', 'node_modules/x/b.sh', 'sub/c.sh'];
  expect(found(directory, named)).toHaveLength(5);
  expect(found(directory, [...named, '--force-exclude', '--exclude', 'sub/**'])).toEqual(['a.sh:2', 1]);
  expect(found(directory, ['gone.sh', 'a.sh'])[0]).toContain('no such file or directory: gone.sh');
  expect(found(directory, ['gone.sh', 'no/*.sh', 'a.sh', '--no-error-on-unmatched'])).toEqual(['a.sh:2', 1]);
});
