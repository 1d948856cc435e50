/** Makes an instance of a client ask for a session token before each of its requests, where the instance is made. */
import { ADDRESS, headerName, SESSION_TOKEN } from '../../imds/names.js';
import { ofLast } from '../../model/lately.js';
import { Syntax, type Tree } from './parse.js';
import { askingStatements, quoted, recipeOf, type Names, type Style } from './rewrite-clients.js';
import { childrenOf, type Found } from './rewrite-find.js';
import { bodyStart, indentAt, linesAfter, stepOf } from './rewrite-layout.js';
import { append, propertyOf, sharedOptions, type Change } from './rewrite-options.js';
import { addAll } from '../../model/long-lists.js';

/** Where an instance is made: the call, and what it is kept in. */
interface Made {
  readonly call: Tree.CallExpression;
  readonly client: Tree.Node;
  /** The nodes around the call, from the scope that was searched. */
  readonly around: readonly Tree.Node[];
}

/** How the instances of a client are made, and made to ask for a token. */
interface Instances {
  /** The method of the client that makes one. */
  readonly maker: 'create' | 'extend';
  /** The option that holds what all addresses begin with. */
  readonly base: string;
  /** What the request's options may be called where they are given the header, from the best name on. */
  readonly parameters: readonly string[];
  change(instance: string, made: Made, hook: Hook, code: string): readonly Change[] | undefined;
}

/** The function that asks for a token and puts it into the headers of a request. */
interface Hook {
  readonly parameter: string;
  /** One statement each, not indented. */
  readonly body: readonly string[];
  /** What ends a statement. */
  readonly end: string;
}

const axios: Instances = {
  maker: 'create',
  base: 'baseURL',
  parameters: ['config', 'request', 'requestConfig'],
  change(instance, made, { parameter, body, end }, code) {
    const step = stepOf(code);
    const lines = [
      `${instance}.interceptors.request.use(async (${parameter}) => {`,
      ...body.map((line) => step + line),
      `${step}return ${parameter}${end}`,
      `})${end}`,
    ];
    return placed(lines, made, code);
  },
};

const got: Instances = {
  maker: 'extend',
  base: 'prefixUrl',
  parameters: ['options', 'request', 'requestOptions'],
  change(_, { call }, { parameter, body }, code) {
    const [options] = call.arguments;
    if (options?.type !== Syntax.ObjectExpression || call.arguments.length !== 1) return undefined;
    // Hooks that are there may count on being the first or the last; so may those of what is spread.
    const isPlain = options.properties.every((one) => one.type === Syntax.Property && !one.computed);
    if (!isPlain || ['hooks', 'handlers'].some((name) => propertyOf(options, name) !== undefined)) return undefined;
    const step = stepOf(code);
    const indent = indentAt(options.properties.at(-1)?.range[0] ?? options.range[0], code);
    const lines = [
      'hooks: {',
      `${step}beforeRequest: [`,
      `${step}${step}async (${parameter}) => {`,
      ...body.map((line) => step + step + step + line),
      `${step}${step}},`,
      `${step}],`,
      '}',
    ];
    return [append(options, lines.join(`\n${indent}`), code)];
  },
};

/** By the name of the client; one whose hooks are not the same in all of its versions is not here. */
const clients: ReadonlyMap<string, Instances> = new Map([
  ['axios', axios],
  ['got', got],
]);

/**
 * How the instance of `client` on which the call is made asks for a token before each of its requests, if all of them are for
 * the service.
 */
export function instanceChanges(
  client: string,
  found: Found,
  url: string,
  style: Style,
  code: string,
): readonly Change[] | undefined {
  const name = client.replace(/\..*/, '');
  const instances = clients.get(name);
  const recipe = recipeOf(name);
  const { call, around } = found;
  const instance = receiverOf(call, code);
  const scope =
    instance?.startsWith('this.') === true ? around.findLast((node) => node.type === Syntax.ClassBody) : around[0];
  if (instances === undefined || recipe === undefined || scope === undefined || instance === undefined)
    return undefined;
  const made = madeAs(instance, instances.maker, scope, code);
  if (made === undefined || !isForService(call, instance, instances.base, made, scope, code)) return undefined;
  const kept = sharedOptions(made.call.arguments[0], recipe.keeps, code);
  if (kept === undefined) return undefined;
  const asker = code.slice(...made.client.range);
  const parameter = instances.parameters.find((one) => !new RegExp(`\\b${one}\\b`).test(`${asker} ${kept}`));
  if (parameter === undefined) return undefined;
  const names: Names = { token: 'imdsToken', response: 'imdsTokenResponse' };
  const asking = recipe.request(asker, quoted(url, style), kept, style);
  const header = quoted(headerName(SESSION_TOKEN), style);
  const body = [
    ...askingStatements(recipe, asking, names, style),
    `${parameter}.headers[${header}] = ${names.token}${style.semicolon}`,
  ];
  return instances.change(instance, made, { parameter, body, end: style.semicolon }, code);
}

/** What the method is called upon: `client` or `this.client`. */
function receiverOf({ callee }: Tree.CallExpression, code: string): string | undefined {
  const receiver = callee.type === Syntax.MemberExpression && !isField(callee) ? callee.object : callee;
  const isOwn = receiver.type === Syntax.Identifier || isField(receiver);
  return isOwn ? code.slice(...receiver.range) : undefined;
}

/** `this.client` */
function isField(node: Tree.Node): boolean {
  return (
    node.type === Syntax.MemberExpression &&
    node.object.type === Syntax.ThisExpression &&
    node.property.type === Syntax.Identifier
  );
}

/** The only place in `scope` where `name` is made, by the method `maker`. */
function madeAs(name: string, maker: string, scope: Tree.Node, code: string): Made | undefined {
  const found: Made[] = [];
  const pending: (readonly Tree.Node[])[] = [[scope]];
  for (let around = pending.pop(); around !== undefined; around = pending.pop()) {
    const node = around.at(-1);
    if (node === undefined) continue;
    const value = valueOf(node, name, code);
    if (value?.type === Syntax.CallExpression) {
      const { callee } = value;
      const isMaker = callee.type === Syntax.MemberExpression && code.slice(...callee.property.range) === maker;
      if (!isMaker) return undefined;
      found.push({ call: value, client: callee.object, around });
    } else if (value !== undefined) return undefined;
    for (const child of childrenOf(node)) pending.push([...around, child]);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** What `node` makes of `name`. */
function valueOf(node: Tree.Node, name: string, code: string): Tree.Node | undefined {
  if (node.type === Syntax.VariableDeclarator && code.slice(...node.id.range).replace(/:[^]*/, '') === name)
    return node.init ?? undefined;
  if (node.type === Syntax.AssignmentExpression && code.slice(...node.left.range) === name) return node.right;
  if (node.type === Syntax.PropertyDefinition && !node.static && `this.${code.slice(...node.key.range)}` === name)
    return node.value ?? undefined;
  return undefined;
}

/** Whether the base of the instance, which the call relies on, is the service's, and no request of it goes elsewhere. */
function isForService(
  call: Tree.CallExpression,
  name: string,
  base: string,
  made: Made,
  scope: Tree.Node,
  code: string,
): boolean {
  const [address] = call.arguments;
  if (address !== undefined && !isRelative(address, code) && !hasBase(made, base, code)) return false;
  const pending: Tree.Node[] = [scope];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.type === Syntax.CallExpression && receiverOf(at, code) === name && goesElsewhere(at, base, code))
      return false;
    addAll(pending, childrenOf(at));
  }
  return !new RegExp(`\\.defaults\\.${base}\\s?=[^]*\\.defaults\\.${base}\\s?=`).test(code);
}

/** A text that begins with no scheme. */
function isRelative(node: Tree.Node, code: string): boolean {
  if (node.type !== Syntax.Literal && node.type !== Syntax.TemplateLiteral) return false;
  return /^['"`](?!\w+:|\/\/|\$\{)/.test(code.slice(...node.range));
}

/** Whether the base that is written where the instance is made is the service's, or a name of such a text. */
function hasBase({ call }: Made, name: string, code: string): boolean {
  const [options] = call.arguments;
  const base = options?.type === Syntax.ObjectExpression ? propertyOf(options, name)?.value : undefined;
  if (base === undefined) return false;
  const text = code.slice(...base.range);
  if (text.includes(ADDRESS)) return true;
  const root = /^`?(?:\$\{)?([\w$]{1,80})/.exec(text)?.[1]?.replaceAll('$', '\\$');
  return root !== undefined && new RegExp(`(?<![\\w$.])${root}\\s?=\\s?['"\`][^\\n]{0,9}${ADDRESS}`).test(code);
}

/** Whether an absolute address of another host, or another base, is written in a request. */
function goesElsewhere({ arguments: args }: Tree.CallExpression, base: string, code: string): boolean {
  return args.some((argument) => {
    const text = code.slice(...argument.range);
    return (text.includes(base) || /['"`](?:https?:)?\/\//.test(text)) && !text.includes(ADDRESS);
  });
}

/** `lines` where they run as soon as the instance is there. */
function placed(lines: readonly string[], { around }: Made, code: string): readonly Change[] | undefined {
  const field = around.at(-1);
  if (field?.type === Syntax.PropertyDefinition) return inConstructor(lines, field, around.at(-2), code);
  const i = around.findLastIndex(
    (node) => node.type === Syntax.VariableDeclaration || node.type === Syntax.ExpressionStatement,
  );
  const statement = around[i];
  const outer = around[i - 1];
  if (statement === undefined || outer === undefined || around.length - i > 2) return undefined;
  const whole = outer.type === Syntax.ExportNamedDeclaration ? outer : statement;
  const block = whole === outer ? around[i - 2] : outer;
  if (block?.type !== Syntax.Program && block?.type !== Syntax.BlockStatement) return undefined;
  return [linesAfter(whole, lines, code)];
}

/** `lines` in the constructor of a class, once its fields are there. */
function inConstructor(
  lines: readonly string[],
  field: Tree.PropertyDefinition,
  body: Tree.Node | undefined,
  code: string,
): readonly Change[] | undefined {
  if (body?.type !== Syntax.ClassBody) return undefined;
  const own = body.body.find((one) => one.type === Syntax.MethodDefinition && one.kind === 'constructor');
  if (own?.type === Syntax.MethodDefinition) {
    const block = own.value.body;
    if (block?.type !== Syntax.BlockStatement) return undefined;
    const parent = block.body.find((one) => /^super\s?\(/.test(code.slice(...one.range)));
    return [parent === undefined ? bodyStart(block, lines, code) : linesAfter(parent, lines, code)];
  }
  if (/\bextends\b/.test(code.slice(body.range[0] - 200, body.range[0]).replace(/[^]*\bclass\b/, ''))) return undefined;
  const step = stepOf(code);
  return [linesAfter(field, ['', 'constructor() {', ...lines.map((line) => step + line), '}'], code)];
}

/** A client with a base of its own may not take the address of the token as it is. */
export function isInstance(client: string, code: string): boolean {
  const [name = ''] = /[\w$]*/.exec(client.slice(client.lastIndexOf('.') + 1)) ?? [];
  return client.startsWith('this.') || instancesIn(code).has(name);
}

/** Names of clients that are made of others. Each finding asks. */
const instancesIn = ofLast(
  (code: string): ReadonlySet<string> =>
    new Set(
      [...code.matchAll(/(?<![\w$])([\w$]+)\s{0,9}=[^;=\n]{0,80}\.(?:create|extend|defaults|instance)\(/g)].map(
        ([, name = '']) => name,
      ),
    ),
);
