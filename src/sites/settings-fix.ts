/** What can be done so that a resource requires session tokens. */
import type { SettingsRow } from '../clients/settings-row.js';
import type { Language } from '../languages/language.js';
import type { Document } from '../model/document.js';
import type { Expr } from '../model/expr.js';
import type { MetadataOptions } from '../model/metadata-options.js';
import type { Fix } from '../model/site.js';
import { contains, type Edit } from '../model/source-file.js';
import type { Place, Value } from '../model/value.js';
import type { Project } from '../resolve/project.js';
import { memberPaths } from './settings-paths.js';
import type { Said } from './settings-said.js';

/** Where the setting may be written when it is not there. */
export interface Gap {
  readonly given: readonly Value[];
  /** Of a command: behind this word. */
  readonly after: Place | undefined;
  /** What says the settings, as it is written. */
  readonly written: Expr | undefined;
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

function inserted(place: Place, row: SettingsRow, gap: Gap, project: Project): Fix | undefined {
  const { given, after } = gap;
  const language = project.languageOf(place.document);
  const { option, argument } = row;
  if (option === undefined)
    return language.insertSetting?.(place, row.snippet) ?? fixOf(place.document, entryIn(place, row, gap, language));
  // What is there and says nothing of tokens is not written over.
  if (given.some((record) => memberPaths(record, [option.name]).length > 0)) return undefined;
  if (after !== undefined) {
    const { end } = after.span;
    return fixOf(after.document, after.document.text.edit({ start: end, end }, ` --${option.name} ${option.value}`));
  }
  const setting = { option: option.name, value: option.value, ...(argument === undefined ? {} : { argument }) };
  return fixOf(place.document, language.setOption?.(place, setting));
}

/** The edit of data that has the innermost mapping on the way to the setting say it, before all else that it says. */
function entryIn(place: Place, { tokens }: SettingsRow, { written }: Gap, language: Language): Edit | undefined {
  const [saying] = tokens;
  const names = saying?.path.flatMap((step) => (typeof step === 'string' ? [step] : [])) ?? [];
  if (saying === undefined || written === undefined || names.length < saying.path.length) return undefined;
  let at = written;
  for (let depth = 0; depth < names.length && at.kind === 'record'; depth += 1) {
    const entries = at.entries.flatMap((entry) => ('spread' in entry ? [] : [entry]));
    const [first] = entries;
    if (first === undefined || entries.length < at.entries.length) return undefined;
    const next = entries.find(({ key }) => key.kind === 'literal' && key.text === names[depth]);
    if (next !== undefined) {
      at = next.value;
      continue;
    }
    const { document, span } = place;
    const left = names.slice(depth);
    // What is shared with others by name is written elsewhere, or changed for them too.
    const isShared = /(?:^|[\s:-])&\w/.test(document.text.text.slice(span.start, span.end));
    if (left.length > MAX_WRITTEN || isShared || !contains(span, first.key.span)) return undefined;
    return language.insertEntry?.({ document, span: first.key.span }, left, saying.required);
  }
  return undefined;
}

/** The options and what they say; a resource that lacks what they are part of is not one as it is usually written. */
const MAX_WRITTEN = 2;

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
