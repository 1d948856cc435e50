/** Parts that somebody else wrote: nothing of them is obeyed, and what does not belong together is not merged. */
import { rules } from '../rules/index.js';
import { audit } from '../src/audit.js';
import { defaultOptions, type Options } from '../src/config.js';
import { mergeParts } from '../src/merge/merge-parts.js';
import { mergeSarif, type SarifPart } from '../src/merge/merge-sarif.js';
import type { Part } from '../src/merge/read-part.js';
import { readReport } from '../src/merge/read-report.js';
import { render, type VersionControl } from '../src/report/index.js';
import { filesInMemory } from './support/files-in-memory.js';

const HOST = 'http://169.254.169.254/latest/meta-data/';
type Files = Readonly<Record<string, string>>;
const bad: Files = { '/top/x.sh': `curl ${HOST}\n` };
const good: Files = { '/top/y.sh': 'echo\n' };
const two: Files = { '/top/a.sh': `curl ${HOST}\n`, '/top/b.sh': `wget ${HOST}\n` };

interface Given extends Partial<Options> {
  readonly name?: string;
  readonly from?: string;
  readonly revision?: string;
}

async function written(format: 'json' | 'sarif', files: Files, { name = 'top', from, revision, ...given }: Given = {}) {
  const options: Options = { ...defaultOptions, root: '/top', shard: { index: 1, total: 1 }, ...given };
  const report = await audit(filesInMemory(files), options);
  const versionControl: VersionControl | undefined =
    from === undefined ? undefined : { repositoryUri: from, revisionId: revision, branch: undefined };
  const context = { rules, exitCode: 1, color: false, scanned: { name, versionControl }, versionControl };
  return render(format, report, context);
}

async function partOf(files: Files, given: Given = {}): Promise<Part> {
  const read = readReport(await written('json', files, given), `${given.from ?? given.name ?? 'part'}.json`);
  if (read.kind !== 'JSON') throw new Error('this is no JSON report');
  return read.part;
}

async function logOf(files: Files, given: Given = {}): Promise<SarifPart> {
  const read = readReport(await written('sarif', files, given), 'part.sarif');
  if (read.kind !== 'SARIF') throw new Error('this is no SARIF report');
  return read.part;
}

const readiness = ({ report }: ReturnType<typeof mergeParts>) =>
  report.repositories.map(({ path, verdict }) => [path, verdict.ready]);

describe('repositories whose names collide are told apart by their addresses', () => {
  test('one whose name is the beginning of the name of another is not told of as that', async () => {
    const parts = [
      await partOf(good, { name: 'acme' }),
      await partOf(bad, { name: 'acme/app', from: 'https://example.com/acme/app.git' }),
    ];
    const merged = mergeParts(parts);
    expect(readiness(merged)).toEqual([
      ['acme', true],
      ['example.com/acme/app', false],
    ]);
    expect(merged.report.findings.map(({ location }) => location.path)).toEqual(['example.com/acme/app/x.sh']);
  });

  test('of the same name in several groups', async () => {
    const parts = [
      await partOf(bad, { name: 'infra/dns', from: 'git@example.com:acme/one/infra/dns.git' }),
      await partOf(good, { name: 'infra/dns', from: 'git@example.com:acme/two/infra/dns.git' }),
      await partOf(good, { name: 'infra/dns', from: 'git@example.com:acme/three/infra/dns.git' }),
    ];
    expect(readiness(mergeParts(parts))).toEqual([
      ['example.com/acme/one/infra/dns', false],
      ['example.com/acme/three/infra/dns', true],
      ['example.com/acme/two/infra/dns', true],
    ]);
  });

  test('without addresses they are refused', async () => {
    const parts = [await partOf(bad, { name: 'acme' }), await partOf(good, { name: 'acme/app' })];
    expect(() => mergeParts(parts)).toThrow(
      'acme.json is of acme, and acme/app.json of acme/app, which would lie in it',
    );
  });
});

describe('shards that are not of one run are refused', () => {
  const first = { index: 1, total: 2 };
  const second = { index: 2, total: 2 };
  const from = 'https://example.com/acme/app.git';

  test.each<[string, Given]>([
    ['other rules', { rules: ['IMDS002'] }],
    ['other levels', { levels: [{ files: ['*.sh'], levels: new Map([['IMDS001', 'off']]) }] }],
    ['ignores that do not count', { useIgnores: false }],
    ['larger files', { maxFileSize: 7 }],
    [
      'a baseline',
      { baseline: { path: 'known.json', findings: [{ rule: 'IMDS001', path: 'b.sh', fingerprint: 'x' }] } },
    ],
  ])('made with %s', async (_, given) => {
    const parts = [await partOf(two, { shard: first }), await partOf(two, { shard: second, ...given })];
    expect(() => mergeParts(parts)).toThrow('are shards of other files, or were made with other options');
  });

  test('of other commits, whose files have the same sizes', async () => {
    const given = [
      { from, revision: 'a'.repeat(40), shard: first },
      { from, revision: 'b'.repeat(40), shard: second },
    ];
    const parts = await Promise.all(given.map((one) => partOf(two, one)));
    expect(() => mergeParts(parts)).toThrow('are shards of other commits');
    const logs = await Promise.all(given.map((one) => logOf(two, one)));
    expect(() => mergeSarif(logs, { keepsIgnores: true })).toThrow('are shards of other commits');
  });

  test('of other repositories that look alike', async () => {
    const parts = [
      await partOf(two, { from, shard: first }),
      await partOf(two, { from: 'https://example.com/acme/copy.git', shard: second }),
    ];
    expect(() => mergeParts(parts)).toThrow('are shards of other commits');
  });

  test('but one of a checkout without its history is of no other', async () => {
    const parts = [await partOf(two, { shard: first }), await partOf(two, { from, shard: second })];
    expect(mergeParts(parts).report.verdict).toMatchObject({ refused: 2, partial: false });
  });
});

describe('a part that was tampered with is refused', () => {
  const escape = '\\u001b]0;x\\u0007';
  test.each<[string, RegExp, string]>([
    ['the id of a rule', /"ruleId": "IMDS001"/, `"ruleId": "IMDS001${escape}"`],
    ['the name of a rule', /"ruleName": "tokenless-request"/, `"ruleName": "\\n::error::x"`],
    ['a language', /"shell"/, `"shell${escape}"`],
    ['a place elsewhere', /"path": "x.sh"/, '"path": "../x.sh"'],
    ['an edit elsewhere', /("edits": \[\s*\{\s*"path": )"x.sh"/, '$1"../../.bashrc"'],
    ['an edit from the top', /("edits": \[\s*\{\s*"path": )"x.sh"/, '$1"/etc/profile"'],
    ['a name that leads elsewhere', /"name": "acme\/app"/, '"name": "acme/../../app"'],
    ['no name', /"name": "acme\/app"/, '"name": ""'],
    ['no shard', /"total": 1/, '"total": 0'],
    ['more shards than there can be', /"total": 1/, '"total": 9007199254740991'],
    ['a shard beyond the last', /"index": 1/, '"index": 2'],
  ])('%s', async (_, sought, replacement) => {
    const text = await written('json', bad, { name: 'acme/app' });
    expect(text).toMatch(sought);
    expect(() => readReport(text.replace(sought, replacement), 'x')).toThrow(
      'x is no report of imds-audit, or a broken one',
    );
  });

  test.each(['total', 'index'])('SARIF, with a wrong %s', async (name) => {
    const text = await written('sarif', bad);
    expect(() => readReport(text.replace(`"${name}": 1`, `"${name}": 90000`), 'x')).toThrow('or a broken one');
  });

  test.each<[string, (result: Record<string, unknown>, run: Record<string, unknown>) => void]>([
    ['places', (result) => (result['locations'] = null)],
    [
      'an address of a file',
      (result) => (result['locations'] = [{ physicalLocation: { artifactLocation: { uri: 3 } } }]),
    ],
    ['suppressions', (result) => (result['suppressions'] = 3)],
    ['invocations', (_, run) => (run['invocations'] = {})],
    ['notifications', (_, run) => (run['invocations'] = [{ toolExecutionNotifications: [null] }])],
    [
      'a kind of notification',
      (_, run) => (run['invocations'] = [{ toolExecutionNotifications: [{ descriptor: 3 }] }]),
    ],
    ['provenance', (_, run) => (run['versionControlProvenance'] = [null])],
  ])('SARIF, in %s', async (_, tamper) => {
    const log = JSON.parse(await written('sarif', bad)) as { runs: [{ results: [Record<string, unknown>] }] };
    tamper(log.runs[0].results[0], log.runs[0]);
    expect(() => readReport(JSON.stringify(log), 'x')).toThrow('x is no report of imds-audit, or a broken one');
  });

  test('the address of a repository that is no page of the web is left out', async () => {
    const files = { '/top/app/.git/HEAD': '', '/top/app/x.sh': `curl ${HOST}\n`, '/top/y.sh': '' };
    const text = (await written('json', files)).replace('"address": null', '"address": "javascript:alert(1)"');
    const read = readReport(text, 'x');
    if (read.kind !== 'JSON') throw new Error('this is no JSON report');
    expect(mergeParts([read.part]).report.repositories).toMatchObject([{ path: 'app', address: undefined }]);
  });

  test('a summary of a job has room for what is told of each repository', async () => {
    const part = await partOf(good);
    const name = (index: number): string => `${String(index)}${'<'.repeat(399)}`;
    const parts = Array.from({ length: 600 }, (_, index) => ({ ...part, name: name(index) }));
    const { report } = mergeParts(parts);
    const text = render('markdown', report, { rules, exitCode: 0, color: false });
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
    expect(text.includes('more repositories left out here')).toBe(true);
  });
});
