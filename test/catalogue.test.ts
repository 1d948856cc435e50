/** Holds rules, pages, fixtures and tables together: what one says the others have. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../rules/index.js';
import { readAnnotations } from './support/annotations.js';
import { fixtures, ruleNames } from './support/fixtures.js';

const root = join(__dirname, '..');

/** Pages that are no rule's. */
const otherPages = ['README.md', 'what-is-followed.md', 'many-repositories.md'];

function filesIn(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test('ids and names are unique, well formed and in order', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids.filter((id) => !/^IMDS\d{3}$/.test(id))).toEqual([]);
  expect(ids).toEqual([...new Set(ids)].sort());
  const names = rules.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('a rule has one name everywhere: its file, its page, its fixtures', () => {
  const names = rules.map(({ name }) => name).sort();
  const inRules = filesIn('rules').filter((name) => name !== 'index.ts' && !otherPages.includes(name));
  expect(inRules.filter((name) => name.endsWith('.ts')).sort()).toEqual(names.map((name) => `${name}.ts`));
  expect(inRules.filter((name) => name.endsWith('.md')).sort()).toEqual(names.map((name) => `${name}.md`));
  const folders = readdirSync(join(root, 'fixtures', 'rules'), { withFileTypes: true });
  const named = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(names.filter((name) => !named.includes(name))).toEqual([]);
});

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  const fixtures = filesIn(`fixtures/rules/${rule.name}`);

  test('says all there is to say', () => {
    expect(rule.title).toMatch(/^[A-Z].*[^.\s]$/);
    expect(rule.why.trim().length).toBeGreaterThan(100);
    expect(rule.remedy.trim().length).toBeGreaterThan(50);
    expect(rule.since).toMatch(/^\d+\.\d+\.\d+$/);
    expect(rule.references.length).toBeGreaterThan(0);
    for (const reference of rule.references) expect(reference).toMatch(/^https:\/\/[\w.-]+\/\S+$/);
    const { securitySeverity } = rule;
    expect(securitySeverity === undefined || (securitySeverity >= 0.1 && securitySeverity <= 10)).toBe(true);
  });

  test('has forms of its messages, in which what varies is in quotes', () => {
    const forms = Object.values(rule.messages);
    expect(forms.length).toBeGreaterThan(0);
    for (const form of forms) {
      expect(form).toMatch(/^'\{0\}' \S.*[^.\s]$/);
      expect(form.replace(/'\{\d\}'/g, '')).not.toMatch(/[{}]/);
    }
  });

  test('has the example that its page prints', () => {
    expect(existsSync(join(root, 'fixtures', 'rules', rule.name, rule.example))).toBe(true);
  });

  test('has fixes exactly if it says so', () => {
    const fixed = fixtures.filter((name) => /\.fixed\.\w+$/.test(name));
    const fixedUnsafely = fixtures.filter((name) => /\.fixed-unsafely\.\w+$/.test(name));
    if (rule.fixes === 'never' || rule.fixes === 'unsafely') expect(fixed).toEqual([]);
    else expect(fixed.length).toBeGreaterThan(0);
    if (rule.fixes === 'unsafely') expect(fixedUnsafely.length).toBeGreaterThan(0);
  });
});

test('the page of limits lists every known miss and false alarm, and nothing else', () => {
  const page = readFileSync(join(root, 'rules', 'what-is-followed.md'), 'utf8').replaceAll(/ +/g, ' ');
  const listed = page.split('\n').filter((line) => line.includes('](../fixtures/'));
  const known = fixtures().flatMap(({ name, file }) =>
    readAnnotations(readFileSync(file, 'utf8'), ruleNames)
      .annotations.filter((one) => one.kind !== 'expected')
      .map((one) => ({ name, ...one })),
  );
  const lines = known.map(({ name, rule, reason }) => {
    return `| ${reason ?? ''} | ${rule} | [${name.split('/').at(-1) ?? ''}](../fixtures/rules/${name}) |`;
  });
  expect(listed.toSorted()).toEqual([...new Set(lines)].sort());
});

test('a fixture of a limit shows one: it is missed, or no more than possible', () => {
  const limits = fixtures().filter(({ name }) => /\/limit-[^/]*$/.test(name));
  expect(limits.length).toBeGreaterThan(12);
  for (const { name, file } of limits) {
    const { annotations } = readAnnotations(readFileSync(file, 'utf8'), ruleNames);
    const shown = annotations.filter((one) => one.kind === 'missed' || one.certainty === 'possible');
    expect({ name, shown: shown.length }).toEqual({ name, shown: annotations.length });
    expect({ name, annotations: annotations.length }).not.toEqual({ name, annotations: 0 });
  }
});

test('what is generated is up to date', () => {
  execFileSync(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: root, stdio: 'pipe' });
}, 60_000);
