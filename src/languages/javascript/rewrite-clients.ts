/** How each client asks for a token, and where it takes its options: what `rewrite` writes. */
import { headerName, LONGEST_TTL, TOKEN_TTL } from '../../imds/names.js';
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
  /** The call that asks for it: a promise. `kept` are options of the request that it shares. */
  request(client: string, url: string, kept: string, style: Style): string;
  /** For a client that takes any answer for one: when it is none, and how the token is read. */
  readonly check?: {
    readonly ok: (response: string) => string;
    readonly failed: (response: string) => string;
    readonly status: string;
    readonly body: (response: string) => string;
    readonly isBodyPromised: boolean;
  };
  /** The pattern by which the token is taken from what the promise gives. */
  take(token: string): string;
  /** Which argument of the call holds the options; `chain` for a client whose headers are set by a method. */
  readonly options: number | 'chain';
  /** Whether options can stand in the place of the URL. */
  readonly takesOptionsFirst: boolean;
  /** Whether the promise that the client gives is one like any other, or has methods of its own. */
  readonly promise: 'plain' | 'special';
  /** What of the callee's text makes the token request. */
  readonly client: 'callee' | 'object';
  /** Whether headers may be an object that is not copied by its entries. */
  readonly takesHeaderObjects: boolean;
  /** Options to take over besides `signal`. */
  readonly keeps: readonly string[];
}

/** The statements that make `names.token`, one a line. */
export function askingStatements(
  recipe: Recipe,
  request: string,
  names: Names,
  { semicolon }: Style,
): readonly string[] {
  const { check } = recipe;
  if (check === undefined) return [`const ${recipe.take(names.token)} = await ${request}${semicolon}`];
  const { response } = names;
  const awaited = check.isBodyPromised ? 'await ' : '';
  return [
    `const ${response} = await ${request}${semicolon}`,
    `if (${check.failed(response)}) throw ${failure(check.status, response)}${semicolon}`,
    `const ${names.token} = ${awaited}${check.body(response)}${semicolon}`,
  ];
}

/** The same as the beginning of an expression that goes on where the token is known, one part a line. */
export function askingPromise(recipe: Recipe, request: string, token: string): readonly string[] {
  const { check } = recipe;
  if (check === undefined) return [request, `.then((${recipe.take(token)}) => `];
  const refused = `Promise.reject(${failure(check.status, 'response')})`;
  return [
    request,
    `.then((response) => (${check.ok('response')} ? ${check.body('response')} : ${refused}))`,
    `.then((${token}) => `,
  ];
}

function failure(status: string, response: string): string {
  return `new Error(\`IMDSv2 token request failed: \${${response}.${status}}\`)`;
}

export function quoted(text: string, { quote }: Style): string {
  return `${quote}${text}${quote}`;
}

const ttl = (style: Style): string =>
  `headers: { ${quoted(headerName(TOKEN_TTL), style)}: ${quoted(String(LONGEST_TTL), style)} }`;
const braces = (...parts: readonly string[]): string => `{ ${parts.filter((part) => part !== '').join(', ')} }`;
const itself = (token: string): string => token;

const fetchRecipe: Recipe = {
  request: (client, url, kept, style) =>
    `${client}(${url}, ${braces(`method: ${quoted('PUT', style)}`, ttl(style), kept)})`,
  check: {
    ok: (response) => `${response}.ok`,
    failed: (response) => `!${response}.ok`,
    status: 'status',
    body: (response) => `${response}.text()`,
    isBodyPromised: true,
  },
  take: itself,
  options: 1,
  takesOptionsFirst: false,
  promise: 'plain',
  client: 'callee',
  takesHeaderObjects: true,
  keeps: ['timeout', 'dispatcher'],
};

const undiciRecipe: Recipe = {
  ...fetchRecipe,
  check: {
    ok: (response) => `${response}.statusCode === 200`,
    failed: (response) => `${response}.statusCode !== 200`,
    status: 'statusCode',
    body: (response) => `${response}.body.text()`,
    isBodyPromised: true,
  },
  keeps: ['headersTimeout', 'bodyTimeout', 'dispatcher'],
};

const axiosRecipe = (options: number, client: Recipe['client']): Recipe => ({
  request: (name, url, kept, style) => `${name}.put(${url}, null, ${braces(ttl(style), kept)})`,
  take: (token) => `{ data: ${token} }`,
  options,
  takesOptionsFirst: client === 'callee',
  promise: 'plain',
  client,
  takesHeaderObjects: false,
  keeps: ['timeout', 'cancelToken', 'proxy', 'httpAgent'],
});

const gotRecipe = (client: Recipe['client']): Recipe => ({
  request: (name, url, kept, style) => `${name}.put(${url}, ${braces(ttl(style), kept)})`,
  take: (token) => `{ body: ${token} }`,
  options: 1,
  takesOptionsFirst: true,
  promise: 'special',
  client,
  takesHeaderObjects: false,
  keeps: ['timeout', 'retry', 'retries', 'agent'],
});

const kyRecipe = (client: Recipe['client']): Recipe => ({
  request: (name, url, kept, style) => `${name}.put(${url}, ${braces(ttl(style), kept)}).text()`,
  take: itself,
  options: 1,
  takesOptionsFirst: false,
  promise: 'special',
  client,
  takesHeaderObjects: true,
  keeps: ['timeout', 'retry'],
});

const needleRecipe: Recipe = {
  request: (name, url, kept, style) =>
    `${name}(${quoted('put', style)}, ${url}, ${quoted('', style)}, ${braces(ttl(style), kept)})`,
  check: {
    ok: (response) => `${response}.statusCode === 200`,
    failed: (response) => `${response}.statusCode !== 200`,
    status: 'statusCode',
    body: (response) => `${response}.body`,
    isBodyPromised: false,
  },
  take: itself,
  options: 1,
  takesOptionsFirst: false,
  promise: 'plain',
  client: 'object',
  takesHeaderObjects: false,
  keeps: ['timeout', 'open_timeout', 'response_timeout', 'read_timeout'],
};

const requestRecipe = (client: Recipe['client']): Recipe => ({
  request: (name, url, kept, style) => `${name}.put(${braces(`uri: ${url}`, ttl(style), kept)})`,
  take: itself,
  options: 1,
  takesOptionsFirst: true,
  promise: 'special',
  client,
  takesHeaderObjects: false,
  keeps: ['timeout', 'proxy'],
});

const superagentRecipe = (client: Recipe['client']): Recipe => ({
  // What is shared are calls of methods.
  request: (name, url, kept, style) =>
    `${name}.put(${url}).set(${quoted(headerName(TOKEN_TTL), style)}, ${quoted(String(LONGEST_TTL), style)})${kept}`,
  take: (token) => `{ text: ${token} }`,
  options: 'chain',
  takesOptionsFirst: false,
  promise: 'special',
  client,
  takesHeaderObjects: false,
  keeps: [],
});

/** Methods of the SDK's service to which promises were given, all of them. */
const promisifiedRecipe: Recipe = {
  request: (name) => `${name}.fetchMetadataTokenAsync()`,
  take: itself,
  options: 1,
  takesOptionsFirst: false,
  promise: 'special',
  client: 'object',
  takesHeaderObjects: false,
  keeps: [],
};

const READS = ['get', 'head', 'options', 'delete'];
const each = (packages: readonly string[], recipe: Recipe): readonly (readonly [string, Recipe])[] =>
  packages.flatMap((name) => READS.map((method) => [`${name}.${method}`, recipe] as const));

/** By the client's name in messages. */
const recipes: ReadonlyMap<string, Recipe> = new Map<string, Recipe>([
  ...[
    'fetch',
    'node-fetch',
    'node-fetch.fetch',
    'cross-fetch',
    'cross-fetch.fetch',
    'isomorphic-fetch',
    'undici.fetch',
  ].map((name) => [name, fetchRecipe] as const),
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
  ['MetadataService.requestAsync', promisifiedRecipe],
]);

/** How a client of that name asks for a token. */
export function recipeOf(name: string): Recipe | undefined {
  return recipes.get(name);
}

/** How the client that `call` calls asks for a token, with the text that stands for it there. */
export function recipeFor(
  name: string,
  call: Tree.CallExpression,
): { readonly recipe: Recipe; readonly client: Tree.Node } | undefined {
  const recipe = recipes.get(name);
  if (recipe === undefined || call.optional) return undefined;
  const { callee } = call;
  if (recipe.client === 'callee') return isPlain(callee) ? { recipe, client: callee } : undefined;
  // A method that was imported by itself does not say where the others are.
  return callee.type === Syntax.MemberExpression && !callee.computed && isPlain(callee.object)
    ? { recipe, client: callee.object }
    : undefined;
}

/** A name, or a member of one: evaluating it twice changes nothing. */
function isPlain(node: Tree.Node): boolean {
  if (node.type === Syntax.Identifier || node.type === Syntax.ThisExpression) return true;
  return node.type === Syntax.MemberExpression && !node.computed && isPlain(node.object);
}
