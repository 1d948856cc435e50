/** Shards with a cache say what they say without one: none takes what another has kept, and what others hold is seen to change. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strategies } from '../src/cache/index.js';
import type { Options } from '../src/config.js';
import { buildProgram, type BuiltProgram } from './support/built-program.js';
import { keep, type Kept, type Scanned } from './support/kept.js';
import { fc } from './support/properties.js';

const host = "export const HOST = 'http://169.254.169.254';\n";
const other = "export const HOST = 'http://169.254.169.253';\n";
const importer = "import { HOST } from './host';\nexport const id = () => fetch(`${HOST}/instance-id`);\n";
const script = '#!/bin/sh\ncurl -s http://169.254.169.254/latest/meta-data/\n';

/** Files as large as one another, so that each shard has some. */
const files = { 'host.ts': host, 'a.ts': importer, 'b.sh': script, 'c.ts': 'export const c = 0;\n'.padEnd(90) };

type Part = NonNullable<Options['shard']>;

function partsOf(total: number): readonly Part[] {
  return Array.from({ length: total }, (_, index) => ({ index: index + 1, total }));
}

/** Scans a part, and holds the outcome against that of a scan without a cache. */
async function scanRightly(kept: Kept, shard: Part | undefined): Promise<Scanned> {
  const scanned = await kept.scan({ shard });
  expect(scanned.report).toEqual(await kept.scanPlainly({ shard }));
  return scanned;
}

const places = ({ report }: Scanned): readonly string[] => report.findings.map(({ location }) => location.path);

describe.each(strategies)('by %s', (strategy) => {
  let tree: Kept;
  beforeEach(() => {
    tree = keep(strategy);
    tree.write(files);
  });
  afterEach(() => {
    tree.end();
  });

  test('shards, those of other numbers and the whole keep each their own', async () => {
    const all = [undefined, ...[1, 2, 3, 4].flatMap(partsOf)];
    for (const [index, part] of all.entries()) {
      expect((await scanRightly(tree, part)).isNew).toBe(true);
      expect(tree.bytes.size).toBe(index + 1);
    }
    for (const part of all.toReversed()) expect((await scanRightly(tree, part)).isNew).toBe(false);
  });

  test('a constant that another shard has, and that changes in nothing but its text, is seen', async () => {
    const parts = partsOf(4);
    const first = [];
    for (const part of parts) first.push(places(await scanRightly(tree, part)));
    const teller = parts[first.findIndex((found) => found.includes('a.ts'))];
    const path = join(tree.root, 'host.ts');
    const { atime, mtime } = statSync(path);
    writeFileSync(path, other);
    utimesSync(path, atime, mtime);
    const second = await scanRightly(tree, teller);
    expect({ isNew: second.isNew, found: places(second) }).toEqual({ isNew: true, found: [] });
    writeFileSync(path, host);
    expect(places(await scanRightly(tree, teller))).toEqual(['a.ts']);
    expect((await scanRightly(tree, teller)).isNew).toBe(false);
  });

  test('a file that makes the division another one is seen by all', async () => {
    for (const part of partsOf(2)) await scanRightly(tree, part);
    tree.write({ 'd.txt': 'x'.repeat(1000) });
    const trees = [];
    for (const part of partsOf(2)) {
      const { isNew, report } = await scanRightly(tree, part);
      expect(isNew).toBe(true);
      trees.push(report.verdict.shard?.tree);
    }
    expect(new Set(trees).size).toBe(1);
  });

  test('of a repository that is which another shard has all nothing is read, and a text of the same size changes nothing', async () => {
    for (const name of ['one', 'two']) {
      mkdirSync(join(tree.root, name, '.git'), { recursive: true });
      tree.write({ [`${name}/a.sh`]: script.padEnd(2000), [`${name}/n.txt`]: 'nothing' });
    }
    for (const name of Object.keys(files)) tree.remove(name);
    const parts = partsOf(2);
    const found = [];
    for (const part of parts) found.push(places(await scanRightly(tree, part)));
    expect(found.toSorted()).toEqual([['one/a.sh'], ['two/a.sh']]);
    const one = parts[found.findIndex((paths) => paths.includes('one/a.sh'))];
    tree.write({ 'two/a.sh': script.padEnd(2000, '#') });
    const { isNew, read } = await scanRightly(tree, one);
    expect([isNew, read.filter((path) => path.startsWith('two/'))]).toEqual([false, []]);
    const two = parts.find((part) => part !== one);
    expect((await scanRightly(tree, two)).isNew).toBe(true);
  });

  test('whatever happens, the reports are those of scans without a cache', async () => {
    const edit = fc.record({
      path: fc.constantFrom('host.ts', 'a.ts', 'b.sh', 'sub/a.ts', 'sub/host.ts'),
      text: fc.constantFrom(host, other, importer, script, '', '\0'),
    });
    let reused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(edit, { freq: 2 }), { minLength: 2, maxLength: 4 }), async (edits) => {
        const kept = keep(strategy);
        try {
          kept.write(files);
          for (const one of [null, ...edits]) {
            if (one !== null) kept.write({ [one.path]: one.text });
            for (const part of partsOf(2)) reused += (await scanRightly(kept, part)).isNew ? 0 : 1;
          }
        } finally {
          kept.end();
        }
      }),
      { numRuns: 8 },
    );
    expect(reused).toBeGreaterThan(3);
  }, 120_000);
});

describe('the program', () => {
  let program: BuiltProgram;
  beforeAll(() => {
    program = buildProgram('cache-shards');
  }, 120_000);
  afterAll(() => {
    program.remove();
  });

  const caches = (cwd: string): readonly string[] => readdirSync(join(cwd, '.cache'));

  test('all shards at once, with one folder: merged they are one run', async () => {
    const cwd = program.project(files);
    const parts = program.project({});
    const plain = program.run(['scan', '-f', 'json'], { cwd });
    const once = ({ index, total }: Part): Promise<string> =>
      new Promise((resolve, reject) => {
        const part = join(parts, `${String(index)}-of-${String(total)}.json`);
        const asked = ['--shard', `${String(index)}/${String(total)}`, '--cache', '--cache-location', '.cache'];
        const args = [program.path, 'scan', ...asked, '-q', '-o', part];
        const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
        let told = '';
        child.stderr.on('data', (chunk) => (told += String(chunk)));
        child.on('error', reject).on('close', () => {
          resolve(told);
        });
      });
    const all = [2, 3].flatMap(partsOf);
    for (const round of ['new', 'kept']) {
      expect([round, ...(await Promise.all(all.map(once)))]).toEqual([round, ...all.map(() => '')]);
      for (const total of [2, 3]) {
        const made = partsOf(total).map(({ index }) => join(parts, `${String(index)}-of-${String(total)}.json`));
        expect(made.map((path) => readFileSync(path, 'utf8'))).not.toContain('');
        expect(program.run(['merge', ...made, '-f', 'json'])).toEqual(plain);
      }
      expect(caches(cwd)).toHaveLength(all.length);
    }
  }, 120_000);

  test('the files of as many runs as there are shards do not drive one another out', () => {
    const cwd = program.project(files);
    mkdirSync(join(cwd, '.cache'));
    for (let index = 0; index < 200; index += 1)
      writeFileSync(join(cwd, '.cache', `imds-audit-${String(index).padStart(43, '0')}.cache`), '');
    program.run(['scan', '--shard', '1/100', '--cache', '--cache-location', '.cache'], { cwd });
    expect(caches(cwd)).toHaveLength(164);
  });
});
