/** The tree that rewriting looks at: parsed once for all that is found in a document, not for each finding. */
import type { Document } from '../../model/document.js';
import { ofLast } from '../../model/lately.js';
import { parse } from './parse.js';

/** The tree of a document; undefined when it is not code without a mistake. */
export const programOf = ofLast((document: Document) => {
  const { program, errors } = parse(document.text.text, document.file.path);
  return errors.length > 0 ? undefined : program;
});
