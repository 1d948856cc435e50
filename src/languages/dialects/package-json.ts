/** Manifests of npm packages: the scripts that `npm run` gives to a shell, and the packages that the code runs with. */
import type { Lowered } from '../../model/document.js';
import { verbatim } from '../codecs/verbatim.js';
import { at, entriesOf, hasKeys, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCode } from './found.js';
import { filledElsewhere, type Notation } from './notation.js';
import { readText } from './texts.js';

/** What no other shell has: Windows gives scripts to another one, for which nothing may be written. */
const NEEDS_SHELL = /[$`']/;
const anyShell: Notation = {
  holes: /(?!)/g,
  fills: (_, span) => filledElsewhere(span),
  codec: { ...verbatim, encode: () => undefined },
};

export const packageJson: Dialect = {
  claims: (root, { path }) =>
    /(?:^|\/)package\.json$/.test(path) ||
    (/\.json$/.test(path) &&
      ['scripts', 'dependencies'].some((key) => at(root, key)?.kind === 'mapping') &&
      ['name', 'version', 'private'].some((key) => hasKeys(root, key))),
  read(root, found) {
    for (const { value } of entriesOf(at(root, 'scripts'))) {
      if (value.kind !== 'scalar') continue;
      const notation = NEEDS_SHELL.test(value.text) ? undefined : anyShell;
      addCode(found, readText(value, found.text, notation), value.span);
    }
  },
};

/** What a package runs with. What it is developed with (`devDependencies`) is not there where it runs. */
const INSTALLED = ['dependencies', 'optionalDependencies'];

/** The packages that a manifest has installed from the registry, by the names that they have there. */
export function packagesOf(root: DataNode, path: string): NonNullable<Lowered['installs']> {
  if (!packageJson.claims(root, { path, text: '' })) return [];
  return INSTALLED.flatMap((table) => entriesOf(at(root, table))).flatMap(({ key, keySpan, value }) => {
    const version = scalarText(value) ?? '';
    // What lies in the project itself or beside it speaks for itself.
    if (/^(?:file|link|portal|workspace):|^\.{0,2}\//.test(version)) return [];
    const alias = /^npm:((?:@[^/@]+\/)?[^/@]+)/.exec(version)?.[1];
    return [{ name: alias ?? key, as: key, span: { start: keySpan.start, end: value.span.end } }];
  });
}
