/** How clients that take a callback, with an error as its first parameter, ask for a token: what `rewrite-callbacks` writes. */
import { headerName, LONGEST_TTL, TOKEN_TTL } from '../../imds/names.js';
import { Syntax, type Tree } from './parse.js';
import { quoted } from './rewrite-clients.js';
import { targetOf } from './rewrite-scope.js';
import { refusal, type Hand } from './rewrite-writing.js';

/** The names of what the callback of a token request is given, and of the token. */
export interface TokenNames {
  readonly error: string;
  readonly response: string;
  readonly token: string;
}

/** A way of asking for a token. */
export interface CallbackRecipe {
  readonly client: RegExp;
  /** The token request up to its callback; `shared` are entries of options. */
  ask(client: string, url: string, shared: readonly string[], hand: Hand): string;
  readonly parameters: (names: TokenNames) => readonly string[];
  /** When it failed, and with which error. */
  failed(names: TokenNames, hand: Hand): { readonly test: string; readonly error: string };
  readonly token: (names: TokenNames) => string;
  /** How the header gets into the call: among its options, by a method, or with the address in one object. */
  readonly sends: 'options' | 'chain' | 'whole';
  /** Options that both requests share. */
  readonly shares: readonly string[];
  /** The text that the token request is made with: what the callee is, or what it is a method of. */
  readonly receiver: 'callee' | 'object';
  /** Whether nothing comes back from the call. */
  readonly givesNothing?: boolean;
  /** Whether the first argument is a path, whatever it looks like. */
  readonly takesPath?: boolean;
}

const ttl = (hand: Hand): string => `${quoted(headerName(TOKEN_TTL), hand)}: ${quoted(String(LONGEST_TTL), hand)}`;
const options = (entries: readonly string[]): string => `{ ${entries.join(', ')} }`;
const withHeaders = (hand: Hand, shared: readonly string[]): readonly string[] => [
  `headers: ${options([ttl(hand)])}`,
  ...shared,
];

const status = (field: string): CallbackRecipe['failed'] => {
  return ({ error, response }, hand) => ({
    test: `${error} || ${response}.${field} !== 200`,
    error: `${error} || ${refusal(response, field, hand)}`,
  });
};

const three = ({ error, response, token }: TokenNames): readonly string[] => [error, response, token];
const two = ({ error, response }: TokenNames): readonly string[] => [error, response];

const request = (receiver: CallbackRecipe['receiver']): Omit<CallbackRecipe, 'client'> => ({
  ask: (client, url, shared, hand) => `${client}.put(${options([`url: ${url}`, ...withHeaders(hand, shared)])}, `,
  parameters: three,
  failed: status('statusCode'),
  token: ({ token }) => token,
  sends: 'options',
  shares: ['timeout', 'proxy', 'agent', 'localAddress'],
  receiver,
});

const superagent = (receiver: CallbackRecipe['receiver']): Omit<CallbackRecipe, 'client'> => ({
  ask: (client, url, shared, hand) =>
    `${client}.put(${url}).set(${ttl(hand).replace(': ', ', ')})${shared.join('')}.end(`,
  parameters: two,
  // The client itself takes another status for an error.
  failed: ({ error }) => ({ test: error, error }),
  token: ({ response }) => `${response}.text`,
  sends: 'chain',
  shares: [],
  receiver,
});

const simpleGet = (receiver: CallbackRecipe['receiver']): Omit<CallbackRecipe, 'client'> => ({
  ask: (client, url, shared, hand) =>
    `${client}.concat(${options([`url: ${url}`, `method: ${quoted('PUT', hand)}`, ...withHeaders(hand, shared)])}, `,
  parameters: three,
  failed: status('statusCode'),
  token: ({ token }) => `${token}.toString()`,
  sends: 'whole',
  shares: ['timeout', 'agent'],
  receiver,
});

const REQUEST = '(?:request|postman-request|@cypress\\/request)';

const recipes: readonly CallbackRecipe[] = [
  { client: new RegExp(`^${REQUEST}$`), ...request('callee') },
  { client: new RegExp(`^${REQUEST}\\.(?:get|head)$`), ...request('object') },
  {
    client: /^needle\.(?:get|head)$/,
    ask: (client, url, shared, hand) =>
      `${client}.put(${url}, ${quoted('', hand)}, ${options(withHeaders(hand, shared))}, `,
    parameters: two,
    failed: status('statusCode'),
    token: ({ response }) => `${response}.body`,
    sends: 'options',
    shares: ['timeout', 'open_timeout', 'response_timeout', 'read_timeout', 'agent'],
    receiver: 'object',
  },
  { client: /^superagent\.(?:get|head)$/, ...superagent('object') },
  { client: /^simple-get$/, ...simpleGet('callee') },
  { client: /^simple-get\.concat$/, ...simpleGet('object') },
  {
    client: /^MetadataService\.request$/,
    ask: (client) => `${client}.fetchMetadataToken(`,
    parameters: ({ error, token }) => [error, token],
    failed: ({ error }) => ({ test: error, error }),
    token: ({ token }) => token,
    sends: 'options',
    shares: [],
    receiver: 'object',
    givesNothing: true,
    takesPath: true,
  },
];

/** How the client named `name` asks for a token in a callback. */
export function callbackRecipeFor(name: string): CallbackRecipe | undefined {
  return recipes.find((recipe) => recipe.client.test(name));
}

/** What the token request of `call` is made with, as far as it can be written twice; a service that is made there as it is. */
export function receiverOf({ callee }: Tree.CallExpression, { receiver }: CallbackRecipe): Tree.Node | undefined {
  if (receiver === 'callee') return targetOf(callee) === undefined ? undefined : callee;
  if (callee.type !== Syntax.MemberExpression || callee.computed) return undefined;
  const { object } = callee;
  return targetOf(object) !== undefined || object.type === Syntax.NewExpression ? object : undefined;
}
