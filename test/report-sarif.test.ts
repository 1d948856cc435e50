/** SARIF as a whole: against the schema of OASIS, and against what its readers need beyond it. */
import { uriOf } from '../src/report/sarif-location.js';
import { publicUri, sarif } from '../src/report/sarif.js';
import { emptyReport, locate, reportOn, sampleReport, sampleRules } from './support/sample-report.js';
import { runOf, sampleContext } from './support/sarif-run.js';

test('the head: schema and version first, one run, ends in a line break, no byte-order mark', () => {
  const text = sarif(sampleReport, sampleRules, sampleContext);
  expect(text).toMatch(
    /^\{\n {2}"\$schema": "https:\/\/json\.schemastore\.org\/sarif-2\.1\.0\.json",\n {2}"version": "2\.1\.0",\n/,
  );
  expect(text.endsWith('}\n')).toBe(true);
  expect(runOf(sampleReport).results).toHaveLength(5);
});

test('a clean run has all rules and an empty list of results', () => {
  const run = runOf(emptyReport, sampleRules, { exitCode: 0 });
  expect(run.results).toEqual([]);
  expect(run.tool.driver.rules?.map((rule) => rule.id)).toEqual(['IMDS001', 'IMDS002']);
  expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 0 }]);
  expect(run.versionControlProvenance).toBeUndefined();
});

test('nothing that readers stumble over', () => {
  const run = runOf(sampleReport);
  expect(run).not.toHaveProperty('artifacts');
  expect(run).not.toHaveProperty('automationDetails');
  expect(run.columnKind).toBe('utf16CodeUnits');
  expect(run.originalUriBaseIds).toEqual({ '%SRCROOT%': { description: { text: 'The root of the repository.' } } });
  for (const result of run.results ?? []) {
    expect(result).not.toHaveProperty('rank');
    expect(result).not.toHaveProperty('suppressions');
  }
});

test('notices are notifications of the run', () => {
  const [invocation] = runOf(sampleReport, sampleRules, { exitCode: 2 }).invocations ?? [];
  expect(invocation?.executionSuccessful).toBe(false);
  expect(
    invocation?.toolExecutionNotifications?.map(({ descriptor, level, message }) => [
      descriptor?.id,
      level,
      message.text,
    ]),
  ).toEqual([
    ['not-analysed', 'note', 'Mentions the service in no language that is analysed.'],
    ['syntax', 'warning', "';' expected."],
    ['unreadable', 'warning', 'Permission denied.'],
  ]);
});

test('paths become URI references', () => {
  expect(uriOf('src/a b/ü%[x]#?.js')).toBe('src/a%20b/%C3%BC%25%5Bx%5D%23%3F.js');
  expect(uriOf('./a.sh')).toBe('a.sh');
  expect(uriOf('../a.sh')).toBe('../a.sh');
  // Reports have forward slashes: another one is part of a name, and a file so named must not look like an absolute one.
  expect(uriOf('\\b.sh')).toBe('%5Cb.sh');
  expect(uriOf('/tmp/a b')).toBe('file:///tmp/a%20b');
  expect(uriOf('C:\\a b')).toBe('file:///C:/a%20b');
  expect(uriOf('a\uD800')).toBe('a%EF%BF%BD');
});

test.each([
  ['git@github.com:acme/app.git', 'https://github.com/acme/app'],
  ['ssh://git@example.com:2222/acme/app.git', 'https://example.com/acme/app'],
  ['https://user:secret@example.com:8443/acme/app.git?x=1#y', 'https://example.com:8443/acme/app'],
  ['http://example.com/app', 'http://example.com/app'],
  ['git://example.com/app.git', 'https://example.com/app'],
  ['/home/me/app.git', undefined],
  ['../app', undefined],
  ['C:/repos/app', undefined],
  ['file:///home/me/app', undefined],
  ['', undefined],
])('the repository %s', (remote, uri) => {
  expect(publicUri(remote)).toBe(uri);
});

test('where the files come from', () => {
  const provenance = [{ repositoryUri: 'https://example.com/acme/app', mappedTo: { uriBaseId: '%SRCROOT%' } }];
  const versionControl = { repositoryUri: 'https://t@example.com/acme/app', revisionId: undefined, branch: undefined };
  expect(runOf(emptyReport, sampleRules, { exitCode: 0, versionControl }).versionControlProvenance).toEqual(provenance);
  const [full] = runOf(emptyReport).versionControlProvenance ?? [];
  expect(full).toMatchObject({ revisionId: 'a'.repeat(40), branch: 'main' });
});

test('the same report gives the same bytes', () => {
  const shuffled = {
    ...sampleReport,
    findings: sampleReport.findings.toReversed(),
    notices: sampleReport.notices.toReversed(),
  };
  expect(sarif(shuffled, sampleRules, sampleContext)).toBe(sarif(sampleReport, sampleRules, sampleContext));
});

test('hostile text is valid SARIF', () => {
  const evil = '\u001b[2J{0}\uD800"\\\u2028](1)';
  const report = reportOn(`${evil}/a.sh`, `${evil} curl`, 'curl', {
    message: evil,
    reason: evil,
    related: [{ location: locate(evil, 'curl', 'curl', ['shell']), message: evil }],
  });
  expect(runOf(report).results).toHaveLength(1);
});
