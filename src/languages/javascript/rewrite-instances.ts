/** Makes an instance of a client ask for a session token before each of its requests, where the instance is made. */
import { ADDRESS, headerName, SESSION_TOKEN } from '../../imds/names.js';
import { Syntax, type Tree } from './parse.js';
import { askingStatements, quoted, recipeOf, type Names, type Style } from './rewrite-clients.js';
import { childrenOf, type Found } from './rewrite-find.js';
import { bodyStart, linesAfter, stepOf } from './rewrite-layout.js';
import { propertyOf, sharedOptions, type Change } from './rewrite-options.js';

/** Where an instance is made: the call, and what it is kept in. */
interface Made {
  readonly call: Tree.CallExpression;
  readonly client: Tree.Node;
  /** The nodes around the call, from the scope that was searched. */
  readonly around: readonly Tree.Node[];
}

/** The interceptor that serves all requests of the instance of axios on which the call is made, if that is one of its own. */
export function interceptingChanges(
  found: Found,
  url: string,
  style: Style,
  code: string,
): readonly Change[] | undefined {
  const { call, around } = found;
  const name = receiverOf(call, code);
  const scope =
    name?.startsWith('this.') === true ? around.findLast((node) => node.type === Syntax.ClassBody) : around[0];
  if (scope === undefined || name === undefined) return undefined;
  const made = madeAs(name, scope, code);
  if (made === undefined || !isForService(call, name, made, scope, code)) return undefined;
  const recipe = recipeOf('axios');
  const [options] = made.call.arguments;
  const kept = recipe && sharedOptions(options, recipe.keeps, code);
  if (recipe === undefined || kept === undefined) return undefined;
  const names: Names = { token: 'imdsToken', response: 'imdsTokenResponse' };
  const asking = recipe.request(code.slice(...made.client.range), quoted(url, style), kept, style);
  const step = stepOf(code);
  const header = quoted(headerName(SESSION_TOKEN), style);
  const end = style.semicolon;
  const lines = [
    `${name}.interceptors.request.use(async (config) => {`,
    ...askingStatements(recipe, asking, names, style).map((line) => step + line),
    `${step}config.headers[${header}] = ${names.token}${end}`,
    `${step}return config${end}`,
    `})${end}`,
  ];
  return placed(lines, made, code);
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

/** The only place in `scope` where `name` is made by `create`. */
function madeAs(name: string, scope: Tree.Node, code: string): Made | undefined {
  const found: Made[] = [];
  const pending: (readonly Tree.Node[])[] = [[scope]];
  for (let around = pending.pop(); around !== undefined; around = pending.pop()) {
    const node = around.at(-1);
    if (node === undefined) continue;
    const value = valueOf(node, name, code);
    if (value?.type === Syntax.CallExpression) {
      const { callee } = value;
      const isCreate = callee.type === Syntax.MemberExpression && code.slice(...callee.property.range) === 'create';
      if (!isCreate) return undefined;
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
function isForService(call: Tree.CallExpression, name: string, made: Made, scope: Tree.Node, code: string): boolean {
  const [address] = call.arguments;
  if (address !== undefined && !isRelative(address, code) && !hasBase(made, code)) return false;
  const pending: Tree.Node[] = [scope];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.type === Syntax.CallExpression && receiverOf(at, code) === name && goesElsewhere(at, code)) return false;
    pending.push(...childrenOf(at));
  }
  return !/\.defaults\.baseURL\s?=[^]*\.defaults\.baseURL\s?=/.test(code);
}

/** A text that begins with no scheme. */
function isRelative(node: Tree.Node, code: string): boolean {
  if (node.type !== Syntax.Literal && node.type !== Syntax.TemplateLiteral) return false;
  return /^['"`](?!\w+:|\/\/|\$\{)/.test(code.slice(...node.range));
}

/** Whether the base that is written where the instance is made is the service's, or a name of such a text. */
function hasBase({ call }: Made, code: string): boolean {
  const [options] = call.arguments;
  const base = options?.type === Syntax.ObjectExpression ? propertyOf(options, 'baseURL')?.value : undefined;
  if (base === undefined) return false;
  const text = code.slice(...base.range);
  if (text.includes(ADDRESS)) return true;
  const root = /^`?(?:\$\{)?([\w$]{1,80})/.exec(text)?.[1]?.replaceAll('$', '\\$');
  return root !== undefined && new RegExp(`(?<![\\w$.])${root}\\s?=\\s?['"\`][^\\n]{0,9}${ADDRESS}`).test(code);
}

/** Whether an absolute address of another host, or another base, is written in a request. */
function goesElsewhere({ arguments: args }: Tree.CallExpression, code: string): boolean {
  return args.some((argument) => {
    const text = code.slice(...argument.range);
    return /baseURL|['"`](?:https?:)?\/\//.test(text) && !text.includes(ADDRESS);
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
  const name = client.slice(client.lastIndexOf('.') + 1).replaceAll('$', '\\$');
  return (
    client.startsWith('this.') ||
    new RegExp(`(?<![\\w$])${name}\\s{0,9}=[^;=\\n]{0,80}\\.(?:create|extend|defaults|instance)\\(`).test(code)
  );
}
