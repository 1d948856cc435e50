/** Packs the release, installs it beside another TypeScript, and runs it there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
const release = mkdtempSync(join(tmpdir(), 'imds-audit-release-'));
const user = mkdtempSync(join(tmpdir(), 'imds-audit-user-'));
let packed: readonly string[] = [];

interface Pack {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

// npm is slow: building, packing and installing take about half a minute.
beforeAll(() => {
  npm(root, 'run', 'build', '--silent');
  const [pack] = JSON.parse(npm(root, 'pack', '--json', '--pack-destination', release)) as readonly Pack[];
  packed = pack?.files.map(({ path }) => path) ?? [];
  const manifest = { name: 'user', private: true, type: 'module', dependencies: { typescript: '7.0.2' } };
  writeFileSync(join(user, 'package.json'), JSON.stringify(manifest));
  npm(user, 'install', ...quiet, join(release, pack?.filename ?? ''));
  cpSync(join(root, 'fixtures', 'readme'), join(user, 'source'), { recursive: true });
}, 300_000);

afterAll(() => {
  for (const folder of [release, user]) rmSync(folder, { recursive: true, force: true });
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

test('installing it runs no script and brings little', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
    dependencies?: Record<string, string>;
  };
  const hooks = ['prepare', 'prepack', 'preinstall', 'install', 'postinstall'];
  expect(hooks.filter((hook) => hook in manifest.scripts)).toEqual([]);
  expect(manifest.dependencies).toBeUndefined();
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
