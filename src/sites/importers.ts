/** Which files that mention nothing import the service's address from a file that does. */
import type { Document } from '../model/document.js';
import { textWithHoles } from '../model/value.js';
import { noFrames } from '../resolve/evaluate.js';
import { moduleIn, withEmbedded, type Project } from '../resolve/project.js';
import { holdsAddress } from './handed-to.js';

/** How far an address is followed through modules that pass it on. */
const MAX_HOPS = 3;

/** The documents among `silent` (paths) that import what `documents`, or others of them, export of the address. */
export function importersOf(
  documents: readonly Document[],
  silent: readonly string[],
  project: Project,
): readonly Document[] {
  const found = new Set<Document>();
  let exporters = documents.map(moduleIn).filter((document) => givesAddress(document, project));
  for (let hop = 0; hop < MAX_HOPS && exporters.length > 0; hop += 1) {
    const paths = silent.filter((path) => mayImport(path, exporters, project));
    const importers = paths
      .flatMap((path) => project.documentAt(path) ?? [])
      .filter((document) => withEmbedded(document).some((one) => imports(one, exporters, project)));
    const unseen = importers.filter((document) => !found.has(document));
    exporters = unseen.map(moduleIn).filter((document) => givesAddress(document, project));
    importers.forEach((document) => found.add(document));
  }
  return [...found];
}

/** Names whose bindings a module gives: what it exports, and the members of its classes. */
const GIVEN = new Set(['exports', 'this', 'static this']);

/** Whether other files can get the address from `document`: out of what it exports, or as a name of an included file. */
function givesAddress(document: Document, project: Project): boolean {
  // Data is all given, and may be large.
  if (document.language === 'json') return true;
  const isModule = document.imports.length > 0 || document.bindings.some((binding) => binding.name === 'exports');
  return document.bindings.some((binding) => {
    if (isModule ? !GIVEN.has(binding.name) : binding.region !== document.root) return false;
    project.evaluator.grant(document.file.path);
    return holdsAddress(
      project.evaluator.evaluate(binding.value, { document, region: binding.region, frames: noFrames }),
    );
  });
}

/** The index file of a directory above: `require('..')`. */
const DOTS = /['"`](?:\.{1,2}\/?)+['"`]/;
const INDEX = /(?:^|\/)index\.\w+$/;

/**
 * Whether the text of a file names one of `exporters`: by its file name or, for an index file, by its directory's; or by an
 * alias or the name of a package.
 */
function mayImport(path: string, exporters: readonly Document[], project: Project): boolean {
  const text = project.textAt(path);
  if (text === undefined) return false;
  if (exporters.some((document) => stemsOf(document.file.path).some((stem) => text.includes(stem)))) return true;
  if (DOTS.test(text) && exporters.some((document) => INDEX.test(document.file.path))) return true;
  const aliased = project.aliasedBy(path);
  return exporters.some((document) => aliased.includes(document.file.path));
}

function stemsOf(path: string): readonly string[] {
  const [directory = '', file = ''] = path.split('/').slice(-2).length === 2 ? path.split('/').slice(-2) : ['', path];
  const stem = file.replace(/\.[^.]*$/, '');
  return stem === 'index' ? [directory === '' ? './' : directory] : [stem];
}

function imports(document: Document, exporters: readonly Document[], project: Project): boolean {
  const included = document.includes.map(({ path, region }) =>
    textWithHoles(project.evaluator.evaluate(path, { document, region, frames: noFrames }), '\uFFFC'),
  );
  const specifiers = [...document.imports.map((one) => one.specifier), ...included];
  return exporters.some((exporter) => specifiers.some((specifier) => project.means(specifier, document, exporter)));
}
