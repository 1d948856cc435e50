/** Gives a project its files and languages. */
import type { SourceFile } from '../model/source-file.js';
import type { LanguageId } from '../model/document.js';
import type { ModuleFinder, ProjectFiles } from './language.js';
import type { Sources } from '../resolve/project.js';
import { claim, guess, loadLanguages } from './index.js';

/**
 * What was found of a project: files to analyse, the paths of other code, and of what tells how it is built. These may be
 * found when they are asked for.
 */
export interface FoundFiles {
  readonly files: readonly SourceFile[];
  readonly silent: readonly string[];
  readonly manifests: readonly string[];
}

/** Gives files of the root by their paths from it. */
export type FileReader = Pick<Sources, 'read' | 'among'> & Pick<ProjectFiles, 'isFile'>;

/**
 * The sources of a project of what was found: its languages are loaded, further files come from `reader`. Where some of the
 * files are data, other code, which may read it, is part of the project.
 */
export async function sourcesFor(found: FoundFiles, reader: FileReader): Promise<Sources> {
  const { files } = found;
  const ids = files.map(languageIdOf);
  const readers = ids.includes('json') ? found.silent.map((path) => claim(path, '')) : [];
  // Configurations of machines stand in strings of other languages: for most files that language is not loaded.
  const configured = files.some(({ text }) => text.includes('#cloud-config')) ? (['yaml'] as const) : [];
  const windows = files.some(({ text }) => POWERSHELL.test(text)) ? (['powershell'] as const) : [];
  const handed = HANDED.flatMap(([id, sign]) => (files.some(({ text }) => sign.test(text)) ? [id] : []));
  const languages = await loadLanguages(
    [...ids, ...readers, ...configured, ...windows, ...handed].filter((id) => id !== undefined),
  );
  const finder = finderOf({
    read: (path) => reader.read(path)?.text,
    isFile: reader.isFile,
    get manifests() {
      return found.manifests;
    },
    get code() {
      return [...files.map(({ path }) => path), ...found.silent];
    },
  });
  return {
    read: reader.read,
    among: reader.among,
    finder,
    askedAs: (path) => [...languages.values()].flatMap((language) => finder(language)?.askedAs?.(path) ?? []),
    language: (id) => languages.get(id),
    claim: (file) => {
      const id = languageIdOf(file);
      return id === undefined ? undefined : languages.get(id);
    },
  };
}

/** What a file with code in PowerShell names. */
const POWERSHELL = /powershell|pwsh|\.ps1\b/i;

/** What a script has that hands code to Node.js, or writes code of these languages into a file. */
const HANDED: readonly (readonly [LanguageId, RegExp])[] = [
  [
    'javascript',
    /\b(?:node|nodejs|bun)\b[^\n]{0,80}(?:\s-[ep]{1,2}\s|--eval|--print|<<)|\.[cm]?js\b[^\n]{0,80}<<|<<[^\n]{0,80}\.[cm]?js\b/,
  ],
  ['systemd', /\.service\b[^\n]{0,80}<<|<<[^\n]{0,80}\.service\b/],
];

/** Finds modules as their language does, whose finder is made when it is first asked. */
function finderOf(files: ProjectFiles): NonNullable<Sources['finder']> {
  const finders = new Map<LanguageId, ModuleFinder | undefined>();
  return (language) => {
    if (!finders.has(language.id)) finders.set(language.id, language.finder?.(files));
    return finders.get(language.id);
  };
}

function languageIdOf(file: SourceFile): LanguageId | undefined {
  const end = file.text.search(/[\r\n]|$/);
  return claim(file.path, file.text.slice(0, Math.min(end, 200)).replace(/^\uFEFF/, '')) ?? guess(file.path, file.text);
}
