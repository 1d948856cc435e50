/** PowerShell's cmdlets that make requests, and the clients of .NET that its scripts use. */
import { known, nothing, textOf, unknown, type UnknownValue, type Value } from '../model/value.js';
import type { Argument, Client, HeaderList, HttpRequest, Invocation } from './client.js';
import { shapeOf, UNKNOWN, whyUnknown } from './words.js';

/** Parameters of the cmdlets that take no value. */
const SWITCHES =
  /^(?:usebasicparsing|usedefaultcredentials|disablekeepalive|passthru|skipcertificatecheck|skipheadervalidation|skiphttperrorcheck|noproxy|followrellink|resume|preserveauthorizationonredirect|preservehttpmethodonredirect|allowunencryptedauthentication|proxyusedefaultcredentials|asynchronous|verbose|debug|confirm|whatif)$/;
/** Those with a value; all may be shortened while one of them is meant. */
const PARAMETERS = (
  'uri method headers body contenttype timeoutsec websession sessionvariable outfile infile credential certificate ' +
  'certificatethumbprint useragent maximumredirection maximumretrycount retryintervalsec proxy proxycredential ' +
  'transferencoding authentication token custommethod form httpversion statuscodevariable responseheadersvariable ' +
  'erroraction errorvariable warningaction outvariable source destination displayname priority customheaders ' +
  'operationtimeoutseconds connectiontimeoutseconds'
).split(' ');

const CMDLETS: ReadonlyMap<string, string> = new Map(
  ['Invoke-RestMethod', 'Invoke-WebRequest', 'Start-BitsTransfer'].map((name) => [name.toLowerCase(), name]),
);

/** How methods of .NET's clients make requests: which argument is the URL, by which method, and where headers are kept. */
interface Row {
  readonly client: string;
  readonly method: string;
  readonly headers: string;
}
const web = (name: string, method = 'GET'): Row => ({ client: `WebClient.${name}`, method, headers: 'headers' });
const http = (name: string, method = 'GET'): Row => ({
  client: `HttpClient.${name}`,
  method,
  headers: 'defaultrequestheaders',
});
const WEB_CLIENT = ['DownloadString', 'DownloadFile', 'DownloadData', 'OpenRead'];
const WEB_CLIENT_SENDING = ['UploadString', 'UploadData', 'UploadFile', 'UploadValues', 'OpenWrite'];
const HTTP_CLIENT = ['GetStringAsync', 'GetAsync', 'GetByteArrayAsync', 'GetStreamAsync'];

const ROWS: ReadonlyMap<string, Row> = new Map(
  [
    ...WEB_CLIENT.flatMap((name) =>
      ['', 'Async', 'TaskAsync'].map((end) => [`net.webclient().${name}${end}`, web(name)] as const),
    ),
    ...WEB_CLIENT_SENDING.map((name) => [`net.webclient().${name}`, web(name, 'POST')] as const),
    ...HTTP_CLIENT.map((name) => [`net.http.httpclient().${name}`, http(name)] as const),
    ['net.http.httpclient().PutAsync', http('PutAsync', 'PUT')] as const,
    ['net.http.httpclient().PostAsync', http('PostAsync', 'POST')] as const,
    ...['WebRequest', 'HttpWebRequest'].flatMap((name) =>
      ['Create', 'CreateHttp'].map(
        (make) => [`net.${name}.${make}`, { client: name, method: 'GET', headers: 'headers' }] as const,
      ),
    ),
  ].map(([name, row]) => [`system.${name.toLowerCase()}`, row]),
);

export const powershellWeb: Client = {
  reads: (callee) => CMDLETS.has(callee.toLowerCase()) || ROWS.has(callee),
  read: (invocation) => {
    const cmdlet = CMDLETS.get(invocation.callee.toLowerCase());
    if (cmdlet !== undefined) return readCmdlet(cmdlet, invocation);
    const row = ROWS.get(invocation.callee);
    return row === undefined ? [] : readMethod(row, invocation);
  },
};

/** The arguments of a cmdlet: by the names of its parameters, and in order. */
interface Given {
  readonly named: ReadonlyMap<string, Argument>;
  readonly ordered: readonly Argument[];
  readonly open: UnknownValue | undefined;
}

function readCmdlet(client: string, { args, argsOpen }: Invocation): readonly HttpRequest[] {
  const { named, ordered, open } = givenIn(args, argsOpen);
  const isTransfer = client === 'Start-BitsTransfer';
  const url = named.get(isTransfer ? 'source' : 'uri') ?? ordered[0];
  if (url === undefined) return [];
  const method = named.get('method') ?? named.get('custommethod');
  const session = named.get('websession');
  const headers = headersIn(named.get(isTransfer ? 'customheaders' : 'headers')?.value ?? nothing);
  const hidden = open ?? (session === undefined ? undefined : unknown('headers of a session'));
  return [
    {
      client,
      url: url.value,
      urlPlace: url.place,
      method: method?.value ?? known('GET'),
      headers: { ...headers, open: headers.open ?? hidden },
    },
  ];
}

function givenIn(args: readonly Argument[], argsOpen: UnknownValue | undefined): Given {
  const named = new Map<string, Argument>();
  const ordered: Argument[] = [];
  let open = argsOpen;
  for (let i = 0; i < args.length; i += 1) {
    const argument = args[i];
    if (argument === undefined) break;
    const { value, place } = argument;
    const shape = shapeOf(value);
    const name = parameterIn(shape);
    if (value.kind === 'record') {
      // A table among the arguments is one that is splatted.
      for (const entry of value.entries) {
        const key = textOf(entry.key)?.toLowerCase();
        if (key === undefined) open ??= whyUnknown(entry.key);
        else named.set(parameterIn(`-${key}`) ?? key, { value: entry.value, place });
      }
      open ??= value.open;
    } else if (name !== undefined && SWITCHES.test(name)) continue;
    else if (name !== undefined) {
      const next = args[i + 1];
      if (next !== undefined) named.set(name, next);
      i += 1;
    } else if (value.kind === 'unknown' && ordered.length > 0) open ??= value;
    else ordered.push(argument);
  }
  return { named, ordered, open };
}

/** The parameter that `-Name` means, which may be shortened; undefined when it is none. */
function parameterIn(shape: string): string | undefined {
  const written = /^-([a-z]\w*):?$/i.exec(shape)?.[1]?.toLowerCase();
  if (written === undefined) return undefined;
  if (SWITCHES.test(written) || PARAMETERS.includes(written)) return written;
  if (written === 'ea') return 'erroraction';
  if ('usebasicparsing'.startsWith(written) && written.length > 3) return 'usebasicparsing';
  return PARAMETERS.find((name) => name.startsWith(written)) ?? written;
}

function headersIn(value: Value): HeaderList {
  if (value.kind === 'nothing') return { entries: [], open: undefined };
  if (value.kind === 'record') {
    return { entries: value.entries.map(({ key, value: sent }) => ({ name: key, value: sent })), open: value.open };
  }
  const why = value.kind === 'unknown' || shapeOf(value).includes(UNKNOWN) ? whyUnknown(value) : undefined;
  return { entries: [], open: why ?? unknown('headers that are made elsewhere') };
}

/** `$client.DownloadString(url)`, with the headers that the client was given before. */
function readMethod(
  { client, method, headers }: Row,
  { args, argsOpen, later, receiver }: Invocation,
): readonly HttpRequest[] {
  const [url] = args;
  if (url === undefined) return [];
  const set = later.kind === 'record' ? later : undefined;
  const entry = (name: string): Value => set?.entries.find(({ key }) => textOf(key) === name)?.value ?? nothing;
  const list = headersIn(entry(headers));
  const isKnown = receiver === undefined || receiver.kind === 'result';
  const hidden = argsOpen ?? set?.open ?? (isKnown ? undefined : unknown('headers of a client that is made elsewhere'));
  const used = textOf(entry('method'));
  return [
    {
      client,
      url: url.value,
      urlPlace: url.place,
      method: entry('method').kind === 'nothing' ? known(method) : known(used ?? ''),
      headers: { ...list, open: list.open ?? hidden },
    },
  ];
}
