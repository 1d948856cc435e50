/** The rules and messages of SARIF, as validators and viewers want them. */
import type { Message } from 'sarif';
import { argumentsOf } from '../src/report/sarif-rule.js';
import type { Rule } from '../src/rule.js';
import { emptyReport, reportOn, sampleReport, sampleRules } from './support/sample-report.js';
import { allOf, resultsOf, runOf } from './support/sarif-run.js';

function filled(template: string, values: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (_, index: string) => values[Number(index)] ?? '?');
}

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
  const rule: Rule = { ...first, level: 'note', securitySeverity: undefined, why: 'A sentence of words. '.repeat(100) };
  const [descriptor] = runOf(emptyReport, [rule]).tool.driver.rules ?? [];
  expect(descriptor?.properties).toEqual({
    tags: ['aws', 'imds'],
    precision: 'high',
    'problem.severity': 'recommendation',
  });
  expect(descriptor?.fullDescription?.text.length).toBeLessThanOrEqual(1024);
  expect(descriptor?.fullDescription?.text).toMatch(/words\.$/);
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
