/** Gives a project its files and languages. */
import type { SourceFile } from '../model/source-file.js';
import type { LanguageId } from '../model/document.js';
import type { Sources } from '../resolve/project.js';
import { claim, loadLanguages } from './index.js';

/**
 * The sources of a project of `files`: their languages are loaded, further files come from `read`. Where some of them are
 * data, code that may read it (of the paths `others`) is part of the project.
 */
export async function sourcesFor(
  files: readonly SourceFile[],
  others: readonly string[],
  read: Sources['read'],
): Promise<Sources> {
  const ids = files.map(languageIdOf);
  const readers = ids.includes('json') ? others.map((path) => claim(path, '')) : [];
  const languages = await loadLanguages([...ids, ...readers].filter((id) => id !== undefined));
  return {
    read,
    language: (id) => languages.get(id),
    claim: (file) => {
      const id = languageIdOf(file);
      return id === undefined ? undefined : languages.get(id);
    },
  };
}

function languageIdOf(file: SourceFile): LanguageId | undefined {
  const end = file.text.search(/[\r\n]|$/);
  return claim(file.path, file.text.slice(0, Math.min(end, 200)).replace(/^\uFEFF/, ''));
}
