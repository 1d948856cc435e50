/** Where imports lead: aliases, packages of a workspace, built files; and that they lead nowhere else. */
import type { ModuleFinder } from '../src/languages/language.js';
import { findModules } from '../src/languages/javascript/find-modules.js';
import { moduleCases } from './support/module-cases.js';
import { packageCases } from './support/package-cases.js';

/** What finds modules in a project of these files (their texts; objects are JSON). */
function finderOf(files: Readonly<Record<string, unknown>>): ModuleFinder {
  const texts = new Map(
    Object.entries(files).map(([path, text]) => [path, typeof text === 'string' ? text : JSON.stringify(text)]),
  );
  const manifests = [...texts.keys()].filter((path) => /(?:package|[tj]sconfig\S*)\.json$/.test(path));
  const seen = {
    read: (path: string) => texts.get(path),
    isFile: (path: string) => texts.has(path),
    manifests,
    code: [],
  };
  return findModules(seen);
}

test.each([...moduleCases, ...packageCases])('%s', (_, specifier, from, files, expected) => {
  expect(finderOf(files).find(specifier, from)).toBe(expected);
});

const leading = [...moduleCases, ...packageCases].filter(([, , , , expected]) => expected !== undefined);

test.each(leading)('what is looked for before a file is read: %s', (_, specifier, __, files, expected = '') => {
  const sought = finderOf(files).askedAs?.(expected) ?? [];
  const text = `import '${specifier}'`;
  expect(sought.filter((one) => text.includes(one))).not.toEqual([]);
});
