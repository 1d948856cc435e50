/** The SARIF of all fixtures in one run: what GitHub, reviewdog and Microsoft's validator ask of a log. */
import { join } from 'node:path';
import type { Log, Result } from 'sarif';
import { rules } from '../rules/index.js';
import { audit } from '../src/audit.js';
import { defaultOptions } from '../src/config.js';
import { nodeFileSystem } from '../src/discover/node-file-system.js';
import type { Report } from '../src/model/finding.js';
import { sarif, type SarifContext } from '../src/report/sarif.js';
import { emptyReport } from './support/sample-report.js';
import { runOf, sampleContext } from './support/sarif-run.js';
import { complaintsOf, validator } from './support/sarif-validator.js';

const root = join(__dirname, '..');
const context: SarifContext = { ...sampleContext, reportSuppressed: true };
let report: Report = emptyReport;
let results: readonly Result[] = [];
const descriptors = runOf(emptyReport, rules).tool.driver.rules ?? [];

beforeAll(async () => {
  const found = await audit(nodeFileSystem(), { ...defaultOptions, root, directory: root, paths: ['fixtures/rules'] });
  // Every seventh finding counts as suppressed, in one way or the other.
  const isSuppressed = (index: number): boolean => index % 7 === 0;
  report = {
    ...found,
    findings: found.findings.filter((_, index) => !isSuppressed(index)),
    suppressed: found.findings.flatMap((finding, index) => {
      const suppression =
        index % 2 === 0
          ? { kind: 'ignore' as const, reason: 'as agreed' }
          : { kind: 'baseline' as const, reason: undefined };
      return isSuppressed(index) ? [{ ...finding, suppression }] : [];
    }),
  };
  results = runOf(report, rules, context).results ?? [];
}, 300_000);

test('there are results of every rule that applies by default, with fixes, flows and suppressions', () => {
  const applied = rules.filter((rule) => rule.isOptional !== true).map(({ id }) => id);
  expect([...new Set(results.map(({ ruleId }) => ruleId))].sort()).toEqual(applied);
  expect(results.filter(({ fixes }) => fixes !== undefined).length).toBeGreaterThan(100);
  expect(results.filter(({ codeFlows }) => codeFlows !== undefined).length).toBeGreaterThan(100);
  const kinds = results.flatMap(({ suppressions }) => suppressions?.map(({ kind }) => kind) ?? ['none']);
  expect([...new Set(kinds)].sort()).toEqual(['external', 'inSource']);
});

test('every message is a form of its rule with arguments, and says the same as its text', () => {
  const wrong = results.filter(({ ruleId, message }) => {
    const rule = descriptors.find(({ id }) => id === ruleId);
    const template = rule?.messageStrings?.[message.id ?? '']?.text;
    const filled = template?.replace(/\{(\d+)\}/g, (_, index: string) => message.arguments?.[Number(index)] ?? '?');
    return filled !== message.text;
  });
  expect(wrong.map(({ message }) => message)).toEqual([]);
});

test('every result has the fingerprint that GitHub reads, and one of its own', () => {
  const ours = results.map(({ partialFingerprints }) => partialFingerprints?.['imdsAuditSite/v1']);
  expect(new Set(ours).size).toBe(results.length);
  for (const { partialFingerprints } of results)
    expect(partialFingerprints?.['primaryLocationLineHash']).toMatch(/^[0-9a-f]+:\d+$/);
});

test('a result has at most one fix, that at most one replacement in a file, and it holds the lines of the result', () => {
  for (const { fixes = [], locations = [] } of results) {
    expect(fixes.length).toBeLessThanOrEqual(1);
    const place = locations[0]?.physicalLocation;
    const changes = fixes.flatMap((fix) => fix.artifactChanges);
    const uris = changes.map(({ artifactLocation }) => artifactLocation.uri);
    expect(new Set(uris).size).toBe(uris.length);
    for (const { artifactLocation, replacements } of changes) {
      expect(replacements).toHaveLength(1);
      const [{ deletedRegion } = {}] = replacements;
      if (artifactLocation.uri !== place?.artifactLocation?.uri) continue;
      expect(deletedRegion?.startLine).toBeLessThanOrEqual(place?.region?.startLine ?? 0);
      expect(deletedRegion?.endLine).toBeGreaterThanOrEqual(place?.region?.endLine ?? Infinity);
    }
  }
});

test('the same findings in another order give the same bytes', () => {
  const shuffled = { ...report, findings: report.findings.toReversed(), suppressed: report.suppressed.toReversed() };
  expect(sarif(shuffled, rules, context)).toBe(sarif(report, rules, context));
});

const validated = validator === undefined && process.env['REQUIRE_LIVE'] !== '1' ? test.skip : test;

validated(
  "Microsoft's validator has no error, no warning and no note",
  () => {
    expect(complaintsOf(sarif(report, rules, context))).toEqual([]);
    // It does complain of what is not right.
    const log = JSON.parse(sarif(emptyReport, rules, context)) as Log;
    expect(complaintsOf(JSON.stringify({ ...log, $schema: undefined }))).not.toEqual([]);
  },
  300_000,
);
