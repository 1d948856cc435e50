/** The tree that rewriting looks at: parsed once for all that is found in a document, not for each finding. */
import type { Document } from '../../model/document.js';
import { parse, type Tree } from './parse.js';

/** The last that was asked for: findings come document by document, and a tree is too large to keep for every one. */
let last: { readonly document: WeakRef<Document>; readonly program: Tree.Program | undefined } | undefined;

/** The tree of `document`; undefined when it is not code without a mistake. */
export function programOf(document: Document): Tree.Program | undefined {
  if (last?.document.deref() !== document) {
    const { program, errors } = parse(document.text.text, document.file.path);
    last = { document: new WeakRef(document), program: errors.length > 0 ? undefined : program };
  }
  return last.program;
}
