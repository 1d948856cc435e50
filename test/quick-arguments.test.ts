/** What is read without yargs is read as yargs does; what would not be is left to it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { fc } from './support/properties.js';

const folder = mkdtempSync(join(tmpdir(), 'imds-audit-arguments-'));
const script = join(folder, 'read.mjs');

/** For each command line on standard input what both readers make of it: a command, what is wrong with it, or nothing. */
const contents = `
  import { readFileSync } from 'node:fs';
  import { readArguments } from './src/cli/arguments.ts';
  import { readQuickly } from './src/cli/quick-arguments.ts';

  function outcome(read) {
    try {
      return read();
    } catch (error) {
      return String(error);
    }
  }

  const lines = JSON.parse(readFileSync(0, 'utf8'));
  const both = lines.map((args) => ({ quick: outcome(() => readQuickly(args)), slow: outcome(() => readArguments(args, '1')) }));
  process.stdout.write(JSON.stringify(both));
`;

interface Both {
  readonly args: readonly string[];
  /** Undefined where the quick reader leaves it to the other. */
  readonly quick?: unknown;
  readonly slow: unknown;
}

beforeAll(() => {
  const stdin = { contents, resolveDir: join(__dirname, '..'), loader: 'ts' } as const;
  const banner =
    "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
  buildSync({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: script, banner: { js: banner } });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function readAll(lines: readonly (readonly string[])[]): readonly Both[] {
  const output = execFileSync(process.execPath, [script], { input: JSON.stringify(lines), maxBuffer: 1 << 28 });
  const both = JSON.parse(output.toString('utf8')) as readonly Omit<Both, 'args'>[];
  return both.map((each, index) => ({ args: lines[index] ?? [], ...each }));
}

const words = [
  ...[
    'scan',
    'src',
    'a b',
    '-',
    '--',
    '--fix',
    '--diff',
    '-v',
    '-q',
    '-vq',
    '--format',
    'json',
    '--format=sarif',
    '-f',
  ],
  ...[
    '-fjson',
    '-f=json',
    '--output',
    '-o',
    '-osarif=x',
    '--exclude',
    '--exclude=**/x',
    '--rule=IMDS001',
    '--rule',
    '',
  ],
  ...[
    "'q'",
    '--config="x"',
    '--no-config',
    '--staged',
    '--changed',
    '--since',
    'HEAD~1',
    '--max-file-size',
    '512k',
    '-1',
  ],
  ...[
    'rules',
    'explain',
    'help',
    '--help',
    '-h',
    '--version',
    '--fix=yes',
    '--sttaged',
    '--no-ignore',
    '--strict',
    '1',
  ],
  ...[
    '--exit-zero',
    '--quiet',
    '--quiet=',
    '--stdin-filename',
    'x.sh',
    '--force-exclude',
    '--unsafe-fixes',
    '--cache',
    '--cache-strategy=content',
    '---',
    '-x',
  ],
];

test('the two readers agree wherever the quick one answers', () => {
  const lines = fc.sample(fc.array(fc.constantFrom(...words), { maxLength: 5 }), { numRuns: 200, seed: 1 });
  const answered = readAll(lines).filter(({ quick }) => quick !== undefined);
  expect(answered.length).toBeGreaterThan(20);
  expect(answered.map(({ args, quick }) => ({ args, read: quick }))).toEqual(
    answered.map(({ args, slow }) => ({ args, read: slow })),
  );
});

test('what hooks write is read quickly, the rest is left to yargs', () => {
  const quick = [
    [],
    ['a.sh', 'b c.js'],
    ['scan', '--force-exclude', 'a.sh', '--', '-b.sh'],
    ['--staged', '-q', '--format', 'json', '-o', 'x.json'],
  ];
  const slow = [['rules'], ['--help'], ['--fix=yes'], ['--nonsense'], ['--format'], ["'a'"]];
  const left = readAll([...quick, ...slow]).filter((both) => both.quick === undefined);
  expect(left.map(({ args }) => args)).toEqual(slow);
});
