/** Finds a call in a tree again, with all that is around it, and says where a statement may be put before it. */
import type { Span } from '../../model/source-file.js';
import { firstIndex } from '../../model/sorted.js';
import { Syntax, type Tree } from './parse.js';

/** A call and the nodes around it, the program first. */
export interface Found {
  readonly call: Tree.CallExpression;
  readonly around: readonly Tree.Node[];
}

/** The call that is written at `span`. */
export function findCall(program: Tree.Program, span: Span): Found | undefined {
  const around: Tree.Node[] = [];
  for (let at: Tree.Node | undefined = program; at !== undefined; at = childAt(at, span)) {
    if (at.type === Syntax.CallExpression && at.range[0] === span.start && at.range[1] === span.end)
      return { call: at, around };
    around.push(at);
  }
  return undefined;
}

/** What is called or made at `span`, with its arguments. */
export function findMaking(program: Tree.Program, span: Span): Tree.CallExpression | Tree.NewExpression | undefined {
  for (let at: Tree.Node | undefined = program; at !== undefined; at = childAt(at, span)) {
    if (at.range[0] !== span.start || at.range[1] !== span.end) continue;
    if (at.type === Syntax.CallExpression || at.type === Syntax.NewExpression) return at;
  }
  return undefined;
}

function childAt(node: Tree.Node, span: Span): Tree.Node | undefined {
  const children = childrenOf(node);
  const spans = (child: Tree.Node): boolean => child.range[0] <= span.start && span.end <= child.range[1];
  if (children.length < MANY) return children.find(spans);
  // So many are the statements of a block, or the items of a list: most often in order, and none overlaps another.
  const behind = firstIndex(children.length, (index) => (children[index]?.range[0] ?? 0) > span.start);
  const last = children[behind - 1];
  return last !== undefined && spans(last) ? last : children.find(spans);
}

/** How many nodes are looked up, and not through. */
const MANY = 50;

/** A function of any form. */
export type Callable = Tree.FunctionDeclaration | Tree.FunctionExpression | Tree.ArrowFunctionExpression;

export function isFunction(node: Tree.Node): node is Callable {
  return (
    node.type === Syntax.ArrowFunctionExpression ||
    node.type === Syntax.FunctionExpression ||
    node.type === Syntax.FunctionDeclaration
  );
}

/** The names that a pattern binds. */
export function boundNames(pattern: Tree.Node): readonly string[] {
  switch (pattern.type) {
    case Syntax.Identifier:
      return [pattern.name];
    case Syntax.ObjectPattern:
      return pattern.properties.flatMap((one) => boundNames(one.type === Syntax.Property ? one.value : one.argument));
    case Syntax.ArrayPattern:
      return pattern.elements.flatMap((one) => (one === null ? [] : boundNames(one)));
    case Syntax.AssignmentPattern:
      return boundNames(pattern.left);
    case Syntax.RestElement:
      return boundNames(pattern.argument);
    case Syntax.TSParameterProperty:
      return boundNames(pattern.parameter);
    default:
      return [];
  }
}

/** The same blocks are asked about for each finding in them. */
const declared = new WeakMap<Tree.Node, ReadonlySet<string>>();

/** The names that the statements of a block declare. */
export function namesDeclaredIn(block: Tree.Node): ReadonlySet<string> {
  const names =
    declared.get(block) ?? new Set('body' in block && Array.isArray(block.body) ? block.body.flatMap(declaredBy) : []);
  declared.set(block, names);
  return names;
}

/** The names that a statement declares in its block. */
export function declaredBy(statement: Tree.Node): readonly string[] {
  if (statement.type === Syntax.VariableDeclaration) return statement.declarations.flatMap(({ id }) => boundNames(id));
  if (statement.type === Syntax.ExportNamedDeclaration)
    return statement.declaration === null ? [] : declaredBy(statement.declaration);
  if (statement.type === Syntax.FunctionDeclaration || statement.type === Syntax.ClassDeclaration)
    return statement.id === null ? [] : [statement.id.name];
  return [];
}

/** The nodes right below `node`. The same are asked about for each finding. */
export function childrenOf(node: Tree.Node): readonly Tree.Node[] {
  const known = below.get(node) ?? childrenIn(node);
  below.set(node, known);
  return known;
}

const below = new WeakMap<Tree.Node, readonly Tree.Node[]>();

function childrenIn(node: Tree.Node): readonly Tree.Node[] {
  const children: Tree.Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent' || key === 'loc' || key === 'range') continue;
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const one of values) if (isNode(one)) children.push(one);
  }
  return children;
}

function isNode(value: unknown): value is Tree.Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && 'range' in value && Array.isArray(value.range)
  );
}

/** A statement, and the block that it is one of. */
export interface Placed {
  readonly statement: Tree.Node;
  readonly block: Tree.Node;
}

/**
 * The statement before which another can be put so that it runs just before the call, once, whenever the call does;
 * undefined where there is none, or where what is awaited there would change what runs.
 */
export function statementBefore({ around }: Found): Placed | undefined {
  let isAwaited = false;
  for (let i = around.length - 1; i > 0; i -= 1) {
    const node = around[i];
    const parent = around[i - 1];
    if (node === undefined || parent === undefined) return undefined;
    const inner = around[i + 1];
    if (node.type === Syntax.AwaitExpression || node.type === Syntax.ReturnStatement) isAwaited = true;
    if (isInBlock(node, parent))
      return isAwaited && isSimple(node, inner) && mayAwait(around.slice(0, i))
        ? { statement: node, block: parent }
        : undefined;
    if (!passes(node, inner)) return undefined;
  }
  return undefined;
}

function isInBlock(node: Tree.Node, parent: Tree.Node): boolean {
  if (parent.type === Syntax.Program || parent.type === Syntax.BlockStatement || parent.type === Syntax.StaticBlock) {
    return parent.body.some((statement) => statement === node);
  }
  return false;
}

/** Whether what is in `inner` runs just once when `node` runs, and fails as `node` does. */
function passes(node: Tree.Node, inner: Tree.Node | undefined): boolean {
  switch (node.type) {
    case Syntax.ConditionalExpression:
      return inner === node.test;
    case Syntax.LogicalExpression:
      return inner === node.left;
    case Syntax.AssignmentExpression:
      return node.operator === '=';
    case Syntax.CallExpression:
      return !catches(node);
    case Syntax.AwaitExpression:
    case Syntax.MemberExpression:
    case Syntax.ChainExpression:
    case Syntax.ArrayExpression:
    case Syntax.ObjectExpression:
    case Syntax.Property:
    case Syntax.SpreadElement:
    case Syntax.UnaryExpression:
    case Syntax.BinaryExpression:
    case Syntax.TemplateLiteral:
    case Syntax.TSAsExpression:
    case Syntax.TSNonNullExpression:
    case Syntax.TSSatisfiesExpression:
    case Syntax.VariableDeclarator:
    case Syntax.VariableDeclaration:
    case Syntax.NewExpression:
      return true;
    default:
      return false;
  }
}

/** `.catch(…)` and `Promise.race(…)` treat a failure that a request before them would be spared. */
function catches({ callee, arguments: args }: Tree.CallExpression): boolean {
  if (callee.type !== Syntax.MemberExpression || callee.property.type !== Syntax.Identifier) return false;
  const { name } = callee.property;
  return /^(?:catch|finally|race|any|allSettled)$/.test(name) || (name === 'then' && args.length > 1);
}

/** Statements that evaluate what the call is in first, and once. */
function isSimple(node: Tree.Node, inner: Tree.Node | undefined): boolean {
  switch (node.type) {
    case Syntax.ExpressionStatement:
    case Syntax.VariableDeclaration:
    case Syntax.ReturnStatement:
    case Syntax.ThrowStatement:
    case Syntax.ExportNamedDeclaration:
    case Syntax.ExportDefaultDeclaration:
      return true;
    case Syntax.IfStatement:
      return inner === node.test;
    case Syntax.ForOfStatement:
      return inner === node.right;
    case Syntax.SwitchStatement:
      return inner === node.discriminant;
    default:
      return false;
  }
}

/** Whether the code right inside the last of `around` can await: an async function, or a module that does so already. */
function mayAwait(around: readonly Tree.Node[]): boolean {
  const fn = around.findLast(
    (node) =>
      node.type === Syntax.FunctionDeclaration ||
      node.type === Syntax.FunctionExpression ||
      node.type === Syntax.ArrowFunctionExpression ||
      node.type === Syntax.StaticBlock ||
      node.type === Syntax.PropertyDefinition,
  );
  if (fn === undefined) return true;
  return 'async' in fn && fn.async && !('generator' in fn && fn.generator);
}
