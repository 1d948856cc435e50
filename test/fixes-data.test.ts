/** A fix of code inside data changes the texts that hold the code, by adding to them, and nothing else that the data says. */
import fs from 'node:fs';
import { readAnnotations } from './support/annotations.js';
import { fixtures, ruleNames } from './support/fixtures.js';
import { entriesOf, listOf, textIn, type Data } from './support/hosted-scripts.js';
import { hostedData, hostedProgram, isHost } from './support/hosts.js';

const pairs = fixtures().filter((fixture) => fixture.fixed !== undefined && isHost(fixture.language));
/** What fixes of settings write over, and with what. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['optional', 'required'],
  ['1', '2'],
]);
const textOf = (file: string): string => readAnnotations(fs.readFileSync(file, 'utf8'), ruleNames).text;

/** Whether `after` is `before` with something put in. */
function isExtended(before: string, after: string): boolean {
  let at = 0;
  for (const character of after) if (character === before.charAt(at)) at += 1;
  return at === before.length;
}

/** The texts that differ; throws where more than a text does. */
function changes(before: Data, after: Data): readonly (readonly [string, string])[] {
  if (typeof before === 'string' || typeof after === 'string') {
    if (typeof before !== typeof after) throw new Error(`${JSON.stringify(before)} became ${JSON.stringify(after)}`);
    return before === after ? [] : [[textIn(before), textIn(after)]];
  }
  const [olds, news] = [before, after].map((data) => (Array.isArray(data) ? listOf(data) : entriesOf(data).flat()));
  expect(news?.length).toBe(olds?.length);
  return (olds ?? []).flatMap((old, i) => changes(old, news?.[i] ?? ''));
}

test.each(pairs.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
  const before = textOf(fixture.file);
  const after = textOf(fixture.fixed?.file ?? '');
  const changed = changes(hostedData(fixture.language, before), hostedData(fixture.language, after));
  expect(changed.length).toBeGreaterThan(0);
  if (fixture.rule.startsWith('tokens-')) {
    for (const [old, now] of changed) expect([old, now]).toEqual([old, SETTINGS.get(old)]);
    return;
  }
  for (const [old, now] of changed) expect([old, now, isExtended(old, now)]).toEqual([old, now, true]);
  expect(hostedProgram(fixture.language, after)).not.toBe(hostedProgram(fixture.language, before));
});
