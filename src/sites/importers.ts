/** Which files that mention nothing import the service's address from a file that does. */
import type { Document } from '../model/document.js';
import type { Binding } from '../model/expr.js';
import { ancestors, folderOf } from '../model/paths.js';
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
    const targets = targetsOf(exporters);
    const paths = namingOneOf(exporters, silent, project).filter((path) => mayImport(path, targets, project));
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

/** What other files can get from `document`: what it exports, or the names of an included file. */
export function givenBy({ imports, bindings, root }: Document): readonly Binding[] {
  const isModule = imports.length > 0 || bindings.some((binding) => binding.name === 'exports');
  return bindings.filter((binding) => (isModule ? GIVEN.has(binding.name) : binding.region === root));
}

/** Whether other files can get the address from `document`. */
function givesAddress(document: Document, project: Project): boolean {
  // Data is all given, and may be large.
  if (document.language === 'json') return true;
  return givenBy(document).some((binding) => {
    project.evaluator.grant(document.file.path);
    return holdsAddress(
      project.evaluator.evaluate(binding.value, { document, region: binding.region, frames: noFrames }),
    );
  });
}

/** Those of `silent` whose bytes may name an exporter: the few that are decoded. */
function namingOneOf(exporters: readonly Document[], silent: readonly string[], project: Project): readonly string[] {
  const paths = exporters.map(({ file }) => file.path);
  // Below a directory its index may be asked for by dots alone.
  const homes = new Set(paths.filter((path) => /(?:^|\/)index\.[^/]*$/.test(path)).map(folderOf));
  const naming = new Set(project.mayName(silent, paths));
  return silent.filter(
    (path) => naming.has(path) || (homes.size > 0 && ancestors(folderOf(path)).some((one) => homes.has(one))),
  );
}

/** What is told of exporters before anything is parsed: their paths, and the names of those that are no modules. */
interface Targets {
  readonly paths: ReadonlySet<string>;
  /** Without extensions. */
  readonly stems: ReadonlySet<string>;
  readonly names: readonly string[];
  readonly others: readonly string[];
}

function targetsOf(exporters: readonly Document[]): Targets {
  const nameOf = ({ file: { path } }: Document): string => path.slice(path.lastIndexOf('/') + 1);
  const others = exporters.filter(({ language }) => language !== 'javascript');
  return {
    paths: new Set(exporters.map(({ file }) => file.path)),
    stems: new Set(exporters.map((document) => nameOf(document).replace(/\..*$/s, ''))),
    names: [...new Set(exporters.map(nameOf))],
    others: [...new Set(others.map(nameOf))],
  };
}

/**
 * Whether the file at `path` may import an exporter: it asks for it as a module, or its text has the name of a file that it
 * may include or read. A language without modules names all files so.
 */
function mayImport(path: string, { paths, stems, names, others }: Targets, project: Project): boolean {
  const asks = project.asksFor(path, paths, stems);
  if (asks === true) return true;
  const named = asks === undefined ? names : others;
  const text = named.length === 0 ? undefined : project.textAt(path);
  return text !== undefined && named.some((name) => text.includes(name));
}

function imports(document: Document, exporters: readonly Document[], project: Project): boolean {
  const included = document.includes.map(({ path, region }) =>
    textWithHoles(project.evaluator.evaluate(path, { document, region, frames: noFrames }), '\uFFFC'),
  );
  const specifiers = [...document.imports.map((one) => one.specifier), ...included];
  return exporters.some((exporter) => specifiers.some((specifier) => project.means(specifier, document, exporter)));
}
