/** A PowerShell document to calls, bindings and functions: the whole of it. */
import type { Lowered, SyntaxProblem } from '../../model/document.js';
import type { Region } from '../../model/expr.js';
import type { MappedText } from '../../model/mapped-text.js';
import { lowerExpression } from './expressions.js';
import { declaredIn } from './functions.js';
import { spanOf, type Output } from './lowering.js';
import { problemsIn } from '../tree-sitter.js';
import { nodesOf, type PowerShellGrammar } from './parse.js';
import { addAll } from '../../model/long-lists.js';

/** Reads `text`; what cannot be parsed is told in `errors`. */
export function readPowerShell(
  grammar: PowerShellGrammar,
  text: MappedText,
): { readonly lowered: Lowered; readonly errors: readonly SyntaxProblem[] } {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.text.length } };
  const tree = grammar.parse(text.text);
  const declared = tree === undefined ? new Map<string, never>() : declaredIn(tree, text.text);
  const out: Output = { text, calls: [], bindings: [], functions: [], includes: [], embedded: [], declared };
  const errors: SyntaxProblem[] = [];
  if (tree === undefined) errors.push({ message: 'more than is read', span: { start: 0, end: 0 } });
  else {
    addAll(errors, problemsIn(tree, 'this PowerShell is not understood'));
    lowerExpression({ out, region: root, statement: undefined, returns: undefined, isBroken: false }, tree);
  }
  const { calls, bindings, functions, includes, embedded } = out;
  const comments = tree === undefined ? [] : nodesOf(tree, 'comment').map(spanOf);
  return { lowered: { root, calls, bindings, functions, includes, imports: [], comments, embedded }, errors };
}
