/** Runs the built program as a user does: arguments, streams, files and exit codes. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram, type BuiltProgram, type Outcome, type Setting } from './support/built-program.js';

const root = join(__dirname, '..');
let program: BuiltProgram;
const run = (args: readonly string[], setting?: Setting): Outcome => program.run(args, setting);
const project = (files: Readonly<Record<string, string>>): string => program.project(files);

beforeAll(() => {
  program = buildProgram('cli-test');
}, 60_000);
afterAll(() => {
  program.remove();
});

const tokenless = '#!/bin/sh\nID=$(curl -s http://169.254.169.254/latest/meta-data/instance-id)\necho "$ID"\n';
const innocent = '#!/bin/sh\necho hello\n';

describe('what a newcomer types', () => {
  test('--version prints the version alone', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([['--help'], ['-h'], ['scan', '--help']])('%s %s tells options, examples and exit codes', (...args) => {
    const { code, stdout, stderr } = run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of ['--format', '--fix', '--fail-on', '--stdin-filename']) expect(stdout).toContain(part);
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('Exit codes:');
  });

  test('rules lists each rule, and explain prints its page', () => {
    const list = run(['rules']);
    expect(list.code).toBe(0);
    const parsed = JSON.parse(run(['rules', '--format', 'json']).stdout) as { rules: { id: string; name: string }[] };
    expect(parsed.rules.length).toBeGreaterThan(0);
    for (const { id, name } of parsed.rules) {
      expect(list.stdout).toContain(`${id}  `);
      const page = readFileSync(join(root, 'rules', `${name}.md`), 'utf8').replace(/^<!-- Generated .* -->\n\n/, '');
      expect(run(['explain', name])).toEqual({ code: 0, stdout: page, stderr: '' });
      expect(run(['explain', id.toLowerCase()]).stdout).toBe(page);
    }
  });

  test('inspect shows what was understood of a file', () => {
    const { code, stdout } = run(['inspect', 'a.sh'], { cwd: project({ 'a.sh': tokenless }) });
    expect(code).toBe(0);
    expect(stdout).toContain('a.sh');
    expect(stdout).toContain('/latest/meta-data/instance-id');
  });
});

describe('exit codes', () => {
  test('0 when nothing is found', () => {
    expect(run([], { cwd: project({ 'a.sh': innocent }) }).code).toBe(0);
  });

  test('1 for a finding, with and without the name of the command', () => {
    const cwd = project({ 'a.sh': tokenless });
    for (const args of [['scan'], ['scan', '.'], ['.'], [], ['a.sh'], ['--', 'a.sh']]) {
      const { code, stdout } = run(args, { cwd });
      expect({ args, code }).toEqual({ args, code: 1 });
      expect(stdout).toContain('a.sh:2:');
    }
  });

  test('0 when the level is below --fail-on, or with --exit-zero', () => {
    const cwd = project({ 'a.sh': tokenless });
    expect(run(['--fail-on', 'none'], { cwd }).code).toBe(0);
    expect(run(['--exit-zero'], { cwd }).code).toBe(0);
    expect(run(['--fail-on', 'note'], { cwd }).code).toBe(1);
  });

  test.each([
    [['--formt', 'json'], 'imds-audit: unknown option --formt; did you mean --format?\n'],
    [['--format', 'sraif'], 'imds-audit: --format sraif is not known; did you mean sarif?\n'],
    [['--format'], 'imds-audit: --format needs a value; imds-audit --help lists what there is\n'],
    [['--fix=yes'], 'imds-audit: --fix takes no value\n'],
    [['-o', 'srif=x'], 'imds-audit: --output srif=x: srif is no format; did you mean sarif=x?\n'],
    [['-o', 'nowhere/x'], 'imds-audit: --output nowhere/x: there is no directory nowhere; make it first\n'],
    [['sacn', 'src'], 'imds-audit: there is no command or path sacn; did you mean scan?\n'],
    [['rules', '--fix'], 'imds-audit: --fix is an option of scan; imds-audit --help lists what there is\n'],
    [['explain'], 'imds-audit: explain needs the id or name of a rule; imds-audit --help lists what there is\n'],
    [
      ['explain', 'tokenles-request'],
      'imds-audit: there is no rule tokenles-request; did you mean tokenless-request?\n',
    ],
    [['--rule', 'IMDS999'], /^imds-audit: there is no rule IMDS999; .*\n$/],
    [['no-such-file.sh'], /^imds-audit: .*no-such-file\.sh.*\n$/],
    [['--max-file-size', 'big'], 'imds-audit: --max-file-size big is no size; write bytes, or 512k, 2M\n'],
    [['--unsafe-fixes'], 'imds-audit: --unsafe-fixes goes with --fix or --diff\n'],
    [['-'], /^imds-audit: standard input \(-\) needs --stdin-filename; .*\n$/],
    [['inspect', 'no-such-file.sh'], 'imds-audit: no-such-file.sh is no file\n'],
  ])('2 and one line for %j', (args, message) => {
    const { code, stdout, stderr } = run(args, { cwd: project({ 'a.sh': innocent }) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    if (typeof message === 'string') expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
  });

  test('2 for a bug, with the command that shows it, and the stack only when it is asked for', () => {
    const cwd = project({ 'a.sh': tokenless });
    const node = [
      '--import',
      `data:text/javascript,${encodeURIComponent("JSON.stringify=()=>{throw new TypeError('broken')}")}`,
    ];
    const told = run(['scan', '-f', 'json', 'a.sh'], { cwd, node });
    expect(told.code).toBe(2);
    expect(told.stderr).toContain('internal error: TypeError: broken');
    expect(told.stderr).toContain('This is a bug in imds-audit');
    expect(told.stderr).toContain('imds-audit scan -f json a.sh');
    expect(told.stderr).not.toMatch(/^ +at /m);
    expect(run(['scan', '-f', 'json', 'a.sh'], { cwd, node, env: { IMDS_AUDIT_DEBUG: '1' } }).stderr).toMatch(
      /^ +at /m,
    );
  });
});

describe('reports', () => {
  test('one run writes several, and says so on standard error', () => {
    const cwd = project({ 'a.sh': tokenless });
    const { code, stdout, stderr } = run(['-o', 'sarif=a.sarif', '-o', 'json=b.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('a.sh:2:');
    expect(stderr).toContain('a.sarif');
    expect(JSON.parse(readFileSync(join(cwd, 'a.sarif'), 'utf8'))).toHaveProperty('runs.0.results.0.ruleId');
    expect(JSON.parse(readFileSync(join(cwd, 'b.json'), 'utf8'))).toHaveProperty('findings.0.ruleId');
    expect(readdirSync(cwd).sort()).toEqual(['a.sarif', 'a.sh', 'b.json']);
  });

  test('a link to nothing makes what it names; a stream of ours stays the file that it is; no file is written twice', () => {
    const cwd = project({ 'a.sh': tokenless });
    symlinkSync('made.json', join(cwd, 'link.json'));
    expect(run(['-q', '-o', 'link.json'], { cwd }).code).toBe(1);
    expect(JSON.parse(readFileSync(join(cwd, 'made.json'), 'utf8'))).toHaveProperty('findings.0.ruleId');
    const script = `{ echo before; "$0" "$1" -q -f unix -o /dev/stdout; echo after; } > all.txt`;
    spawnSync('sh', ['-c', script, process.execPath, program.path], { cwd });
    expect(readFileSync(join(cwd, 'all.txt'), 'utf8')).toMatch(/^before\na\.sh:2:.*\nafter\n$/);
    expect(run(['-o', './x', '-o', 'json=x'], { cwd }).stderr).toBe('imds-audit: --output names x twice\n');
  });

  test('--format and --output with a path write that format there, and nothing to standard output', () => {
    const cwd = project({ 'a.sh': tokenless });
    const path = join(cwd, 'out.txt');
    expect(run(['scan', '.', '--format', 'sarif', '--output', path, '-q'], { cwd })).toEqual({
      code: 1,
      stdout: '',
      stderr: '',
    });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('version', '2.1.0');
  });

  test('without --format the extension says what is written', () => {
    const cwd = project({ 'a.sh': tokenless });
    run(['-o', 'x.sarif'], { cwd });
    expect(JSON.parse(readFileSync(join(cwd, 'x.sarif'), 'utf8'))).toHaveProperty('version', '2.1.0');
  });

  test('a report is the same every time', () => {
    const cwd = project({ 'a.sh': tokenless, 'b.js': "fetch('http://169.254.169.254/latest/meta-data/');\n" });
    for (const format of ['text', 'json', 'sarif']) {
      const { stdout } = run(['-f', format], { cwd });
      expect(run(['-f', format], { cwd }).stdout).toBe(stdout);
    }
  });

  test('a report that cannot be written is a failed run, told in one line', () => {
    const script = '"$0" "$1" -f unix > /dev/full';
    const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, program.path], {
      cwd: project({ 'a.sh': tokenless }),
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^imds-audit: standard output cannot be written: .*\n$/);
  });

  test('a large report reaches a pipe whole', () => {
    const cwd = project(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${String(i)}.sh`, tokenless])));
    const { stdout } = run(['-f', 'json'], { cwd });
    expect(stdout.length).toBeGreaterThan(1 << 17);
    expect((JSON.parse(stdout) as { findings: unknown[] }).findings).toHaveLength(300);
  });

  test('a reader that goes away is no failure', () => {
    const cwd = project(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${String(i)}.sh`, tokenless])));
    const line = `"${process.execPath}" "${program.path}" -f json | head -c 1; exit 0`;
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{', stderr: '' });
  });

  test('colours come when they are asked for, and never into files', () => {
    const cwd = project({ 'a.sh': tokenless });
    const escape = '\u001b[';
    expect(run([], { cwd }).stdout).not.toContain(escape);
    expect(run(['--color', 'always'], { cwd }).stdout).toContain(escape);
    expect(run([], { cwd, env: { FORCE_COLOR: '1' } }).stdout).toContain(escape);
    expect(run([], { cwd, env: { CLICOLOR_FORCE: '1' } }).stdout).toContain(escape);
    expect(run([], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout).not.toContain(escape);
    expect(run(['--color', 'never'], { cwd, env: { FORCE_COLOR: '1' } }).stdout).not.toContain(escape);
    run(['--color', 'always', '-o', 'out.txt'], { cwd });
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).not.toContain(escape);
  });

  test('SARIF names the commit, without credentials', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const cwd = project({
      'a.sh': tokenless,
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.git/config': '[remote "origin"]\n\turl = https://user:secret@example.com/a/b.git\n',
      '.git/packed-refs': `# pack-refs with: peeled\n${commit} refs/heads/main\n`,
    });
    const { stdout } = run(['-f', 'sarif'], { cwd });
    expect(stdout).not.toContain('secret');
    expect(JSON.parse(stdout)).toHaveProperty('runs.0.versionControlProvenance.0', {
      repositoryUri: 'https://example.com/a/b',
      revisionId: commit,
      branch: 'main',
      mappedTo: { uriBaseId: expect.any(String) as string },
    });
  });
});

describe('what is scanned', () => {
  test('standard input, under the name it is given', () => {
    const { code, stdout } = run(['-', '--stdin-filename', 'deploy/x.sh'], { input: tokenless, cwd: project({}) });
    expect(code).toBe(1);
    expect(stdout).toContain('deploy/x.sh:2:');
  });

  test('what is included, excluded or ignored', () => {
    const cwd = project({ 'a.sh': tokenless, 'b/b.sh': tokenless, 'c.sh': tokenless, '.gitignore': 'c.sh\n' });
    const found = (...args: string[]): readonly string[] => {
      const { findings } = JSON.parse(run(['-f', 'json', ...args], { cwd }).stdout) as {
        findings: { location: { path: string } }[];
      };
      return [...new Set(findings.map(({ location }) => location.path))].sort();
    };
    expect(found()).toEqual(['a.sh', 'b/b.sh']);
    expect(found('--exclude', 'b/**')).toEqual(['a.sh']);
    expect(found('--include', 'b/**')).toEqual(['b/b.sh']);
    expect(found('--no-ignore')).toEqual(['a.sh', 'b/b.sh', 'c.sh']);
    expect(found('--rule', 'token-fallback')).toEqual([]);
    expect(found('--max-file-size', '10')).toEqual([]);
  });
});

describe('fixes', () => {
  test('--diff prints a patch and writes nothing; --fix applies it', () => {
    const cwd = project({ 'a.sh': tokenless });
    const shown = run(['--diff', '--unsafe-fixes'], { cwd });
    expect(shown.stdout).toMatch(/^--- a\/a\.sh\n\+\+\+ b\/a\.sh\n/);
    expect(readFileSync(join(cwd, 'a.sh'), 'utf8')).toBe(tokenless);
    const fixed = run(['--fix', '--unsafe-fixes'], { cwd });
    expect({ code: fixed.code, stderr: fixed.stderr }).toEqual({
      code: 0,
      stderr: 'imds-audit: a.sh is fixed\nimds-audit: 1 finding fixed\n',
    });
    expect(readFileSync(join(cwd, 'a.sh'), 'utf8')).toContain('X-aws-ec2-metadata-token');
    expect(run([], { cwd }).code).toBe(0);
    expect(run(['--fix', '--unsafe-fixes'], { cwd }).stderr).toBe('imds-audit: 0 findings fixed\n');
  });
});

describe('what is loaded', () => {
  /** Says on standard error when a module as large as a compiler is loaded, by `import` or by `require`. */
  const isLarge = "(source) => { if ((source?.length ?? 0) > 2e6) writeSync(2, 'TypeScript'); }";
  const module = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
  const hooks = module(
    `import { writeSync } from 'node:fs'; const tell = ${isLarge};` +
      'export async function load(url, context, next) { const loaded = await next(url, context); tell(loaded.source); return loaded; }',
  );
  const probe = module(
    `import { writeSync } from 'node:fs'; import { Module, register } from 'node:module'; const tell = ${isLarge};` +
      `register(${JSON.stringify(hooks)}); const { _compile } = Module.prototype;` +
      'Module.prototype._compile = function (source, ...rest) { tell(source); return _compile.call(this, source, ...rest); };',
  );

  test('TypeScript only when JavaScript that mentions the service is read', () => {
    const cwd = project({ 'a.js': 'console.log(1);\n', 'b.sh': innocent });
    const node = ['--import', probe];
    expect(run(['--version'], { cwd, node }).stderr).toBe('');
    expect(run([], { cwd, node }).stderr).toBe('');
    expect(run(['b.sh'], { cwd: project({ 'b.sh': tokenless }), node }).stderr).toBe('');
    const mentioning = project({ 'a.js': "fetch('http://169.254.169.254/latest/meta-data/');\n" });
    expect(run([], { cwd: mentioning, node }).stderr).toBe('TypeScript');
  });
});
