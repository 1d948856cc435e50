/** Every fixture below `fixtures/rules` against its annotations; UPDATE_CARETS=1 moves carets, never verdicts. */
import fs from 'node:fs';
import path from 'node:path';
import { rules } from '../rules/index.js';
import { disagreements, marksOf, readAnnotations, withMovedCarets } from './support/annotations.js';
import type { Mark } from './support/annotations.js';
import { auditText } from './support/audit-text.js';
import { fixtures, orphans, ruleNames } from './support/fixtures.js';

const all = fixtures();

/** The rules that run by themselves, and `name`. */
function rulesFor(name: string): readonly string[] {
  return rules.filter((rule) => rule.isOptional !== true || rule.name === name).map((rule) => rule.name);
}

test.each(all.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
  const source = fs.readFileSync(fixture.file, 'utf8');
  const annotated = readAnnotations(source, ruleNames);
  const report = await auditText(path.basename(fixture.file), annotated.text, rulesFor(fixture.rule));
  const marks = marksOf(report.findings, annotated.text);
  if (process.env['UPDATE_CARETS'] === '1') fs.writeFileSync(fixture.file, withMovedCarets(source, annotated, marks));
  const failures = [...annotated.errors, ...disagreements(annotated, marks)];
  expect(failures.join('\n\n')).toBe('');
  expect(report.notices.filter((notice) => notice.kind === 'syntax')).toEqual([]);
});

test('every folder is a rule, and every rule has fixtures, its example among them', () => {
  expect(all.filter((fixture) => !ruleNames.has(fixture.rule)).map((fixture) => fixture.name)).toEqual([]);
  const names = new Set(all.map((fixture) => fixture.name));
  expect(rules.map((rule) => `${rule.name}/${rule.example}`).filter((name) => !names.has(name))).toEqual([]);
});

test('every fixed form belongs to a fixture', () => {
  expect(orphans()).toEqual([]);
});

describe('annotations', () => {
  const known = new Set(['tokenless-request']);
  const mark = (start: number, end: number, certainty = 'certain'): Mark => ({
    rule: 'tokenless-request',
    certainty,
    line: 1,
    start,
    end,
    message: 'm',
  });
  const kinds = (source: string, ...marks: readonly Mark[]): readonly string[] =>
    disagreements(readAnnotations(source, known), marks).map((failure) => failure.split(':')[0] ?? '');

  test('are taken out of the text', () => {
    const { text, annotations, errors } = readAnnotations('a bcd\n#~^^^ tokenless-request: certain\ne', known);
    expect({ text, errors }).toEqual({ text: 'a bcd\ne', errors: [] });
    expect(annotations).toMatchObject([{ kind: 'expected', line: 1, start: 2, end: 5, writtenAt: 2 }]);
    expect(readAnnotations('a: bcd\n<!--~^ missed tokenless-request: a reason -->', known).annotations).toHaveLength(1);
  });

  test.each([
    ['abc\n#~ tokenless-request: certain', 'carets'],
    ['abc\n#~^ tokenless: certain', 'no rule'],
    ['abc\n#~^ tokenless-request: maybe', 'certain or possible'],
    ['abc\n#~^ tokenless-request', 'a verdict is'],
    ['abc\n#~^ missed tokenless-request: ', 'verdict|reason'],
    ['abc\n#~^ noisy tokenless-request: x', 'a reason is due'],
    ['//~^ tokenless-request: certain\nabc', 'no line above'],
  ])('that say nothing are errors: %j', (source, why) => {
    expect(readAnnotations(source, known).errors.join()).toMatch(new RegExp(why));
  });

  test('are compared with findings', () => {
    expect(kinds('a bcd\n#~^^^ tokenless-request: certain', mark(2, 5))).toEqual([]);
    expect(kinds('a bcd\n#~^^^ tokenless-request: certain', mark(2, 5, 'possible'))).toEqual([
      'possible instead of certain',
    ]);
    expect(kinds('a bcd\n#~^^^ tokenless-request: certain')).toEqual(['missing']);
    expect(kinds('a bcd\n#~^^ tokenless-request: certain', mark(2, 5))).toEqual(['misplaced']);
    expect(kinds('ab bcd\n#~<^^^ tokenless-request: certain', mark(0, 6))).toEqual([]);
    expect(kinds('a bcd', mark(2, 5))).toEqual(['noisy']);
    expect(kinds('a bcd\n#~^^^ missed tokenless-request: a reason', mark(2, 5))).toEqual(['no longer missed']);
    expect(kinds('a bcd\n#~^^^ missed tokenless-request: a reason')).toEqual([]);
    expect(kinds('a bcd\n#~^^^ noisy tokenless-request: a reason')).toEqual(['no longer noisy']);
    expect(kinds('a bcd\n#~^^^ noisy tokenless-request: a reason', mark(2, 5))).toEqual([]);
  });

  test('can have their carets moved', () => {
    const source = 'a bcd\n#~^ tokenless-request: certain\n#~^ missed tokenless-request: a reason';
    const moved = withMovedCarets(source, readAnnotations(source, known), [mark(3, 5)]);
    expect(moved).toBe('a bcd\n#~ ^^ tokenless-request: certain\n#~^ missed tokenless-request: a reason');
  });
});
