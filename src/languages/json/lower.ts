/** Lowers JSON: a file is what a module exports, and calls nothing. */
import type { Lowered, SyntaxProblem } from '../../model/document.js';
import type { Region } from '../../model/expr.js';
import type { MappedText } from '../../model/mapped-text.js';
import { parse } from './parse.js';

/** The one binding of `exports` that makes the file a module. */
export function readJson({ text }: MappedText): {
  readonly lowered: Lowered;
  readonly errors: readonly SyntaxProblem[];
} {
  const { value, comments, errors } = parse(text);
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.length } };
  const lowered: Lowered = {
    root,
    calls: [],
    bindings: [{ name: 'exports', path: [], value, region: root, span: root.span, how: 'assign' }],
    functions: [],
    includes: [],
    imports: [],
    comments,
    embedded: [],
  };
  return { lowered, errors };
}
