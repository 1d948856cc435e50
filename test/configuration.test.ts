/** Configuration files: where they are found, what they say, and how it is told that one is wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { rules } from '../rules/index.js';
import { keys } from '../src/cli/config-shape.js';
import { buildProgram, type BuiltProgram } from './support/built-program.js';

let program: BuiltProgram;
beforeAll(() => {
  program = buildProgram('configuration-test');
}, 60_000);
afterAll(() => {
  program.remove();
});

const tokenless = '#!/bin/sh\ncurl -s http://169.254.169.254/latest/meta-data/instance-id\n';

/** 'ruleId level path' for each finding of a run. */
function found(directory: string, args: readonly string[] = [], cwd = directory): readonly string[] {
  const { stdout, stderr, code } = program.run(['scan', '.', '--format', 'json', ...args], { cwd });
  if (code === 2) throw new Error(stderr);
  const { findings } = JSON.parse(stdout) as {
    findings: { ruleId: string; level: string; location: { path: string } }[];
  };
  return findings.map(({ ruleId, level, location }) => `${ruleId} ${level} ${location.path}`);
}

describe('where it is found', () => {
  const off = '{ "rules": { "IMDS001": "off" } }';

  test.each([['imds-audit.config.json'], ['imds-audit.config.jsonc'], ['.imds-auditrc.json']])('%s', (name) => {
    expect(found(program.project({ 'a.sh': tokenless, [name]: `// a comment\n${off}` }))).toEqual([]);
  });

  test('the key of a package.json; its other keys are none of it', () => {
    const manifest = JSON.stringify({
      name: 'x',
      bin: { 'imds-audit': 'x' },
      'imds-audit': JSON.parse(off) as unknown,
    });
    expect(found(program.project({ 'a.sh': tokenless, 'package.json': manifest }))).toEqual([]);
  });

  test('upwards to the top of the repository, the nearest alone; not above it', () => {
    const directory = program.project({
      'imds-audit.config.json': off,
      'repo/.git/HEAD': 'ref: refs/heads/main\n',
      'repo/sub/deep/a.sh': tokenless,
    });
    expect(found(directory, [], join(directory, 'repo/sub/deep'))).toEqual(['IMDS001 error sub/deep/a.sh']);
    const other = program.project({ '.git/HEAD': '', 'imds-audit.config.json': off, 'sub/a.sh': tokenless });
    expect(found(other, [], join(other, 'sub'))).toEqual([]);
  });

  test('--config and IMDS_AUDIT_CONFIG name another one, --no-config none', () => {
    const directory = program.project({ 'a.sh': tokenless, 'imds-audit.config.json': off, 'other.json': '{}' });
    expect(found(directory, ['--no-config'])).toHaveLength(1);
    expect(found(directory, ['--config', 'other.json'])).toHaveLength(1);
    const env = { IMDS_AUDIT_CONFIG: 'other.json' };
    expect(program.run(['scan', '.'], { cwd: directory, env }).code).toBe(1);
  });
});

test('exclude, levels and overrides count from the directory of the file', () => {
  const directory = program.project({
    '.git/HEAD': '',
    'a.sh': tokenless,
    'sub/imds-audit.config.json': JSON.stringify({
      exclude: ['vendored/', '/b.sh', '*.ksh'],
      rules: { 'tokenless-request': 'warning' },
      overrides: [
        { files: ['test/*'], rules: { IMDS001: 'note' } },
        { files: 'test/off.sh', rules: { IMDS001: 'off' } },
      ],
    }),
    'sub/a.sh': tokenless,
    'sub/b.sh': tokenless,
    'sub/deep/b.sh': tokenless,
    'sub/deep/c.ksh': tokenless,
    'sub/deep/vendored/d.sh': tokenless,
    'sub/test/e.sh': tokenless,
    'sub/test/off.sh': tokenless,
  });
  expect(found(directory, [], join(directory, 'sub'))).toEqual([
    'IMDS001 warning sub/a.sh',
    'IMDS001 warning sub/deep/b.sh',
    'IMDS001 note sub/test/e.sh',
  ]);
  expect(found(directory, ['b.sh'], join(directory, 'sub'))).toContain('IMDS001 warning sub/b.sh');
  expect(found(directory, ['b.sh', '--force-exclude'], join(directory, 'sub'))).not.toContain(
    'IMDS001 warning sub/b.sh',
  );
});

test('a level turns an optional rule on, where it holds', () => {
  const unchecked =
    'T=$(curl -X PUT http://169.254.169.254/latest/api/token -H "X-aws-ec2-metadata-token-ttl-seconds: 60")\n';
  const sent = 'curl -H "X-aws-ec2-metadata-token: $T" http://169.254.169.254/latest/meta-data/\n';
  const config = JSON.stringify({ overrides: [{ files: ['b.sh'], rules: { 'unchecked-token': 'error' } }] });
  const directory = program.project({
    'imds-audit.config.json': config,
    'a.sh': unchecked + sent,
    'b.sh': unchecked + sent,
  });
  expect(found(directory)).toEqual(['IMDS005 error b.sh']);
});

test('extends: what the file does not say holds from its bases, paths and packages', () => {
  const directory = program.project({
    'a.sh': tokenless,
    'imds-audit.config.json':
      '{ "extends": ["./shared/base.json", "policy/strict.json"], "rules": { "IMDS001": "note" } }',
    'shared/base.json': '{ "failOn": "note", "rules": { "IMDS001": "off" } }',
    'node_modules/policy/strict.json': '{ "failOn": "note" }',
  });
  expect(found(directory)).toEqual(['IMDS001 note a.sh']);
  expect(program.run(['scan', '.'], { cwd: directory }).code).toBe(1);
  expect(program.run(['scan', '.', '--fail-on', 'error'], { cwd: directory }).code).toBe(0);
});

test.each<[string, string, string]>([
  [
    'an unknown key',
    '{\n  "ruels": {}\n}',
    'imds-audit.config.json:2:3: a configuration has no key ruels; did you mean rules?',
  ],
  ['an unknown rule', '{ "rules": { "IMDS01": "off" } }', 'did you mean IMDS001?'],
  [
    'an unknown level',
    '{ "rules": { "IMDS001": "of" } }',
    'the level of IMDS001 is one of error, warning, note, off; did you mean off?',
  ],
  ['a wrong type', '{ "requireReason": "true" }', 'requireReason is true or false'],
  [
    'a size that is none',
    '{ "maxFileSize": "big" }',
    'maxFileSize is a number of bytes, or a text like "512k" or "2M"',
  ],
  ['a list', '[]', 'imds-audit.config.json:1:1: a configuration is an object'],
  ['broken JSON', '{ "rules": ', 'imds-audit.config.json:1:12: this is no JSON'],
  ['a base that is not there', '{ "extends": "./no.json" }', 'extends ./no.json, which is not there'],
  ['a base that is code', '{ "extends": "./a.js" }', 'extends ./a.js, which is no JSON file'],
  ['a base outside of the repository', '{ "extends": "../../../../../../../../etc/passwd" }', 'extends'],
  [
    'itself as base',
    '{ "extends": "./imds-audit.config.json" }',
    'imds-audit.config.json extends itself: imds-audit.config.json → imds-audit.config.json',
  ],
  ['an override without files', '{ "overrides": [{ "rules": {} }] }', 'an override has files and rules'],
])('%s is one line on standard error and exit code 2', (_, text, message) => {
  const directory = program.project({ 'imds-audit.config.json': text, 'a.js': 'throw new Error()' });
  const { code, stdout, stderr } = program.run(['scan', '.'], { cwd: directory });
  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 });
  expect(stderr).toContain(message);
});

test('configurations that extend many that extend many are read to a limit', () => {
  const level = (next: string): string => JSON.stringify({ extends: Array.from({ length: 50 }, () => next) });
  const directory = program.project({
    'imds-audit.config.json': level('./one.json'),
    'one.json': level('./two.json'),
    'two.json': level('./three.json'),
    'three.json': '{}',
  });
  const { code, stderr } = program.run(['scan', '.'], { cwd: directory });
  expect(code).toBe(2);
  expect(stderr).toContain('more than 100 configurations extend one another');
});

test.each<[string, readonly string[], Record<string, string>]>([
  ['--config no.json', ['--config', 'no.json'], {}],
  ['IMDS_AUDIT_CONFIG no.json', [], { IMDS_AUDIT_CONFIG: 'no.json' }],
])('%s, which is not there, is named by what named it', (named, args, env) => {
  const directory = program.project({ 'a.js': '' });
  const { code, stderr } = program.run(['scan', '.', ...args], { cwd: directory, env });
  expect(code).toBe(2);
  expect(stderr).toContain(`${named}: there is no such file`);
});

test('two configurations in one directory are one too many', () => {
  const directory = program.project({ 'imds-audit.config.json': '{}', '.imds-auditrc.json': '{}' });
  const { code, stderr } = program.run(['scan', '.'], { cwd: directory });
  expect(code).toBe(2);
  expect(stderr).toContain('there are two configurations: imds-audit.config.json and .imds-auditrc.json');
});

test('--print-config says what holds, and where it was read', () => {
  const text =
    '{ "failOn": "note", "rules": { "IMDS021": "off" }, "overrides": [{ "files": ["t/"], "rules": { "IMDS001": "note" } }] }';
  const directory = program.project({ 'imds-audit.config.json': text });
  const printed = JSON.parse(program.run(['--print-config'], { cwd: directory }).stdout) as Record<string, unknown>;
  expect(printed).toMatchObject({
    readFrom: ['imds-audit.config.json'],
    failOn: 'note',
    rules: { IMDS001: 'error', IMDS005: 'off', IMDS021: 'off' },
    overrides: [{ files: ['t/'], rules: { IMDS001: 'note' } }],
    maxFileSize: 1 << 20,
  });
});

test('the schema knows the keys that the program knows, and takes what it takes', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../schema/config.schema.json'), 'utf8')) as {
    properties: Record<string, unknown>;
  };
  expect(Object.keys(schema.properties).toSorted()).toEqual([...keys].toSorted());
  const validate = new Ajv({ strict: false }).compile(schema);
  const all = Object.fromEntries(rules.map(({ id }) => [id, 'note']));
  expect(validate({ rules: all, extends: './a.json', exclude: ['a'], maxFileSize: '2M', overrides: [] })).toBe(true);
  for (const wrong of [
    { ruels: {} },
    { rules: { IMDS001: 'of' } },
    { overrides: [{ files: 'a' }] },
    { maxFileSize: 'big' },
  ])
    expect(validate(wrong)).toBe(false);
});
