/** Libraries that a manifest has installed and no code that is seen imports, to sites: they may be used all the same. */
import { libraries, type Library } from '../imds/libraries.js';
import type { Document } from '../model/document.js';
import type { Dependency } from '../model/site.js';

/** The sites of what the manifest `document` has installed; what one of `all`, its project's code, imports is spoken of there. */
export function listedIn(document: Document, all: ReadonlySet<Document>): readonly Dependency[] {
  const { path } = document.file;
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return (document.installs ?? []).flatMap(({ name, as, span }): readonly Dependency[] => {
    const library = libraries.find((one) => one.ecosystem === 'npm' && one.name === name);
    if (library === undefined || !readsByItself(library)) return [];
    const isImported = [...all].some(
      ({ file, imports }) => file.path.startsWith(directory) && imports.some(({ specifier }) => isOf(specifier, as)),
    );
    if (isImported) return [];
    return [
      {
        kind: 'dependency',
        place: { document, span },
        library: name,
        how: 'listed',
        what: name,
        readsWithoutToken: 'possible',
        why: `no version of '${name}' sends one; no code that imports it is seen`,
      },
    ];
  });
}

function isOf(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** Whether nothing that code says is needed to make it read. */
function readsByItself({ when = [] }: Library): boolean {
  return when.every(({ absent }) => absent !== 'no');
}
