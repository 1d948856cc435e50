/** Gives a project its files and languages. */
import type { SourceFile } from '../model/source-file.js';
import type { LanguageId } from '../model/document.js';
import type { Sources } from '../resolve/project.js';
import { claim, loadLanguages } from './index.js';

/** Whether any language claims a file of this path and first line. */
export function isClaimed(path: string, firstLine: string): boolean {
  return claim(path, firstLine) !== undefined;
}

/** The sources of a project of `files`: their languages are loaded, further files come from `read`. */
export async function sourcesFor(files: readonly SourceFile[], read: Sources['read']): Promise<Sources> {
  const ids = files.map(languageIdOf).filter((id) => id !== undefined);
  const languages = await loadLanguages(ids);
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
