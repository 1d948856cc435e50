/** What can be done so that a resource requires session tokens. */
import type { SettingsRow } from '../clients/settings-row.js';
import type { MetadataOptions } from '../model/metadata-options.js';
import type { Fix } from '../model/site.js';
import type { Project } from '../resolve/project.js';
import type { Said } from './settings-said.js';

/** The rewriter of `site`, of which `said` tells. */
export function settingsRewriter(
  site: Omit<MetadataOptions, 'rewrite'>,
  said: Said,
  row: SettingsRow,
  project: Project,
): MetadataOptions['rewrite'] {
  const requireHttpTokens = (): Fix | undefined => {
    const isOpen = site.tokens === 'inherited' && said.saying === undefined;
    if (isOpen) return project.languageOf(site.place.document).insertSetting?.(site.place, row.snippet);
    return site.tokens === 'optional' || site.tokens === 'inherited' ? writtenOver(said) : undefined;
  };
  return { requireHttpTokens, snippet: row.snippet };
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
  if (edit === undefined) return undefined;
  return { title: 'Require session tokens', safety: 'unsafe', edits: [{ ...edit, path: document.file.path }] };
}
