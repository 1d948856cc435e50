/** What is kept of a scan: damaged, forged, shared by several runs at once, or not to be written at all. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Memory } from '../src/cache/memory.js';
import { scopeOf } from '../src/cache/scope.js';
import { readMemory, writtenMemory } from '../src/cache/written.js';
import { defaultOptions } from '../src/config.js';
import { buildProgram, type BuiltProgram, type Outcome } from './support/built-program.js';
import { keep } from './support/kept.js';
import { fc } from './support/properties.js';

const script = '#!/bin/sh\ncurl -s http://169.254.169.254/latest/meta-data/\n';

let program: BuiltProgram;
beforeAll(() => {
  program = buildProgram('cache-file');
}, 120_000);
afterAll(() => {
  program.remove();
});

test('of damaged bytes nothing is believed', async () => {
  const kept = keep();
  try {
    kept.write({ 'a.sh': script, 'b.py': 'x = 1\n' });
    const { report } = await kept.scan();
    const [[name, whole] = ['', new Uint8Array()]] = kept.bytes;
    const damage = fc.oneof(
      fc.record({ at: fc.nat(whole.length - 1), by: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ length: fc.nat(whole.length - 1) }),
      fc.record({ other: fc.uint8Array({ maxLength: 200 }) }),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (done) => {
        const bytes = Uint8Array.from(
          'other' in done ? done.other : 'length' in done ? whole.subarray(0, done.length) : whole,
        );
        if ('at' in done) bytes[done.at] = (bytes[done.at] ?? 0) ^ done.by;
        kept.bytes.set(name, bytes);
        const scanned = await kept.scan();
        expect(scanned.isNew).toBe(true);
        expect(scanned.report).toEqual(report);
      }),
      { numRuns: 60 },
    );
  } finally {
    kept.end();
  }
}, 60_000);

describe('bytes that somebody else wrote', () => {
  const scope = scopeOf({ ...defaultOptions, root: '/tree' });
  const none = { paths: [], answers: [], limits: [] };
  const memory: Omit<Memory, 'outcome'> = {
    key: 'k',
    limit: 1,
    directories: none,
    kinds: none,
    realPaths: none,
    reads: none,
    empties: [],
    searched: [],
    stamps: new Float64Array(),
  };
  const everywhere = { ...scope, holds: () => true, sees: () => true };

  test('are read where they are as this program writes them', () => {
    const asked = { paths: ['/.git', '/tree', '/tree/a/b.c'], answers: ['nothing', 'directory', 'file 1'] };
    const written = writtenMemory(
      { ...memory, kinds: asked, empties: ['/tree/x'], stamps: new Float64Array(5) },
      undefined,
      'b',
      scope,
    );
    const read = readMemory(written, 'b', scope);
    expect(read?.kinds).toEqual(asked);
    expect([read?.empties, read?.outcome()]).toEqual([['/tree/x'], undefined]);
    expect(readMemory(written, 'c', scope)).toBeUndefined();
  });

  test.each(['/etc/passwd', '/tree/../etc/passwd', '/tree/a/./b', '/tree/a//b', '/treetop/a', '..', ''])(
    'lead nowhere else: %s',
    (path) => {
      const one = { paths: [path], answers: [''], limits: [null] };
      const stamps = new Float64Array(5);
      const forged = [
        { directories: one },
        { kinds: one },
        { realPaths: one },
        { reads: one, stamps },
        { empties: [path, path], stamps: new Float64Array(10) },
      ];
      const read = forged.map((part) =>
        readMemory(writtenMemory({ ...memory, ...part }, undefined, 'b', everywhere), 'b', scope),
      );
      const paths = read.flatMap((each) =>
        each === undefined
          ? []
          : [each.directories, each.kinds, each.realPaths, each.reads].flatMap((some) => some.paths),
      );
      expect(paths.filter((each) => !each.startsWith('/tree'))).toEqual([]);
      expect(read.flatMap((each) => each?.empties ?? []).filter((each) => !scope.holds(each))).toEqual([]);
    },
  );

  test('have no more and no less than they should', () => {
    const parts: readonly Partial<Memory>[] = [
      { directories: { paths: ['/tree'], answers: [] } },
      { reads: { paths: ['/tree/a'], answers: ['x'], limits: [] }, stamps: new Float64Array(5) },
      { empties: ['/tree/a'] },
      { stamps: new Float64Array(5) },
    ];
    for (const part of parts) {
      expect(readMemory(writtenMemory({ ...memory, ...part }, undefined, 'b', scope), 'b', scope)).toBeUndefined();
    }
  });

  test.each(['null', '[]', '{}', '{"build":"b","__proto__":{"key":"k"}}', '{"build":1}', 'x'])(
    'are no head: %s',
    (head) => {
      expect(readMemory(forged(head, ''), 'b', scope)).toBeUndefined();
    },
  );

  test.each(['null', '{}', '{"version":"1","findings":[{}]}', '[', '{"__proto__":{"findings":[]}}'])(
    'are no report: %s',
    (outcome) => {
      const head = JSON.stringify({ build: 'b', ...memory, kinds: none, empties: undefined, stamps: undefined });
      const read = readMemory(forged(head, outcome), 'b', scope);
      expect(read).toBeDefined();
      expect(read?.outcome()).toBeUndefined();
    },
  );

  /** Bytes in the right form with what it says of themselves. */
  function forged(head: string, outcome: string): Uint8Array {
    const parts = [head, '', '', outcome].map((part) => Buffer.from(part));
    const sizes = Buffer.alloc(16);
    parts.forEach(({ length }, index) => sizes.writeUInt32LE(length, index * 4));
    const body = Buffer.concat([sizes, ...parts]);
    return Buffer.concat([Buffer.from('imds-audit cache\n'), createHash('sha256').update(body).digest(), body]);
  }
});

describe('the program', () => {
  const scan = (cwd: string, ...args: readonly string[]): Outcome =>
    program.run(['scan', '--cache', '--cache-location', join(cwd, '.cache'), '-f', 'json', ...args], { cwd });
  const keptIn = (cwd: string): readonly string[] => readdirSync(join(cwd, '.cache'));

  test('keeps one file, also inside of the tree, and says the same with it', () => {
    const cwd = program.project({ 'a.sh': script, 'b.py': 'x = 1\n' });
    const plain = program.run(['scan', '-f', 'json'], { cwd });
    const [first, second] = [scan(cwd), scan(cwd)];
    expect([first, second]).toEqual([plain, plain]);
    expect(keptIn(cwd)).toEqual([expect.stringMatching(/^imds-audit-[\w-]{43}\.cache$/)]);
    const path = join(cwd, '.cache', keptIn(cwd)[0] ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(program.run(['scan', '-f', 'json'], { cwd })).toEqual(plain);
  });

  test('finds its folder where the environment says', () => {
    const [cwd, caches] = [program.project({ 'a.sh': script }), program.project({})];
    expect(program.run(['scan', '--cache'], { cwd, env: { XDG_CACHE_HOME: caches } }).code).toBe(1);
    expect(readdirSync(join(caches, 'imds-audit'))).toHaveLength(1);
    const home = program.project({});
    expect(program.run(['scan', '--cache', '--cache-strategy', 'content'], { cwd, env: { HOME: home } }).code).toBe(1);
    expect(readdirSync(join(home, '.cache', 'imds-audit'))).toHaveLength(1);
  });

  test('fixes what is there, not what was', () => {
    const cwd = program.project({
      'a.sh':
        '#!/bin/sh\nTOKEN=$(curl -sX PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" http://169.254.169.254/latest/api/token)\ncurl -s http://169.254.169.254/latest/meta-data/\n',
    });
    expect(scan(cwd).code).toBe(1);
    expect(scan(cwd, '--fix', '-q').code).toBe(0);
    expect(readFileSync(join(cwd, 'a.sh'), 'utf8')).toContain('X-aws-ec2-metadata-token: $TOKEN');
    expect(scan(cwd).code).toBe(0);
  });

  test('warns once where nothing can be kept, and scans all the same', () => {
    const cwd = program.project({ 'a.sh': script, '.cache': 'a file' });
    const { code, stdout, stderr } = scan(cwd);
    expect({ code, stdout }).toEqual({ code: 1, stdout: program.run(['scan', '-f', 'json'], { cwd }).stdout });
    expect(stderr).toMatch(/^imds-audit: nothing could be kept in the cache .*\n$/);
  });

  test('takes a folder in the place of its file for nothing', () => {
    const cwd = program.project({ 'a.sh': script });
    scan(cwd);
    const path = join(cwd, '.cache', keptIn(cwd)[0] ?? '');
    rmSync(path);
    mkdirSync(path);
    expect(scan(cwd).code).toBe(1);
    chmodSync(path, 0o700);
  });

  test('does not let old files add up', () => {
    const cwd = program.project({ 'a.sh': script });
    mkdirSync(join(cwd, '.cache'));
    const name = (index: number): string => `imds-audit-${String(index).padStart(43, '0')}.cache`;
    for (let index = 0; index < 80; index += 1) writeFileSync(join(cwd, '.cache', name(index)), '');
    writeFileSync(join(cwd, '.cache', 'mine'), '');
    scan(cwd);
    expect(keptIn(cwd)).toHaveLength(65);
    expect(keptIn(cwd)).toContain('mine');
  });

  test('may run several times at once', async () => {
    const cwd = program.project({ 'a.sh': script, 'b.py': 'x = 1\n' });
    const plain = program.run(['scan', '-f', 'json'], { cwd });
    const args = [program.path, 'scan', '--cache', '--cache-location', join(cwd, '.cache'), '-f', 'json'];
    const once = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
        child.on('error', reject).on('close', () => {
          resolve(output);
        });
      });
    const outputs = await Promise.all(Array.from({ length: 6 }, once));
    expect(outputs).toEqual(outputs.map(() => plain.stdout));
    expect(keptIn(cwd)).toHaveLength(1);
    expect(scan(cwd)).toEqual(plain);
  }, 60_000);

  test.each([
    [['--staged'], '--staged'],
    [['--changed'], '--changed'],
    [['-', '--stdin-filename', 'a.sh'], '-'],
  ])('keeps nothing of %j', (args, what) => {
    const { code, stderr } = program.run(['scan', '--cache', ...args], { cwd: program.project({ 'a.sh': script }) });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `imds-audit: --cache is of files as they are, and ${what} asks about something else\n`,
    });
  });

  test.each([
    [['--cache-strategy', 'content'], 'imds-audit: --cache-strategy goes with --cache\n'],
    [['--cache-location', 'x'], 'imds-audit: --cache-location goes with --cache\n'],
    [
      ['--cache', '--cache-strategy', 'contents'],
      'imds-audit: --cache-strategy contents is not known; did you mean content?\n',
    ],
  ])('says what is wrong with %j', (args, stderr) => {
    expect(program.run(args)).toEqual({ code: 2, stdout: '', stderr });
  });
});
