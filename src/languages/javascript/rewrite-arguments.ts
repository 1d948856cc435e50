/** Adds a header to a call whose last argument is a callback, and tells which of its options a token request shares. */
import { Syntax, type Tree } from './parse.js';
import type { Found } from './rewrite-find.js';
import { inOptions, isAddress, isRepeatable, propertyOf, type Change } from './rewrite-options.js';
import { isCallable } from './rewrite-routes.js';
import { declarationOf, targetOf } from './rewrite-scope.js';
import { quoted } from './rewrite-clients.js';
import { headerName, SESSION_TOKEN } from '../../imds/names.js';
import { spanOf, type Hand } from './rewrite-writing.js';

/** What the arguments of a call are. */
export interface Arguments {
  /** The options as they are written at the call. */
  readonly options: Tree.ObjectExpression | Tree.Identifier | undefined;
  /** The options' text where they were written out. */
  readonly written: Tree.ObjectExpression | undefined;
  readonly url: Tree.Node | undefined;
}

/**
 * Reads the arguments of a call: an address, options and a callback, of which one of the first two may be missing. With
 * `takesPath` the first is no options, whatever it looks like.
 */
export function argumentsOf({ call, around }: Found, takesPath: boolean, code: string): Arguments | undefined {
  const [first, ...others] = call.arguments;
  const [second] = others;
  if (first === undefined || others.length > 2 || call.arguments.some((one) => one.type === Syntax.SpreadElement))
    return undefined;
  const whole = takesPath ? undefined : optionsIn(first, around);
  if (whole !== undefined)
    return others.length < 2 && isNoOptions(second, around) ? { ...whole, url: undefined } : undefined;
  if (!takesPath && !isUrl(first, around, code)) return undefined;
  const more = second === undefined ? undefined : optionsIn(second, around);
  if (more !== undefined) return { ...more, url: first };
  return others.length < 2 && isNoOptions(second, around)
    ? { options: undefined, written: undefined, url: first }
    : undefined;
}

function isNoOptions(node: Tree.Node | undefined, around: readonly Tree.Node[]): boolean {
  return node === undefined || isCallable(node, around);
}

/** Whether `node` is an address: it looks like one, or is declared as something that does. */
function isUrl(node: Tree.Node, around: readonly Tree.Node[], code: string): boolean {
  if (isAddress(node, code)) return true;
  const declared = node.type === Syntax.Identifier ? declarationOf(node.name, around) : undefined;
  return declared !== undefined && isAddress(declared, code) && makesOptions(declared) === undefined;
}

type Options = Omit<Arguments, 'url'>;

/** Options that are written out, at the call or where a name is given to them. */
function optionsIn(node: Tree.Node, around: readonly Tree.Node[]): Options | undefined {
  if (node.type === Syntax.ObjectExpression) return { options: node, written: node };
  if (node.type !== Syntax.Identifier) return undefined;
  const declared = declarationOf(node.name, around);
  if (declared?.type === Syntax.ObjectExpression) return { options: node, written: declared };
  return declared !== undefined && makesOptions(declared) !== undefined
    ? { options: node, written: undefined }
    : undefined;
}

/** `url.parse(…)` and `Object.assign(…)` make a plain object. */
function makesOptions(node: Tree.Node): Tree.CallExpression | undefined {
  if (node.type !== Syntax.CallExpression) return undefined;
  return /\.(?:assign|assignIn|extend)$|(?:^|\.)url\.parse$/.test(targetOf(node.callee) ?? '') ? node : undefined;
}

/** How the token that `token` names is sent with the call. */
export function sending(
  { options, written, url }: Arguments,
  token: string,
  hand: Hand,
  code: string,
): Change | undefined {
  const entry = `${quoted(headerName(SESSION_TOKEN), hand)}: ${token}`;
  if (options === undefined)
    return url && { span: { start: url.range[1], end: url.range[1] }, text: `, { headers: { ${entry} } }` };
  if (options.type === Syntax.ObjectExpression) return inOptions(options, entry, code);
  const isKnown = written?.properties.every((one) => one.type === Syntax.Property && !one.computed) === true;
  const { name } = options;
  const isFirst =
    isKnown &&
    propertyOf(written, 'headers') === undefined &&
    !new RegExp(`${escaped(name)}\\s{0,9}\\.\\s{0,9}headers`).test(code);
  return { span: spanOf(options), text: copied(name, entry, isFirst, hand) };
}

/** A copy of options with one more header: nobody else who has the options gets the token. */
function copied(name: string, entry: string, isFirst: boolean, { isModern }: Hand): string {
  if (isModern) {
    const headers = isFirst ? `{ ${entry} }` : `{ ...${name}.headers, ${entry} }`;
    return `{ ...${name}, headers: ${headers} }`;
  }
  const headers = isFirst ? `{ ${entry} }` : `Object.assign({}, ${name}.headers, { ${entry} })`;
  return `Object.assign({}, ${name}, { headers: ${headers} })`;
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}

/** The options among `names` that the token request shares, one an entry; undefined when one cannot be written twice. */
export function kept(
  { options, written }: Arguments,
  names: readonly string[],
  code: string,
): readonly string[] | undefined {
  if (options === undefined) return [];
  if (options.type === Syntax.ObjectExpression) {
    const shared = names.map((name) => propertyOf(options, name)).filter((one) => one !== undefined);
    return shared.every((one) => isRepeatable(one.value)) ? shared.map((one) => code.slice(...one.range)) : undefined;
  }
  const { name } = options;
  const isSet = (one: string): boolean =>
    new RegExp(`(?<![\\w$])${escaped(name)}\\s{0,9}\\.\\s{0,9}${one}\\b`).test(code);
  return names
    .filter(
      (one) =>
        (written !== undefined && propertyOf(written, one) !== undefined) ||
        isSet(one) ||
        (written === undefined && one === 'timeout'),
    )
    .map((one) => `${one}: ${name}.${one}`);
}
