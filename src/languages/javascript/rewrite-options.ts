/** Adds a header to the options of a call where these are written out, and reads what of them a token request shares. */
import type { Span } from '../../model/source-file.js';
import { Syntax, type Tree } from './parse.js';

/** A text to put in the place of a span of the document. */
export interface Change {
  readonly span: Span;
  readonly text: string;
}

/**
 * How `entry` is added to the headers of `call`, whose options are argument `index`, or with `takesOptionsFirst` may be all
 * of its arguments; undefined where that would be a guess.
 */
export function addHeader(
  call: Tree.CallExpression,
  { options: index, takesOptionsFirst }: { readonly options: number; readonly takesOptionsFirst: boolean },
  entry: string,
  text: string,
): Change | undefined {
  const [first] = call.arguments;
  const holder = optionsOf(call, index);
  if (call.arguments.some((argument) => argument.type === Syntax.SpreadElement)) return undefined;
  if (holder === undefined) {
    const last = call.arguments.at(-1);
    if (last === undefined || call.arguments.length !== index) return undefined;
    // What stands behind options is not looked at.
    if (takesOptionsFirst && !isText(last, text)) return undefined;
    if (hasHeaders(last, text)) return undefined;
    return { span: at(last.range[1]), text: `, { headers: { ${entry} } }` };
  }
  // Neither is what stands behind an object that may hold them.
  if (takesOptionsFirst && holder !== first && first !== undefined && !isAddress(first, text)) return undefined;
  return holder.type === Syntax.ObjectExpression ? inOptions(holder, entry, text) : undefined;
}

/** Whether `node` is a `new Request(…)` with headers, as far as can be seen: those of the call would replace them. */
function hasHeaders(node: Tree.Node, code: string): boolean {
  if (node.type === Syntax.NewExpression) return HEADERS.test(code.slice(...node.range));
  if (node.type !== Syntax.Identifier) return false;
  const made = new RegExp(
    `(?<![\\w$.])${node.name.replaceAll('$', '\\$')}\\s?=\\s?new\\s{1,9}\\w*Request\\([^;]{0,500}`,
  );
  return HEADERS.test(made.exec(code)?.[0] ?? '');
}

/** Headers, or options that may hold some. */
const HEADERS = /Request\([^]*(?:\bheaders\b|\.\.\.|,\s{0,99}[\w$])/;

/** Whether `node` is the address for all that can be seen: a text, or named like one. */
export function isAddress(node: Tree.Node, code: string): boolean {
  const named = node.type === Syntax.MemberExpression ? node.property : node;
  if (named.type === Syntax.Identifier && /(?:ur[il]|href|address|endpoint)$/i.test(named.name)) return true;
  return node.type === Syntax.CallExpression || node.type === Syntax.NewExpression || isText(node, code);
}

/** Whether `node` is a text for all that can be seen in the code. */
function isText(node: Tree.Node, code: string): boolean {
  if (node.type === Syntax.Identifier) {
    return new RegExp(`(?<![\\w$.])${node.name.replaceAll('$', '\\$')}(?::\\s?string)?\\s?=\\s?['"\`]`).test(code);
  }
  return node.type === Syntax.Literal || node.type === Syntax.TemplateLiteral || node.type === Syntax.BinaryExpression;
}

function at(offset: number): Span {
  return { start: offset, end: offset };
}

export function inOptions(options: Tree.ObjectExpression, entry: string, text: string): Change | undefined {
  const headers = propertyOf(options, 'headers');
  if (headers !== undefined) {
    const isLast = options.properties
      .slice(options.properties.indexOf(headers))
      .every((one) => one.type !== Syntax.SpreadElement);
    return headers.value.type === Syntax.ObjectExpression && isLast ? append(headers.value, entry, text) : undefined;
  }
  // Headers may be among what is spread, or under a name that is computed.
  const isPlain = options.properties.every((one) => one.type === Syntax.Property && !one.computed);
  return isPlain ? append(options, `headers: { ${entry} }`, text) : undefined;
}

/** The entry of an object literal that is written under `name`. */
export function propertyOf(object: Tree.ObjectExpression, name: string): Tree.Property | undefined {
  return object.properties.find((one): one is Tree.Property => {
    if (one.type !== Syntax.Property || one.computed) return false;
    return one.key.type === Syntax.Identifier ? one.key.name === name : one.key.value === name;
  });
}

/** `entry` behind the last of an object's entries, on a line of its own where that is. */
export function append(object: Tree.ObjectExpression, entry: string, text: string): Change {
  const last = object.properties.at(-1);
  if (last === undefined) return { span: { start: object.range[0], end: object.range[1] }, text: `{ ${entry} }` };
  const line = text.slice(text.lastIndexOf('\n', last.range[0] - 1) + 1, last.range[0]);
  const between = /^[ \t]*$/.test(line) && text.slice(...object.range).includes('\n') ? `,\n${line}` : ', ';
  return { span: at(last.range[1]), text: `${between}${entry}` };
}

/** The argument that holds the options. */
export function optionsOf(call: Tree.CallExpression, index: number): Tree.Node | undefined {
  const [first] = call.arguments;
  return first?.type === Syntax.ObjectExpression ? first : call.arguments[index];
}

/** Options that hold for both requests, as they are written; undefined when one of them cannot be written twice. */
export function sharedOptions(
  holder: Tree.Node | undefined,
  names: readonly string[],
  text: string,
): string | undefined {
  if (holder?.type !== Syntax.ObjectExpression) return '';
  const shared = ['signal', ...names].map((name) => propertyOf(holder, name)).filter((one) => one !== undefined);
  if (shared.some((one) => !isRepeatable(one.value))) return undefined;
  return shared.map((one) => text.slice(...one.range)).join(', ');
}

/** Whether evaluating `node` once more changes nothing. */
export function isRepeatable(node: Tree.Node): boolean {
  switch (node.type) {
    case Syntax.Literal:
    case Syntax.Identifier:
    case Syntax.ThisExpression:
      return true;
    case Syntax.MemberExpression:
      return !node.computed && isRepeatable(node.object);
    case Syntax.BinaryExpression:
      return isRepeatable(node.left) && isRepeatable(node.right);
    case Syntax.ObjectExpression:
      return node.properties.every((one) => one.type === Syntax.Property && !one.computed && isRepeatable(one.value));
    case Syntax.CallExpression:
      return isTimeout(node) && node.arguments.every(isRepeatable);
    default:
      return false;
  }
}

/** `AbortSignal.timeout(…)`: each request has a time of its own. */
function isTimeout({ callee }: Tree.CallExpression): boolean {
  if (callee.type !== Syntax.MemberExpression || callee.object.type !== Syntax.Identifier) return false;
  return (
    callee.object.name === 'AbortSignal' &&
    callee.property.type === Syntax.Identifier &&
    callee.property.name === 'timeout'
  );
}
