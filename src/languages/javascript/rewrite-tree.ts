/** The tree that rewriting looks at: parsed once for all that is found in a document, not for each finding. */
import type { Document } from '../../model/document.js';
import { ofLast } from '../../model/lately.js';
import { parse, type Tree } from './parse.js';

/** The tree of a document; undefined when it is not code without a mistake. */
export const programOf: (document: Document) => Tree.Program | undefined = ofLast((document) => {
  const { program, errors } = parse(document.text.text, document.file.path);
  return errors.length > 0 ? undefined : program;
});
