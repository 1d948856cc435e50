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
    const asked = askedFor(exporters);
    const paths = silent.filter((path) => mayImport(path, exporters, asked, project));
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
const DOTS = /['"`](?=\.)((?:\.\.?\/){0,40}(?:\.\.?)?)['"`]/g;
const INDEX = /(?:^|\/)index\.\w+$/;

/** How the text of a file shows that it may ask for a module. */
interface Asked {
  /** Names of files, and of directories for index files. */
  readonly stems: readonly string[];
  /** The end of a text that ends in one of the names, as in languages whose imports are texts. */
  readonly ends: RegExp;
  readonly paths: ReadonlySet<string>;
}

function askedFor(exporters: readonly Document[]): Asked {
  const paths = new Set(exporters.map((document) => document.file.path));
  const stems = [...new Set([...paths].map(stemOf))];
  const names = stems.map((stem) => stem.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('|');
  const ends = new RegExp(
    String.raw`(?:${names})(?:\.\w{1,9}){0,3}\/?(?:index(?:\.\w{1,9}){0,2})?(?:[?#][\w=&.-]{0,99})?(['"\x60])`,
    'g',
  );
  return { stems, ends, paths };
}

/**
 * Whether the text of a file names one of `exporters`: by its file name or, for an index file, by its directory's; or by an
 * alias or the name of a package.
 */
function mayImport(path: string, exporters: readonly Document[], asked: Asked, project: Project): boolean {
  const text = project.textAt(path);
  if (text === undefined) return false;
  // A word is found faster than a pattern.
  const isNamed = asked.stems.some((stem) => text.includes(stem));
  if (isNamed && project.candidatesIn(path, '.') === undefined) return true;
  const named = isNamed ? specifiersIn(text, asked.ends) : [];
  const isIndex = exporters.some((document) => INDEX.test(document.file.path));
  const dots = isIndex ? Array.from(text.matchAll(DOTS), ([, specifier = '']) => specifier) : [];
  if ([...named, ...dots].some((specifier) => mayMean(specifier, path, asked.paths, project))) return true;
  const aliased = project.aliasedBy(path);
  return exporters.some((document) => aliased.includes(document.file.path));
}

function mayMean(specifier: string, from: string, paths: ReadonlySet<string>, project: Project): boolean {
  const candidates = project.candidatesIn(from, specifier);
  if (candidates === undefined || candidates.some((path) => paths.has(path))) return true;
  // Where no such file is there, another way of finding modules may lead to one.
  return candidates.length > 0 && candidates.every((path) => project.textAt(path) === undefined);
}

/** The texts in quotes of which `ends` matches the end. */
function specifiersIn(text: string, ends: RegExp): readonly string[] {
  return Array.from(text.matchAll(ends), ({ 0: end, 1: quote = '', index }) => {
    const last = index + end.length - 1;
    return text.slice(text.lastIndexOf(quote, last - 1) + 1, last);
  });
}

/** 'constants' of `src/constants.ts`, 'src' of `src/index.ts`. */
function stemOf(path: string): string {
  const [directory = '', file = ''] = path.split('/').slice(-2).length === 2 ? path.split('/').slice(-2) : ['', path];
  const stem = file.replace(/\.[^.]*$/, '');
  return stem === 'index' ? (directory === '' ? './' : directory) : stem;
}

function imports(document: Document, exporters: readonly Document[], project: Project): boolean {
  const included = document.includes.map(({ path, region }) =>
    textWithHoles(project.evaluator.evaluate(path, { document, region, frames: noFrames }), '\uFFFC'),
  );
  const specifiers = [...document.imports.map((one) => one.specifier), ...included];
  return exporters.some((exporter) => specifiers.some((specifier) => project.means(specifier, document, exporter)));
}
