/** A fix of code inside data changes the texts that hold the code, by adding to them, and nothing else that the data says. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rules } from '../rules/index.js';
import { readAnnotations } from './support/annotations.js';
import { fixtures, ruleNames } from './support/fixtures.js';
import { textIn, type Data } from './support/hosted-scripts.js';
import { hostedData, hostedProgram, isHost } from './support/hosts.js';

const pairs = fixtures().filter((fixture) => fixture.fixed !== undefined && isHost(fixture.language));
const textOf = (file: string): string => readAnnotations(fs.readFileSync(file, 'utf8'), ruleNames).text;

/** What fixes of settings write over, and with what. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['optional', 'required'],
  ['1', '2'],
  ['false', 'true'],
]);
/** The rules whose fixes change settings. */
const isAboutSettings = (rule: string): boolean => rules.find(({ name }) => name === rule)?.on === 'metadata-options';

/** Whether `after` is `before` with something put in. */
function isExtended(before: string, after: string): boolean {
  let at = 0;
  for (const character of after) if (character === before.charAt(at)) at += 1;
  return at === before.length;
}

/** What is not as it was: where it stands, what was there and what is. */
interface Change {
  readonly at: string;
  readonly before: Data | undefined;
  readonly after: Data | undefined;
}

/** The places at which `after` says something else than `before`, as deep as both have the same form. */
function changes(before: Data | undefined, after: Data | undefined, at = ''): readonly Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const isSame = Array.isArray(before) ? Array.isArray(after) : typeof before === typeof after && !Array.isArray(after);
  if (!isSame || typeof before !== 'object') return [{ at, before, after }];
  const [olds, news] = [before, after ?? []].map((data) => new Map(Object.entries(data as Record<string, Data>)));
  const keys = new Set([...(olds?.keys() ?? []), ...(news?.keys() ?? [])]);
  return [...keys].flatMap((key) => changes(olds?.get(key), news?.get(key), `${at}/${key}`));
}

/** The texts in what was added. */
function leavesOf(data: Data | undefined): readonly string[] {
  if (data === undefined || typeof data === 'string') return data === undefined ? [] : [data];
  return Object.values(data as Record<string, Data>).flatMap(leavesOf);
}

/** Whether a fix of settings may have made this change: a value is stricter, or stricter ones were added. */
function isStricter({ before, after }: Change): boolean {
  if (typeof before === 'string') return typeof after === 'string' && SETTINGS.get(before) === after;
  const added = leavesOf(after);
  return (
    before === undefined && added.length > 0 && added.every((leaf) => /^(?:required|enabled|v2\.0|true|2)$/.test(leaf))
  );
}

test.each(pairs.map((fixture) => [fixture.name, fixture] as const))(
  '%s',
  async (_, { file, fixed, language, rule }) => {
    const name = path.basename(file);
    const [before, after] = [textOf(file), textOf(fixed?.file ?? '')];
    const [old, now] = [await hostedData(language, before, name), await hostedData(language, after, name)];
    const changed = changes(old, now);
    expect(changed).not.toEqual([]);
    const isRight = (change: Change): boolean =>
      isAboutSettings(rule) ? isStricter(change) : isExtended(textIn(change.before), textIn(change.after));
    expect(changed.filter((change) => !isRight(change))).toEqual([]);
    if (!isAboutSettings(rule) && language !== 'makefile')
      expect(await hostedProgram(language, after, name)).not.toBe(await hostedProgram(language, before, name));
  },
);

const units = pairs.filter(({ language }) => language === 'systemd');
const verifier = spawnSync('systemd-analyze', ['--version']).status === 0;
(verifier ? test : test.skip).each(units.map((fixture) => [fixture.name, fixture] as const))(
  '%s is a unit to systemd, fixed or not',
  (_, { file, fixed }) => {
    const said = [file, fixed?.file ?? ''].map((one) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'imds-audit-unit-'));
      const unit = path.join(folder, 'fixture.service');
      fs.writeFileSync(unit, textOf(one));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
      fs.rmSync(folder, { recursive: true });
      return { status, stderr: stderr.replaceAll(folder, '') };
    });
    expect(said[1]).toEqual(said[0]);
    expect(said[0]?.stderr).not.toMatch(/fixture\.service/);
  },
);

test('there are so many pairs, in so many notations', () => {
  expect(pairs.length).toBeGreaterThanOrEqual(80);
  expect(new Set(pairs.map(({ language }) => language)).size).toBeGreaterThanOrEqual(15);
});
