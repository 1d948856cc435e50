/** The state in which one shell document is lowered: what was found so far, and where the lowering stands. */
import type { Embedding, Lowered, SyntaxProblem, Unread } from '../../model/document.js';
import type { Binding, Branch, Call, Expr, FunctionExpr, ListItem, Region } from '../../model/expr.js';
import type { Codec, MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';

/** Code nested deeper than this is not read. */
export const MAX_DEPTH = 96;

/** What was found so far, in one document. */
export interface Output {
  readonly text: MappedText;
  readonly holes: ReadonlySet<number>;
  readonly calls: ShellCall[];
  readonly bindings: Binding[];
  readonly functions: FunctionExpr[];
  readonly includes: Lowered['includes'][number][];
  readonly embedded: Embedding[];
  readonly unread: Unread[];
  readonly errors: SyntaxProblem[];
  /** 1 for every character that belongs to a word or here-document, so that a `#` there begins no comment. */
  readonly covered: Uint8Array;
  /** The words of commands that a file descriptor sends text to, by its number: more are added when they are met. */
  readonly connections: Map<string, ListItem[]>;
}

/** A call of a shell document. `isDerived`: its words are not written in the document as they are (an alias, `` \` ``). */
export interface ShellCall extends Call {
  readonly isDerived: boolean;
}

/** A literal that knows how it is written: its text is what `codec` reads in `inner`. */
export interface WrittenLiteral {
  readonly kind: 'literal';
  readonly text: string;
  readonly span: Span;
  readonly inner: Span;
  readonly codec: Codec;
}

/** A text that is parsed: the document's, or one taken out of it. Positions of trees count in it. */
export interface Source {
  readonly text: string;
  /** Where the document has it. */
  spanOf(start: number, end: number): Span;
  readonly isDerived: boolean;
}

/** What a piece of code prints. */
export interface Printed {
  readonly value: Expr;
  readonly region: Region;
}

export interface Scope {
  readonly out: Output;
  readonly source: Source;
  readonly region: Region;
  /** The function around, if any. */
  readonly body: FunctionBody | undefined;
  /** What is printed here, if anyone asks. */
  readonly prints: Printed[] | undefined;
  /** Whether what is printed here is read by a shell. */
  readonly feedsShell: boolean;
  readonly depth: number;
}

/** A function that is being lowered. */
export interface FunctionBody {
  readonly region: Region;
  /** How many arguments `shift` has taken away; undefined when that depends. */
  shifted: number | undefined;
}

/** `scope` one level deeper, with `changes`. */
export function inner(scope: Scope, changes: Partial<Scope> = {}): Scope {
  return { ...scope, ...changes, depth: scope.depth + 1 };
}

/** Where the document has `node`. */
export function spanOf(scope: Scope, node: { readonly pos: number; readonly end: number }): Span {
  return scope.source.spanOf(node.pos, node.end);
}

/** A region of a shell document. `polls`: a loop that goes on until something happens, with its condition. */
export interface ShellRegion extends Region {
  readonly polls?: boolean;
}

/** A region inside of the scope's. */
export function regionIn(
  scope: Scope,
  kind: Region['kind'],
  node: { readonly pos: number; readonly end: number },
  more: Pick<ShellRegion, 'branch' | 'test' | 'leaves' | 'polls'> = {},
): ShellRegion {
  return { kind, parent: scope.region, span: spanOf(scope, node), ...more };
}

/** The region that `region` runs as often as: without the blocks around it. */
export function withoutBlocks(region: Region): Region {
  let at = region;
  while (at.kind === 'block' && at.parent !== undefined) at = at.parent;
  return at;
}

/** A branch to which arms are added while it is read. */
export function openBranch(exhaustive: boolean): { readonly branch: Branch; readonly arms: Region[] } {
  const arms: Region[] = [];
  return { branch: { exhaustive, arms }, arms };
}

/** Binds `name` where the scope stands. */
export function bind(
  scope: Scope,
  name: string,
  value: Expr,
  span: Span,
  how: Binding['how'] = 'assign',
  path: readonly Expr[] = [],
): void {
  scope.out.bindings.push({ name, path, value, region: scope.region, span, how });
}

/** Notes that `node` is no place for a comment (or, with 0, that it is one again: code inside of a word). */
export function cover(scope: Scope, node: { readonly pos: number; readonly end: number }, mark: 0 | 1 = 1): void {
  if (scope.source.isDerived) return;
  scope.out.covered.fill(mark, node.pos, node.end);
}

/** Notes once that code here is nested deeper than is read, and says whether it is. */
export function isTooDeep(scope: Scope, node: { readonly pos: number; readonly end: number }): boolean {
  if (scope.depth < MAX_DEPTH) return false;
  const message = 'nested too deeply to be read';
  if (!scope.out.errors.some((error) => error.message === message)) {
    scope.out.errors.push({ message, span: spanOf(scope, node) });
  }
  return true;
}

/** An expression that is not followed. */
export function opaque(why: string, span: Span): Expr {
  return { kind: 'opaque', why, span };
}
