/** How a function lets its callers send headers with the request that it makes: by a parameter that it has, or is given. */
import { Syntax, type Tree } from './parse.js';
import { recipeOf } from './rewrite-clients.js';
import type { Found } from './rewrite-find.js';
import { append, inOptions, isAddress, optionsOf, propertyOf, type Change } from './rewrite-options.js';
import { isCallable } from './rewrite-routes.js';
import { declarationOf, names, nodesIn, targetOf, type FunctionNode } from './rewrite-scope.js';
import { spanOf, type Hand } from './rewrite-writing.js';

/** The parameter by which callers hand over headers. */
export interface Taking {
  readonly index: number;
  /** Whether it holds the headers, or options with the headers among them. */
  readonly holds: 'headers' | 'options';
  /** What gives the function that parameter, where it has none yet. */
  readonly changes: readonly Change[];
}

/** How callers of `fn` send headers with the request `inner` of `client`; undefined where that is a guess. */
export function takingOf(fn: FunctionNode, inner: Found, client: string, hand: Hand, code: string): Taking | undefined {
  const options = writtenOptions(inner, client, code);
  const handed = options && handedOn(options, fn);
  if (handed !== undefined) return { ...handed, changes: [] };
  return withParameter(fn, inner, options, hand, code);
}

/** The change that hands `entry` over as a header where `fn` is called. */
export function handing(
  { arguments: given }: Tree.CallExpression,
  { index, holds }: Taking,
  entry: string,
  code: string,
): Change | undefined {
  const last = given.at(-1);
  if (last === undefined || given.some((one) => one.type === Syntax.SpreadElement)) return undefined;
  const text = holds === 'headers' ? `{ ${entry} }` : `{ headers: { ${entry} } }`;
  const argument = given[index];
  if (argument === undefined) {
    const skipped = 'undefined, '.repeat(index - given.length);
    const line = code.slice(code.lastIndexOf('\n', last.range[0] - 1) + 1, last.range[0]);
    const between = /^[ \t]+$/.test(line) ? `,\n${line}` : ', ';
    return { span: { start: last.range[1], end: last.range[1] }, text: between + skipped + text };
  }
  if (argument.type === Syntax.ObjectExpression)
    return holds === 'headers' ? append(argument, entry, code) : inOptions(argument, entry, code);
  return /^(?:undefined|null)$/.test(code.slice(...argument.range)) ? { span: spanOf(argument), text } : undefined;
}

/** The argument that holds the options of the request, if it has one; an object or a name. */
export function writtenOptions({ call, around }: Found, client: string, code: string): Tree.Node | undefined {
  const recipe = recipeOf(client);
  if (recipe?.options === 'chain') return undefined;
  if (recipe !== undefined) return optionsOf(call, recipe.options);
  const [first, second] = call.arguments;
  if (first === undefined || first.type === Syntax.ObjectExpression) return first;
  if (second !== undefined && !isCallable(second, around)) return second;
  return isAddress(first, code) ? undefined : first;
}

type Handed = Omit<Taking, 'changes'>;

/** The parameter of `fn` that `options` pass on. */
function handedOn(options: Tree.Node, fn: FunctionNode): Handed | undefined {
  if (options.type === Syntax.Identifier) return optionsParameter(options.name, fn);
  if (options.type !== Syntax.ObjectExpression) return undefined;
  const headers = propertyOf(options, 'headers');
  if (headers === undefined) {
    const spread = options.properties.filter((one) => one.type === Syntax.SpreadElement);
    const [only] = spread;
    return only?.argument.type === Syntax.Identifier && spread.length === 1
      ? optionsParameter(only.argument.name, fn)
      : undefined;
  }
  const value = withoutDefault(headers.value);
  if (value.type === Syntax.Identifier) return headersParameter(value.name, fn);
  const owner = targetOf(value);
  if (owner?.endsWith('.headers') === true) return optionsParameter(owner.slice(0, -'.headers'.length), fn);
  if (value.type !== Syntax.ObjectExpression) return undefined;
  for (const one of value.properties) {
    const spread = one.type === Syntax.SpreadElement ? withoutDefault(one.argument) : undefined;
    const handed = spread?.type === Syntax.Identifier ? headersParameter(spread.name, fn) : undefined;
    if (handed !== undefined) return handed;
  }
  return undefined;
}

/** `a` of `a ?? {}`. */
function withoutDefault(node: Tree.Node): Tree.Node {
  return node.type === Syntax.LogicalExpression && node.operator !== '&&' ? node.left : node;
}

function optionsParameter(name: string, fn: FunctionNode): Handed | undefined {
  const index = indexOf(name, fn);
  return index === undefined || isText(name, fn) ? undefined : { index, holds: 'options' };
}

/** A parameter of that name, or one that is taken apart and has headers of that name. */
function headersParameter(name: string, fn: FunctionNode): Handed | undefined {
  const index = indexOf(name, fn);
  if (index !== undefined) return { index, holds: 'headers' };
  const apart = fn.params.findIndex((one) => {
    const pattern = one.type === Syntax.AssignmentPattern ? one.left : one;
    return (
      pattern.type === Syntax.ObjectPattern &&
      pattern.properties.some(
        (entry) =>
          entry.type === Syntax.Property &&
          entry.key.type === Syntax.Identifier &&
          entry.key.name === 'headers' &&
          names(entry.value, name),
      )
    );
  });
  return apart < 0 ? undefined : { index: apart, holds: 'options' };
}

/** The parameter of `fn` that is called `name`. */
export function indexOf(name: string, { params }: FunctionNode): number | undefined {
  const index = params.findIndex((one) => nameOf(one) === name);
  return index < 0 ? undefined : index;
}

function nameOf(parameter: Tree.Node): string | undefined {
  const named = parameter.type === Syntax.AssignmentPattern ? parameter.left : parameter;
  return named.type === Syntax.Identifier ? named.name : undefined;
}

/** Whether `fn` asks of its parameter whether it is a text: callers may hand over an address in its place. */
function isText(name: string, fn: FunctionNode): boolean {
  for (const node of nodesIn(fn.body))
    if (node.type === Syntax.UnaryExpression && node.operator === 'typeof' && names(node.argument, name)) return true;
  return false;
}

/** `fn` with one more parameter, which the request sends. */
function withParameter(
  fn: FunctionNode,
  inner: Found,
  options: Tree.Node | undefined,
  hand: Hand,
  code: string,
): Taking | undefined {
  const last = fn.params.at(-1);
  if (last === undefined || !hand.isModern || !mayGrow(fn)) return undefined;
  const name = names(fn, 'headers') ? 'imdsHeaders' : 'headers';
  const entry = name === 'headers' ? name : `headers: ${name}`;
  const sent = sentWith(options, { name, entry }, fn, inner, code);
  if (sent === undefined) return undefined;
  const text = `${name}${hand.isTyped ? ': Record<string, string>' : ''} = {}`;
  const isBare = fn.type === Syntax.ArrowFunctionExpression && !/^(?:async\s{0,99})?\(/.test(code.slice(...fn.range));
  const parameter: Change = isBare
    ? { span: spanOf(last), text: `(${code.slice(...last.range)}, ${text})` }
    : { span: { start: last.range[1], end: last.range[1] }, text: `, ${text}` };
  return { index: fn.params.length, holds: 'headers', changes: [parameter, sent] };
}

/** Whether `fn` means the same by its parameters when it has one more. */
function mayGrow(fn: FunctionNode): boolean {
  if (fn.params.some((one) => one.type === Syntax.RestElement)) return false;
  const own = fn.params.map(nameOf);
  for (const node of nodesIn(fn.body)) {
    if (node.type === Syntax.Identifier && node.name === 'arguments') return false;
    // `if (!callback) callback = options`
    if (node.type !== Syntax.AssignmentExpression || node.left.type !== Syntax.Identifier) continue;
    const { left, right } = node;
    if (own.includes(left.name) && own.some((one) => one !== undefined && one !== left.name && names(right, one)))
      return false;
  }
  return true;
}

interface Sent {
  readonly name: string;
  /** The entry of options that sends it. */
  readonly entry: string;
}

/** How the request sends the headers that `fn` is given. */
function sentWith(
  options: Tree.Node | undefined,
  { name, entry }: Sent,
  fn: FunctionNode,
  inner: Found,
  code: string,
): Change | undefined {
  if (options === undefined) {
    const [url, second] = inner.call.arguments;
    const isAlone = url !== undefined && (second === undefined || isCallable(second, inner.around));
    return isAlone && url.type !== Syntax.SpreadElement
      ? { span: { start: url.range[1], end: url.range[1] }, text: `, { ${entry} }` }
      : undefined;
  }
  if (options.type === Syntax.ObjectExpression) return sentIn(options, name, entry, code);
  if (options.type !== Syntax.Identifier) return undefined;
  const text = options.name;
  if (indexOf(text, fn) !== undefined)
    return hasMembersSet(text, fn)
      ? { span: spanOf(options), text: `{ ...${text}, headers: { ...${text}.headers, ...${name} } }` }
      : undefined;
  const declared = declarationOf(text, inner.around);
  const isOwn = declared !== undefined && fn.range[0] < declared.range[0] && declared.range[1] < fn.range[1];
  const isLeft = !new RegExp(`(?<![\\w$.])${text.replaceAll('$', '\\$')}\\s?(?:\\.headers|\\[)`).test(code);
  return isOwn && isLeft && declared.type === Syntax.ObjectExpression ? sentIn(declared, name, entry, code) : undefined;
}

function sentIn(options: Tree.ObjectExpression, name: string, entry: string, code: string): Change | undefined {
  if (propertyOf(options, 'headers') !== undefined) return inOptions(options, `...${name}`, code);
  const isPlain = options.properties.every((one) => one.type === Syntax.Property && !one.computed);
  return isPlain ? append(options, entry, code) : undefined;
}

/** Whether `fn` sets members of what it is given under `name`: that is an object by then. */
function hasMembersSet(name: string, fn: FunctionNode): boolean {
  for (const node of nodesIn(fn.body))
    if (node.type === Syntax.AssignmentExpression && targetOf(node.left)?.startsWith(`${name}.`) === true) return true;
  return false;
}
