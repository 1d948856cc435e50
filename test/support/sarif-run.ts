/** Reads SARIF back, and holds it against the schema of OASIS. */
import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log, Result, Run } from 'sarif';
import type { Report } from '../../src/model/finding.js';
import { sarif, type SarifContext } from '../../src/report/sarif.js';
import type { Rule } from '../../src/rule.js';
import { sampleRules } from './sample-report.js';

export const sampleContext: SarifContext = {
  exitCode: 1,
  versionControl: { repositoryUri: 'git@example.com:acme/app.git', revisionId: 'a'.repeat(40), branch: 'main' },
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync('test/schemas/sarif-2.1.0.json', 'utf8')) as object);

/** The one run of a report's log, which is valid. */
export function runOf(report: Report, rules: readonly Rule[] = sampleRules, context = sampleContext): Run {
  const log = JSON.parse(sarif(report, rules, context)) as Log;
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  const [run, ...others] = log.runs;
  if (run === undefined || others.length > 0) throw new Error('there must be one run');
  return run;
}

export function resultsOf(report: Report): readonly Result[] {
  return runOf(report).results ?? [];
}

/** Every value of `name` in a tree. */
export function allOf(tree: unknown, name: string): readonly unknown[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    return [...(key === name ? [value] : []), ...allOf(value, name)];
  });
}
