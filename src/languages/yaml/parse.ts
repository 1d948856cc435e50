/** The adapter of the YAML parser: a text to trees of data, one for each document in it. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document as YamlDocument,
  type Node,
  type ParsedNode,
  type Scalar as YamlScalar,
} from 'yaml';
import type { SyntaxProblem } from '../../model/document.js';
import type { Span } from '../../model/source-file.js';
import type { DataNode, Entry, Mapping } from '../data/tree.js';
import { scalarOf, type ParsedScalar } from './scalars.js';
import { addAll } from '../../model/long-lists.js';

export interface ParsedYaml {
  readonly roots: readonly DataNode[];
  readonly errors: readonly SyntaxProblem[];
}

/** Data nested deeper than this is not read. */
const MAX_DEPTH = 200;
/** How many mistakes of one file are told. */
const MAX_ERRORS = 3;

/** Reads `text`; `isTemplated`: whether it is a template whose holes were written over. Never throws. */
export function parseYaml(text: string, isTemplated = false): ParsedYaml {
  try {
    const documents = parseAllDocuments(text, {
      // All scalars are texts: what a number is does not matter here.
      schema: 'failsafe',
      keepSourceTokens: true,
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    const list: readonly YamlDocument.Parsed[] = Array.isArray(documents) ? documents : [];
    const problems = list.flatMap((document) => document.errors).slice(0, MAX_ERRORS);
    const roots = list.flatMap((document) => {
      const contents: ParsedNode | null = document.contents;
      return contents === null ? [] : [new Reader(text, isTemplated).read(contents)];
    });
    const errors = problems.map(({ message, pos: [start, end] }) => ({ message, span: clamped({ start, end }, text) }));
    return { roots, errors };
  } catch (error) {
    // The parser calls itself for each level.
    const message = error instanceof RangeError ? 'nested too deeply to be read' : 'not understood';
    return { roots: [], errors: [{ message, span: { start: 0, end: 0 } }] };
  }
}

function clamped({ start, end }: Span, text: string): Span {
  const from = Math.min(start, text.length);
  return { start: from, end: Math.max(from, Math.min(end, text.length)) };
}

/** Reads the nodes of one document, each once: an alias is the node that it names, not a copy. */
class Reader {
  readonly #text: string;
  readonly #isTemplated: boolean;
  readonly #anchors = new Map<string, DataNode>();

  constructor(text: string, isTemplated: boolean) {
    this.#text = text;
    this.#isTemplated = isTemplated;
  }

  read(node: Node | null, depth = 0, inFlow = false): DataNode {
    const data = this.#read(node, depth, inFlow);
    const anchor = node !== null && !isAlias(node) && 'anchor' in node ? node.anchor : undefined;
    // Nodes are read in the order of the text, so that a name means what had it last, and nothing holds itself.
    if (anchor !== undefined) this.#anchors.set(anchor, data);
    return data;
  }

  #read(node: Node | null, depth: number, isIn: boolean): DataNode {
    const span = spanOf(node);
    if (node === null || depth > MAX_DEPTH) return emptyAt(span);
    const tag = isAlias(node) ? undefined : node.tag;
    if (isAlias(node)) return this.#anchors.get(node.source) ?? emptyAt(span);
    if (isScalar(node)) return scalarOf(parsedScalar(node, span, isIn), this.#text, this.#isTemplated);
    if (isSeq(node)) {
      const inFlow = isIn || node.flow === true;
      const items = node.items.map((item) => this.read(item as Node | null, depth + 1, inFlow));
      return { kind: 'sequence', items, span, tag };
    }
    if (!isMap(node)) return emptyAt(span);
    const inFlow = isIn || node.flow === true;
    const own: Entry[] = [];
    const merged: Mapping[] = [];
    for (const { key, value } of node.items) {
      const name = this.read(key as Node | null, depth + 1, inFlow);
      const entry = this.read(value as Node | null, depth + 1, inFlow);
      const isMerge = name.kind === 'scalar' && name.text === '<<' && value !== null;
      if (isMerge) addAll(merged, mappingsIn(entry));
      else own.push({ key: name.kind === 'scalar' ? name.text : '', keySpan: name.span, value: entry });
    }
    return { kind: 'mapping', entries: merged.length === 0 ? own : withMerged(own, merged), span, tag };
  }
}

function spanOf(node: Node | null): Span {
  const range = node?.range;
  return range === null || range === undefined ? { start: 0, end: 0 } : { start: range[0], end: range[1] };
}

const styles: Readonly<Record<string, ParsedScalar['style']>> = {
  QUOTE_SINGLE: 'single-quoted',
  QUOTE_DOUBLE: 'double-quoted',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

function parsedScalar(node: YamlScalar, span: Span, inFlow: boolean): ParsedScalar {
  return {
    text: typeof node.value === 'string' ? node.value : '',
    style: styles[node.type ?? ''] ?? 'plain',
    span,
    tag: node.tag,
    parentIndent: node.srcToken?.type === 'block-scalar' ? node.srcToken.indent : 0,
    inFlow,
  };
}

function emptyAt(span: Span): DataNode {
  return { kind: 'scalar', text: '', span, tag: undefined, written: [], isTemplated: false };
}

function mappingsIn(node: DataNode): readonly Mapping[] {
  if (node.kind === 'mapping') return [node];
  return node.kind === 'sequence' ? node.items.flatMap((item) => (item.kind === 'mapping' ? [item] : [])) : [];
}

/** How many entries merging may make of one mapping: mappings can be merged over and over. */
const MAX_MERGED = 2000;

function withMerged(own: readonly Entry[], merged: readonly Mapping[]): readonly Entry[] {
  const entries = [...own];
  const keys = new Set(own.map((entry) => entry.key));
  for (const entry of merged.flatMap((mapping) => mapping.entries)) {
    if (keys.has(entry.key) || entries.length >= MAX_MERGED) continue;
    keys.add(entry.key);
    entries.push(entry);
  }
  return entries;
}
