/** What calling something from outside the project gives, where the language or a well-known package defines it. */
import {
  asText,
  choose,
  nothing,
  textOf,
  unknown,
  type ExternalValue,
  type ListValue,
  type Place,
  type Value,
} from '../../model/value.js';
import { created, itemsOf, mergeAll, picked, recordFrom, requestOf } from './result-records.js';
import { formatted, listMethod, textMethod } from './result-texts.js';
import { operators } from './result-operators.js';
import { encodeComponent, joinPath, parseEndpoint, parseUrl, resolveUrl } from './result-urls.js';

type Args = readonly Value[];
type Result = (args: Args) => Value | undefined;

const first: Result = ([value]) => value;
const text: Result = ([value]) => (value === undefined ? undefined : asText(value));
const url: Result = ([value, base]) => (value === undefined ? undefined : parseUrl(value, base));
const headers: Result = ([value]) => recordFrom(value);
const assign: Result = (values) => mergeAll(values);
const mergeDeep: Result = (values) => mergeAll(values, true);
const defaults: Result = (values) => mergeAll(values.toReversed());
const join: Result = (values) => joinPath(values);
const resolve: Result = ([base, relative]) =>
  base === undefined || relative === undefined ? undefined : resolveUrl(base, relative);
const oneOf: Result = ([list]) =>
  list?.kind === 'list' ? choose([...list.items, ...(list.open === undefined ? [] : [list.open])]) : undefined;

/** `JSON.parse(JSON.stringify(x))` is a copy of x. */
const parsed: Result = ([value]) => {
  return value?.kind === 'result' && value.callee.name === 'globalThis.JSON.stringify'
    ? value.args.items[0]
    : undefined;
};

const environment: Result = ([name]) => {
  const known = name === undefined ? undefined : textOf(name);
  return known === undefined ? undefined : { kind: 'external', name: `env:${known}`, receiver: undefined };
};

function named(names: readonly string[], result: Result): readonly (readonly [string, Result])[] {
  return names.map((name) => [name, result]);
}

/** Functions by their canonical names. */
const FUNCTIONS: ReadonlyMap<string, Result> = new Map<string, Result>([
  ...operators,
  ...named(['globalThis.URL', 'url.URL', 'whatwg-url.URL', 'url.parse', 'globalThis.URL.parse', 'url-parse'], url),
  ...named(
    ['@smithy/url-parser.parseUrl', '@aws-sdk/url-parser.parseUrl', '@smithy/core/protocols.parseUrl'],
    ([value]) => (value === undefined ? undefined : parseEndpoint(value)),
  ),
  ...named(['url.resolve'], resolve),
  ...named(
    ['url-join', 'urljoin', 'proper-url-join', 'path.join', 'path.posix.join', 'path.resolve', 'path.posix.resolve'],
    join,
  ),
  ...named(['url.fileURLToPath', 'url.pathToFileURL', 'url.urlToHttpOptions'], first),
  ...named(['globalThis.encodeURIComponent', 'querystring.escape'], ([value]) =>
    value === undefined ? undefined : encodeComponent(value),
  ),
  ...named(
    ['globalThis.encodeURI', 'globalThis.decodeURI', 'globalThis.decodeURIComponent', 'globalThis.String'],
    text,
  ),
  ...named(
    ['globalThis.Number', 'globalThis.parseInt', 'globalThis.String.raw', 'dedent', 'outdent', 'ts-dedent'],
    text,
  ),
  ...named(['util.format'], (args) => formatted(args)),
  ...named(
    ['globalThis.Object.assign', 'globalThis.Object.freeze', 'globalThis.Object.seal', 'object-assign', 'xtend'],
    assign,
  ),
  ...named(['globalThis.Object.create'], ([prototype]) => created(prototype)),
  ...named(
    ['globalThis.Object.fromEntries', 'globalThis.Map', 'globalThis.Headers', 'undici.Headers', 'node-fetch.Headers'],
    headers,
  ),
  ...named(
    ['cross-fetch.Headers', 'axios.AxiosHeaders', 'axios.AxiosHeaders.from', 'headers-polyfill.Headers'],
    headers,
  ),
  ...named(['globalThis.Request', 'undici.Request', 'node-fetch.Request'], requestOf),
  ...named(['globalThis.Object.keys'], ([value]) => itemsOf(value, 'keys')),
  ...named(['globalThis.Object.values'], ([value]) => itemsOf(value, 'values')),
  ...named(['globalThis.Object.entries'], ([value]) => itemsOf(value, 'entries')),
  ...named(['globalThis.Array.from', 'globalThis.Set', 'globalThis.structuredClone'], first),
  ...named(['globalThis.JSON.parse'], parsed),
  ...named(
    [
      'globalThis.Promise.resolve',
      'bluebird.resolve',
      'globalThis.Promise.all',
      'globalThis.Promise.allSettled',
      'bluebird.all',
    ],
    first,
  ),
  ...named(['globalThis.Promise.race', 'globalThis.Promise.any'], oneOf),
  ...named(
    [
      'util.promisify',
      'pify',
      'es6-promisify',
      'es6-promisify.promisify',
      'bluebird.promisify',
      'bluebird.promisifyAll',
    ],
    first,
  ),
  ...named(['thenify', 'util.callbackify', 'bluebird.method', 'globalThis.Boolean'], first),
  ...named(['globalThis.Deno.env.get'], environment),
  ...named(['extend', 'deep-extend', 'deepmerge', 'merge-deep', 'merge-options'], mergeDeep),
]);

/** Functions of collections of functions, by the last part of their names. */
const COLLECTIONS =
  /^(?:globalThis\.(?:_|\$|jQuery|lodash|angular)|lodash|lodash-es|underscore|jquery|ramda)[./](\w+)(?:\.js)?$/;
const COLLECTED: ReadonlyMap<string, Result> = new Map<string, Result>([
  ...named(['assign', 'assignIn', 'extend', 'extendOwn', 'clone', 'cloneDeep', 'mergeRight'], assign),
  ...named(['merge', 'mergeDeepRight'], mergeDeep),
  ...named(['defaults', 'defaultsDeep'], defaults),
  ...named(['pick'], ([value, names]) => picked(value, names, true)),
  ...named(['omit'], ([value, names]) => picked(value, names, false)),
  ...named(['keys'], ([value]) => itemsOf(value, 'keys')),
  ...named(['values'], ([value]) => itemsOf(value, 'values')),
  ...named(['toPairs', 'entries'], ([value]) => itemsOf(value, 'entries')),
  ...named(['fromPairs'], headers),
  ...named(['trim', 'toString'], text),
]);

/** Functions whose results are called as they are: `const api = axios.create(…); api(url)`. */
const CALLABLE =
  /^(?:(?:axios|got|ky|request|request-promise|request-promise-native)(?:\.\w+\(\))*(?:\.(?:create|extend|defaults|instance))|fetch-retry)$/;

/** What calling `callee` with `args` gives; undefined where this language does not know. */
export function resultOf(callee: ExternalValue, args: ListValue, isNew: boolean, at: Place): Value | undefined {
  const { name, receiver } = callee;
  if (CALLABLE.test(name))
    return { kind: 'external', name: `${name}()`, receiver: { kind: 'result', callee, args, isNew, at } };
  const method = name.slice(name.lastIndexOf('.') + 1);
  if (method === 'bind') return args.items.length > 1 ? undefined : unbound(name, receiver);
  const result = resultNamed(name, method, receiver, args);
  const unread = (items: Args): Value => ({ kind: 'result', callee, args: { ...args, items }, isNew, at });
  return result === undefined ? undefined : forEachChoice(args.items, MAX_COMBINATIONS, result, unread);
}

function resultNamed(name: string, method: string, receiver: Value | undefined, args: ListValue): Result | undefined {
  if (receiver?.kind === 'text' && name === `String.${method}`) return (values) => textMethod(method, receiver, values);
  if (receiver?.kind === 'list' && name === `Array.${method}`) return (values) => ofEachList(method, receiver, values);
  if (args.open !== undefined) return undefined;
  const collected = COLLECTIONS.exec(name)?.[1];
  const result = FUNCTIONS.get(name) ?? (collected === undefined ? undefined : COLLECTED.get(collected));
  return result === undefined ? undefined : (values) => result(withoutFlag(name, values));
}

/** A text made of a list has to say which of a choice among the items it is made of. */
function ofEachList(method: string, list: ListValue, args: Args): Value | undefined {
  if (method !== 'join' && method !== 'toString') return listMethod(method, list, args);
  const joined: Result = (items) => listMethod(method, { ...list, items }, args);
  return forEachChoice(list.items, MAX_COMBINATIONS, joined, () => unknown('a list that is not followed'));
}

/** How many combinations of arguments that are choices are told apart. */
const MAX_COMBINATIONS = 128;

/** `result` of the arguments for each option of each choice among them, `unread` where that is not known. */
function forEachChoice(args: Args, left: number, result: Result, unread: (args: Args) => Value): Value | undefined {
  const choice = args.find((arg) => arg.kind === 'choice');
  if (choice === undefined || choice.options.length > left) return result(args);
  const each = Math.floor(left / choice.options.length);
  const picks = choice.options.map((_, index) =>
    args.map((arg) => (arg.kind === 'choice' && arg.id === choice.id ? (arg.options[index] ?? nothing) : arg)),
  );
  const options = picks.map((picked) => forEachChoice(picked, each, result, unread));
  if (options.every((option) => option === undefined)) return undefined;
  return { kind: 'choice', id: choice.id, options: options.map((option, i) => option ?? unread(picks[i] ?? args)) };
}

/** `f.bind(this)` is f. */
function unbound(name: string, receiver: Value | undefined): Value | undefined {
  if (receiver?.kind === 'function') return receiver;
  const bound = name.slice(0, -'.bind'.length);
  return bound === 'String' || bound === 'Array' ? nothing : { kind: 'external', name: bound, receiver };
}

/** `$.extend(true, …)` and `extend(true, …)` merge deeply: the flag is no object. */
function withoutFlag(name: string, args: Args): Args {
  const [flag, ...others] = args;
  return /(?:^|[./])extend$/.test(name) && flag !== undefined && textOf(flag) !== undefined ? others : args;
}
