/** Text to a syntax tree: the one place that knows the parser. */
import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { parseAndGenerateServices } from '@typescript-eslint/typescript-estree';
import type { SyntaxProblem } from '../../model/document.js';

export { AST_NODE_TYPES as Syntax };
export type { TSESTree as Tree };

export interface ParsedProgram {
  readonly program: TSESTree.Program | undefined;
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  readonly errors: readonly SyntaxProblem[];
}

const options = {
  range: true,
  // Leaving `loc` in is cheaper than having it taken out again.
  loc: true,
  comment: true,
  errorOnUnknownASTType: false,
  suppressDeprecatedPropertyWarnings: true,
  jsDocParsingMode: 'none',
  preserveNodeMaps: false,
  loggerFn: false,
} as const;

/** What the parser takes in place of a text: a source file of its own compiler. */
type Source = Exclude<Parameters<typeof parseAndGenerateServices>[0], string>;

/** The tree of `text`. A broken text is reported and read as far as it can be; this never throws. */
export function parse(text: string, path: string): ParsedProgram {
  const jsx = !/\.[cm]?ts$/i.test(path);
  const first = attempt(text, jsx);
  if (first.program !== undefined) return first;
  const second = attempt(text, !jsx);
  if (second.program !== undefined) return second;
  const recovered = recover(text, jsx);
  return recovered === undefined ? first : { ...recovered, errors: first.errors };
}

/** Whether `text` is code without a mistake. */
export function isAccepted(text: string): boolean {
  return attempt(text, true).program !== undefined || attempt(text, false).program !== undefined;
}

function attempt(text: string, jsx: boolean): ParsedProgram {
  try {
    return treeOf(text, { ...options, filePath: fileName(jsx) });
  } catch (error) {
    return { program: undefined, comments: [], errors: [problemOf(error, text)] };
  }
}

/** A name whose extension tells the parser the dialect; the file's own may not fit what is in it. */
function fileName(jsx: boolean): string {
  return jsx ? 'file.tsx' : 'file.ts';
}

function treeOf(source: string | Source, settings: Parameters<typeof parseAndGenerateServices>[1]): ParsedProgram {
  const { ast } = parseAndGenerateServices(source, { ...settings, comment: true });
  const comments = ast.comments.map(({ range: [start, end] }) => ({ start, end }));
  return { program: ast, comments, errors: [] };
}

/** The tree that the compiler makes of a broken text, its complaints laid aside. */
function recover(text: string, jsx: boolean): ParsedProgram | undefined {
  try {
    const settings = { ...options, filePath: fileName(jsx), allowInvalidAST: true, preserveNodeMaps: true };
    const { ast, services } = parseAndGenerateServices('', settings);
    // An empty source file, changed into the text, is a way to the compiler that the parser has loaded already.
    const empty = services.esTreeNodeToTSNodeMap.get(ast);
    const source = empty.update(text, { span: { start: 0, length: 0 }, newLength: text.length });
    Object.assign(source, { parseDiagnostics: [] });
    return treeOf(source, settings);
  } catch {
    return undefined;
  }
}

function problemOf(error: unknown, text: string): SyntaxProblem {
  if (error instanceof RangeError) {
    return { message: 'The code is nested too deeply to be read', span: { start: 0, end: 0 } };
  }
  const message = error instanceof Error ? error.message : 'The code could not be read';
  const start = Math.min(offsetOf(error), text.length);
  return { message, span: { start, end: start } };
}

/** Where the parser's own error says it is. */
function offsetOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('location' in error)) return 0;
  const { location } = error as { readonly location?: { readonly start?: { readonly offset?: unknown } } };
  const offset = location?.start?.offset;
  return typeof offset === 'number' ? offset : 0;
}
