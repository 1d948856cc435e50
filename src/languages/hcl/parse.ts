/** The adapter of the HCL grammar: a text to its tree, and the questions that lowering asks of nodes. */
import packed from '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm';
import { loadGrammar, type Grammar } from '../tree-sitter.js';

export type { Grammar, SyntaxNode } from '../tree-sitter.js';
export { childOf, named, nodesOf } from '../tree-sitter.js';

/** Loads the grammar. */
export function loadHcl(): Promise<Grammar> {
  return loadGrammar(packed);
}
