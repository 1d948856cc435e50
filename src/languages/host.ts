/** Languages that have no code of their own: they hold commands, and code of other languages. */
import type { LanguageId } from '../model/document.js';
import type { MappedText } from '../model/mapped-text.js';
import type { Found } from './dialects/found.js';
import { writtenData } from './dialects/texts.js';
import type { Language } from './language.js';
import { runnerOf, unboundName } from './shell/names.js';
import { rewriterFor } from './shell/rewrite.js';

/** A language of which `find` says what it holds. Names that nothing binds are those of the environment. */
export function hostLanguage(
  id: LanguageId,
  claims: Language['claims'],
  find: (text: MappedText, path: string) => Found,
): Language {
  return {
    id,
    claims,
    read: (text, path) => {
      const { root, calls, bindings, embedded, unread, comments } = find(text, path);
      const nothing = { functions: [], includes: [], imports: [] };
      return { lowered: { ...nothing, root, calls, bindings, embedded, unread, comments }, errors: [] };
    },
    unbound: unboundName,
    result: () => undefined,
    candidates: () => [],
    runs: runnerOf,
    written: writtenData,
    rewriter: rewriterFor,
  };
}
