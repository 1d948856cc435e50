/** Loads tree-sitter grammars and parses with them: the one place that knows the runtime. */
import { setFlagsFromString } from 'node:v8';
import { brotliDecompressSync } from 'node:zlib';
import { Language, Parser, type Node, type Tree, type TreeCursor } from 'web-tree-sitter';
import runtime from 'web-tree-sitter/web-tree-sitter.wasm';
import type { SyntaxProblem } from '../model/document.js';
import { addAll } from '../model/long-lists.js';

/** A node of a concrete syntax tree. Offsets are UTF-16 and count in the text that was parsed. */
export interface SyntaxNode {
  /** The grammar's name of it: 'command'; for a token its text: '('. */
  readonly type: string;
  /** Whether it is more than a token that the grammar spells out. */
  readonly isNamed: boolean;
  /** The name under which its parent has it, where the grammar gives one. */
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
  /** Whether the parser did not accept what stands here, or made it up. */
  readonly isBroken: boolean;
  /** Whether what it holds lies too deep, and is not among its children. */
  readonly isCut: boolean;
}

/** A grammar that is ready to parse. */
export interface Grammar {
  /**
   * The tree of `text`; broken code is in it as nodes that are `isBroken`. Undefined when parsing took more steps than
   * a file may cost.
   */
  parse(text: string): SyntaxNode | undefined;
}

/** How often a parser may report progress before it is stopped: some hundred operations each. */
const MAX_PROGRESS = 200_000;
/** What lies deeper than this in a tree is left out: whoever reads the tree calls itself for each level. */
const MAX_DEPTH = 300;

let started: Promise<void> | undefined;

/** Makes a grammar of its WebAssembly module, brotli-compressed as the build packs it. */
export async function loadGrammar(packed: Uint8Array): Promise<Grammar> {
  // A grammar is one function of many thousand cases: to optimise it takes twenty times as long as to parse all of a project.
  setFlagsFromString('--liftoff-only');
  started ??= Parser.init({ wasmBinary: unpacked(runtime) });
  await started;
  const language = await Language.load(unpacked(packed));
  // Other modules of this process are compiled as always.
  setFlagsFromString('--no-liftoff-only');
  const parser = new Parser();
  parser.setLanguage(language);
  return { parse: (text) => parseWith(parser, text) };
}

function unpacked(packed: Uint8Array): Uint8Array {
  return new Uint8Array(brotliDecompressSync(packed));
}

function parseWith(parser: Parser, text: string): SyntaxNode | undefined {
  let progress = 0;
  const isOver = (): boolean => (progress += 1) > MAX_PROGRESS;
  const tree = parser.parse(text, null, { progressCallback: isOver });
  if (tree === null) {
    parser.reset();
    return undefined;
  }
  try {
    return copied(tree);
  } finally {
    tree.delete();
  }
}

interface Growing extends SyntaxNode {
  readonly children: Growing[];
  isCut: boolean;
}

/** The tree as plain values: what lies in the module's memory is freed by hand. */
function copied(tree: Tree): SyntaxNode {
  const cursor = tree.walk();
  const root = nodeAt(cursor);
  const path: Growing[] = [root];
  let isDown = true;
  for (;;) {
    const parent = path.at(-1);
    if (parent === undefined) break;
    if (path.length >= MAX_DEPTH) parent.isCut ||= isDown && cursor.currentNode.childCount > 0;
    else if (isDown && cursor.gotoFirstChild()) {
      const child = nodeAt(cursor);
      parent.children.push(child);
      path.push(child);
      continue;
    }
    if (path.length === 1) break;
    path.pop();
    isDown = cursor.gotoNextSibling();
    if (isDown) {
      const next = nodeAt(cursor);
      path.at(-1)?.children.push(next);
      path.push(next);
    } else {
      cursor.gotoParent();
    }
  }
  cursor.delete();
  return root;
}

function nodeAt(cursor: TreeCursor): Growing {
  const node: Node = cursor.currentNode;
  return {
    type: cursor.nodeType,
    isNamed: cursor.nodeIsNamed,
    field: cursor.currentFieldName ?? undefined,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
    isBroken: node.isError || cursor.nodeIsMissing,
    isCut: false,
  };
}

/**
 * What is to be told of a tree: the first place that the grammar did not accept (`broken` says so: what follows from it is
 * no news), and the first whose inside is left out.
 */
export function problemsIn(root: SyntaxNode, broken: string): readonly SyntaxProblem[] {
  return [
    ...firstWhere(root, (node) => node.isBroken, broken),
    ...firstWhere(root, (node) => node.isCut, 'nested too deeply to be read'),
  ];
}

function firstWhere(root: SyntaxNode, isSo: (node: SyntaxNode) => boolean, message: string): readonly SyntaxProblem[] {
  const pending = [root];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (isSo(at)) return [{ message, span: { start: at.start, end: at.start } }];
    addAll(pending, at.children.toReversed());
  }
  return [];
}

/** The first child of this type. */
export function childOf(node: SyntaxNode, type: string): SyntaxNode | undefined {
  return node.children.find((child) => child.type === type);
}

/** The children that are more than punctuation. */
export function named(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => child.isNamed && child.type !== 'comment');
}

/** All nodes of this type below `root`, in the order of the text. */
export function nodesOf(root: SyntaxNode, type: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const pending = [root];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.type === type) found.push(at);
    addAll(pending, at.children.toReversed());
  }
  return found;
}
