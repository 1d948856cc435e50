/** The walk on real directories: the files that git lists, links, and reading. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fc } from './support/properties.js';
import { defaultOptions } from '../src/config.js';
import { readGitIndex } from '../src/discover/git-index.js';
import { discover } from '../src/discover/index.js';
import { nodeFileSystem } from '../src/discover/node-file-system.js';
import { openTree } from '../src/discover/walk.js';

const root = mkdtempSync(join(tmpdir(), 'discover-'));
let count = 0;

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A new directory with these files; a path at which something else is already is passed over. */
function plant(files: readonly (readonly [path: string, text: string])[]): string {
  const top = join(root, String((count += 1)));
  mkdirSync(top);
  for (const [path, text] of files) {
    try {
      mkdirSync(dirname(join(top, path)), { recursive: true });
      writeFileSync(join(top, path), text, 'latin1');
    } catch (error) {
      if (!/EEXIST|ENOTDIR|EISDIR/.test(String(error))) throw error;
    }
  }
  return top;
}

/** What makes a directory a git work tree, as far as git is concerned. */
const workTree = [
  ['.git/HEAD', 'ref: refs/heads/main\n'],
  ['.git/objects/.keep', ''],
  ['.git/refs/.keep', ''],
] as const;

function git(top: string, ...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', HOME: root };
  return execFileSync('git', args, { cwd: top, env, maxBuffer: 1 << 26, encoding: 'utf8', stdio: 'pipe' });
}

function listedByGit(top: string): readonly string[] {
  const paths = git(top, 'ls-files', '-z', '-co', '--exclude-standard').split('\0').slice(0, -1);
  return [...new Set(paths)].toSorted();
}

function listedByWalk(top: string, useIgnoreFiles = true): readonly string[] {
  const found: string[] = [];
  const named = { files: new Set<string>(), directories: new Set<string>() };
  const tree = openTree(nodeFileSystem(), top, useIgnoreFiles, named, {
    skipped: () => undefined,
    unreadable: (path, error) => {
      throw new Error(path, { cause: error });
    },
  });
  tree.walk(tree.open(top), ({ path }) => found.push(path.slice(top.length + 1)));
  return found.toSorted();
}

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const name = fc.constantFrom(
  'a',
  'b',
  'ab',
  'aab',
  'a.b',
  '.a',
  'a b',
  'a ',
  'é',
  '日',
  '#a',
  '!a',
  '[a]',
  'a-',
  'a\\',
  'A1',
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));

/** What a character of a path may become in a pattern that is meant to match it, or nearly. */
const change = fc.oneof(
  { weight: 6, arbitrary: fc.constant('$') },
  fc.constantFrom(
    '*',
    '?',
    '**',
    '\\$',
    '[$]',
    '[!$]',
    '[^b]',
    '[a-c]',
    '[[:alpha:]]',
    '[[:space:]$]',
    '',
    '$*',
    '/',
    '/**/',
  ),
);
const mutated = fc
  .tuple(path, fc.array(change, { minLength: 12, maxLength: 12 }))
  .map(([text, changes]) => Array.from(text, (char, i) => (changes[i] ?? '$').replaceAll('$', () => char)).join(''));
const odd = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      '/',
      '*',
      '**',
      '?',
      '[',
      ']',
      '[!',
      '-',
      '\\',
      '\\ ',
      '[[:x:]]',
      '[]a]',
      '[b-a]',
      '\t',
      '#',
      '!',
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '/', '**/', '!/', '#'),
    fc.oneof({ weight: 5, arbitrary: mutated }, odd, path),
    fc.constantFrom('', '', '', '/', '/**', '/*', ' ', '  ', '\\ ', '\r'),
  )
  .map((parts) => parts.join(''));
const ignoreText = fc
  .tuple(fc.constantFrom('', '', '', '\uFEFF'), fc.array(line, { maxLength: 6 }), fc.constantFrom('', '\n'))
  .map(([mark, lines, end]) => latin1(mark + lines.join('\n') + end));

test('git lists the same files, whatever its ignore files say', () => {
  const place = fc.oneof(
    fc.constant(''),
    path.map((directory) => `${directory}/`),
  );
  const ignoreFile = fc.tuple(place, ignoreText).map(([directory, text]) => [`${directory}.gitignore`, text] as const);
  const files = fc.array(
    path.map((file) => [file, ''] as const),
    { minLength: 6, maxLength: 20 },
  );
  const ignoreFiles = fc.array(ignoreFile, { minLength: 1, maxLength: 4 });
  const property = fc.property(files, ignoreFiles, ignoreText, (plain, ignores, exclude) => {
    const top = plant([...workTree, ['.git/info/exclude', exclude], ...plain, ...ignores]);
    expect(listedByWalk(top)).toEqual(listedByGit(top));
  });
  fc.assert(property, { numRuns: 70, seed: 1 });
});

test('git agrees on many small ignore files', () => {
  const plain = [
    'a',
    'b',
    'ab',
    'a.b',
    '.a',
    'a ',
    'é',
    '#a',
    '!a',
    '[a]',
    'a\\',
    'x/a',
    'x/a b',
    'y/x/a',
    'y/x/ab/c',
    'y/é/é',
  ];
  const texts = fc.sample(ignoreText, { numRuns: 150, seed: 2 });
  const trees = texts.flatMap((text, i) => [
    [`${String(i)}/.gitignore`, text] as const,
    ...plain.map((file) => [`${String(i)}/${file}`, ''] as const),
  ]);
  const top = plant([...workTree, ...trees]);
  expect(listedByWalk(top)).toEqual(listedByGit(top));
});

test.each([2, 3, 4])('git also lists what it tracks although it is ignored: index version %i', (version) => {
  const ignored = { minLength: 1, maxLength: 20 };
  const property = fc.property(fc.array(path, ignored), fc.array(path, ignored), ignoreText, (some, others, text) => {
    const top = plant([
      ...workTree,
      ...[...some, ...others].map((file) => [file, ''] as const),
      [`${'long'.repeat(60)}/${'name'.repeat(60)}`, ''],
      ['a/.gitignore', '!*\n'],
      ['.gitignore', `*\n${text}`],
    ]);
    const present = listedByWalk(top, false).filter((file) => some.includes(file) || file.startsWith('long'));
    // Only what is meant to be added makes an index be of version 3.
    git(top, 'add', ...(version === 3 ? ['-f', '-N'] : ['-f']), '--', ...present.map((file) => `:(literal)${file}`));
    if (version === 4) git(top, 'update-index', '--index-version', '4');
    expect(readFileSync(join(top, '.git/index'))[7]).toBe(version);
    expect(listedByWalk(top)).toEqual(listedByGit(top));
    expect(listedByWalk(top)).toEqual(expect.arrayContaining(present));
  });
  fc.assert(property, { numRuns: 12, seed: version });
});

test('an index that is damaged, or of a kind that is not known, tracks nothing', () => {
  const top = plant([...workTree, ['.gitignore', '*'], ['a', ''], ['b/c', '']]);
  git(top, 'add', '-f', '.');
  const index = readFileSync(join(top, '.git/index'));
  const files = (bytes: Uint8Array): readonly string[] => [...readGitIndex(bytes).files()];
  expect(files(index)).toEqual(['.gitignore', 'a', 'b/c']);
  const tracked = readGitIndex(index);
  expect(['.gitignore', 'a', 'b', 'b/c'].filter((path) => !tracked.has(path))).toEqual([]);
  expect(['', '/', '.git', 'a/', 'aa', 'b/', 'b/b', 'b/c/d', 'c', '\xFF'].filter((path) => tracked.has(path))).toEqual(
    [],
  );
  for (let length = 0; length < index.length - 100; length += 1) readGitIndex(index.subarray(0, length));
  expect(files(index.subarray(0, 200))).toEqual([]);
  expect(files(Buffer.concat([index.subarray(0, 20), index.subarray(8)]))).toEqual([]);
  expect(files(Buffer.from('DIRC\0\0\0\u0009\0\0\0\u0001'))).toEqual([]);
  // Out of order, as git never writes it: two names of one length, exchanged.
  const exchanged = Buffer.from(index.toString('latin1').replace('.gitignore', 'zgitignore'), 'latin1');
  expect(files(exchanged)).toEqual([]);
});

test('a hostile pattern costs no more than its length times that of the path', () => {
  const deep = Array.from({ length: 12 }, () => 'a'.repeat(200)).join('/');
  const patterns = [
    '*a'.repeat(2000) + 'b',
    '**/a*a*a*a*a*a*/'.repeat(200) + 'b',
    `${'[a-z]*'.repeat(1000)}b`,
    '**/'.repeat(2000) + 'b',
  ];
  const top = plant([
    ['.gitignore', patterns.join('\n')],
    [`${deep}/c`, ''],
  ]);
  expect(listedByWalk(top)).toEqual(['.gitignore', `${deep}/c`]);
});

describe('links', () => {
  const mention = 'x 169.254.169.254';
  const kindOf = (file: string) => (file.endsWith('.sh') ? 'code' : undefined);
  const run = (top: string, paths: readonly string[]) =>
    discover(nodeFileSystem(), { ...defaultOptions, root: top, paths }, kindOf);

  test('are not followed, be it in circles or out of the root', () => {
    const top = plant([
      ['in/a.sh', mention],
      ['in/b/c.sh', mention],
      ['out/d.sh', mention],
    ]);
    symlinkSync('..', join(top, 'in/b/up'));
    symlinkSync('a.sh', join(top, 'in/same.sh'));
    symlinkSync('nowhere', join(top, 'in/broken.sh'));
    symlinkSync(join(top, 'out'), join(top, 'in/out'));
    symlinkSync('self', join(top, 'in/self'));
    const found = run(join(top, 'in'), ['.']);
    expect(found).toMatchObject({ scanned: 2, skipped: { 'symbolic link': 5 }, notices: [] });
    expect(found.files.map(({ path: file }) => file)).toEqual(['a.sh', 'b/c.sh']);
  });

  test('that are named are: to where they lead below the root, else under their own name', () => {
    const top = plant([
      ['in/a.sh', mention],
      ['out/d.sh', mention],
    ]);
    symlinkSync('a.sh', join(top, 'in/same.sh'));
    symlinkSync('../out', join(top, 'in/out'));
    symlinkSync('in', join(top, 'root'));
    const paths = ['same.sh', 'a.sh', 'out', 'out/d.sh'];
    expect(run(join(top, 'root'), paths).files.map(({ path: file }) => file)).toEqual(['a.sh', 'out/d.sh']);
  });
});

test('files are read whole into a buffer that grows, or as far as the limit', () => {
  const text = 'x'.repeat(700_000);
  const top = plant([
    ['large', text],
    ['empty', ''],
  ]);
  const fs = nodeFileSystem();
  expect(Buffer.from(text).equals(fs.readFile(join(top, 'large')))).toBe(true);
  expect(fs.readFile(join(top, 'large'), 10).length).toBeGreaterThan(10);
  expect(fs.readFile(join(top, 'empty'))).toHaveLength(0);
  expect(() => fs.readFile(top)).toThrow('EISDIR');
  expect(fs.kindOf(join(top, 'large'))).toEqual({ kind: 'file', size: 700_000 });
  expect(fs.kindOf(join(top, 'large/x'))).toBeUndefined();
  expect(fs.kindOf('/dev/null')?.kind).toBe('other');
});
