/** The adapter of the PowerShell grammar: a text to its tree, and the questions that lowering asks of nodes. */
import packed from 'tree-sitter-powershell/tree-sitter-powershell.wasm';
import { HOLE } from '../../model/mapped-text.js';
import { loadGrammar, type SyntaxNode } from '../tree-sitter.js';

export type { SyntaxNode } from '../tree-sitter.js';
export { childOf, named, nodesOf } from '../tree-sitter.js';

/** The grammar, ready to parse scripts. */
export interface PowerShellGrammar {
  /** The tree of `text`, its offsets counting in it; undefined when that took too long. */
  parse(text: string): SyntaxNode | undefined;
}

/** Loads the grammar. */
export async function loadPowerShell(): Promise<PowerShellGrammar> {
  const grammar = await loadGrammar(packed);
  return { parse: (text) => grammar.parse(readable(text)) };
}

/**
 * `text` with characters replaced one by one where the grammar does not know a form and would lose what follows: bare
 * words with variables in them (`$base/path`), code behind `param(…)` and behind a case on the same line.
 */
function readable(text: string): string {
  const words = text
    // User data for Windows names its language in tags; what is filled in elsewhere is some word.
    .replace(/<\/?(?:powershell|persist|script)>/gi, (tag) => ' '.repeat(tag.length))
    .replaceAll(HOLE, 'x')
    .replace(/((?:^|[ \t(|;])-?[\w.-]+:?[ \t]+)(\$(?:\w+:)?\w+)(?=\/[^ \t])/gm, (_, before: string, name: string) => {
      return /-(?:eq|ne|gt|lt|ge|le|and|or|f)[ \t]+$/.test(before) ? before + name : `${before}x${name.slice(1)}`;
    })
    .replace(/(?<=[ \t:])https?:\/\/[^\s"'|;]*/g, (word) =>
      word.replace(/\$\([^()\s]*\)|\$\{[^{}\s]*\}/g, (one) => 'x'.repeat(one.length)),
    )
    .replace(/\}[ \t](?=[ \t]*default\b)/gi, '}\n');
  return withLineAfterParameters(words);
}

/** How many characters a list of parameters may have for that. */
const MAX_PARAMETERS = 2000;

function withLineAfterParameters(text: string): string {
  const breaks: number[] = [];
  for (const match of text.matchAll(/\bparam[ \t]*\(/gi)) {
    let depth = 1;
    let at = match.index + match[0].length;
    const end = Math.min(text.length, at + MAX_PARAMETERS);
    for (; at < end && depth > 0; at += 1) {
      if (text[at] === '(') depth += 1;
      else if (text[at] === ')') depth -= 1;
    }
    if (depth === 0 && /^[ \t]+[^\s}]/.test(text.slice(at, at + 40))) breaks.push(at);
  }
  let [result, from] = ['', 0];
  for (const at of breaks) {
    result += `${text.slice(from, at)}\n`;
    from = at + 1;
  }
  return result + text.slice(from);
}

/** The child that its parent has under this name. */
export function fieldOf(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** Whether something below `node` was not accepted. */
export function hasBroken(node: SyntaxNode): boolean {
  return node.isBroken || node.children.some(hasBroken);
}

/** A block of code that is all there is of an expression: the grammar wraps it in expressions of one part. */
export function blockOf(node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = node;
  while (at !== undefined && at.type !== 'script_block_expression') {
    const isWrapper: boolean = /^(?:array_literal|unary)_expression$/.test(at.type) && at.children.length === 1;
    at = isWrapper ? at.children[0] : undefined;
  }
  return at;
}
