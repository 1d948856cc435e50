/** Which files that mention nothing import the service's address from a file that does. */
import type { Document } from '../model/document.js';
import { ancestors, folderOf } from '../model/paths.js';
import { textWithHoles } from '../model/value.js';
import { noFrames } from '../resolve/frames.js';
import { withEmbedded, type Project } from '../resolve/project.js';
import type { Given } from '../resolve/taken.js';
import { Exporters, type Exporter } from './exporters.js';

/** How far an address is followed through modules that pass it on. */
const MAX_HOPS = 8;

/** The documents among `silent` (paths) that import what `documents`, or others of them, export of the address. */
export function importersOf(
  documents: readonly Document[],
  silent: readonly string[],
  project: Project,
): readonly Document[] {
  if (silent.length === 0) return [];
  const found = new Set<Document>();
  const exporters = new Exporters(project, silent);
  let growing = exporters.grownWith(documents);
  for (let hop = 0; hop < MAX_HOPS && growing.length > 0; hop += 1) {
    const unseen = importing(growing, silent, project).filter((document) => !found.has(document));
    growing = exporters.grownWith(unseen);
    unseen.forEach((document) => found.add(document));
  }
  return [...found];
}

/** The documents among `silent` that import from `exporters` something that these give. */
function importing(exporters: readonly Exporter[], silent: readonly string[], project: Project): readonly Document[] {
  const documents = exporters.map(({ document }) => document);
  const targets = targetsOf(exporters);
  const paths = namingOneOf(documents, silent, project);
  // Most projects are of modules alone, which tell what they ask for: then nobody has to know.
  let naming: ReadonlySet<string> | undefined;
  const mayName = (path: string): boolean => (naming ??= new Set(project.mayHold(paths, targets.names))).has(path);
  return paths
    .filter((path) => mayImport(path, targets, mayName, project))
    .flatMap((path) => project.documentAt(path) ?? [])
    .filter((document) => withEmbedded(document).some((one) => imports(one, documents, project)));
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
  /** By path what each gives. */
  readonly given: ReadonlyMap<string, Given>;
  /** Without extensions. */
  readonly stems: ReadonlySet<string>;
  readonly names: readonly string[];
  readonly others: readonly string[];
}

function targetsOf(exporters: readonly Exporter[]): Targets {
  const nameOf = ({ document: { file } }: Exporter): string => file.path.slice(file.path.lastIndexOf('/') + 1);
  const others = exporters.filter(({ document }) => document.language !== 'javascript');
  return {
    given: new Map(exporters.map(({ document, given }) => [document.file.path, given])),
    stems: new Set(exporters.map((exporter) => nameOf(exporter).replace(/\..*$/s, ''))),
    names: [...new Set(exporters.map(nameOf))],
    others: [...new Set(others.map(nameOf))],
  };
}

/**
 * Whether the file at `path` may import what an exporter gives: it asks for that of a module, or its text has the name of a
 * file that it may include or read, which it can only have if it `mayName` one. A language without modules names all files so.
 */
function mayImport(path: string, targets: Targets, mayName: (path: string) => boolean, project: Project): boolean {
  const asks = project.asksFor(path, targets.given, targets.stems);
  if (asks === true) return true;
  const named = asks === undefined ? targets.names : targets.others;
  const text = named.length > 0 && mayName(path) ? project.textAt(path) : undefined;
  return text !== undefined && named.some((name) => text.includes(name));
}

function imports(document: Document, exporters: readonly Document[], project: Project): boolean {
  const included = document.includes.map(({ path, region }) =>
    textWithHoles(project.evaluator.evaluate(path, { document, region, frames: noFrames }), '\uFFFC'),
  );
  const specifiers = [...document.imports.map((one) => one.specifier), ...included];
  return exporters.some((exporter) => specifiers.some((specifier) => project.means(specifier, document, exporter)));
}
