/** What can be done so that a resource requires session tokens. */
import type { SettingsRow } from '../clients/settings-row.js';
import type { Document } from '../model/document.js';
import type { MetadataOptions } from '../model/metadata-options.js';
import type { Fix } from '../model/site.js';
import type { Edit } from '../model/source-file.js';
import type { Place, Value } from '../model/value.js';
import type { Project } from '../resolve/project.js';
import { memberPaths } from './settings-paths.js';
import type { Said } from './settings-said.js';

/** Where the setting may be written when it is not there. */
export interface Gap {
  readonly given: readonly Value[];
  /** Of a command: behind this word. */
  readonly after: Place | undefined;
}

/** The rewriter of `site`, of which `said` tells. */
export function settingsRewriter(
  site: Omit<MetadataOptions, 'rewrite'>,
  said: Said,
  row: SettingsRow,
  gap: Gap,
  project: Project,
): MetadataOptions['rewrite'] {
  const requireHttpTokens = (): Fix | undefined => {
    const isOpen = site.tokens === 'inherited' && said.saying === undefined;
    if (isOpen) return inserted(site.place, row, gap, project);
    return site.tokens === 'optional' || site.tokens === 'inherited' ? writtenOver(said) : undefined;
  };
  return { requireHttpTokens, snippet: row.snippet };
}

function inserted(place: Place, row: SettingsRow, { given, after }: Gap, project: Project): Fix | undefined {
  const language = project.languageOf(place.document);
  const { option, argument } = row;
  if (option === undefined) return language.insertSetting?.(place, row.snippet);
  // What is there and says nothing of tokens is not written over.
  if (given.some((record) => memberPaths(record, [option.name]).length > 0)) return undefined;
  if (after !== undefined) {
    const { end } = after.span;
    return fixOf(after.document, after.document.text.edit({ start: end, end }, ` --${option.name} ${option.value}`));
  }
  const setting = { option: option.name, value: option.value, ...(argument === undefined ? {} : { argument }) };
  return fixOf(place.document, language.setOption?.(place, setting));
}

function fixOf(document: Document, edit: Edit | undefined): Fix | undefined {
  if (edit === undefined) return undefined;
  return { title: 'Require session tokens', safety: 'unsafe', edits: [{ ...edit, path: document.file.path }] };
}

/** The word that allows version 1, written over by the one that does not: as it is quoted, and in capitals if it is. */
function writtenOver({ saying, places }: Said): Fix | undefined {
  const [only] = places;
  const word = saying?.optional ?? saying?.neither;
  if (saying === undefined || word === undefined || only === undefined || places.length > 1) return undefined;
  const { document, span } = only;
  const written = document.text.text.slice(span.start, span.end);
  const at = written.toLowerCase().lastIndexOf(word);
  if (at === -1) return undefined;
  const old = written.slice(at, at + word.length);
  const isLoud = old !== old.toLowerCase() && old === old.toUpperCase();
  const start = span.start + at;
  const edit = document.text.edit(
    { start, end: start + word.length },
    isLoud ? saying.required.toUpperCase() : saying.required,
  );
  return fixOf(document, edit);
}
