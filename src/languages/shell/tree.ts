/** The tree of a shell document, asked from its leaves: what a piece of code stands in, outermost first. */
import type { Document } from '../../model/document.js';
import type { Span } from '../../model/source-file.js';
import { childrenOf, parseShell, type CompoundList, type Statement, type SyntaxNode } from './parse.js';
import { firstIndex } from '../../model/sorted.js';

/** A list of statements of which each is on its own: a script, a body, a way of a branch. */
export interface Block {
  readonly statements: readonly Statement[];
  readonly span: Span;
  /** The list itself; undefined for the whole script. */
  readonly node: SyntaxNode | undefined;
}

interface Tree {
  readonly root: Block;
  /** By where they begin; of those that begin together, the later ones the inner ones. */
  readonly nodes: readonly SyntaxNode[];
  /** For each node the farthest end of it and those before it. */
  readonly ends: readonly number[];
  readonly parents: ReadonlyMap<SyntaxNode, SyntaxNode>;
  /** What was asked for before; by where it begins and ends. */
  readonly asked: Map<string, readonly SyntaxNode[]>;
}

const trees = new WeakMap<Document, Tree>();

function treeOf(document: Document): Tree {
  const known = trees.get(document);
  if (known !== undefined) return known;
  const { statements } = parseShell(document.text.text);
  const parents = new Map<SyntaxNode, SyntaxNode>();
  const nodes: SyntaxNode[] = [];
  const pending: SyntaxNode[] = [...statements];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.push(node);
    // Positions in code between backticks with escapes count in another text.
    if (node.type === 'Script' && node.source !== undefined) continue;
    for (const child of childrenOf(node)) {
      parents.set(child, node);
      pending.push(child);
    }
  }
  const root = { statements, span: { start: 0, end: document.text.text.length }, node: undefined };
  // Sorting keeps the order of those that begin together: parents come before their children.
  nodes.sort((a, b) => a.pos - b.pos);
  let farthest = 0;
  const ends = nodes.map(({ end }) => (farthest = Math.max(farthest, end)));
  const tree = { root, nodes, ends, parents, asked: new Map() };
  trees.set(document, tree);
  return tree;
}

/** What `span` stands in, outermost first: statements, commands, words; also a here-document that its command does not span. */
export function nodesAround(document: Document, span: Span): readonly SyntaxNode[] {
  const tree = treeOf(document);
  const { parents, asked } = tree;
  const key = `${String(span.start)} ${String(span.end)}`;
  const known = asked.get(key);
  if (known !== undefined) return known;
  const around: SyntaxNode[] = [];
  for (let node = innermostAround(tree, span); node !== undefined; node = parents.get(node)) around.push(node);
  around.reverse();
  asked.set(key, around);
  return around;
}

/** The shortest node that spans `span`; of several the last. */
function innermostAround({ nodes, ends }: Tree, span: Span): SyntaxNode | undefined {
  let innermost: SyntaxNode | undefined;
  for (let i = firstAfter(nodes, span.start) - 1; i >= 0 && (ends[i] ?? 0) >= span.end; i -= 1) {
    const node = nodes[i];
    if (node === undefined || node.end < span.end) continue;
    const length = innermost === undefined ? Infinity : innermost.end - innermost.pos;
    // Whatever begins farther ahead and spans all of it is longer.
    if (span.end - node.pos > length) break;
    if (node.end - node.pos < length) innermost = node;
  }
  return innermost;
}

/** Which node is the first that begins behind `offset`. */
function firstAfter(nodes: readonly SyntaxNode[], offset: number): number {
  return firstIndex(nodes.length, (index) => (nodes[index]?.pos ?? 0) > offset);
}

/** Everything that stands within `span`, in no order. */
export function nodesWithin(document: Document, span: Span): readonly SyntaxNode[] {
  const { nodes } = treeOf(document);
  return nodes
    .slice(firstAfter(nodes, span.start - 1), firstAfter(nodes, span.end))
    .filter((node) => node.end <= span.end);
}

/** The lists of statements among `around`, outermost first: without conditions, in which a statement decides something. */
export function blocksOf(document: Document, around: readonly SyntaxNode[]): readonly Block[] {
  const blocks: Block[] = [treeOf(document).root];
  for (const [i, node] of around.entries()) {
    const parent = around[i - 1];
    if (node.type === 'Script') blocks.push(blockOf(node, node.commands));
    if (node.type === 'CompoundList' && !isCondition(node, parent)) blocks.push(blockOf(node, node.commands));
  }
  return blocks;
}

function blockOf(node: SyntaxNode, statements: readonly Statement[]): Block {
  return { statements, span: { start: node.pos, end: node.end }, node };
}

function isCondition(list: CompoundList, parent: SyntaxNode | undefined): boolean {
  return parent !== undefined && 'clause' in parent && parent.clause === list;
}
