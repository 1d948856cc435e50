/** The adapter of the HCL grammar: a text to its tree, and the questions that lowering asks of nodes. */
import packed from '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm';
import type { SyntaxProblem } from '../../model/document.js';
import { loadGrammar, type Grammar, type SyntaxNode } from '../tree-sitter.js';

export type { Grammar, SyntaxNode } from '../tree-sitter.js';
export { childOf, named, nodesOf } from '../tree-sitter.js';

/** Loads the grammar. */
export function loadHcl(): Promise<Grammar> {
  return loadGrammar(packed);
}

/** The first place that the grammar did not accept, as one problem: what follows from it is no news. */
export function problemsIn(root: SyntaxNode): readonly SyntaxProblem[] {
  const pending = [root];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.isBroken) return [{ message: 'this is no valid HCL', span: { start: at.start, end: at.start } }];
    pending.push(...at.children.toReversed());
  }
  return [];
}
