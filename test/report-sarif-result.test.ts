/** The results of SARIF: places, flows, fingerprints and fixes. */
import type { Location, PhysicalLocation, Replacement } from 'sarif';
import type { Report } from '../src/model/finding.js';
import { sourceLines } from '../src/report/source-lines.js';
import { findingAt, locate, reportOn, sampleReport } from './support/sample-report.js';
import { allOf, resultsOf } from './support/sarif-run.js';

test('every region has four numbers and its code; its context is larger', () => {
  for (const location of allOf(resultsOf(sampleReport), 'physicalLocation') as readonly PhysicalLocation[]) {
    const { region, contextRegion, artifactLocation } = location;
    expect(artifactLocation?.uriBaseId).toBe('%SRCROOT%');
    const source = sourceLines(sampleReport.sources.get(decodeURIComponent(artifactLocation?.uri ?? '')) ?? '');
    const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = region ?? {};
    const start = source.offset({ line: startLine, column: startColumn });
    const end = source.offset({ line: endLine, column: endColumn });
    expect(region?.snippet?.text).toBe(source.text.slice(start, end));
    if (contextRegion === undefined) continue;
    expect(contextRegion.startLine).toBeLessThanOrEqual(startLine);
    expect(contextRegion.endLine).toBeGreaterThanOrEqual(endLine);
    expect(contextRegion.snippet?.text?.length).toBeGreaterThan(region?.snippet?.text?.length ?? 0);
    expect(contextRegion.snippet?.text).toContain(region?.snippet?.text);
  }
});

test('a file that is all of the place has no context', () => {
  const [whole] = resultsOf(reportOn('a.sh', 'curl x\n', 'curl x'));
  expect(whole?.locations?.[0]?.physicalLocation).not.toHaveProperty('contextRegion');
  const [part] = resultsOf(reportOn('a.sh', 'A=$(curl x)\n', 'curl x'));
  expect(part?.locations?.[0]?.physicalLocation?.contextRegion).toEqual({
    startLine: 1,
    endLine: 1,
    snippet: { text: 'A=$(curl x)' },
  });
});

test('generated code is not quoted', () => {
  const [result] = resultsOf(reportOn('a.js', `curl ${'x'.repeat(100_000)}`, 'curl'));
  expect(result?.locations?.[0]?.physicalLocation).not.toHaveProperty('contextRegion');
});

test('one result for each rule and line; the others of the line are related places', () => {
  const results = resultsOf(sampleReport);
  expect(results.map((result) => [result.ruleId, ...positionOf(result.locations)])).toEqual([
    ['IMDS001', 'app/%5Bid%5D/my%20file.ts', 1, 24],
    ['IMDS001', 'scripts/boot.sh', 1, 1],
    ['IMDS002', 'scripts/boot.sh', 3, 16],
    ['IMDS001', 'scripts/boot.sh', 5, 5],
    ['IMDS001', 'src/identity.js', 4, 20],
  ]);
  const [other] = results[3]?.relatedLocations ?? [];
  expect(other).toMatchObject({ id: 1, message: { text: "'curl' reads '/b' without a session token." } });
  expect(positionOf([other ?? {}])).toEqual(['scripts/boot.sh', 5, 29]);
});

function positionOf(locations: readonly Location[] | undefined): readonly unknown[] {
  const place = locations?.[0]?.physicalLocation;
  return [place?.artifactLocation?.uri, place?.region?.startLine, place?.region?.startColumn];
}

test('related places are numbered, and the way to the call is a flow that ends in the call', () => {
  const result = resultsOf(sampleReport).at(-1);
  expect(result?.relatedLocations?.map((location) => location.id)).toEqual([1, 2, 3, 4]);
  const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
  expect(steps.map((step) => step.location?.message?.text)).toEqual([
    'The address is defined here.',
    'It is passed on here.',
    'It is passed on here.',
    'It is passed on here.',
    'No header is sent.',
  ]);
  expect(steps.at(-1)?.location?.physicalLocation).toEqual(result?.locations?.[0]?.physicalLocation);
});

test('there are never more related places than are kept', () => {
  const report = reportOn('a.sh', 'curl '.repeat(200), 'curl');
  const findings = Array.from({ length: 200 }, (_, n) =>
    findingAt(locate('a.sh', 'curl '.repeat(200), 'curl', ['shell'], n * 5)),
  );
  const [result, ...others] = resultsOf({ ...report, findings });
  expect(others).toEqual([]);
  expect(result?.relatedLocations).toHaveLength(100);
});

test('fingerprints', () => {
  const [result] = resultsOf(reportOn('a.py', 'x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n', 'x = 3'));
  expect(result?.partialFingerprints?.['primaryLocationLineHash']).toBe('5c482a0f8b35ea28:1');
  expect(result?.partialFingerprints?.['imdsAuditSite/v1']).toMatch(/^[0-9a-f]{16}$/);
});

describe('a fix', () => {
  const replacementsOf = (report: Report): readonly Replacement[] => {
    return (allOf(resultsOf(report), 'replacements') as readonly (readonly Replacement[])[]).flat();
  };
  const text = 'f() {\r\n  ID=$(curl a)\r\n}\r\nimport\r\n';
  const at = (needle: string): { start: number; end: number } => {
    return { start: text.indexOf(needle), end: text.indexOf(needle) + needle.length };
  };
  const fixed = (edits: readonly { span: { start: number; end: number }; text: string }[]): readonly Replacement[] => {
    const all = edits.map((edit) => ({ path: 'a.sh', ...edit }));
    return replacementsOf(reportOn('a.sh', text, 'curl a', { fix: { title: 'mend', safety: 'safe', edits: all } }));
  };
  const line = at('  ID').start;

  test('has one replacement of the line, from its first character that is not blank', () => {
    const edits = [
      { span: { start: line, end: line }, text: '  TOKEN=x\r\n' },
      { span: at('a)'), text: 'b)' },
    ];
    expect(fixed(edits)).toEqual([
      {
        deletedRegion: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 15 },
        insertedContent: { text: 'TOKEN=x\r\n  ID=$(curl b)' },
      },
    ]);
  });

  test('reaches to edits elsewhere in the file', () => {
    expect(fixed([{ span: at('import'), text: 'IMPORT' }])).toEqual([
      {
        deletedRegion: { startLine: 2, startColumn: 3, endLine: 4, endColumn: 7 },
        insertedContent: { text: 'ID=$(curl a)\r\n}\r\nIMPORT' },
      },
    ]);
  });

  test('keeps an indentation that an edit takes away', () => {
    expect(fixed([{ span: { start: line, end: line + 2 }, text: '' }])).toEqual([
      {
        deletedRegion: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 15 },
        insertedContent: { text: 'ID=$(curl a)' },
      },
    ]);
  });

  test('of generated code replaces only what it touches', () => {
    const long = `${'x'.repeat(30_000)} curl a`;
    const start = long.indexOf('curl');
    const edits = [{ path: 'a.sh', span: { start, end: start + 4 }, text: 'CURL' }];
    const [replacement] = replacementsOf(
      reportOn('a.sh', long, 'curl a', { fix: { title: 'mend', safety: 'safe', edits } }),
    );
    expect(replacement).toEqual({
      deletedRegion: { startLine: 1, startColumn: 30_002, endLine: 1, endColumn: 30_006 },
      insertedContent: { text: 'CURL' },
    });
  });

  test('is left out when it edits a file whose text is not at hand, or nothing', () => {
    const edits = [{ path: 'b.sh', span: { start: 0, end: 0 }, text: '#' }];
    for (const fix of [edits, []]) {
      const given = { fix: { title: 'mend', safety: 'safe' as const, edits: fix } };
      expect(resultsOf(reportOn('a.sh', text, 'curl a', given))[0]).not.toHaveProperty('fixes');
    }
  });

  test('of several files has one change for each', () => {
    const edits = [
      { path: 'b.sh', span: { start: 0, end: 0 }, text: '# ' },
      { path: 'a.sh', span: at('a)'), text: 'b)' },
    ];
    const report = reportOn('a.sh', text, 'curl a', { fix: { title: 'mend', safety: 'safe', edits } });
    const [result] = resultsOf({ ...report, sources: new Map([...report.sources, ['b.sh', 'x\n']]) });
    const changes = result?.fixes?.[0]?.artifactChanges ?? [];
    expect(changes.map((change) => change.artifactLocation.uri)).toEqual(['a.sh', 'b.sh']);
    expect(result?.fixes?.[0]?.description?.text).toBe('Mend.');
  });
});
