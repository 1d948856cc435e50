/** What the fixes make of every fixture: the text, that nothing is left to fix, that a second run changes nothing. */
import fs from 'node:fs';
import path from 'node:path';
import { rules } from '../rules/index.js';
import { applyFixes } from '../src/fix.js';
import type { FixResult, FixScope } from '../src/fix.js';
import { readAnnotations } from './support/annotations.js';
import { auditText } from './support/audit-text.js';
import type { Fixture } from './support/fixtures.js';
import { fixtures, ruleNames } from './support/fixtures.js';

const all = fixtures();

/** `text` after its fixes, if they change anything, and what became of them. */
async function fix(
  name: string,
  text: string,
  scope: FixScope,
  rule = '',
): Promise<FixResult & { readonly text: string }> {
  // A rule that is optional runs only when it is named.
  const named = rules.filter((one) => one.isOptional === true && one.name === rule).map((one) => one.name);
  const audit = (changed: string | undefined) => auditText(name, changed ?? text, named);
  const result = await applyFixes(await audit(text), scope, (texts) => audit(texts.get(name)));
  return { ...result, text: result.files[0]?.after ?? text };
}

function textOf(file: string): string {
  return readAnnotations(fs.readFileSync(file, 'utf8'), ruleNames).text;
}

/** UPDATE_FIXED=1 writes the fixed forms that are not there yet, for a person to read and the live tests to run. */
function proposeFixedForm(fixture: Fixture, scope: FixScope, text: string): void {
  if (process.env['UPDATE_FIXED'] === '1' && fixture.fixed === undefined)
    fs.writeFileSync(fixture.fixedAt[scope], text);
}

test.each(all.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
  const name = path.basename(fixture.file);
  const source = textOf(fixture.file);
  for (const scope of ['safe', 'all'] as const) {
    const isExpected = fixture.fixed?.scope === scope;
    if (fixture.fixed !== undefined && !isExpected && scope === 'all') continue;
    const result = await fix(name, source, scope, fixture.rule);
    expect(result.withheld.map(({ why }) => why)).toEqual([]);
    if (result.text !== source) proposeFixedForm(fixture, scope, result.text);
    expect(result.text).toBe(isExpected ? textOf(fixture.fixed.file) : source);
  }
});

const fixed = all.flatMap((fixture) =>
  fixture.fixed === undefined ? [] : [[fixture.name, fixture, fixture.fixed] as const],
);

test.each(fixed)('%s, fixed, stays as it is', async (_, fixture, { file, scope }) => {
  const again = await fix(path.basename(fixture.file), textOf(file), scope, fixture.rule);
  expect(again.text).toBe(textOf(file));
  expect(again.report.notices.filter((notice) => notice.kind === 'syntax')).toEqual([]);
  expect(again.report.findings.filter((finding) => finding.fix?.safety === 'safe')).toEqual([]);
});

test('line endings and a byte-order mark stay', async () => {
  const [plain, expected] = ['', '.fixed'].map((form) => {
    const folder = path.join(__dirname, '../fixtures/rules/tokenless-request/javascript');
    return textOf(path.join(folder, `exec${form}.js`));
  });
  const windows = (text = '') => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
  expect((await fix('exec.js', windows(plain), 'safe')).text).toBe(windows(expected));
});
