/** A scan with a cache says what one without says, whatever has happened in between; and what has not changed is not read. */
import { chmodSync, mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strategies } from '../src/cache/index.js';
import { isSettledAt } from '../src/discover/stamps.js';
import { keep, type Kept, type Scanned } from './support/kept.js';
import { fc } from './support/properties.js';

const host = "export const HOST = 'http://169.254.169.254';\n";
const other = "export const HOST = 'http://localhost:8080';\n";
const importer = "import { HOST } from './host';\nexport const id = () => fetch(`${HOST}/instance-id`);\n";
const script = '#!/bin/sh\ncurl -s http://169.254.169.254/latest/meta-data/\n';
const nothing = 'export const nothing = 0;\n';

let tree: Kept;
beforeEach(() => {
  tree = keep();
});
afterEach(() => {
  tree.end();
});

/** Scans, and holds the outcome against that of a scan without a cache. */
async function scanRightly(kept: Kept = tree): Promise<Scanned> {
  const scanned = await kept.scan();
  expect(scanned.report).toEqual(await kept.scanPlainly());
  return scanned;
}

const places = ({ report }: Scanned): readonly string[] => report.findings.map(({ location }) => location.path);

test('where nothing has changed nothing is read or analysed', async () => {
  tree.write({
    'host.ts': host,
    'a.ts': importer,
    'sub/b.sh': script,
    'c.ts': nothing,
    README: 'x',
    '.gitignore': 'x\n',
  });
  const first = await scanRightly();
  expect([first.isNew, places(first)]).toEqual([true, ['a.ts', 'sub/b.sh']]);
  const second = await scanRightly();
  expect({ isNew: second.isNew, read: second.read }).toEqual({ isNew: false, read: [] });
});

test('a file that mentions nothing and changes is read alone; what it holds decides', async () => {
  tree.write({ 'a.sh': script, 'b.sh': 'x=1\n', 'c.sh': 'y=1\n' });
  await scanRightly();
  tree.write({ 'b.sh': 'x=2\n' });
  const second = await scanRightly();
  expect({ isNew: second.isNew, read: second.read }).toEqual({ isNew: false, read: ['b.sh'] });
  expect((await scanRightly()).read).toEqual([]);
  tree.write({ 'b.sh': script });
  const fourth = await scanRightly();
  expect([fourth.isNew, places(fourth), fourth.read.includes('c.sh')]).toEqual([true, ['a.sh', 'b.sh'], false]);
});

/** What is done to a tree, and what is then found where; the first tree has one finding, in `a.ts`. */
const changes: Readonly<Record<string, readonly [(kept: Kept) => void, readonly string[]]>> = {
  'a changed constant': [
    (kept) => {
      kept.write({ 'host.ts': other });
    },
    [],
  ],
  'a constant that is gone': [
    (kept) => {
      kept.remove('host.ts');
    },
    [],
  ],
  'a changed importer': [
    (kept) => {
      kept.write({ 'a.ts': nothing });
    },
    [],
  ],
  'a file that mentions nothing and begins to import': [
    (kept) => {
      kept.write({ 'silent.ts': importer });
    },
    ['a.ts', 'silent.ts'],
  ],
  'a new importer': [
    (kept) => {
      kept.write({ 'new.ts': importer });
    },
    ['a.ts', 'new.ts'],
  ],
  'a new file that takes over an import': [
    (kept) => {
      kept.write({ 'src/use.ts': "import { HOST } from '../conf';\nfetch(`${HOST}/instance-id`);\n" });
      kept.write({ 'conf.ts': host });
    },
    ['a.ts', 'src/use.ts'],
  ],
  'paths of a tsconfig': [
    (kept) => {
      kept.write({ 'tsconfig.json': '{"compilerOptions":{"baseUrl":".","paths":{"@h":["./host"]}}}' });
    },
    ['a.ts', 'alias.ts'],
  ],
  'a new ignore file': [
    (kept) => {
      kept.write({ '.gitignore': 'a.ts\n' });
    },
    [],
  ],
  'an own ignore file in a folder': [
    (kept) => {
      kept.write({ 'sub/.imdsauditignore': '*\n', 'sub/x.sh': script });
    },
    ['a.ts'],
  ],
  'a new folder': [
    (kept) => {
      kept.write({ 'x/y/z.sh': script });
    },
    ['a.ts', 'x/y/z.sh'],
  ],
  'a file that is renamed': [
    (kept) => {
      kept.rename('a.ts', 'sub/a.ts');
    },
    [],
  ],
};

test.each(Object.entries(changes))('%s is seen', async (_, [change, expected]) => {
  const alias = "import { HOST } from '@h';\nfetch(`${HOST}/instance-id`);\n";
  tree.write({ 'host.ts': host, 'a.ts': importer, 'silent.ts': nothing, 'alias.ts': alias, 'sub/c.ts': nothing });
  expect(places(await scanRightly())).toEqual(['a.ts']);
  change(tree);
  const second = await scanRightly();
  expect({ isNew: second.isNew, places: places(second) }).toEqual({ isNew: true, places: expected });
  expect((await scanRightly()).isNew).toBe(false);
});

test('a file that comes before another one for an import is seen', async () => {
  tree.write({ 'host/index.ts': host, 'a.ts': importer });
  expect(places(await scanRightly())).toEqual(['a.ts']);
  tree.write({ 'host.ts': other });
  expect(places(await scanRightly())).toEqual([]);
});

test('a text of the same length and time is another one', async () => {
  tree.write({ 'host.ts': host, 'a.ts': importer });
  await scanRightly();
  const path = join(tree.root, 'host.ts');
  const { atime, mtime } = statSync(path);
  writeFileSync(path, host.replace('169.254.169.254', '169.254.169.253'));
  utimesSync(path, atime, mtime);
  expect(places(await scanRightly())).toEqual([]);
});

test('what changed a moment ago is not told by its times', () => {
  const stamp = (modified: number, changed: number) => [1, 1, 1, modified, changed] as const;
  expect(isSettledAt(stamp(0, 10_000), 13_000)).toBe(false);
  expect(isSettledAt(stamp(20_000, 0), 13_000)).toBe(false);
  expect(isSettledAt(stamp(9_000, 9_000), 13_000)).toBe(true);
});

test('times that change alone make a file be read once more, and no analysis', async () => {
  tree.write({ 'a.sh': script, 'b.py': 'x = 1\n' });
  await scanRightly();
  for (const name of ['a.sh', 'b.py']) utimesSync(join(tree.root, name), 1, 1);
  const second = await scanRightly();
  expect({ isNew: second.isNew, read: [...second.read].sort() }).toEqual({ isNew: false, read: ['a.sh', 'b.py'] });
  expect((await scanRightly()).read).toEqual([]);
});

test("what git's index has beside the paths is no change", async () => {
  const index = (time: number, path: string): Buffer => {
    const entry = Buffer.alloc(72);
    entry.writeUInt32BE(time, 0);
    entry.writeUInt16BE(path.length, 60);
    entry.write(path, 62);
    const head = Buffer.alloc(12);
    head.write('DIRC');
    head.writeUInt32BE(2, 4);
    head.writeUInt32BE(1, 8);
    return Buffer.concat([head, entry]);
  };
  tree.write({ 'a.sh': script, '.gitignore': '*.sh\n' });
  mkdirSync(join(tree.root, '.git'));
  writeFileSync(join(tree.root, '.git', 'index'), index(1, 'a.sh'));
  expect(places(await scanRightly())).toEqual(['a.sh']);
  writeFileSync(join(tree.root, '.git', 'index'), index(2, 'a.sh'));
  expect((await scanRightly()).isNew).toBe(false);
  writeFileSync(join(tree.root, '.git', 'index'), index(2, 'b.sh'));
  expect(places(await scanRightly())).toEqual([]);
});

test('links and what cannot be read are remembered as such', async () => {
  tree.write({ 'a.sh': script, 'inner/b.sh': script });
  symlinkSync('inner', join(tree.root, 'link'));
  symlinkSync('gone.sh', join(tree.root, 'broken.sh'));
  writeFileSync(Buffer.concat([Buffer.from(join(tree.root, 'odd-')), Buffer.from([0xff]), Buffer.from('.sh')]), script);
  const first = await scanRightly();
  expect(first.report.notices.map(({ kind }) => kind)).toEqual(['unreadable']);
  expect((await scanRightly()).isNew).toBe(false);
  chmodSync(join(tree.root, 'a.sh'), 0o600);
  expect((await scanRightly()).isNew).toBe(false);
});

test('another day, option, baseline or program is another question', async () => {
  tree.write({ 'a.sh': '# imds-audit: ignore-file[IMDS001] until=2026-01-02 soon\n' + script, 'b.py': 'x = 1\n' });
  const first = await tree.scan({ today: '2026-01-02' });
  expect(first.report.findings).toEqual([]);
  const later = await tree.scan({ today: '2026-01-03' });
  expect([later.isNew, later.report.findings.length, later.read.includes('b.py')]).toEqual([true, 1, false]);
  const noIgnores = await tree.scan({ today: '2026-01-03', useIgnores: false });
  expect([noIgnores.isNew, noIgnores.report.findings.length]).toEqual([true, 1]);
  const levels = [{ files: undefined, levels: new Map([['IMDS001', 'off'] as const]) }];
  expect((await tree.scan({ today: '2026-01-03', levels })).report.findings).toEqual([]);
  const built = await tree.scan({ today: '2026-01-03', levels }, { build: 'that' });
  expect([built.isNew, built.read.includes('b.py')]).toEqual([true, true]);
});

test('what is to be fixed is found anew, and what is fixed is another tree', async () => {
  tree.write({ 'a.sh': script, 'b.py': 'x = 1\n' });
  await tree.scan();
  const fixing = await tree.scan({}, { reusesReport: false });
  expect([fixing.isNew, fixing.read.includes('b.py')]).toEqual([true, false]);
  tree.write({ 'a.sh': '#!/bin/sh\n' });
  expect((await scanRightly()).report.findings).toEqual([]);
});

/** What may happen to a tree between two scans. */
const paths = ['host.ts', 'a.ts', 'sub/a.ts', 'sub/host.ts', 'b.sh', 'sub/c.py', '.gitignore', 'host/index.ts'];
const texts = [
  host,
  other,
  importer,
  script,
  nothing,
  "export * from './host';\n",
  'a.ts\n',
  '*.sh\n',
  '',
  '\0',
  'x = 1\n',
];
const edit = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), path: fc.constantFrom(...paths), text: fc.constantFrom(...texts) }),
  fc.record({ kind: fc.constant('back' as const), path: fc.constantFrom(...paths), text: fc.constantFrom(...texts) }),
  fc.record({ kind: fc.constant('remove' as const), path: fc.constantFrom(...paths) }),
  fc.record({ kind: fc.constant('rename' as const), path: fc.constantFrom(...paths), to: fc.constantFrom(...paths) }),
);
type TreeEdit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** What cannot be done (a folder is in the way, a file is gone) is left. */
function change(kept: Kept, done: TreeEdit): void {
  const path = join(kept.root, done.path);
  try {
    if (done.kind === 'remove') kept.remove(done.path);
    else if (done.kind === 'rename') kept.rename(done.path, done.to);
    else {
      const before = statSync(path, { throwIfNoEntry: false });
      kept.write({ [done.path]: done.text });
      if (done.kind === 'back' && before !== undefined) utimesSync(path, before.atime, before.mtime);
    }
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY'].includes(String((error as NodeJS.ErrnoException).code)))
      throw error;
  }
}

test.each(strategies)(
  '%s: whatever happens, the report is that of a scan without a cache',
  async (strategy) => {
    let reused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 3 }), { minLength: 2, maxLength: 5 }), async (rounds) => {
        const kept = keep(strategy);
        try {
          kept.write({ 'host.ts': host, 'a.ts': importer, 'b.sh': script });
          for (const edits of rounds) {
            for (const each of edits) change(kept, each);
            reused += (await scanRightly(kept)).isNew ? 0 : 1;
          }
        } finally {
          kept.end();
        }
      }),
      { numRuns: 20 },
    );
    expect(reused).toBeGreaterThan(3);
  },
  120_000,
);
