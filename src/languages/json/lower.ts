/** Lowers JSON: a file is what a module exports; where it is of a known form, code lies in it as in YAML. */
import type { Lowered, SyntaxProblem } from '../../model/document.js';
import type { MappedText } from '../../model/mapped-text.js';
import { codeIn } from '../dialects/index.js';
import { packagesOf } from '../dialects/package-json.js';
import { dataOf } from './data.js';
import { parse } from './parse.js';

/** The binding of `exports` that makes the file a module, and the code in it. */
export function readJson(
  text: MappedText,
  path: string,
): {
  readonly lowered: Lowered;
  readonly errors: readonly SyntaxProblem[];
} {
  const { value, comments, errors } = parse(text.text);
  const data = dataOf(value, text.text);
  const { root, calls, bindings, embedded, unread } = codeIn([data], text, path);
  const isCode = calls.length + embedded.length > 0;
  const lowered: Lowered = {
    root,
    calls,
    bindings: [{ name: 'exports', path: [], value, region: root, span: root.span, how: 'assign' }, ...bindings],
    functions: [],
    includes: [],
    imports: [],
    installs: packagesOf(data, path),
    comments,
    embedded,
    // Of data that no code is in, the file as a whole is told of.
    unread: isCode ? unread : [],
  };
  return { lowered, errors };
}
