/** Which documents are shown to people rather than run. */
import type { Document, LanguageId } from '../model/document.js';

const FOR_PEOPLE: ReadonlySet<LanguageId> = new Set(['markdown']);

/** Whether `document` is documentation, or code in it: nothing runs that by itself. */
export function isDocumentation(document: Document): boolean {
  let outermost = document;
  while (outermost.parent !== undefined) outermost = outermost.parent.document;
  return FOR_PEOPLE.has(outermost.language);
}
