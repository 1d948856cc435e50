/** `scan --shard` and `merge` as real processes on real git repositories: the same bytes as one run, and its exit codes. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram, runGit, writeFiles, type BuiltProgram } from './support/built-program.js';

let program: BuiltProgram;
beforeAll(() => {
  program = buildProgram('shards-test');
}, 60_000);
afterAll(() => {
  program.remove();
});

const HOST = 'http://169.254.169.254/latest/meta-data/';
const tokenless = `curl -s ${HOST}\n`;
const formats = ['json', 'sarif', 'text', 'html', 'markdown', 'github', 'gitlab', 'junit', 'rdjson', 'unix'];

function repository(directory: string, files: Readonly<Record<string, string>>, remote?: string): void {
  mkdirSync(directory, { recursive: true });
  writeFiles(directory, files);
  runGit(directory, 'init', '-q', '-b', 'main');
  if (remote !== undefined) runGit(directory, 'remote', 'add', 'origin', remote);
  runGit(directory, 'add', '-A');
  runGit(directory, 'commit', '-q', '-m', 'first');
}

/** A folder with repositories, one larger than all others, whose files know of one another. */
function organisation(): string {
  const folder = program.project({ 'loose.sh': tokenless });
  const large = {
    'host.js': `exports.HOST = '${HOST}';\n`,
    'get.js': "const { HOST } = require('./host');\nexports.get = (path) => fetch(HOST + path);\n",
    'use.js': "const { get } = require('./get');\nget('ami-id');\n",
    'filler.txt': 'x'.repeat(9000),
    'more.txt': 'y'.repeat(9000),
    'bin/a.sh': `# imds-audit: ignore[IMDS001] frozen\n${tokenless}# imds-audit: ignore[IMDS001] idle\necho\n`,
    'bin/b.sh': 'if then fi (\n' + tokenless,
  };
  repository(join(folder, 'large'), large, 'https://user:secret@example.com/acme/large.git');
  repository(join(folder, 'clean'), { 'a.sh': 'echo hello\n' }, 'git@example.com:acme/clean.git');
  repository(join(folder, 'small'), { 'a.sh': tokenless, 'read.py': `get("${HOST}")\n` });
  return folder;
}

/** What one run writes in each format, and its exit code. */
function reportsOf(folder: string, args: readonly string[], name: string): readonly (string | number | null)[] {
  const outputs = formats.flatMap((format) => ['--output', `${format}=${join(folder, '.git-free', name)}.${format}`]);
  const { code, stderr } = program.run([...args, '--quiet', ...outputs, '--format', 'unix'], { cwd: folder });
  return [
    code,
    stderr,
    ...formats.map((format) => readFileSync(`${join(folder, '.git-free', name)}.${format}`, 'utf8')),
  ];
}

function scanShards(folder: string, total: number, args: readonly string[]): readonly string[] {
  return Array.from({ length: total }, (_, index) => {
    const part = join(folder, '.git-free', `part-${String(index + 1)}-of-${String(total)}`);
    const outputs = ['--output', `json=${part}.json`, '--output', `sarif=${part}.sarif`, '--format', 'unix'];
    program.run(['scan', ...args, '--shard', `${String(index + 1)}/${String(total)}`, '--quiet', ...outputs], {
      cwd: folder,
    });
    return part;
  });
}

describe('merged shards are what one run says, byte for byte', () => {
  let folder: string;
  beforeAll(() => {
    folder = organisation();
    mkdirSync(join(folder, '.git-free'));
  });

  test.each([
    [1, '.'],
    [2, '.'],
    [3, '.'],
    [4, '.'],
    [5, '.'],
    [3, 'large'],
    [4, 'large/bin'],
  ])('%i shards of %s', (total, path) => {
    const exclude = ['--exclude', '.git-free/**'];
    const one = reportsOf(folder, ['scan', path, ...exclude], 'one');
    const parts = scanShards(folder, total, [path, ...exclude]);
    const json = parts.map((part) => `${part}.json`);
    const merged = reportsOf(folder, ['merge', ...json], 'merged');
    // Only a scan knows where it was started from.
    const [text, unix] = ['text', 'unix'].map((format) => 2 + formats.indexOf(format));
    const isElsewhere = path !== '.';
    const told = (all: typeof one) => all.filter((_, index) => !isElsewhere || (index !== text && index !== unix));
    expect(told(merged)).toEqual(told(one));
    const log = program.run(['merge', ...parts.map((part) => `${part}.sarif`)]);
    expect([log.code, log.stdout]).toEqual([one[0], one[2 + formats.indexOf('sarif')]]);
  });

  test('the address of a repository is told without what opens it', () => {
    const [, , json = ''] = reportsOf(folder, ['scan', '--exclude', '.git-free/**'], 'one');
    expect(json).toContain('"address": "https://example.com/acme/large"');
    expect(json).toContain('"name": "acme/clean"');
    expect(json).not.toContain('secret');
  });
});

test('the exit code is that of one run, by the same options', () => {
  const folder = program.project({ 'a.sh': tokenless, 'b.sh': 'echo\n', 'c.py': `get("${HOST}")\n` });
  const parts = [1, 2].map((index) =>
    program.run(['scan', '--shard', `${String(index)}/2`, '-f', 'json'], { cwd: folder }),
  );
  expect(parts.map(({ code }) => code).toSorted()).toEqual([0, 1]);
  const place = program.project(
    Object.fromEntries(parts.map(({ stdout }, index) => [`${String(index)}.json`, stdout])),
  );
  const files = [0, 1].map((index) => join(place, `${String(index)}.json`));
  const codeOf = (...args: readonly string[]): number | null => program.run(['merge', ...files, ...args]).code;
  expect([codeOf(), codeOf('--fail-on', 'none'), codeOf('--exit-zero'), codeOf('--strict')]).toEqual([1, 0, 0, 2]);
  const output = join(folder, 'all.html');
  expect(program.run(['merge', ...files, '-o', output]).stderr).toBe(
    `imds-audit: 1 finding; the report is in ${output}\n`,
  );
  expect(readFileSync(output, 'utf8')).toMatch(/^<!doctype html>/);
});

test('a job that an engine runs knows its number', () => {
  const folder = program.project({ 'a.sh': tokenless, 'b.sh': tokenless });
  const verdicts = [0, 1].map((index) => {
    const env = { AWS_BATCH_JOB_ARRAY_INDEX: String(index), AWS_BATCH_JOB_ARRAY_SIZE: '2' };
    return program.run(['scan', '--shard', 'auto', '-f', 'unix'], { cwd: folder, env }).stdout.split(':')[0];
  });
  expect(verdicts).toEqual(['a.sh', 'b.sh']);
});

test.each<[string, readonly string[], string]>([
  [
    'no shard',
    ['scan', '--shard', '3/2'],
    '--shard 3/2: there is no shard 3 of 2; write --shard 2/5 for the second of five, or --shard auto',
  ],
  [
    'no number',
    ['scan', '--shard', 'auto'],
    '--shard auto finds no job number in the environment; write --shard 2/5 for the second of five',
  ],
  ['what changed', ['scan', '--shard', '1/2', '--changed'], '--shard and --changed exclude one another'],
  [
    'fixes',
    ['scan', '--shard', '1/2', '--fix'],
    '--shard reports on a part, and fixes are made in the whole; leave it out',
  ],
  [
    'a baseline',
    ['scan', '--shard', '1/2', '--update-baseline'],
    '--update-baseline is of all that is found, and --shard of a part',
  ],
  ['no files', ['merge'], 'merge needs the files of reports; imds-audit --help lists what there is'],
  ['no file', ['merge', 'missing.json'], "missing.json cannot be read: ENOENT: no such file or directory, open '"],
  ['another format', ['merge', 'README.md'], 'README.md is no JSON; merge takes reports of --format json or sarif'],
  ['an option of scan', ['merge', 'a.json', '--fix'], '--fix is an option of scan'],
])('%s is told in one line', (_, args, message) => {
  const { code, stderr, stdout } = program.run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]*\n$/);
  expect(stderr).toContain(`imds-audit: ${message}`);
});

test('parts in the wrong form: a hint says what to do', () => {
  const folder = program.project({ 'a.sh': tokenless });
  const whole = program.run(['scan', '-f', 'json'], { cwd: folder }).stdout;
  const part = program.run(['scan', '-f', 'json', '--shard', '1/1'], { cwd: folder }).stdout;
  const log = program.run(['scan', '-f', 'sarif', '--shard', '1/1'], { cwd: folder }).stdout;
  writeFiles(folder, { 'whole.json': whole, 'part.json': part, 'log.sarif': log });
  const said = (...args: readonly string[]): string => program.run(['merge', ...args], { cwd: folder }).stderr;
  expect(said('whole.json')).toContain(
    'whole.json is no part; scan with --shard, and what is to be merged whole with --shard 1/1',
  );
  expect(said('part.json', 'log.sarif')).toContain(
    'part.json is JSON, and log.sarif is SARIF; merge reports of one kind',
  );
  expect(said('log.sarif', '-f', 'html')).toContain(
    'of SARIF only SARIF can be made, and not html; merge JSON reports',
  );
  expect(JSON.parse(part)).toMatchObject({ verdict: { partial: false, refused: 1 } });
});
