/** Writes a setting into a block: into the inner block that it belongs to where that is there, else as a new one. */
import type { Document } from '../../model/document.js';
import type { Fix } from '../../model/site.js';
import type { Place } from '../../model/value.js';
import { childOf, nodesOf, type Grammar, type SyntaxNode } from './parse.js';

/**
 * The fix that adds `setting` (an attribute, or a block with attributes, as HCL has it) to the block at `place`; undefined
 * where the block is on one line, or what would be added is there in another form.
 */
export function insertSetting(grammar: Grammar, { document, span }: Place, setting: string): Fix | undefined {
  const code = document.text.text;
  const block = blocksOf(document, grammar).get(span.start);
  if (block === undefined) return undefined;
  const [head = '', ...lines] = setting.split('\n');
  const name = /^(\w+) \{$/.exec(head)?.[1];
  const body = name === undefined ? undefined : innerBlock(block, name, code);
  if (body === 'dynamic') return undefined;
  const target = body ?? block;
  const added = body === undefined ? setting.split('\n') : lines.slice(0, -1).map((line) => line.trim());
  const closing = childOf(target, 'block_end');
  if (closing === undefined) return undefined;
  const lineStart = code.lastIndexOf('\n', closing.start) + 1;
  const indent = code.slice(lineStart, closing.start);
  if (indent.trim() !== '') return undefined;
  const text = added.map((line) => `${indent}  ${line}\n`).join('');
  const isFirst = /\{\s*$/.test(code.slice(target.start, lineStart));
  const gap = body === undefined && added.length > 1 && !isFirst ? '\n' : '';
  const edit = document.text.edit({ start: lineStart, end: lineStart }, gap + text);
  if (edit === undefined) return undefined;
  return { title: 'Require session tokens', safety: 'unsafe', edits: [{ ...edit, path: document.file.path }] };
}

/** The same document is asked about for each resource in it. */
const known = new WeakMap<Document, ReadonlyMap<number, SyntaxNode>>();

/** The blocks of a document by where they begin. */
function blocksOf(document: Document, grammar: Grammar): ReadonlyMap<number, SyntaxNode> {
  const tree = known.has(document) ? undefined : grammar.parse(document.text.text);
  const nodes = tree === undefined ? [] : nodesOf(tree, 'block');
  const blocks = known.get(document) ?? new Map(nodes.map((node) => [node.start, node]));
  known.set(document, blocks);
  return blocks;
}

/** The block `name` right in `block`; 'dynamic' when it is made for each of something. */
function innerBlock(block: SyntaxNode, name: string, code: string): SyntaxNode | 'dynamic' | undefined {
  const inner = (childOf(block, 'body')?.children ?? []).filter(({ type }) => type === 'block' || type === 'attribute');
  const isNamed = (node: SyntaxNode): boolean => {
    const identifier = childOf(node, 'identifier');
    return identifier !== undefined && code.slice(identifier.start, identifier.end) === name;
  };
  const found = inner.find(isNamed);
  if (found !== undefined) return found.type === 'block' ? found : 'dynamic';
  const isDynamic = inner.some((node) => code.slice(node.start, node.start + 200).startsWith(`dynamic "${name}"`));
  return isDynamic ? 'dynamic' : undefined;
}
