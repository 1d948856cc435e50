/** Finds a call in a tree again, with all that is around it, and says where a statement may be put before it. */
import type { Span } from '../../model/source-file.js';
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
  return childrenOf(node).find((child) => child.range[0] <= span.start && span.end <= child.range[1]);
}

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

/** The nodes right below `node`. */
export function childrenOf(node: Tree.Node): readonly Tree.Node[] {
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

/**
 * Whether nothing but a promise is wanted of the call, and its arguments mean the same a moment later: then it can be made
 * where another promise is settled.
 */
export function isPromiseAlone({ call, around }: Found, code: string, promise: 'plain' | 'special'): boolean {
  const parent = around.at(-1);
  if (promise === 'special' && parent?.type !== Syntax.MemberExpression && !isSettled(around)) return false;
  if (parent?.type === Syntax.MemberExpression) {
    const isThen = parent.property.type === Syntax.Identifier && /^(?:then|catch|finally)$/.test(parent.property.name);
    if (!isThen || parent.computed) return false;
  }
  return call.arguments.every((argument) => isLasting(argument, code));
}

/** Whether a promise is awaited where it is made, by itself or with others: nobody else has it. */
function isSettled(around: readonly Tree.Node[]): boolean {
  const [all, list, parent] = [around.at(-2), around.at(-1), around.at(-1)];
  if (parent?.type === Syntax.AwaitExpression) return true;
  if (list?.type !== Syntax.ArrayExpression || all?.type !== Syntax.CallExpression) return false;
  const { callee } = all;
  return (
    callee.type === Syntax.MemberExpression &&
    callee.object.type === Syntax.Identifier &&
    callee.object.name === 'Promise'
  );
}

/** Whether `node` has the same value later: it waits for nothing, and names in it are not assigned again. */
function isLasting(node: Tree.Node, code: string): boolean {
  switch (node.type) {
    case Syntax.AwaitExpression:
    case Syntax.YieldExpression:
    case Syntax.AssignmentExpression:
    case Syntax.UpdateExpression:
      return false;
    case Syntax.Identifier:
      return node.name !== 'arguments' && assignments(node.name, code) <= 1;
    case Syntax.MemberExpression:
      return isLasting(node.object, code) && (!node.computed || isLasting(node.property, code));
    case Syntax.Property:
      return (!node.computed || isLasting(node.key, code)) && isLasting(node.value, code);
    default:
      return childrenOf(node).every((child) => isLasting(child, code));
  }
}

/** How often `name` or what it holds is given another value in `code`, as far as its text tells. */
function assignments(name: string, code: string): number {
  const escaped = name.replaceAll('$', '\\$');
  const pattern = new RegExp(
    `(?<!\\bconst\\s{1,9})(?<![\\w$.])${escaped}(?:\\.[\\w$]{1,40}){0,4}\\s{0,9}(?:[-+*/%|&^?]{0,3}=(?![=>])|\\+\\+|--)|(?:\\+\\+|--)${escaped}(?![\\w$])`,
    'g',
  );
  // One that a loop makes for itself is another in each round, but for `var`.
  const looped = new RegExp(`\\bfor\\s{0,9}(?:await\\s{0,9})?\\(\\s{0,9}var\\s{1,9}${escaped}(?![\\w$])`);
  if (looped.test(code)) return 2;
  return [...code.matchAll(pattern)].length;
}
