/** Which name of the code surely holds a session token where a request is made. */
import { obtain } from '../../model/obtain.js';
import { addAll } from '../../model/long-lists.js';
import { firstIndex } from '../../model/sorted.js';
import { Syntax, type Tree } from './parse.js';
import { boundNames, childrenOf, isFunction, namesDeclaredIn, type Callable, type Found } from './rewrite-find.js';
import { functionNamed, indexOfBody, namesSent, type SentConstant } from './rewrite-token-index.js';

/**
 * The constant that surely holds a token where the call stands: what a token request gave, asked before it in a block that the
 * call lies in, or handed to a function that it lies in; and that the code sends already, or ends without.
 */
export function heldToken({ call, around }: Found, code: string): string | undefined {
  const [program] = around;
  if (program === undefined) return undefined;
  const asked: Asked = { program, code };
  const hidden: ReadonlySet<string>[] = [];
  const isHidden = (name: string): boolean => hidden.some((names) => names.has(name));
  let tests = '';
  for (let i = around.length - 1; i >= 0; i -= 1) {
    const node = around[i];
    const inner = around[i + 1] ?? call;
    if (node === undefined) return undefined;
    if ('body' in node && Array.isArray(node.body)) {
      const held = heldIn(node.body, inner, asked);
      if (held !== undefined) return isHidden(held) || mentions(tests, held) ? undefined : held;
    }
    hidden.push(namesDeclaredIn(node));
    if (isFunction(node)) {
      const outer = around[i - 1];
      const handed = handedTo(node, outer, asked);
      if (handed !== undefined) return isHidden(handed) || mentions(tests, handed) ? undefined : handed;
      if (!runsAtOnce(node, outer)) return undefined;
      hidden.push(new Set(node.params.flatMap(boundNames)));
    }
    if (mayOutlast(node)) return undefined;
    if (node.type === Syntax.CatchClause && node.param !== null) hidden.push(new Set(boundNames(node.param)));
    if ('test' in node && node.test !== inner && node.test !== null) tests += ` ${code.slice(...node.test.range)}`;
    if (node.type === Syntax.LogicalExpression) tests += ` ${code.slice(...node.left.range)}`;
  }
  return undefined;
}

/** The program in which a token may have been asked for. */
interface Asked {
  readonly program: Tree.Node;
  readonly code: string;
}

/** The token that a statement of `body` before `inner` asks for. */
function heldIn(body: readonly unknown[], inner: Tree.Node, asked: Asked): string | undefined {
  const { numbers, sent, refused } = indexOfBody(body, asked.program, asked.code);
  const end = numbers.get(inner) ?? body.length - 1;
  const before = firstIndex(sent.length, (index) => (sent[index]?.at ?? 0) >= end);
  for (let i = before - 1; i >= 0; i -= 1) {
    const constant = sent[i];
    if (constant === undefined) continue;
    const isRefused = refused.get(constant.name)?.some((at) => constant.at < at && at < end) ?? false;
    if (isRefused || isMadeByRequest(constant, body, asked)) return constant.name;
  }
  return undefined;
}

/** Whether what a constant of a block is made of is a request for a token: the same constants are asked about for each call. */
function isMadeByRequest(constant: SentConstant, body: readonly unknown[], asked: Asked): boolean {
  return obtain(requests, constant, () => isTokenRequest(constant.init, { body, end: constant.at }, asked));
}

const requests = new WeakMap<SentConstant, boolean>();

/** The token that `fn` is given by the promise on whose result it is called. */
function handedTo(fn: Callable, outer: Tree.Node | undefined, asked: Asked): string | undefined {
  if (outer?.type !== Syntax.CallExpression || methodOf(outer) !== 'then' || outer.arguments[0] !== fn)
    return undefined;
  const [parameter] = fn.params;
  const [name, another] = parameter === undefined ? [] : boundNames(parameter);
  if (name === undefined || another !== undefined || !isSentAlready(name, asked)) return undefined;
  return outer.callee.type === Syntax.MemberExpression &&
    isTokenRequest(outer.callee.object, { body: [], end: 0 }, asked)
    ? name
    : undefined;
}

/** Whether `name` is what the code sends as the token. */
function isSentAlready(name: string, { program, code }: Asked): boolean {
  return namesSent(program, code).has(name.toLowerCase());
}

/** The statements of a block ahead of one of them. */
interface Ahead {
  readonly body: readonly unknown[];
  readonly end: number;
}

/** Whether `node` is a request that puts, whatever comes of it there is something; `before` may hold its answer. */
function isTokenRequest(node: Tree.Node, before: Ahead, asked: Asked): boolean {
  if (!isSure(node)) return false;
  const text = asked.code.slice(...node.range);
  if (/\.put\s?\(|['"]put['"]/i.test(text)) return true;
  const root = rootOf(node);
  if (root === undefined) return false;
  const made = declaring(root, before, asked);
  if (made?.type === Syntax.VariableDeclaration)
    return made.kind === 'const' && isSure(made) && /\.put\s?\(|['"]put['"]/i.test(asked.code.slice(...made.range));
  const fn = functionNamed(root, asked.program);
  return fn !== undefined && isSure(fn.body) && /\.put\s?\(|['"]put['"]/i.test(asked.code.slice(...fn.body.range));
}

/** The name that a chain of members and calls begins with: a variable, or the method of `this`. */
function rootOf(node: Tree.Node): string | undefined {
  let at: Tree.Node = node;
  for (;;) {
    if (at.type === Syntax.AwaitExpression) at = at.argument;
    else if (at.type === Syntax.CallExpression) at = at.callee;
    else if (at.type === Syntax.TSAsExpression || at.type === Syntax.TSNonNullExpression) at = at.expression;
    else if (at.type === Syntax.MemberExpression) {
      if (at.object.type === Syntax.ThisExpression && at.property.type === Syntax.Identifier) return at.property.name;
      at = at.object;
    } else return at.type === Syntax.Identifier ? at.name : undefined;
  }
}

/** The last statement ahead that declares `name`. */
function declaring(name: string, { body, end }: Ahead, { program, code }: Asked): Tree.Node | undefined {
  const at = indexOfBody(body, program, code)
    .declared.get(name)
    ?.findLast((number) => number < end);
  return at === undefined ? undefined : (body[at] as Tree.Node | undefined);
}

function isNamed(node: Tree.Node, name: string): boolean {
  return node.type === Syntax.Identifier && node.name === name;
}

/** Whether what `node` gives is always there: nothing in it stands in for a failure, or gives up in silence. */
function isSure(node: Tree.Node): boolean {
  const pending: Tree.Node[] = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.type === Syntax.CatchClause || at.type === Syntax.LogicalExpression || at.type === Syntax.ChainExpression)
      return false;
    if (at.type === Syntax.ConditionalExpression && !endsInFailure(at.alternate)) return false;
    if (at.type === Syntax.CallExpression && ['catch', 'allSettled', 'finally'].includes(methodOf(at) ?? ''))
      return false;
    if (at.type === Syntax.ReturnStatement && isNothing(at.argument)) return false;
    const children = childrenOf(at);
    addAll(pending, at.type === Syntax.BlockStatement ? children.filter(isNoEndOfFailure) : children);
  }
  return true;
}

/** Whether a statement is none that only ends what failed: the second of `reject(…); return;`. */
function isNoEndOfFailure(statement: Tree.Node, index: number, all: readonly Tree.Node[]): boolean {
  if (statement.type !== Syntax.ReturnStatement || statement.argument !== null) return true;
  const before = all[index - 1];
  if (before?.type !== Syntax.ExpressionStatement || before.expression.type !== Syntax.CallExpression) return true;
  const { callee, arguments: given } = before.expression;
  return !(isNamed(callee, 'reject') && given.length > 0);
}

/** `Promise.reject(…)` */
function endsInFailure(node: Tree.Node): boolean {
  return node.type === Syntax.CallExpression && methodOf(node) === 'reject';
}

function isNothing(node: Tree.Node | null): boolean {
  if (node === null) return true;
  return (node.type === Syntax.Literal && !node.value) || isNamed(node, 'undefined');
}

/** Whether `fn` runs while what is around it does, or as soon as a promise there is settled. */
function runsAtOnce(fn: Callable, outer: Tree.Node | undefined): boolean {
  if (outer?.type !== Syntax.CallExpression || !outer.arguments.some((argument) => argument === fn)) return false;
  return /^(?:map|forEach|flatMap|filter|find|some|every|reduce|then|catch|finally)$/.test(methodOf(outer) ?? '');
}

/** A loop that may go on for longer than a token is valid. */
function mayOutlast(node: Tree.Node): boolean {
  if (node.type === Syntax.ForOfStatement) return node.await;
  if (node.type === Syntax.ForStatement) return node.test === null;
  return node.type === Syntax.WhileStatement || node.type === Syntax.DoWhileStatement;
}

function methodOf({ callee }: Tree.CallExpression): string | undefined {
  if (callee.type !== Syntax.MemberExpression || callee.property.type !== Syntax.Identifier) return undefined;
  return callee.property.name;
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`).test(text);
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}
