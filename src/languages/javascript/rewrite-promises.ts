/** The promise that a call gives, where it can be made when another promise is settled instead. */
import { allOf, type Certainty } from '../../model/certainty.js';
import { Syntax, type Tree } from './parse.js';
import { childrenOf, type Found } from './rewrite-find.js';
import { isRepeatable } from './rewrite-options.js';
import { lasting } from './rewrite-scope.js';

/** An expression that gives a promise, and whether nothing else can be wanted of it. */
interface Promised {
  readonly node: Tree.Node;
  readonly isAlone: Certainty;
}

/**
 * What gives the promise of the call. One that has methods of its own is taken with the method that is called on it: with that
 * for its body, or with all that are chained before it is sent.
 */
export function promisedBy(
  { call, around }: Found,
  kind: 'plain' | 'special' | 'chain',
  code: string,
): Promised | undefined {
  const methods = kind === 'plain' ? NONE : kind === 'special' ? BODY : CHAINED;
  const links = linksAround(call, around, methods);
  const own = kind === 'special' ? links.slice(0, 1) : links;
  const node = own.at(-1) ?? call;
  const outer = around.slice(0, around.length - 2 * own.length);
  const parent = outer.at(-1);
  const isThen =
    parent?.type === Syntax.MemberExpression && !parent.computed && THEN.test(code.slice(...parent.property.range));
  if (parent?.type === Syntax.MemberExpression && parent.object === node)
    return isThen ? { node, isAlone: 'certain' } : undefined;
  if (kind === 'plain' || isSettled(outer)) return { node, isAlone: 'certain' };
  // The promise of a body has hardly any methods that somebody else could want.
  return kind === 'special' && own.length > 0 ? { node, isAlone: 'possible' } : undefined;
}

const NONE = /^$/;
const BODY = /^(?:json|text|buffer|blob|arrayBuffer|bytes)$/;
const CHAINED = /^(?!(?:then|catch|finally|end|pipe|on|once)$)/;
const THEN = /^(?:then|catch|finally)$/;

/** The calls of `methods` that are chained to the call, the first one first. */
function linksAround(
  call: Tree.CallExpression,
  around: readonly Tree.Node[],
  methods: RegExp,
): readonly Tree.CallExpression[] {
  const links: Tree.CallExpression[] = [];
  let inner: Tree.CallExpression = call;
  for (let i = around.length - 1; i > 0; i -= 2) {
    const [member, outer] = [around[i], around[i - 1]];
    if (member?.type !== Syntax.MemberExpression || member.object !== inner || member.computed) break;
    if (outer?.type !== Syntax.CallExpression || outer.callee !== member) break;
    if (member.property.type !== Syntax.Identifier || !methods.test(member.property.name)) break;
    links.push(outer);
    inner = outer;
  }
  return links;
}

/** The time-outs that are chained to the call, as a token request can have them too; undefined where they cannot be written twice. */
export function chainedTimeouts({ call, around }: Found, code: string): string | undefined {
  const timing = linksAround(call, around, CHAINED).filter(
    ({ callee }) => callee.type === Syntax.MemberExpression && code.slice(...callee.property.range) === 'timeout',
  );
  const times = timing.flatMap((link) => link.arguments);
  if (!times.every(isRepeatable)) return undefined;
  return times.map((time) => `.timeout(${code.slice(...time.range)})`).join('');
}

/** Whether the arguments of the call, and of what is chained to it within `node`, mean the same a moment later. */
export function argumentsLast(found: Found, node: Tree.Node, code: string): Certainty {
  const own = found.around.filter((one) => one.range[0] === node.range[0] && one.range[1] <= node.range[1]);
  const calls = own.filter((one) => one.type === Syntax.CallExpression);
  const sure = [found.call, ...calls].flatMap((one) => one.arguments);
  if (sure.every((argument) => isLasting(argument, code))) return 'certain';
  return allOf('possible', lasting(sure, found, found.call.range[0], undefined));
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
