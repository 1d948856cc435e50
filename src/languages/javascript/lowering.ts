/** What lowering one document keeps at hand: what was found so far, and the functions that lower each kind of syntax. */
import type { Lowered } from '../../model/document.js';
import type {
  Binding,
  Call,
  ClassExpr,
  Expr,
  FunctionExpr,
  ImportExpr,
  ListExpr,
  LiteralExpr,
  MemberExpr,
  OpaqueExpr,
  Parameter,
  RefExpr,
  Region,
} from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import type { Tree } from './parse.js';

/** A function whose body is being lowered. */
export interface FunctionState {
  readonly parameters: Parameter[];
  readonly returns: { readonly value: Expr; readonly region: Region }[];
  /** Whether it has no `this` and `arguments` of its own. */
  readonly isArrow: boolean;
  /** What `this` is in it, where an object literal tells. */
  readonly self: Expr | undefined;
  /** Whether it ends by throwing. */
  readonly throws: boolean;
  /** Whether what it yields is what it gives. */
  readonly isGenerator: boolean;
  /** Names that `var` has made names of it. */
  readonly hoisted: Set<string>;
}

/** A class, or a function that is used as one; its region exists before what is in it is lowered. */
export interface ClassState {
  readonly region: Region;
  superclass: Expr | undefined;
}

/** How the text of a file speaks of a function that it uses as a class. */
export interface UsedAsClass {
  /** Whether it speaks of its prototype. */
  readonly hasPrototype: boolean;
  /** What `inherits(name, Superclass)` gives it, the first time. */
  readonly superclass: Expr | undefined;
}

/** What the syntax around an expression tells of it. */
export interface Hint {
  /** The variable, property or parameter that it is the value of. */
  readonly name?: string;
  /** What `this` is in it, for methods of an object literal. */
  readonly self?: Expr;
  /** Whether it is the constructor of the class around it. */
  readonly constructs?: boolean;
}

export interface Lowering {
  readonly text: string;
  readonly root: Region;
  readonly calls: Call[];
  readonly bindings: Binding[];
  readonly functions: FunctionExpr[];
  readonly imports: Lowered['imports'][number][];
  readonly starred: ImportExpr[];
  readonly states: Map<Region, FunctionState>;
  /** Classes of the file by name; of functions used as classes those that look like one. */
  readonly classes: Map<string, ClassState>;
  /** Functions that are used as classes, by name. */
  readonly constructors: ReadonlyMap<string, UsedAsClass>;
  /** Names that load modules as `require` does. */
  readonly loaders: Set<string>;
  /** A tree of broken code may lack a node where one is due. */
  readonly expression: (node: Tree.Node | null | undefined, region: Region, hint?: Hint) => Expr;
  readonly statements: (nodes: readonly Tree.Node[], region: Region) => void;
  readonly fn: (node: FunctionNode, region: Region, hint?: Hint) => FunctionExpr;
  readonly cls: (node: ClassNode, region: Region, hint?: Hint) => ClassExpr;
}

export type FunctionNode =
  | Tree.ArrowFunctionExpression
  | Tree.FunctionDeclaration
  | Tree.FunctionExpression
  | Tree.TSDeclareFunction
  | Tree.TSEmptyBodyFunctionExpression;
export type ClassNode = Tree.ClassDeclaration | Tree.ClassExpression;

/** The variable of a generator that holds what it has yielded; no name of the language looks like this. */
export const YIELDED = '{yielded}';

export function spanOf(node: { readonly range: readonly [number, number] }): Span {
  return { start: node.range[0], end: node.range[1] };
}

export function literal(text: string, span: Span): LiteralExpr {
  return { kind: 'literal', text, span };
}

export function ref(name: string, span: Span): RefExpr {
  return { kind: 'ref', name, span };
}

export function member(object: Expr, key: string | Expr | undefined, span: Span): MemberExpr {
  const property = typeof key === 'string' ? literal(key, span) : key;
  return { kind: 'member', object, property, span };
}

export function opaque(why: string, span: Span): OpaqueExpr {
  return { kind: 'opaque', why, span };
}

/** The list that these expressions are the items of. */
export function listOf(values: readonly Expr[], span: Span): ListExpr {
  return { kind: 'list', items: values.map((value) => ({ value, spread: 'no' })), span };
}

/** A call that no call expression spells: of a getter, of what is handed to `then`. */
export function implied(callee: Expr, args: readonly Expr[], region: Region, span: Span): Call {
  return { span, callee, args: listOf(args, span), isNew: false, isCommand: false, region, chain: [] };
}

/** The function whose code `region` is, or undefined at the top of the document. */
export function stateOf(lowering: Lowering, region: Region): FunctionState | undefined {
  const around = functionRegion(region);
  return lowering.states.get(around);
}

/** The nearest function's region (or the root), `region` itself included. */
export function functionRegion(region: Region): Region {
  let at = region;
  while (at.kind !== 'function' && at.parent !== undefined) at = at.parent;
  return at;
}

/** What is assigned to: a name, and the way into what it holds. */
export interface Target {
  readonly name: string;
  readonly path: readonly Expr[];
}

/** What an assignment to `expr` assigns to, when that is a name or a member of one. */
export function targetOf(expr: Expr): Target | undefined {
  const path: Expr[] = [];
  let at = expr;
  while (at.kind === 'member') {
    path.push(at.property ?? opaque('any of its members', at.span));
    at = at.object;
  }
  return at.kind === 'ref' ? { name: at.name, path: path.reverse() } : undefined;
}

/** Notes that `target` is given `value` in `region`. Members of a class are kept with the class. */
export function bind(
  lowering: Lowering,
  target: Target,
  value: Expr,
  at: { readonly region: Region; readonly span: Span; readonly how: Binding['how'] },
): void {
  const cls = target.path.length > 0 ? lowering.classes.get(target.name) : undefined;
  if (cls === undefined) {
    lowering.bindings.push({ ...target, value, ...at });
    return;
  }
  const [first] = target.path;
  const onInstances = first?.kind === 'literal' && first.text === 'prototype';
  const path = onInstances ? target.path.slice(1) : target.path;
  if (path.length === 0) bindEntries(lowering, cls.region, value, at.span);
  else lowering.bindings.push({ name: onInstances ? 'this' : 'static this', path, value, ...at, region: cls.region });
}

/** `Foo.prototype = { … }`: each entry is a member of the instances. */
function bindEntries(lowering: Lowering, region: Region, value: Expr, span: Span): void {
  if (value.kind !== 'record') return;
  for (const entry of value.entries) {
    if ('spread' in entry) continue;
    lowering.bindings.push({ name: 'this', path: [entry.key], value: entry.value, region, span, how: 'assign' });
  }
}
