/** SARIF: against the schema of OASIS, and against what its readers need beyond the schema. */
import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Location, Log, Message, PhysicalLocation, Replacement, Result } from 'sarif';
import type { Report } from '../src/model/finding.js';
import { uriOf } from '../src/report/sarif-location.js';
import { argumentsOf } from '../src/report/sarif-rule.js';
import { publicUri, sarif, type SarifContext } from '../src/report/sarif.js';
import { sourceLines } from '../src/report/source-lines.js';
import type { Rule } from '../src/rule.js';
import { emptyReport, findingAt, locate, reportOn, sampleReport, sampleRules } from './support/sample-report.js';

const context: SarifContext = {
  exitCode: 1,
  versionControl: { repositoryUri: 'git@example.com:acme/app.git', revisionId: 'a'.repeat(40), branch: 'main' },
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync('test/schemas/sarif-2.1.0.json', 'utf8')) as object);

/** The log of a report, which is valid. */
function logOf(report: Report, rules: readonly Rule[] = sampleRules, given = context): Log {
  const log = JSON.parse(sarif(report, rules, given)) as Log;
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log;
}

function runOf(report: Report, rules?: readonly Rule[], given?: SarifContext): Log['runs'][number] {
  const [run] = logOf(report, rules, given).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

function resultsOf(report: Report): readonly Result[] {
  return runOf(report).results ?? [];
}

/** Every value of `name` in a tree. */
function allOf(tree: unknown, name: string): readonly unknown[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    return [...(key === name ? [value] : []), ...allOf(value, name)];
  });
}

function filled(template: string, values: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (_, index: string) => values[Number(index)] ?? '?');
}

test('the head: schema and version first, one run, ends in a line break, no byte-order mark', () => {
  const text = sarif(sampleReport, sampleRules, context);
  expect(text).toMatch(
    /^\{\n {2}"\$schema": "https:\/\/json\.schemastore\.org\/sarif-2\.1\.0\.json",\n {2}"version": "2\.1\.0",\n/,
  );
  expect(text.endsWith('}\n')).toBe(true);
  expect(logOf(sampleReport).runs).toHaveLength(1);
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

test('rules have names, texts, help and severities', () => {
  const [rule] = runOf(emptyReport).tool.driver.rules ?? [];
  expect(rule).toEqual({
    id: 'IMDS001',
    name: 'TokenlessRequest',
    shortDescription: { text: 'Instance metadata is read without a session token.' },
    fullDescription: { text: 'The request is *version 1*: curl sends no token. See the guide.' },
    help: {
      text: 'Ask for a token.\n\nTOKEN=$(token)',
      markdown:
        '# Instance metadata is read without a session token\n\n' +
        'The request is *version 1*: `curl` sends no token.\n\nSee [the guide](https://docs.aws.amazon.com/x).\n\n' +
        '## What to do\n\nAsk for a token.\n\n```sh\nTOKEN=$(token)\n```\n\n' +
        '## References\n\n- <https://docs.aws.amazon.com/x>\n',
    },
    helpUri: 'https://github.com/imds-audit/imds-audit/blob/main/rules/tokenless-request.md',
    defaultConfiguration: { level: 'error' },
    messageStrings: {
      default: { text: "'{0}' reads '{1}' without a session token." },
      'default-through': {
        text: "'{0}' reads '{1}' without a session token. It is reached through ['{2}'](1).",
      },
    },
    properties: {
      tags: ['security', 'aws', 'imds', 'external/cwe/cwe-918'],
      precision: 'high',
      'problem.severity': 'error',
      'security-severity': '7.5',
    },
  });
});

test('names, ids and forms of messages are as the validator wants them', () => {
  for (const rule of runOf(emptyReport).tool.driver.rules ?? []) {
    expect(rule.id).toMatch(/^[A-Z]{1,8}(?:-?[0-9]{1,6}){0,3}$/);
    expect(rule.name).toMatch(/^(\p{Lu}[\p{Ll}\p{Nd}]+)*$/u);
    for (const { text } of Object.values(rule.messageStrings ?? {})) {
      expect(text).toMatch(/\.$/);
      expect(text).toMatch(/'\{0\}'/);
      expect(text.replace(/'\{\d\}'/g, '')).not.toMatch(/[{}]/);
    }
  }
});

test('a rule that is no security matter has no security severity; a long text is cut at a sentence', () => {
  const [first] = sampleRules;
  if (first === undefined) throw new Error('no rule');
  const { messages, ...rest } = first;
  expect(messages).toBeDefined();
  const rule: Rule = { ...rest, level: 'note', securitySeverity: undefined, why: 'A sentence of words. '.repeat(100) };
  const [descriptor] = runOf(emptyReport, [rule]).tool.driver.rules ?? [];
  expect(descriptor?.properties).toEqual({
    tags: ['aws', 'imds'],
    precision: 'high',
    'problem.severity': 'recommendation',
  });
  expect(descriptor?.fullDescription?.text.length).toBeLessThanOrEqual(1024);
  expect(descriptor?.fullDescription?.text).toMatch(/words\.$/);
  expect(descriptor?.messageStrings?.['default']).toEqual({
    text: "Instance metadata is read without a session token: '{0}'.",
  });
});

test('messages: the form filled with the arguments is the text, which ends in a period', () => {
  const run = runOf(sampleReport);
  for (const result of run.results ?? []) {
    const rule = run.tool.driver.rules?.[result.ruleIndex ?? -1];
    expect(rule?.id).toBe(result.ruleId);
    const { id = '', arguments: values = [], text } = result.message;
    expect(filled(rule?.messageStrings?.[id]?.text ?? '', values)).toBe(text);
    expect(text).toMatch(/\.$/);
  }
  for (const { text } of allOf(run, 'message') as readonly Message[]) expect(text).toMatch(/\.$/);
});

test('a message links to the first related place', () => {
  const results = resultsOf(sampleReport);
  expect(results.at(-1)?.message).toEqual({
    id: 'default-through',
    arguments: ['curl', '/latest/dynamic/instance-identity/document', 'src/config.js:1'],
    text:
      "'curl' reads '/latest/dynamic/instance-identity/document' without a session token. " +
      "It is reached through ['src/config.js:1'](1).",
  });
  expect(results[0]?.message.text).toContain("['app/\\[id\\]/my file.ts:2'](1)");
});

test('a message that fits no form, or whose rule is not known, is given as it is', () => {
  const [result] = resultsOf(reportOn('a.sh', 'curl', 'curl', { message: 'something else' }));
  expect(result?.message).toEqual({ text: 'something else.' });
  const [other] = resultsOf(reportOn('a.sh', 'curl', 'curl', { ruleId: 'IMDS999' }));
  expect(other).not.toHaveProperty('ruleIndex');
});

test('scanned text makes no links of its own', () => {
  const message = "'curl' reads '/[see](https://example.com)' without a session token";
  const [result] = resultsOf(reportOn('a.sh', 'curl', 'curl', { message }));
  expect(result?.message.arguments).toEqual(['curl', '/[see] (https://example.com)']);
  expect(result?.message.text).not.toContain('](');
});

test('arguments are found whatever they hold', () => {
  const template = "'{0}' reads '{1}' without";
  expect(argumentsOf(template, "'curl' reads '/a' without")).toEqual(['curl', '/a']);
  expect(argumentsOf(template, "'a' reads 'b' without' reads '{0}' without")).toEqual(['a', "b' without' reads '{0}"]);
  expect(argumentsOf(template, "'curl' reads '/a' with")).toBeUndefined();
  expect(argumentsOf('all of {0}', 'all of it')).toEqual(['it']);
  expect(argumentsOf("'{0}' and '{0}'", "'a' and 'a'")).toEqual(['a']);
  expect(argumentsOf("'{0}' and '{0}'", "'a' and 'b'")).toBeUndefined();
  expect(argumentsOf('plain', 'plain')).toEqual([]);
});

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
    ['IMDS001', 'scripts/boot.sh', 1, 2],
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
  expect(uriOf('a\\b.sh')).toBe('a/b.sh');
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
  expect(sarif(shuffled, sampleRules, context)).toBe(sarif(sampleReport, sampleRules, context));
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
