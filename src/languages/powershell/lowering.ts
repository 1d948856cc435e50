/** The state in which one PowerShell document is lowered: what was found so far, and where the lowering stands. */
import type { Embedding, Lowered } from '../../model/document.js';
import type { Binding, Branch, Call, Expr, FunctionExpr, LiteralExpr, RecordExpr, Region } from '../../model/expr.js';
import type { Codec, MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import type { SyntaxNode } from './parse.js';

/** What was found so far, in one document. */
export interface Output {
  readonly text: MappedText;
  readonly calls: PowerShellCall[];
  readonly bindings: Binding[];
  readonly functions: FunctionExpr[];
  readonly includes: Lowered['includes'][number][];
  readonly embedded: Embedding[];
  /** The parameters of the functions that the document has, by their names in lower case. */
  readonly declared: ReadonlyMap<string, readonly DeclaredParameter[]>;
}

/** A parameter as it is declared. `isSwitch`: it takes no value. */
export interface DeclaredParameter {
  readonly name: string;
  readonly isSwitch: boolean;
}

/** A call of a PowerShell document. */
export interface PowerShellCall extends Call {
  /** The statement of a list that it is part of; undefined where that runs more often than its place says (a condition). */
  readonly statement: Span | undefined;
  /** The name of a command as it is written. */
  readonly written: string | undefined;
}

/** A literal that knows how it is written: its text is what `codec` reads in `inner`. */
export interface WrittenLiteral extends LiteralExpr {
  readonly inner: Span;
  readonly codec: Codec;
}

/** A table that knows where its braces are. */
export interface WrittenRecord extends RecordExpr {
  /** Behind the opening brace. */
  readonly opening: number;
}

/** A region that knows the statement that it is a part of. */
export interface PlacedRegion extends Region {
  readonly around: Span | undefined;
}

export interface Scope {
  readonly out: Output;
  readonly region: Region;
  readonly statement: Span | undefined;
  /** Where the values go that a function gives back; undefined outside of one. */
  readonly returns: { readonly value: Expr; readonly region: Region }[] | undefined;
  /** Whether the parser did not understand what is around: arguments may be missing. */
  readonly isBroken: boolean;
}

export function spanOf({ start, end }: SyntaxNode): Span {
  return { start, end };
}

export function textOf({ out }: Scope, { start, end }: SyntaxNode): string {
  return out.text.text.slice(start, end);
}

/** An expression that is not followed. */
export function opaque(why: string, span: Span): Expr {
  return { kind: 'opaque', why, span };
}

export function literal(text: string, span: Span): LiteralExpr {
  return { kind: 'literal', text, span };
}

/** A region inside of the scope's. */
export function regionIn(
  scope: Scope,
  kind: Region['kind'],
  node: SyntaxNode,
  more: Pick<Region, 'branch' | 'test' | 'leaves' | 'over'> = {},
): PlacedRegion {
  return { kind, parent: scope.region, span: spanOf(node), around: scope.statement, ...more };
}

/** A branch to which arms are added while it is read. */
export function openBranch(exhaustive: boolean): { readonly branch: Branch; readonly arms: Region[] } {
  const arms: Region[] = [];
  return { branch: { exhaustive, arms }, arms };
}

/** Binds `name` where the scope stands; a function's variables are its own, unless it assigns to them only at times. */
export function bind(
  scope: Scope,
  name: string,
  value: Expr,
  span: Span,
  more: { readonly path?: readonly Expr[]; readonly how?: Binding['how'] } = {},
): void {
  const { path = [], how = 'assign' } = more;
  const isOwn = scope.region.kind === 'function' && how === 'assign' && path.length === 0;
  scope.out.bindings.push({ name, path, value, region: scope.region, span, how: isOwn ? 'declare' : how });
}
