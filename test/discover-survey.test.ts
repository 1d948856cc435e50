/** Files that are looked into on several threads: what is found is what one thread finds, and what git says is there. */
import { setTimeout } from 'node:timers/promises';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { compare, digestOfListing } from '../src/discover/comparison.js';
import { defaultOptions } from '../src/config.js';
import type { FileSystem, Survey } from '../src/discover/file-system.js';
import { discover } from '../src/discover/index.js';
import { nodeFileSystem } from '../src/discover/node-file-system.js';
import type { Stamp } from '../src/discover/stamps.js';
import { openSurvey } from '../src/discover/survey.js';
import { kindOf } from '../src/languages/index.js';

const folder = mkdtempSync(join(tmpdir(), 'imds-audit-survey-'));
const tree = join(folder, 'tree');
const script = pathToFileURL(join(folder, 'survey-worker.mjs'));
const mention = 'curl http://169.254.169.254/latest/meta-data/\n';

/** Contents that a survey must not say anything of, and such that hold nothing. */
const contents: readonly (string | Buffer)[] = [
  mention,
  'echo nothing\n',
  `#!/bin/sh\necho nothing\n`,
  `#!/bin/sh\n${mention}`,
  Buffer.from(`\uFEFF${mention}`, 'utf16le'),
  `\0${mention}`,
  'x\0y',
  `${' '.repeat(1 << 20)}${mention}`,
  `${' '.repeat(9000)}\0`,
  '',
];
const names = ['plain', ' blank ', 'ünï', '-dash', '[id]', 'a\nb', "quo'te", 'dollar$', 'tab\t', '😀'];

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '..', 'src', 'discover', 'survey-worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: join(folder, 'survey-worker.mjs'),
  });
  mkdirSync(tree);
  execFileSync('git', ['init', '-q', tree]);
  for (let directory = 0; directory < 100; directory += 1) makeDirectory(directory);
  symlinkSync('directory-0', join(tree, 'link'));
  symlinkSync('nowhere', join(tree, 'broken.sh'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Fifty files; large and odd ones in the first directories alone, ignore files in every fifth. */
function makeDirectory(number: number): void {
  const path = join(tree, `directory-${String(number % 10)}`, `inner-${String(number)}`);
  mkdirSync(path, { recursive: true });
  for (let file = 0; file < 50; file += 1) {
    const odd = number < 2 ? (contents[file % contents.length] ?? '') : `nothing ${String(file)}\n`;
    const extension = ['sh', 'js', 'txt', ''][file % 4] ?? '';
    const name = names[(number + file) % names.length] ?? '';
    writeFileSync(join(path, `${name}-${String(file)}.${extension}`), number % 33 === 7 && file === 49 ? mention : odd);
  }
  if (number % 5 === 0) writeFileSync(join(path, '.gitignore'), '*1.sh\n!*11.sh\nplain-*\n/[[]id]*\n');
}

const machine = nodeFileSystem();
const read: FileSystem['readFile'] = (path, limit) => machine.readFile(path, limit);

function discoverWith(fs: FileSystem) {
  return { ...discover(fs, { ...defaultOptions, root: tree }, kindOf), isSettled: undefined };
}

/** The file system with a survey that has three threads, whatever this machine has. */
function surveying(at: URL): { readonly fs: FileSystem; readonly empty: () => number } {
  const fs = nodeFileSystem();
  let count = 0;
  const survey = (): Survey => {
    const opened = openSurvey(at, 3, read);
    return {
      add: (path, limit) => {
        opened.add(path, limit);
      },
      finish: () => {
        const empty = opened.finish();
        count = empty.size;
        return empty;
      },
    };
  };
  return { fs: { ...fs, survey }, empty: () => count };
}

test('several threads find what one finds, in the same order', () => {
  const { fs, empty } = surveying(script);
  const found = discoverWith(fs);
  expect(found).toEqual(discoverWith(nodeFileSystem()));
  expect(found.files.length).toBeGreaterThan(15);
  expect(empty()).toBeGreaterThan(4000);
});

test('a thread that does not start loses nothing', () => {
  const { fs, empty } = surveying(pathToFileURL(join(folder, 'missing.mjs')));
  expect(discoverWith(fs)).toEqual(discoverWith(nodeFileSystem()));
  expect(empty()).toBeGreaterThan(4000);
});

test('files are those that git lists, and links are none', () => {
  const listed = execFileSync('git', ['-C', tree, 'ls-files', '-co', '--exclude-standard', '-z']);
  const files = listed
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && path !== 'link' && path !== 'broken.sh');
  const { scanned, skipped, notices } = discoverWith(surveying(script).fs);
  const { binary = 0, 'too large': large = 0 } = skipped;
  expect(scanned + binary + large).toBe(files.length);
  expect([notices, skipped['symbolic link']]).toEqual([[], 2]);
});

test('what a survey says nothing of: files that mention the service, are no plain text, have a shebang or are gone', () => {
  const survey = openSurvey(script, 1, read);
  const paths = contents.map((content, index) => {
    const path = join(folder, `content-${String(index)}`);
    writeFileSync(path, content);
    return path;
  });
  for (const path of [...paths, join(folder, 'gone')]) survey.add(path, 1 << 20);
  for (let more = 0; more < 5000; more += 1) survey.add(paths[1] ?? '', 1 << 20);
  expect([...survey.finish()]).toEqual([paths[1], paths[8], paths[9]]);
});

test('several threads compare what is remembered as one does', async () => {
  const files = discoverWith(machine).files.map(({ path }) => join(tree, path));
  // Of what was written a moment ago the threads, which look at the clock, say nothing.
  const fresh = nodeFileSystem();
  while (files.some((path) => fresh.stampOf(path) === undefined)) await setTimeout(100);
  const changed = join(folder, 'changed');
  writeFileSync(changed, '');
  const remembered = [...files, changed, join(folder, 'gone')];
  const stamp = (path: string): Stamp | undefined => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats && [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs];
  };
  const times = Math.ceil(13_000 / remembered.length);
  const stamps = remembered.flatMap((path) => [
    ...(path === changed ? [0, 0, 0, 0, 0] : (stamp(path) ?? [0, 0, 0, 0, 0])),
  ]);
  const directories = readdirSync(tree).map((name) => join(tree, name));
  const digests = directories.map((path) => attemptDigest(path));
  const asked = {
    files: Array.from({ length: times }, () => remembered).flat(),
    stamps: Float64Array.from(Array.from({ length: times }, () => stamps).flat()),
    directories: [...directories, tree],
    digests: [...digests, 'another'],
  };
  const fs = { readDirectory: (path: string) => machine.readDirectory(path), stampOf: stamp };
  const alone = compare(asked, fs, undefined);
  expect([...alone.files]).toEqual(asked.files.map((path) => Number(files.includes(path))));
  expect([...alone.directories]).toEqual(
    asked.directories.map((path) => Number(attemptDigest(path) !== 'none' && path !== tree)),
  );
  for (const at of [script, pathToFileURL(join(folder, 'missing.mjs'))])
    expect(compare(asked, fs, { script: at, most: 3 })).toEqual(alone);
});

function attemptDigest(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    ? digestOfListing(machine.readDirectory(path))
    : 'none';
}

test('of a few files it says nothing: these are soon read', () => {
  const survey = openSurvey(script, 1, read);
  survey.add(__filename, 1 << 20);
  expect(survey.finish()).toEqual(new Set());
});
