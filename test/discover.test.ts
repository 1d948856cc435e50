/** Discovery on a file system in memory: what is scanned, what is left out and counted, and what is an error. */
import type { Options } from '../src/config.js';
import { UserError, defaultOptions } from '../src/config.js';
import type { FileSystem } from '../src/discover/file-system.js';
import { discover } from '../src/discover/index.js';
import type { Discovery } from '../src/discover/index.js';
import { filesBelow } from './support/files-in-memory.js';

const MENTION = 'x = "169.254.169.254"\n';

const kindOf = (path: string, firstLine: string) =>
  /\.(?:js|sh)$/.test(path) || firstLine === '#!/bin/sh' ? 'code' : undefined;

/** Discovers in a tree at '/r', which is what the paths of `texts` are relative to. */
function run(texts: Readonly<Record<string, string>>, options: Partial<Options> = {}, root = '/r'): Discovery {
  return discover(tree(texts), { ...defaultOptions, root, ...options }, kindOf);
}

function tree(texts: Readonly<Record<string, string>>): FileSystem {
  return filesBelow('/r', texts);
}

function withBytes(fs: FileSystem, path: string, bytes: Uint8Array): FileSystem {
  return { ...fs, readFile: (asked) => (asked === path ? bytes : fs.readFile(asked)) };
}

function failing(fs: FileSystem, ...paths: readonly string[]): FileSystem {
  const check = (path: string): void => {
    if (paths.includes(path)) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  };
  return {
    ...fs,
    readFile: (path) => {
      check(path);
      return fs.readFile(path);
    },
    readDirectory: (path) => {
      check(path);
      return fs.readDirectory(path);
    },
  };
}

const pathsOf = ({ files }: Discovery): readonly string[] => files.map(({ path }) => path);

describe('what is scanned', () => {
  test('files that mention the service and that a language claims, by path', () => {
    const found = run({
      'b.sh': MENTION,
      'B.sh': MENTION,
      'a/c.js': MENTION,
      'a/run': `#!/bin/sh\r\n${MENTION}`,
      'd.js': 'x',
    });
    expect(pathsOf(found)).toEqual(['B.sh', 'a/c.js', 'a/run', 'b.sh']);
    expect(found.files[0]?.text).toBe(MENTION);
    expect(found).toMatchObject({ scanned: 5, unclaimed: [], skipped: {}, notices: [] });
  });

  test('a file that no language claims counts when it names the service, not when it uses a common word', () => {
    const found = run({
      'a.py': MENTION,
      'b.py': 'meta-data',
      'c.rb': 'get "/latest/meta-data/"',
      'd.md': 'MetadataService',
    });
    expect(found).toMatchObject({ files: [], unclaimed: ['a.py', 'c.rb'], scanned: 4 });
  });

  test('UTF-16 is read by its byte-order mark, which stays in the text', () => {
    const text = `\uFEFF#!/bin/sh\r\n${MENTION}é😀`;
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big, Buffer.from(text, 'utf8')]) {
      const found = discover(withBytes(tree({ run: '' }), '/r/run', bytes), { ...defaultOptions, root: '/r' }, kindOf);
      expect(found.files).toEqual([{ path: 'run', text }]);
    }
  });

  test('what is no UTF-8 is read all the same', () => {
    const fs = withBytes(tree({ 'a.sh': '' }), '/r/a.sh', Buffer.from(`\xE9 ${MENTION}`, 'latin1'));
    expect(discover(fs, { ...defaultOptions, root: '/r' }, kindOf).files).toEqual([
      { path: 'a.sh', text: `\uFFFD ${MENTION}` },
    ]);
  });

  test('standard input is all that is read', () => {
    const closed = failing(tree({}), '/', '/r');
    const stdin = { path: 'script', text: `#!/bin/sh\n${MENTION}` };
    const found = discover(closed, { ...defaultOptions, root: '/r', stdin, paths: ['missing'] }, kindOf);
    const nothing = { unclaimed: [], silent: [], manifests: [], skipped: {}, notices: [], isWhole: false };
    const isSettled = expect.any(Function) as unknown;
    const whole = { repositories: [], shard: undefined, isOwn: expect.any(Function) as unknown };
    expect(found).toEqual({ ...nothing, ...whole, files: [stdin], scanned: 1, isSettled });
    expect([found.isSettled(stdin.path), found.isSettled('missing')]).toEqual([true, false]);
  });
});

describe('what is left out, and counted', () => {
  const crowd = {
    'a.sh': MENTION,
    'node_modules/p/index.js': MENTION,
    'x/bower_components/i.js': MENTION,
    'vendor/v.sh': MENTION,
    'third_party/t.sh': MENTION,
    'dist/d.js': MENTION,
    'app.min.js': MENTION,
    'app.bundle.js': MENTION,
    'app.js.map': MENTION,
    'package-lock.json': MENTION,
    '.git/hooks/h.sh': MENTION,
    '.svn/s.sh': MENTION,
    'ignored.sh': MENTION,
    '.gitignore': '/ignored.sh\n',
  };

  test('dependencies, vendored and generated code, what is ignored; never counted: version control', () => {
    const found = run(crowd);
    expect(pathsOf(found)).toEqual(['a.sh', 'dist/d.js', 'third_party/t.sh']);
    expect(found.skipped).toEqual({
      dependencies: 2,
      vendored: 1,
      'generated or minified': 4,
      'ignored by .gitignore': 1,
    });
  });

  test('nothing but version control when ignore files are not to count', () => {
    const found = run(crowd, { useIgnoreFiles: false });
    expect(found.files).toHaveLength(9);
    expect(found).toMatchObject({ scanned: 12, skipped: {} });
  });

  test('the own ignore file goes before the rest: it leaves out, and it takes back', () => {
    const found = run({ ...crowd, '.imdsauditignore': 'a.sh\n!vendor\n!ignored.sh\n!*.min.js\n/dist/' });
    expect(pathsOf(found)).toEqual(['app.min.js', 'ignored.sh', 'third_party/t.sh', 'vendor/v.sh']);
    expect(found.skipped).toMatchObject({ 'ignored by .imdsauditignore': 2 });
  });

  test('a minified script is told by its lines, once it mentions the service', () => {
    const long = `${'a=1;'.repeat(1300)}\n`;
    const texts = {
      'a.js': long + MENTION,
      'b.js': long,
      'c.sh': long + MENTION,
      'd.js': `${long}${'y\n'.repeat(20)}${MENTION}`,
    };
    expect(run(texts)).toMatchObject({ scanned: 3, skipped: { 'generated or minified': 1 } });
    expect(pathsOf(run(texts))).toEqual(['c.sh', 'd.js']);
    expect(pathsOf(run(texts, { paths: ['a.js'] }))).toEqual(['a.js']);
  });

  test('binary files: a NUL among the first 8192 bytes', () => {
    const late = `${' '.repeat(8192)}\0${MENTION}`;
    const found = run({ 'a.sh': `\0${MENTION}`, 'b.sh': late, 'c.sh': late.slice(1) });
    expect(pathsOf(found)).toEqual(['b.sh']);
    expect(found).toMatchObject({ scanned: 1, skipped: { binary: 2 } });
    expect(run({ 'a.sh': `\0${MENTION}` }, { paths: ['a.sh'] }).skipped).toEqual({ binary: 1 });
  });

  test('files above the limit', () => {
    const found = run({ 'a.sh': MENTION, 'b.sh': `${MENTION} ` }, { maxFileSize: MENTION.length });
    expect(pathsOf(found)).toEqual(['a.sh']);
    expect(found).toMatchObject({ scanned: 1, skipped: { 'too large': 1 } });
  });

  test('what cannot be read is noted, and the rest is scanned', () => {
    const fs = failing(
      tree({ 'a.sh': MENTION, 'b.sh': MENTION, 'c/d.sh': MENTION, '.gitignore': 'x' }),
      '/r/b.sh',
      '/r/c',
      '/r/.gitignore',
    );
    const found = discover(fs, { ...defaultOptions, root: '/r' }, kindOf);
    expect(pathsOf(found)).toEqual(['a.sh']);
    const message = 'cannot be read: permission denied (EACCES)';
    const notice = (path: string) => ({ kind: 'unreadable', path, message, position: undefined });
    expect(found.notices).toEqual([notice('.gitignore'), notice('b.sh'), notice('c')]);
  });
});

describe('what the user names', () => {
  const texts = {
    'src/a.sh': MENTION,
    'src/[id].js': MENTION,
    'lib/deep/b.sh': MENTION,
    'lib/.hidden/c.sh': MENTION,
    'test/d.sh': MENTION,
    'gone/e.sh': MENTION,
    'node_modules/p/f.js': MENTION,
    '.gitignore': 'gone\n*.log',
    'big.log': `#!/bin/sh\n${MENTION}`,
  };

  test('a named file is scanned whatever is said of it, once', () => {
    const paths = ['big.log', './gone/e.sh', 'node_modules/p/f.js', '/r/big.log', '.'];
    const found = run(texts, { paths, maxFileSize: 30, exclude: ['**'] });
    expect(pathsOf(found)).toEqual(['big.log', 'gone/e.sh', 'node_modules/p/f.js']);
  });

  test('a named directory is walked whatever is said of it, once, and not counted as left out', () => {
    const found = run(texts, { paths: ['.', 'gone', 'node_modules', 'src', 'src/'] });
    expect(found).toMatchObject({ scanned: 8, skipped: { 'ignored by .gitignore': 1 } });
    expect(pathsOf(found)).toContain('node_modules/p/f.js');
  });

  test.each([
    ['src/**/*.sh', ['src/a.sh']],
    ['{src,lib}/**/*.sh', ['lib/.hidden/c.sh', 'lib/deep/b.sh', 'src/a.sh']],
    ['{src/a.sh,lib}', ['lib/.hidden/c.sh', 'lib/deep/b.sh', 'src/a.sh']],
    ['**/*.sh', ['lib/.hidden/c.sh', 'lib/deep/b.sh', 'src/a.sh', 'test/d.sh']],
    ['gone/*.sh', ['gone/e.sh']],
    ['node_modules/*/*.js', ['node_modules/p/f.js']],
    ['src/[id].js', ['src/[id].js']],
    ['./src/*', ['src/[id].js', 'src/a.sh']],
    ['/r/src/*.sh', ['src/a.sh']],
  ])('%s', (path, expected) => {
    expect(pathsOf(run(texts, { paths: [path] }))).toEqual(expected);
  });

  test('globs leave out, below directories and of what other globs match', () => {
    expect(pathsOf(run(texts, { exclude: ['test', './lib/.hidden/'] }))).toEqual([
      'lib/deep/b.sh',
      'src/[id].js',
      'src/a.sh',
    ]);
    expect(run(texts, { exclude: ['test', 'src/*.sh'] }).skipped).toMatchObject({ excluded: 2 });
    expect(pathsOf(run(texts, { paths: ['**/*.sh'], exclude: ['lib/**'] }))).toEqual(['src/a.sh', 'test/d.sh']);
    expect(pathsOf(run(texts, { include: ['lib', '**/*.js'] }))).toEqual([
      'lib/.hidden/c.sh',
      'lib/deep/b.sh',
      'src/[id].js',
    ]);
    expect(pathsOf(run(texts, { paths: ['lib', 'test'], include: ['**/*.sh'], exclude: ['**/d.*'] }))).toEqual([
      'lib/.hidden/c.sh',
      'lib/deep/b.sh',
    ]);
    expect(pathsOf(run(texts, { paths: ['gone'], include: ['**/*.sh'] }))).toEqual(['gone/e.sh']);
    expect(run(texts, { include: [''], exclude: [''] }).scanned).toBe(6);
    expect(run(texts, { include: ['.'], exclude: ['./src/'] }).scanned).toBe(4);
  });

  test('outside of the root paths are told from it', () => {
    const found = run(
      { 'a/x.sh': MENTION, 'b/y.sh': MENTION, 'b/z.js': MENTION },
      { paths: ['.', '../b'], exclude: ['*.js'] },
      '/r/a',
    );
    expect(pathsOf(found)).toEqual(['../b/y.sh', 'x.sh']);
    expect(pathsOf(run({ 'a/x.sh': MENTION, 'b/y.sh': MENTION }, { paths: ['../b/*.sh'] }, '/r/a'))).toEqual([
      '../b/y.sh',
    ]);
  });

  test.each([
    ['missing', 'no such file or directory: missing'],
    ['', 'no such file or directory: '],
    ['src/a.sh/x', 'no such file or directory: src/a.sh/x'],
    ['*.nothing', 'no file matches: *.nothing'],
    ['*.log', 'no file matches: *.log'],
    ['nowhere/**', 'no file matches: nowhere/**'],
    ['{src,nowhere}', 'no such file or directory: nowhere'],
  ])('%j is an error', (path, message) => {
    const attempt = (): Discovery => run(texts, { paths: ['src', path] });
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(message);
  });
});

describe('where ignore files hold', () => {
  const files = { 'a.sh': MENTION, 'sub/a.sh': MENTION, 'sub/deep/a.sh': MENTION, 'sub/deep/b.sh': MENTION };

  test('those above a directory do, up to the top of its work tree', () => {
    const ignore = {
      '.git/info/exclude': 'b.sh',
      '.gitignore': '/sub/deep/a.sh',
      'sub/.gitignore': '/a.sh',
    };
    const inside = Object.entries({ ...files, ...ignore }).map(([path, text]) => [`repo/${path}`, text]);
    const repository = { '.gitignore': '*', ...Object.fromEntries(inside) } as Record<string, string>;
    const found = run(repository, {}, '/r/repo/sub');
    expect(found).toMatchObject({ scanned: 1, skipped: { 'ignored by .gitignore': 3 } });
    expect(run(repository, { paths: ['deep'] }, '/r/repo/sub').files).toEqual([]);
    expect(pathsOf(run(repository, { paths: ['repo'] }))).toEqual(['repo/a.sh']);
  });

  test('without a work tree those from the root on do', () => {
    expect(pathsOf(run({ ...files, '.gitignore': 'deep/a.sh\n/sub/deep/b.sh' }, { paths: ['sub'] }))).toEqual([
      'sub/a.sh',
      'sub/deep/a.sh',
    ]);
    expect(pathsOf(run({ ...files, '.gitignore': '*' }, {}, '/r/sub'))).toEqual(['a.sh', 'deep/a.sh', 'deep/b.sh']);
  });

  test('a work tree inside another is under its own rules alone', () => {
    const ignore = { '.git/HEAD': '', '.gitignore': 'a.sh', '.imdsauditignore': 'b.sh', 'sub/.git': 'gitdir: ../x' };
    expect(pathsOf(run({ ...files, ...ignore }))).toEqual(['sub/a.sh', 'sub/deep/a.sh']);
  });
});
