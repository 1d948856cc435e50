/** What a name means where code is moved: where it is declared, whether it may be something else a moment later. */
import { allOf, type Certainty } from '../../model/certainty.js';
import { Syntax, type Tree } from './parse.js';
import { childrenOf, type Found } from './rewrite-find.js';
import { addAll } from '../../model/long-lists.js';

export type FunctionNode = Tree.FunctionDeclaration | Tree.FunctionExpression | Tree.ArrowFunctionExpression;

export function isFunction(node: Tree.Node | undefined): node is FunctionNode {
  return (
    node?.type === Syntax.FunctionDeclaration ||
    node?.type === Syntax.FunctionExpression ||
    node?.type === Syntax.ArrowFunctionExpression
  );
}

/** `node` and all below it, but for what is below nodes that `enters` refuses. */
export function* nodesIn(node: Tree.Node, enters: (node: Tree.Node) => boolean = () => true): Generator<Tree.Node> {
  const pending: Tree.Node[] = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    yield at;
    if (at === node || enters(at)) addAll(pending, childrenOf(at));
  }
}

/** The innermost function around the call, or the program. */
export function functionAround({ around }: Found): Tree.Node | undefined {
  return around.findLast(isFunction) ?? around[0];
}

/** The function, or the program, whose own `name` is. */
export function scopeOf(name: string, around: readonly Tree.Node[]): Tree.Node | undefined {
  return around.findLast((node) => (isFunction(node) || node.type === Syntax.Program) && declares(node, name));
}

function declares(scope: Tree.Node, name: string): boolean {
  return declaredIn(scope).names.has(name);
}

/** What a function, or the program, declares by itself. */
interface Declared {
  readonly names: ReadonlySet<string>;
  /** The declarators of variables, by each name that is written in what they bind. */
  readonly declarators: ReadonlyMap<string, readonly Tree.VariableDeclarator[]>;
}

/** The same scopes are asked about for each finding in them. */
const scopes = new WeakMap<Tree.Node, Declared>();

function declaredIn(scope: Tree.Node): Declared {
  const known = scopes.get(scope) ?? lookInto(scope);
  scopes.set(scope, known);
  return known;
}

function lookInto(scope: Tree.Node): Declared {
  const own = new Set<string>(isFunction(scope) ? scope.params.flatMap((parameter) => [...namesIn(parameter)]) : []);
  const declarators = new Map<string, Tree.VariableDeclarator[]>();
  const add = (names: Iterable<string>): void => {
    for (const name of names) own.add(name);
  };
  for (const node of nodesIn(scope, (inner) => !isFunction(inner))) {
    if (node.type === Syntax.VariableDeclarator)
      for (const name of new Set(namesIn(node.id))) declarators.set(name, [...(declarators.get(name) ?? []), node]);
    if (node.type === Syntax.CatchClause && node.param !== null) add(namesIn(node.param));
    const isNamed = node.type === Syntax.FunctionDeclaration || node.type === Syntax.ClassDeclaration;
    if (isNamed && node !== scope && node.id !== null) own.add(node.id.name);
    if ('local' in node && node.local.type === Syntax.Identifier) own.add(node.local.name);
  }
  add(declarators.keys());
  return { names: own, declarators };
}

/** Whether `name` is written anywhere in `node` as a name of its own, not as a property's. */
export function names(node: Tree.Node, name: string): boolean {
  for (const written of namesIn(node)) if (written === name) return true;
  return false;
}

/** The names that are written in `node` and are no property's. */
function* namesIn(node: Tree.Node): Generator<string> {
  const pending: Tree.Node[] = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.type === Syntax.Identifier) yield at.name;
    addAll(pending, valuesIn(at));
  }
}

/** The nodes right below `node` that are evaluated: no names of properties. */
function valuesIn(node: Tree.Node): readonly Tree.Node[] {
  if (node.type === Syntax.MemberExpression && !node.computed) return [node.object];
  if (node.type === Syntax.Property && !node.computed) return [node.value];
  return childrenOf(node);
}

/** The declaration of `name` around the call that gives it a value, when it is the only one. */
export function declarationOf(name: string, around: readonly Tree.Node[]): Tree.Expression | undefined {
  const scope = scopeOf(name, around);
  if (scope === undefined) return undefined;
  const [only, another] = declaredIn(scope).declarators.get(name) ?? [];
  if (only === undefined || another !== undefined || only.id.type !== Syntax.Identifier) return undefined;
  return only.init ?? undefined;
}

/**
 * Whether `nodes` mean the same when they are evaluated a moment after `start`; possibly, where a function that is none of
 * those around the call gives what they name a value: it may have run already. Functions in them are not looked into.
 */
export function lasting(
  nodes: readonly Tree.Node[],
  { around }: Found,
  start: number,
  except: string | undefined,
): Certainty {
  let sure: Certainty = 'certain';
  const pending: Tree.Node[] = [...nodes];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (isFunction(at)) continue;
    if (
      at.type === Syntax.AwaitExpression ||
      at.type === Syntax.YieldExpression ||
      at.type === Syntax.AssignmentExpression ||
      at.type === Syntax.UpdateExpression
    )
      return 'no';
    const target = targetOf(at);
    const isOther = target !== undefined && target !== 'this' && !target.startsWith('this.') && root(target) !== except;
    if (isOther) sure = allOf(sure, staysAs(target, around, start));
    if (target === undefined) addAll(pending, valuesIn(at));
  }
  return sure;
}

/** `a.b.c` for a name or a member of one. */
export function targetOf(node: Tree.Node): string | undefined {
  const path: string[] = [];
  let at = node;
  while (at.type === Syntax.MemberExpression && !at.computed && at.property.type === Syntax.Identifier) {
    path.unshift(at.property.name);
    at = at.object;
  }
  if (at.type !== Syntax.Identifier && at.type !== Syntax.ThisExpression) return undefined;
  return [at.type === Syntax.Identifier ? at.name : 'this', ...path].join('.');
}

function root(target: string): string {
  return target.split('.', 1)[0] ?? target;
}

/** Whether what `target` names is given no value after `start` and before code that is moved from there runs. */
function staysAs(target: string, around: readonly Tree.Node[], start: number): Certainty {
  const name = root(target);
  const scope = scopeOf(name, around) ?? around[0];
  if (scope === undefined) return 'no';
  const loops = around.slice(around.indexOf(scope)).filter((node) => isLoop(node));
  const nodes = [...nodesIn(scope)];
  const functions = nodes.filter((node) => isFunction(node) && !around.includes(node));
  const writes = nodes.filter((node) => isWrite(node, target));
  const isIn = (node: Tree.Node, others: readonly Tree.Node[]): boolean =>
    others.some((other) => isWithin(node, other));
  if (writes.some((node) => node.range[0] >= start || isIn(node, loops))) return 'no';
  const isLate = writes.some((node) => node.type !== Syntax.VariableDeclaration && isIn(node, functions));
  return isLate ? 'possible' : 'certain';
}

function isWithin(node: Tree.Node, other: Tree.Node): boolean {
  return other.range[0] <= node.range[0] && node.range[1] <= other.range[1];
}

function isLoop({ type }: Tree.Node): boolean {
  return /^(?:For|While|DoWhile)\w*Statement$/.test(type);
}

/** Whether `node` gives a value to what `target` names, to what holds it or to a part of it. */
function isWrite(node: Tree.Node, target: string): boolean {
  return writtenBy(node).some((left) => {
    const owner = ownerOf(left);
    const written = targetOf(owner);
    if (written === undefined) return names(owner, root(target));
    return `${target}.`.startsWith(`${written}.`) || `${written}.`.startsWith(`${target}.`);
  });
}

/** What is changed where `left` is assigned to: of `a[b].c` that is `a`, and `b` only says where. */
function ownerOf(left: Tree.Node): Tree.Node {
  let at = left;
  while (at.type === Syntax.MemberExpression && targetOf(at) === undefined) at = at.object;
  return at;
}

/** What a node gives another value, `let` and `const` of a block left out: those are others in each round of a loop. */
function writtenBy(node: Tree.Node): readonly Tree.Node[] {
  switch (node.type) {
    case Syntax.AssignmentExpression:
      return [node.left];
    case Syntax.UpdateExpression:
      return [node.argument];
    case Syntax.UnaryExpression:
      return node.operator === 'delete' ? [node.argument] : [];
    case Syntax.ForInStatement:
    case Syntax.ForOfStatement:
      return node.left.type === Syntax.VariableDeclaration ? [] : [node.left];
    case Syntax.VariableDeclaration:
      return node.kind === 'var' ? writtenByVar(node) : [];
    case Syntax.CallExpression:
      return writtenByCall(node);
    default:
      return [];
  }
}

/** A `var` is the same in each round of a loop. */
function writtenByVar({ declarations }: Tree.VariableDeclaration): readonly Tree.Node[] {
  return declarations.map((one) => one.id);
}

/** `Object.assign(target, …)` and the like. */
function writtenByCall({ callee, arguments: [first] }: Tree.CallExpression): readonly Tree.Node[] {
  const method = callee.type === Syntax.MemberExpression ? callee.property : callee;
  const isMerge =
    method.type === Syntax.Identifier && /^(?:assign|assignIn|extend|merge|defaults|defaultsDeep)$/.test(method.name);
  return isMerge && first !== undefined ? [first] : [];
}
