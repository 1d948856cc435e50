/** How each client asks for a token, and where it takes its options: what `rewrite` writes. */
import { LONGEST_TTL, TOKEN_TTL } from '../../imds/names.js';
import { Syntax, type Tree } from './parse.js';

/** How code is written in a file. */
export interface Style {
  readonly quote: string;
  readonly semicolon: string;
}

/** The names that the new code may use. */
export interface Names {
  readonly token: string;
  readonly response: string;
}

/** A way of asking for a token. */
export interface Recipe {
  /** The statements, one a line; the last of them makes `names.token`. */
  ask(client: string, url: string, options: string, names: Names, style: Style): readonly string[];
  /** Which argument of the call holds the options; `chain` for a client whose headers are set by a method. */
  readonly options: number | 'chain';
  /** What of the callee's text makes the token request. */
  readonly client: 'callee' | 'object';
  /** Options to take over besides those of every client. */
  readonly keeps: readonly string[];
}

/** `X-Aws-…` as people write it. */
export function headerName(name: string): string {
  return name.replace(/^x-/, 'X-');
}

export function quoted(text: string, { quote }: Style): string {
  return `${quote}${text}${quote}`;
}

const checked = (condition: string, status: string, names: Names, style: Style): string =>
  `if (${condition}) throw new Error(\`IMDSv2 token request failed: \${${names.response}.${status}}\`)${style.semicolon}`;

const ttl = (style: Style): string => `headers: { ${quoted(headerName(TOKEN_TTL), style)}: ${quoted(String(LONGEST_TTL), style)} }`;

const braces = (...parts: readonly string[]): string => `{ ${parts.filter((part) => part !== '').join(', ')} }`;

const fetchRecipe: Recipe = {
  ask: (client, url, options, names, style) => [
    `const ${names.response} = await ${client}(${url}, ${braces(`method: ${quoted('PUT', style)}`, ttl(style), options)})${style.semicolon}`,
    checked(`!${names.response}.ok`, 'status', names, style),
    `const ${names.token} = await ${names.response}.text()${style.semicolon}`,
  ],
  options: 1,
  client: 'callee',
  keeps: ['timeout', 'dispatcher'],
};

const undiciRecipe: Recipe = {
  ...fetchRecipe,
  ask: (client, url, options, names, style) => [
    `const ${names.response} = await ${client}(${url}, ${braces(`method: ${quoted('PUT', style)}`, ttl(style), options)})${style.semicolon}`,
    checked(`${names.response}.statusCode !== 200`, 'statusCode', names, style),
    `const ${names.token} = await ${names.response}.body.text()${style.semicolon}`,
  ],
  keeps: ['headersTimeout', 'bodyTimeout', 'dispatcher'],
};

const axiosRecipe = (options: number, client: Recipe['client']): Recipe => ({
  ask: (name, url, kept, names, style) => [
    `const { data: ${names.token} } = await ${name}.put(${url}, null, ${braces(ttl(style), kept)})${style.semicolon}`,
  ],
  options,
  client,
  keeps: ['timeout', 'cancelToken', 'proxy', 'httpAgent'],
});

const gotRecipe = (client: Recipe['client']): Recipe => ({
  ask: (name, url, kept, names, style) => [
    `const { body: ${names.token} } = await ${name}.put(${url}, ${braces(ttl(style), kept)})${style.semicolon}`,
  ],
  options: 1,
  client,
  keeps: ['timeout', 'retry', 'agent'],
});

const kyRecipe = (client: Recipe['client']): Recipe => ({
  ask: (name, url, kept, names, style) => [
    `const ${names.token} = await ${name}.put(${url}, ${braces(ttl(style), kept)}).text()${style.semicolon}`,
  ],
  options: 1,
  client,
  keeps: ['timeout', 'retry'],
});

const needleRecipe: Recipe = {
  ask: (name, url, kept, names, style) => [
    `const ${names.response} = await ${name}(${quoted('put', style)}, ${url}, ${quoted('', style)}, ${braces(ttl(style), kept)})${style.semicolon}`,
    checked(`${names.response}.statusCode !== 200`, 'statusCode', names, style),
    `const ${names.token} = ${names.response}.body${style.semicolon}`,
  ],
  options: 1,
  client: 'object',
  keeps: ['timeout', 'open_timeout', 'response_timeout', 'read_timeout'],
};

const requestRecipe = (client: Recipe['client']): Recipe => ({
  ask: (name, url, kept, names, style) => [
    `const ${names.token} = await ${name}.put(${braces(`uri: ${url}`, ttl(style), kept)})${style.semicolon}`,
  ],
  options: 1,
  client,
  keeps: ['timeout', 'proxy'],
});

const superagentRecipe = (client: Recipe['client']): Recipe => ({
  ask: (name, url, _, names, style) => {
    const set = `.set(${quoted(headerName(TOKEN_TTL), style)}, ${quoted(String(LONGEST_TTL), style)})`;
    return [`const { text: ${names.token} } = await ${name}.put(${url})${set}${style.semicolon}`];
  },
  options: 'chain',
  client,
  keeps: [],
});

const READS = ['get', 'head', 'options', 'delete'];
const each = (packages: readonly string[], recipe: Recipe): readonly (readonly [string, Recipe])[] =>
  packages.flatMap((name) => READS.map((method) => [`${name}.${method}`, recipe] as const));

/** By the client's name in messages. */
const recipes: ReadonlyMap<string, Recipe> = new Map<string, Recipe>([
  ...['fetch', 'node-fetch', 'node-fetch.fetch', 'cross-fetch', 'cross-fetch.fetch', 'isomorphic-fetch', 'undici.fetch'].map(
    (name) => [name, fetchRecipe] as const,
  ),
  ['undici.request', undiciRecipe],
  ['axios', axiosRecipe(1, 'callee')],
  ['axios.request', axiosRecipe(0, 'object')],
  ...each(['axios'], axiosRecipe(1, 'object')),
  ['got', gotRecipe('callee')],
  ...each(['got'], gotRecipe('object')),
  ['ky', kyRecipe('callee')],
  ...each(['ky'], kyRecipe('object')),
  ['needle.get', needleRecipe],
  ['needle.head', needleRecipe],
  ['request-promise', requestRecipe('callee')],
  ['request-promise-native', requestRecipe('callee')],
  ...each(['request-promise', 'request-promise-native'], requestRecipe('object')),
  ['superagent', superagentRecipe('callee')],
  ...each(['superagent'], superagentRecipe('object')),
]);

/** How the client that `call` calls asks for a token, with the text that stands for it there. */
export function recipeFor(name: string, call: Tree.CallExpression): { readonly recipe: Recipe; readonly client: Tree.Node } | undefined {
  const recipe = recipes.get(name);
  if (recipe === undefined || call.optional) return undefined;
  const { callee } = call;
  if (recipe.client === 'callee') return isPlain(callee) ? { recipe, client: callee } : undefined;
  // A method that was imported by itself does not say where the others are.
  return callee.type === Syntax.MemberExpression && !callee.computed && isPlain(callee.object) ? { recipe, client: callee.object } : undefined;
}

/** A name, or a member of one: evaluating it twice changes nothing. */
function isPlain(node: Tree.Node): boolean {
  if (node.type === Syntax.Identifier || node.type === Syntax.ThisExpression) return true;
  return node.type === Syntax.MemberExpression && !node.computed && isPlain(node.object);
}
