/** Where imports lead: aliases, packages of a workspace, built files; and that they lead nowhere else. */
import { findModules } from '../src/languages/javascript/find-modules.js';
import { moduleCases } from './support/module-cases.js';
import { packageCases } from './support/package-cases.js';

/** What `specifier` means in `from`, in a project of these files (their texts; objects are JSON). */
function find(specifier: string, from: string, files: Readonly<Record<string, unknown>>): string | undefined {
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
  return findModules(seen).find(specifier, from);
}

test.each([...moduleCases, ...packageCases])('%s', (_, specifier, from, files, expected) => {
  expect(find(specifier, from, files)).toBe(expected);
});
