/** Reports on shards put together: whatever the tree and however it is divided, they say what one run says. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../rules/index.js';
import { audit } from '../src/audit.js';
import { defaultOptions, type Options } from '../src/config.js';
import { mergeParts } from '../src/merge/merge-parts.js';
import { mergeSarif, type SarifPart } from '../src/merge/merge-sarif.js';
import type { Part } from '../src/merge/read-part.js';
import { readReport } from '../src/merge/read-report.js';
import type { Report } from '../src/model/finding.js';
import { formats, render, type Format } from '../src/report/index.js';
import { version } from '../src/version.js';
import { filesInMemory } from './support/files-in-memory.js';
import { fc } from './support/properties.js';

type Files = Readonly<Record<string, string>>;

const projects = join(__dirname, '..', 'fixtures', 'projects');
const HOST = 'http://169.254.169.254/latest/meta-data/';

/** Files that know of one another, by path from their own folder. */
function projectAt(name: string): Files {
  const folder = join(projects, name);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const loose: Files = {
  'ignored.sh': `# imds-audit: ignore[IMDS001] frozen\ncurl ${HOST}\n# imds-audit: ignore[IMDS001] not needed\necho\n`,
  'broken.sh': `curl ${HOST}\nif then fi (\n`,
  'data.json': `{ "address": "${HOST}" }\n`,
  'read.py': `requests.get("${HOST}")\n`,
  'large.txt': 'x'.repeat(5000),
  'binary.bin': '\0\0',
  'app.min.js': `fetch("${HOST}");${'a();'.repeat(400)}\n`,
};
const pool: readonly Files[] = [...readdirSync(projects).map(projectAt), loose];

/** Some of the pool, each in a folder of its own that is a repository or not. */
const tree: fc.Arbitrary<Files> = fc
  .array(fc.tuple(fc.constantFrom(...pool), fc.constantFrom('a', 'b', 'c/d'), fc.boolean()), { maxLength: 4 })
  .map((all) => {
    const placed = all.map(([files, folder, isRepository]) => [
      ...Object.entries(files).map(([path, text]) => [`/top/${folder}/${path}`, text] as const),
      ...(isRepository ? [[`/top/${folder}/.git/HEAD`, 'ref: refs/heads/main\n'] as const] : []),
    ]);
    return Object.fromEntries([['/top/README', ''] as const, ...placed.flat()]);
  });

const options: Options = { ...defaultOptions, root: '/top', today: '2026-01-01', maxFileSize: 4000 };
const scanned = { name: 'top', versionControl: undefined };

function written(format: Format, report: Report): string {
  return render(format, report, { rules, exitCode: 1, color: false, verbose: true, reportSuppressed: true, scanned });
}

function scan(files: Files, shard: Options['shard'], given: Partial<Options> = {}): Promise<Report> {
  return audit(filesInMemory(files), { ...options, ...given, shard });
}

async function shardsOf(files: Files, total: number, given: Partial<Options> = {}): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (let index = 1; index <= total; index += 1) reports.push(await scan(files, { index, total }, given));
  return reports;
}

function partOf(report: Report, file = 'part.json'): Part {
  const read = readReport(written('json', report), file);
  if (read.kind !== 'JSON') throw new Error('this is no JSON report');
  return read.part;
}

function logOf(report: Report): SarifPart {
  const read = readReport(written('sarif', report), 'part.sarif');
  if (read.kind !== 'SARIF') throw new Error('this is no SARIF report');
  return read.part;
}

test('whatever the tree and the number of shards: the same report in every format, in whatever order they come', async () => {
  await fc.assert(
    fc.asyncProperty(tree, fc.integer({ min: 1, max: 5 }), async (files, total) => {
      const one = await scan(files, undefined);
      const shards = await shardsOf(files, total);
      const { report } = mergeParts(shards.toReversed().map((shard) => partOf(shard)));
      for (const format of formats) expect(written(format, report)).toBe(written(format, one));
      const log = mergeSarif(shards.map(logOf), { keepsIgnores: true });
      expect(log.write(1)).toBe(written('sarif', one));
    }),
    { numRuns: 25 },
  );
}, 240_000);

test('every file and every finding is of one shard, which alone tells of it', async () => {
  await fc.assert(
    fc.asyncProperty(tree, fc.integer({ min: 2, max: 4 }), async (files, total) => {
      const shards = await shardsOf(files, total);
      const paths = shards.map(({ findings }) => new Set(findings.map(({ location }) => location.path)));
      const all = paths.flatMap((own) => [...own]);
      expect(new Set(all).size).toBe(all.length);
      expect(shards.every(({ verdict }) => !verdict.ready && verdict.partial)).toBe(true);
    }),
    { numRuns: 10 },
  );
}, 120_000);

describe('the baseline', () => {
  const files: Files = { '/top/a/x.sh': `curl ${HOST}\n`, '/top/b/y.sh': `wget ${HOST}\n`, '/top/c/z.sh': 'echo\n' };
  const entry = (path: string) => ({ rule: 'IMDS001', path, fingerprint: 'gone' });
  const baseline = { path: 'known.json', findings: ['a/x.sh', 'c/z.sh', 'missing.sh'].map(entry) };

  test.each([1, 2, 3, 5])('of %i shards lists what no shard sees, once', async (total) => {
    const one = await scan(files, undefined, { baseline });
    const { report } = mergeParts((await shardsOf(files, total, { baseline })).map((shard) => partOf(shard)));
    expect(report.notices.filter(({ kind }) => kind === 'baseline')).toHaveLength(3);
    expect(written('json', report)).toBe(written('json', one));
  });
});

describe('one repository does not know of another', () => {
  const files: Files = {
    '/top/app/.git/HEAD': '',
    '/top/app/host.js': `exports.HOST = '${HOST}';\n`,
    '/top/app/get.js': "fetch(require('./host').HOST);\n",
    '/top/other/.git/HEAD': '',
    '/top/other/get.js': "fetch(require('../app/host').HOST);\n",
  };
  const places = ({ findings }: Report): readonly string[] => findings.map(({ location }) => location.path);

  test('below a folder that is none', async () => {
    const report = await scan(files, undefined);
    expect(places(report)).toEqual(['app/get.js']);
    expect(report.repositories.map(({ path, verdict }) => [path, verdict.refused, verdict.ready])).toEqual([
      ['app', 1, false],
      ['other', 0, true],
    ]);
  });

  test('but parts of a repository are of it', async () => {
    const report = await scan({ ...files, '/top/.git/HEAD': '' }, undefined);
    expect(places(report)).toEqual(['app/get.js', 'other/get.js']);
    expect(report.repositories).toEqual([]);
  });
});

describe('reports of several repositories', () => {
  async function partNamed(name: string, files: Files, repositoryUri?: string): Promise<Part> {
    const report = await scan(files, { index: 1, total: 1 });
    const versionControl =
      repositoryUri === undefined ? undefined : { repositoryUri, revisionId: 'a'.repeat(40), branch: undefined };
    const text = render('json', report, { rules, exitCode: 1, color: false, scanned: { name, versionControl } });
    const read = readReport(text, `${name}.json`);
    if (read.kind !== 'JSON') throw new Error('this is no JSON report');
    return read.part;
  }
  const bad: Files = { '/top/x.sh': `curl ${HOST}\n` };
  const good: Files = { '/top/y.sh': 'echo\n' };

  test('are told apart by their names, the worst first', async () => {
    const parts = [
      await partNamed('acme/good', good),
      await partNamed('acme/bad', bad, 'https://user:secret@example.com/acme/bad.git'),
    ];
    const { report, versionControl } = mergeParts(parts);
    expect(versionControl).toBeUndefined();
    expect(report.findings.map(({ location }) => location.path)).toEqual(['acme/bad/x.sh']);
    expect(report.findings[0]?.fix?.edits.map(({ path }) => path)).toContain('acme/bad/x.sh');
    expect(report.repositories).toMatchObject([
      { name: 'acme/bad', address: 'https://example.com/acme/bad', verdict: { ready: false, refused: 1 } },
      { name: 'acme/good', address: undefined, verdict: { ready: true } },
    ]);
    const page = written('html', report);
    expect(page).toContain('2 repositories: 1 not ready, 1 ready');
    expect(page).toContain('<a href="https://example.com/acme/bad" rel="noreferrer">acme/bad</a>');
    expect(page.indexOf('>acme/bad<')).toBeLessThan(page.indexOf('>acme/good<'));
    expect(page).not.toContain('secret');
    expect(written('markdown', report)).toContain(
      '| <code>acme&#47;bad</code> | not ready | 1 | 0 | 0 | 0 | 1 | 0 | 0 |',
    );
    expect(written('text', report)).toContain('2 repositories: 1 not ready, 1 ready.');
  });

  test('nothing but a page of the web is linked to', async () => {
    const part = await partNamed('evil', bad);
    const versionControl = { repositoryUri: 'javascript:alert(1)', revisionId: undefined, branch: undefined };
    const { report } = mergeParts([{ ...part, versionControl }, await partNamed('good', good)]);
    const repositories = report.repositories.map((row) => ({ ...row, address: 'javascript:alert(1)' }));
    expect(written('html', { ...report, repositories })).not.toContain('href=');
  });

  test('two of one repository are refused', async () => {
    const parts = [await partNamed('acme/app', bad), await partNamed('acme/app', good)];
    expect(() => mergeParts(parts)).toThrow('acme/app.json and acme/app.json are both of acme/app');
  });
});

describe('what is no part, or not all parts', () => {
  const files: Files = {
    '/top/a.sh': `curl ${HOST}\n`,
    '/top/b.sh': `wget ${HOST}\n`,
    '/top/c.sh': 'echo 1234567890\n',
  };
  const other: Files = { ...files, '/top/d.sh': 'echo\n' };
  const named = async (tree: Files, index: number, total: number): Promise<Part> =>
    partOf(await scan(tree, { index, total }), `${String(index)}.json`);

  test.each<[string, readonly (readonly [Files, number, number])[], string]>([
    [
      'one is missing',
      [
        [files, 1, 3],
        [files, 3, 3],
      ],
      'shard 2 of 3 is missing',
    ],
    ['several are', [[files, 2, 4]], 'shards 1, 3, 4 of 4 are missing'],
    [
      'one is there twice',
      [
        [files, 1, 2],
        [files, 1, 2],
        [files, 2, 2],
      ],
      '1.json and 1.json are both shard 1 of 2',
    ],
    [
      'one is of other files',
      [
        [files, 1, 2],
        [other, 2, 2],
      ],
      '1.json and 2.json are shards of other files',
    ],
  ])('%s', async (_, wanted, message) => {
    const parts: Part[] = [];
    for (const [tree, index, total] of wanted) parts.push(await named(tree, index, total));
    expect(() => mergeParts(parts)).toThrow(message);
  });

  test('other files', async () => {
    const whole = written('json', await scan(files, undefined));
    const part = written('json', await scan(files, { index: 1, total: 2 }));
    const log = written('sarif', await scan(files, { index: 1, total: 2 }));
    const wrong: readonly (readonly [string, string])[] = [
      ['{', 'x is no JSON'],
      ['[]', 'x is no JSON'],
      ['{}', 'x is no report of imds-audit, or a broken one'],
      [whole, 'x is no part'],
      [written('sarif', await scan(files, undefined)), 'x is no part'],
      [part.replace(`"version": "${version}"`, '"version": "0.0.1"'), 'x is a report of imds-audit 0.0.1'],
      [log.replace('"name": "imds-audit"', '"name": "other"'), 'x is a report of other'],
      [part.replace('"level": "error"', '"level": "worse"'), 'x is no report of imds-audit, or a broken one'],
      [part.replace(/"findings": \[[^]*?\n {2}\],/, '"findings": 3,'), 'x is no report of imds-audit, or a broken one'],
    ];
    for (const [text, message] of wrong) expect(() => readReport(text, 'x')).toThrow(message);
  });

  test('whatever is cut out of a report, it is read or refused', async () => {
    const texts = [
      written('json', await scan(files, { index: 1, total: 1 })),
      written('sarif', await scan(files, { index: 1, total: 1 })),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(200), (text, from, length) => {
        const start = from % text.length;
        try {
          readReport(text.slice(0, start) + text.slice(start + length), 'x');
        } catch (error) {
          expect(error).toHaveProperty('name', 'UserError');
        }
      }),
    );
  });
});
