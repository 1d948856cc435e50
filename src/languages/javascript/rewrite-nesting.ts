/** Moves code into a function: what is written before and behind it, how it is indented, whether it may be moved at all. */
import type { Certainty } from '../../model/certainty.js';
import { Syntax, type Tree } from './parse.js';
import type { Arguments } from './rewrite-arguments.js';
import type { Found } from './rewrite-find.js';
import { linksOf, isExecutor, type Moved } from './rewrite-moved.js';
import type { Change } from './rewrite-options.js';
import { declarationOf, functionAround, isFunction, lasting, nodesIn, targetOf } from './rewrite-scope.js';
import { deeper, indentAt, indented, type Hand } from './rewrite-writing.js';

/** Changes that belong together, and whether nothing else that runs changes with them. */
export interface Rewritten {
  readonly changes: readonly Change[];
  readonly isSafe: boolean;
}

/** Code and what is to be put around it. */
export interface Nesting {
  readonly moved: Moved;
  /** The lines before it and behind it, indented as they are to each other. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** How many steps deeper it stands between them. */
  readonly depth: number;
  /** Changes within it. */
  readonly changes: readonly Change[];
}

/** Whether the code means the same when it runs a moment later. */
export function movable(moved: Moved, found: Found, hand: Hand, code: string): Certainty {
  const { expressions, form, nodes } = moved;
  const [start, end] = [nodes[0]?.range[0] ?? 0, expressions[0]?.range[0] ?? 0];
  if (form === 'return' && !/^return[ \t]+$/.test(code.slice(start, end))) return 'no';
  // Without a semicolon, what begins like this would go on with the line before.
  if (hand.semicolon === '' && /^[([`/+-]/.test(code.slice(end, end + 1))) return 'no';
  return lasting(expressions, found, start, moved.name);
}

/**
 * Whether nothing that is evaluated for the request can have an effect or fail, so that it does not matter when. `atOnce` is
 * not moved. An address that begins with a host is mended whatever follows; options are not.
 */
export function isQuiet(moved: Moved, { call, around }: Found, given: Arguments, atOnce?: Tree.Node): boolean {
  const own = [call, atOnce, ...linksOf(moved).map((link) => link.call)];
  for (const expression of moved.expressions)
    for (const node of nodesIn(expression, (inner) => !isFunction(inner)))
      if (isEffect(node) && !own.includes(node)) return false;
  if (given.options === undefined) return true;
  const fn = around.findLastIndex(isFunction);
  const isCaught =
    around.slice(fn + 1).some((node) => node.type === Syntax.TryStatement) ||
    isExecutor(around[fn], around[fn - 1]) ||
    (isFunction(around[fn]) && around[fn].async);
  return !isCaught || isConstant(given.written ?? given.options, around);
}

function isEffect(node: Tree.Node): boolean {
  if (node.type === Syntax.NewExpression) return targetOf(node.callee) !== 'URL';
  return node.type === Syntax.CallExpression && !PURE.test(targetOf(node.callee) ?? '');
}

const PURE =
  /^(?:encodeURIComponent|encodeURI|String|Number|parseInt|require|url\.parse|path(?:\.posix)?\.join|(?:Object|_)\.assign|\w+\.bind|this(?:\.\w+)+\.bind)$/;

/** Whether a request cannot be refused for what `node` is: all of it is written in the code. */
function isConstant(node: Tree.Node, around: readonly Tree.Node[]): boolean {
  switch (node.type) {
    case Syntax.Literal:
      return true;
    case Syntax.TemplateLiteral:
      return node.expressions.every((one) => isConstant(one, around));
    case Syntax.BinaryExpression:
      return isConstant(node.left, around) && isConstant(node.right, around);
    case Syntax.ObjectExpression:
      return node.properties.every((one) => one.type === Syntax.Property && isConstant(one.value, around));
    case Syntax.Identifier: {
      const declared = declarationOf(node.name, around);
      return declared !== undefined && isConstant(declared, []);
    }
    default:
      return isFunction(node);
  }
}

/** The changes that put the code where it is to be. */
export function nested({ moved, before, depth, after, changes }: Nesting, hand: Hand, code: string): readonly Change[] {
  const { nodes, expressions, form } = moved;
  const start = nodes[0]?.range[0] ?? 0;
  const first = form === 'return' ? (expressions[0]?.range[0] ?? start) : start;
  const end = nodes.at(-1)?.range[1] ?? start;
  const indent = indentAt(start, code);
  const step = hand.step.repeat(depth);
  const head = [...before, step].join(`\n${indent}`);
  const tail = [form === 'body' ? ';' : '', ...after].join(`\n${indent}`);
  const isReplaced = (at: number): boolean => changes.some(({ span }) => span.start < at && at <= span.end);
  return [
    { span: { start, end: first }, text: head },
    ...indented(nodes, step, code).filter(({ span }) => !isReplaced(span.start)),
    ...changes.map((change) => deeper(change, step)),
    { span: { start: end, end }, text: tail },
  ];
}

/** A name that code which is moved does not use. */
export function nameWithin(name: string, { nodes }: Moved, code: string): string {
  const text = code.slice(nodes[0]?.range[0] ?? 0, nodes.at(-1)?.range[1] ?? 0);
  return numbered(name, 1, text);
}

/** A name that the file does not use; requests after one another in a function get different ones, though one fix knows no other. */
export function nameBefore(name: string, found: Found, code: string): string {
  const { call } = found;
  const callee = code.slice(...call.callee.range);
  let number = 1;
  const fn = functionAround(found);
  for (const node of fn === undefined ? [] : nodesIn(fn, (inner) => !isFunction(inner)))
    if (
      node.type === Syntax.CallExpression &&
      node.range[0] < call.range[0] &&
      code.slice(...node.callee.range) === callee
    )
      number += 1;
  return numbered(name, number, code);
}

function numbered(name: string, first: number, text: string): string {
  for (let number = first; ; number += 1) {
    const numberedName = number === 1 ? name : `${name}${String(number)}`;
    if (!new RegExp(`\\b${numberedName}\\b`).test(text)) return numberedName;
  }
}

/** Whether code that is moved says `this` or `arguments` of the function that it is in. */
export function saysThis({ nodes }: Moved): boolean {
  const own = (inner: Tree.Node): boolean => !isFunction(inner) || inner.type === Syntax.ArrowFunctionExpression;
  return nodes.some((top) =>
    [...nodesIn(top, own)].some(
      (node) =>
        own(node) &&
        (node.type === Syntax.ThisExpression || (node.type === Syntax.Identifier && node.name === 'arguments')),
    ),
  );
}
