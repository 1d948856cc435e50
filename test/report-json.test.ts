/** The report for programs, against its schema. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Report } from '../src/model/finding.js';
import { json } from '../src/report/json.js';
import { emptyReport, reportOn, sampleReport } from './support/sample-report.js';

const schema = JSON.parse(readFileSync('schema/report.schema.json', 'utf8')) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

/** What is wrong with a report, by the schema. */
function errorsOf(report: unknown): unknown {
  return validate(report) ? [] : validate.errors;
}

const shard = { index: 2, total: 3, tree: 'abc' };
const counts = { error: 1, warning: 0, note: 0 };
/** A report on a part of several repositories, with all that is written of those. */
const sharded: Report = {
  ...sampleReport,
  verdict: { ...sampleReport.verdict, partial: true, shard },
  repositories: [
    { path: 'app', name: 'acme/app', address: 'https://example.com/acme/app', verdict: sampleReport.verdict, counts },
    { path: 'other', name: 'other', address: undefined, verdict: emptyReport.verdict, counts },
  ],
  suppressed: sampleReport.findings.map((finding) => ({ ...finding, suppression: { kind: 'ignore', reason: 'why' } })),
};
const repositoryUri = 'https://user:secret@example.com/acme/app.git';
const scanned = { name: 'acme/app', versionControl: { repositoryUri, revisionId: undefined, branch: 'main' } };

test.each([
  ['the sample', sampleReport],
  ['a part of several repositories', sharded],
  ['an empty report', emptyReport],
  ['a report whose file is not at hand', { ...sampleReport, sources: new Map() }],
  ['a lone half of a character', reportOn('a.sh', 'curl \uD800', 'curl', { message: '\uD800' })],
])('%s is valid', (_, report) => {
  expect(errorsOf(JSON.parse(json(report)))).toEqual([]);
});

test('the schema refuses what is no report', () => {
  const report = JSON.parse(json(sampleReport)) as object;
  expect(errorsOf({ ...report, schemaVersion: 2 })).toHaveLength(1);
  expect(errorsOf({ ...report, verdict: { ready: true } })).toHaveLength(5);
  expect(errorsOf({ ...report, findings: [{}] })).not.toEqual([]);
});

test('the schema describes every property that is written', () => {
  const strict = JSON.parse(JSON.stringify(schema), (_, value: unknown) => {
    const isObject = typeof value === 'object' && value !== null && 'properties' in value;
    return isObject ? { ...value, additionalProperties: false } : value;
  }) as { $id: string };
  const check = new Ajv({ allErrors: true, allowUnionTypes: true }).compile({ ...strict, $id: 'strict' });
  expect(check(JSON.parse(json(sampleReport))) ? [] : check.errors).toEqual([]);
  // What is suppressed is described as a finding and more, which no strict schema can say.
  const text = json({ ...sharded, suppressed: [] }, { scanned });
  expect(check(JSON.parse(text)) ? [] : check.errors).toEqual([]);
  expect(text).not.toContain('secret');
});

test('findings are in order, with their places and fixes', () => {
  const report = JSON.parse(json(sampleReport)) as {
    findings: { location: object; fix: { edits: object[] } | null }[];
  };
  expect(report.findings[1]).toEqual({
    ruleId: 'IMDS001',
    ruleName: 'tokenless-request',
    level: 'error',
    certainty: 'certain',
    message: "'curl' reads '/latest/meta-data/instance-id' without a session token",
    reason: 'no header is sent',
    location: {
      path: 'scripts/boot.sh',
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 57,
      languages: ['shell'],
    },
    related: [],
    remedy: 'send the header X-aws-ec2-metadata-token',
    fix: {
      title: 'ask for a session token and send it',
      safety: 'safe',
      edits: [
        {
          path: 'scripts/boot.sh',
          startLine: 1,
          startColumn: 1,
          endLine: 1,
          endColumn: 1,
          startOffset: 1,
          endOffset: 1,
          text: 'TOKEN=$(token)\r\n',
        },
        {
          path: 'scripts/boot.sh',
          startLine: 1,
          startColumn: 5,
          endLine: 1,
          endColumn: 5,
          startOffset: 5,
          endOffset: 5,
          text: ' -H "X-aws-ec2-metadata-token: $TOKEN"',
        },
      ],
    },
  });
  expect(report.findings.map((finding) => finding.location)).toMatchObject([
    { path: 'app/[id]/my file.ts', startLine: 1 },
    { path: 'scripts/boot.sh', startLine: 1 },
    { path: 'scripts/boot.sh', startLine: 3 },
    { path: 'scripts/boot.sh', startLine: 5, startColumn: 5 },
    { path: 'scripts/boot.sh', startLine: 5, startColumn: 29 },
    { path: 'src/identity.js', startLine: 4, languages: ['javascript', 'shell'] },
  ]);
});

test('the same report gives the same bytes, whatever the order of what it holds', () => {
  const shuffled = {
    ...sampleReport,
    findings: sampleReport.findings.toReversed(),
    notices: sampleReport.notices.toReversed(),
    statistics: {
      ...sampleReport.statistics,
      analysed: { javascript: 12, shell: 1 },
      skipped: { dependencies: 2, binary: 1 },
    },
  };
  expect(json(shuffled)).toBe(json(sampleReport));
  expect(json(sampleReport)).toMatch(/^\{\n {2}"schemaVersion": 1,\n[^]*\}\n$/);
});
