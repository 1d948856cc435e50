/** HTTP clients of JavaScript as data: which function takes what at which argument. */

/** How a family of clients names the options of a request. */
export interface Dialect {
  /** Options that hold the URL. */
  readonly url: readonly string[];
  /** Options that hold what comes before a relative URL. */
  readonly base: readonly string[];
  readonly method: readonly string[];
  /** Whether protocol, host, port and path may be options of their own, as in Node's `http`. */
  readonly hasParts: boolean;
  /** Options with which code of the program changes a request before it is sent. */
  readonly hooks: readonly string[];
  /** What is set by name on a result or receiver: entries of `headers`, each entry itself, or the client's defaults. */
  readonly later: 'headers' | 'entries' | 'defaults';
  /** Whether what stands behind options is not looked at. */
  readonly takesOptionsOnce?: boolean;
}

/** A function that makes a request. Numbers are indices of arguments. */
export interface Row {
  readonly callees: readonly string[];
  readonly dialect: Dialect;
  /** A text, a URL object, or options that hold the URL; options themselves may follow right behind. */
  readonly url: number;
  readonly options: number | undefined;
  readonly method?: string | { readonly argument: number };
  /** An argument that is the headers themselves. */
  readonly headers?: number;
  readonly isNew?: boolean;
}

const plain: Dialect = {
  url: ['url', 'uri'],
  base: [],
  method: ['method'],
  hasParts: false,
  hooks: [],
  later: 'headers',
};
const axios: Dialect = {
  ...plain,
  base: ['baseURL'],
  hooks: ['transformRequest', 'adapter'],
  later: 'defaults',
  takesOptionsOnce: true,
};
const got: Dialect = {
  ...plain,
  base: ['prefixUrl', 'prefix', 'baseUrl'],
  hooks: ['hooks', 'handlers'],
  hasParts: true,
};
const request: Dialect = { ...plain, base: ['baseUrl'], hasParts: true };
const node: Dialect = { ...plain, url: [], hasParts: true, takesOptionsOnce: true };
const undici: Dialect = { ...plain, url: ['path'], base: ['origin'], hooks: ['interceptors', 'dispatcher'] };
const superagent: Dialect = { ...plain, later: 'entries' };
const jquery: Dialect = { ...plain, method: ['type', 'method'], hooks: ['beforeSend'] };

const READS = ['get', 'head', 'delete', 'options'];
const WRITES = ['post', 'put', 'patch'];

const methodOf = (name: string): string => (name === 'del' || name === 'delete' ? 'DELETE' : name.toUpperCase());

/** One row per method of each package: `options` is where its options stand. */
function methods(
  packages: readonly string[],
  names: readonly string[],
  dialect: Dialect,
  options: number | undefined,
): readonly Row[] {
  return names.map((name) => ({
    callees: packages.map((one) => `${one}.${name}`),
    dialect,
    url: 0,
    options,
    method: methodOf(name.replace(/Json$|JSON$/, '')),
  }));
}

const fetches: Row = {
  callees: [
    'globalThis.fetch',
    'node-fetch',
    'node-fetch.fetch',
    'node-fetch-native',
    'node-fetch-native.fetch',
    'node-fetch-commonjs',
    'cross-fetch',
    'cross-fetch.fetch',
    'isomorphic-fetch',
    'isomorphic-unfetch',
    'unfetch',
    'undici.fetch',
    '@whatwg-node/fetch.fetch',
    'whatwg-fetch.fetch',
    'make-fetch-happen',
    'minipass-fetch',
    'sync-fetch',
    'fetch-retry()',
    'electron.net.fetch',
    'zx.fetch',
    'zx/globals.fetch',
    'ofetch',
    'ofetch.ofetch',
    'ofetch.$fetch',
    'globalThis.$fetch',
    'urllib.request',
    'urllib.curl',
  ],
  dialect: { ...plain, base: ['baseURL', 'origin'], hooks: ['onRequest'] },
  url: 0,
  options: 1,
};

const AXIOS = ['axios', 'axios-https-proxy-fix'];
const REQUEST = [
  'request',
  'request-promise',
  'request-promise-native',
  'requestretry',
  'postman-request',
  '@cypress/request',
];
const HTTP = [
  'http',
  'https',
  'follow-redirects.http',
  'follow-redirects.https',
  'follow-redirects/http',
  'follow-redirects/https',
  'http2-wrapper',
];
/** What the SDK's own providers ask with. */
const SMITHY = ['@smithy/credential-provider-imds.httpRequest', '@aws-sdk/credential-provider-imds.httpRequest'];
const KY = ['ky', 'ky-universal'];
const JQUERY = ['jquery', 'globalThis.$', 'globalThis.jQuery'];
const SUPERAGENT = ['superagent', 'superagent-promise()'];
const ACTIONS = ['@actions/http-client.HttpClient()', 'typed-rest-client/HttpClient.HttpClient()'];
const UNDICI = ['undici.Client()', 'undici.Pool()', 'undici.BalancedPool()', 'undici.Agent()'];

export const rows: readonly Row[] = [
  fetches,
  { callees: [...AXIOS, ...AXIOS.map((name) => `${name}.request`)], dialect: axios, url: 0, options: 1 },
  ...methods(AXIOS, READS, axios, 1),
  ...methods(AXIOS, [...WRITES, 'postForm', 'putForm', 'patchForm'], axios, 2),
  {
    callees: ['gaxios.request', 'gaxios.Gaxios().request', 'gaxios.instance.request'],
    dialect: axios,
    url: 0,
    options: undefined,
  },
  { callees: ['got', 'got.got', 'got.stream', 'got.paginate'], dialect: got, url: 0, options: 1 },
  ...methods(['got', 'got.got', 'got.stream'], [...READS, ...WRITES], got, 1),
  { callees: KY, dialect: got, url: 0, options: 1 },
  ...methods(KY, [...READS, ...WRITES], got, 1),
  { callees: REQUEST, dialect: request, url: 0, options: 1 },
  ...methods(REQUEST, [...READS, ...WRITES, 'del'], request, 1),
  { callees: [...HTTP.map((name) => `${name}.request`), ...SMITHY], dialect: node, url: 0, options: 1 },
  { callees: HTTP.map((name) => `${name}.get`), dialect: node, url: 0, options: 1 },
  { callees: ['needle'], dialect: plain, url: 1, options: 3, method: { argument: 0 } },
  { callees: ['needle.request'], dialect: plain, url: 1, options: 3, method: { argument: 0 } },
  ...methods(['needle'], ['get', 'head'], plain, 1),
  ...methods(['needle'], [...WRITES, 'delete'], plain, 2),
  { callees: SUPERAGENT, dialect: superagent, url: 1, options: undefined, method: { argument: 0 } },
  ...methods(SUPERAGENT, [...READS, ...WRITES, 'del'], superagent, undefined),
  {
    callees: ['sync-request', 'then-request', 'then-request.default'],
    dialect: plain,
    url: 1,
    options: 2,
    method: { argument: 0 },
  },
  { callees: JQUERY.map((name) => `${name}.ajax`), dialect: jquery, url: 0, options: 1 },
  ...methods(JQUERY, ['get', 'getJSON', 'post'], jquery, undefined),
  ...ACTIONS.flatMap((name): readonly Row[] => [
    ...methods([name], ['get', 'head', 'del', 'options', 'getJson', 'deleteJson'], plain, undefined).map((row) => ({
      ...row,
      headers: 1,
    })),
    ...methods([name], [...WRITES, 'postJson', 'putJson', 'patchJson'], plain, undefined).map((row) => ({
      ...row,
      headers: 2,
    })),
    { callees: [`${name}.request`], dialect: plain, url: 1, options: undefined, method: { argument: 0 }, headers: 3 },
  ]),
  {
    callees: ['undici.request', 'undici.stream', 'undici.pipeline'],
    dialect: { ...undici, hooks: [] },
    url: 0,
    options: 1,
  },
  {
    callees: [...UNDICI.map((name) => `${name}.request`), ...UNDICI.map((name) => `${name}.stream`)],
    dialect: undici,
    url: 0,
    options: 0,
  },
  {
    callees: ['globalThis.XMLHttpRequest().open', 'xmlhttprequest.XMLHttpRequest().open', 'xhr2().open'],
    dialect: plain,
    url: 1,
    options: undefined,
    method: { argument: 0 },
  },
  { callees: ['get'], dialect: plain, url: 0, options: undefined, isNew: true },
  // What the SDK's own HTTP client is handed; people make one to sign it.
  {
    callees: ['aws-sdk.HttpRequest', 'aws-sdk/global.HttpRequest', 'globalThis.AWS.HttpRequest'],
    dialect: plain,
    url: 0,
    options: undefined,
    isNew: true,
  },
  {
    callees: ['simple-get', 'simple-get.concat', 'simple-get.get', 'phin', 'phin.promisified', 'xhr', 'popsicle'],
    dialect: { ...node, url: ['url', 'uri'] },
    url: 0,
    options: undefined,
  },
  {
    callees: ['miniget', 'minimal-request-promise.get', 'hyperquest', 'hyperquest.get'],
    dialect: node,
    url: 0,
    options: 1,
  },
  ...methods(['restler', 'urllib', '@hapi/wreck', 'wreck', 'k6/http'], ['get', 'head'], plain, 1),
  ...methods(['k6/http', '@hapi/wreck', 'wreck'], [...WRITES, 'del'], plain, 2),
  { callees: ['@hapi/wreck.request', 'wreck.request'], dialect: plain, url: 1, options: 2, method: { argument: 0 } },
  { callees: ['k6/http.request'], dialect: plain, url: 1, options: 3, method: { argument: 0 } },
  ...methods(['unirest'], [...READS, ...WRITES], superagent, undefined),
  { callees: ['wretch', 'centra'], dialect: superagent, url: 0, options: 1 },
];
