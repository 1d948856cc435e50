/** Reads a text as a document of its language. */
import type { Language } from '../languages/language.js';
import { nothingLowered, type Document, type Embedding } from '../model/document.js';
import type { Region } from '../model/expr.js';
import type { MappedText } from '../model/mapped-text.js';

/** A document whose nested documents are still being read; `written` is what its syntax alone says is code. */
export type Readable = Omit<Document, 'embedded'> & {
  readonly embedded: Document[];
  readonly written: readonly Embedding[];
};

export function read(text: MappedText, language: Language, parent: Document['parent']): Readable {
  const { lowered, errors } = readOrReport(text, language);
  const { embedded: written, ...rest } = lowered;
  return { ...rest, file: text.file, language: language.id, text, parent, errors, embedded: [], written };
}

/** UTF-16 units of a text that is parsed: some trees take three hundred times as much memory. */
const MAX_LENGTH = 8_388_608;

/**
 * What a language reads. Of what is too long, and should it fail, which it never should, an empty document that says so: other
 * files go on.
 */
function readOrReport(text: MappedText, language: Language): ReturnType<Language['read']> {
  if (text.text.length > MAX_LENGTH) {
    return unread(text, `has more than ${String(MAX_LENGTH)} characters: nothing of it is analysed`);
  }
  try {
    return language.read(text, text.file.path);
  } catch (error) {
    return unread(text, bugIn('reading this', error));
  }
}

function unread({ text }: MappedText, message: string): ReturnType<Language['read']> {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.length } };
  return { lowered: nothingLowered(root), errors: [{ message, span: { start: 0, end: 0 } }] };
}

/** A sentence for a person about a failure that is ours. */
export function bugIn(doing: string, error: unknown): string {
  return `a bug of imds-audit in ${doing}: ${error instanceof Error ? error.message : String(error)}`;
}
