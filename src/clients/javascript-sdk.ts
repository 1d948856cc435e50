/** The clients of the AWS SDKs for JavaScript that ask for a session token by themselves, and may go on without one. */
import type { Certainty } from '../model/certainty.js';
import { describe, joinTexts, known, textOf, unknown, type Place, type TextValue, type Value } from '../model/value.js';
import type { EnvironmentSetting, HttpRequest, Invocation, SdkClient, SdkUse, Setting } from './client.js';
import { headersOf, noHeaders, type Headers } from './javascript-headers.js';
import { optionOf } from './javascript-options.js';
import { shapeOf } from './words.js';

export const DEFAULT_HOST = '169.254.169.254';
const CREDENTIALS_PATH = '/latest/meta-data/iam/security-credentials/';
const TOKEN_HEADER = 'x-aws-ec2-metadata-token';

const SDK_2 = String.raw`(?:aws-sdk(?:\/(?:global|clients\/all|lib\/core|lib\/aws))?|globalThis\.AWS)`;

/** A client: what makes it or asks it to read, and where its settings are. */
interface Row {
  readonly callees: RegExp;
  /** For messages. */
  readonly name: string;
  /** `own`: the call makes the client. `receiver`: it asks one that was made before. */
  readonly settings: 'own' | 'receiver';
  readonly isNew: boolean;
  /** The setting that names another service. */
  readonly host: 'host' | 'endpoint' | undefined;
  /** How it is made to fail without a token. */
  readonly snippet: string;
  /** Whether the first argument is the path, and the headers of the second are sent. */
  readonly takesPath: boolean;
  /** Whether `disableFetchToken` keeps it from asking for a token. */
  readonly canSkipToken: boolean;
  /** Whether it can be turned off as a whole by a variable of the environment: version 3 of the SDK asks that of a chain of providers only. */
  readonly canBeOff: boolean;
}

const made: Pick<Row, 'settings' | 'takesPath'> = { settings: 'own', takesPath: false };

const REFUSED_BY: readonly EnvironmentSetting[] = [
  { variable: 'AWS_EC2_METADATA_V1_DISABLED', by: 'truth' },
  { variable: 'AWS_EC2_METADATA_SERVICE_ENDPOINT', by: 'address' },
];
const OFF_BY: EnvironmentSetting = { variable: 'AWS_EC2_METADATA_DISABLED', by: 'truth' };

const rows: readonly Row[] = [
  {
    ...made,
    callees: new RegExp(
      `^(?:${SDK_2}|aws-sdk/lib/credentials/ec2_metadata_credentials|aws-sdk/lib/credentials)\\.EC2MetadataCredentials$` +
        '|^aws-sdk/lib/credentials/ec2_metadata_credentials$',
    ),
    name: 'EC2MetadataCredentials',
    isNew: true,
    host: 'host',
    snippet: 'new AWS.EC2MetadataCredentials({ ec2MetadataV1Disabled: true });',
    canSkipToken: true,
    canBeOff: true,
  },
  {
    callees: new RegExp(
      `^(?:${SDK_2}\\.MetadataService|aws-sdk/(?:lib|clients)/metadata_?service)\\(\\)\\.loadCredentials(?:Async)?$`,
    ),
    name: 'MetadataService.loadCredentials',
    settings: 'receiver',
    isNew: false,
    host: 'host',
    snippet: 'new AWS.MetadataService({ ec2MetadataV1Disabled: true });',
    takesPath: false,
    canSkipToken: true,
    canBeOff: true,
  },
  {
    ...made,
    callees: /^@(?:aws-sdk\/credential-providers|(?:aws-sdk|smithy)\/credential-provider-imds)\.fromInstanceMetadata$/,
    name: 'fromInstanceMetadata',
    isNew: false,
    host: undefined,
    snippet: 'fromInstanceMetadata({ ec2MetadataV1Disabled: true });',
    canSkipToken: false,
    canBeOff: false,
  },
  {
    callees: /^@aws-sdk\/ec2-metadata-service\.MetadataService\(\)\.request$/,
    name: 'MetadataService.request',
    settings: 'receiver',
    isNew: false,
    host: 'endpoint',
    snippet: 'new MetadataService({ ec2MetadataV1Disabled: true });',
    takesPath: true,
    canSkipToken: true,
    canBeOff: false,
  },
];

const REFUSAL = 'ec2MetadataV1Disabled';
const SKIP = 'disableFetchToken';

function rowOf(callee: string): Row | undefined {
  return rows.find((row) => row.callees.test(callee));
}

export const javascriptSdk: SdkClient = {
  reads: (callee) => rowOf(callee) !== undefined,
  read: (invocation) => {
    const row = rowOf(invocation.callee);
    if (row === undefined || (row.isNew && !invocation.isNew)) return [];
    const reading = readingOf(row, invocation);
    return skips(reading) ? [] : [useOf(reading)];
  },
};

/** The requests without a token that an SDK's client makes because it is told never to ask for one. */
export function readSkipping(invocation: Invocation): readonly HttpRequest[] {
  const row = rowOf(invocation.callee);
  if (row === undefined || (row.isNew && !invocation.isNew)) return [];
  const reading = readingOf(row, invocation);
  const refusal = refusalIn(reading);
  // Told both, it makes no request at all.
  if (!skips(reading) || refusal.falls === 'no') return [];
  const open = refusal.falls === 'possible' ? unknown(refusal.why) : undefined;
  const { entries, open: ownOpen } = reading.headers;
  return [
    {
      client: row.name,
      url: reading.url,
      urlPlace: row.settings === 'own' ? invocation.args[0]?.place : reading.path?.place,
      method: known('GET'),
      headers: { entries, open: ownOpen ?? open },
      setting: { made: reading.made, instead: SKIP, ...refusing },
    },
  ];
}

const refusing: Omit<Setting, 'made'> = { option: REFUSAL, value: 'true' };

interface Reading {
  readonly row: Row;
  readonly settings: readonly Value[];
  /** The call that makes the client; undefined when it is this one. */
  readonly made: Place | undefined;
  readonly host: Value | undefined;
  readonly path: Invocation['args'][number] | undefined;
  readonly url: TextValue;
  readonly headers: Headers;
}

function readingOf(row: Row, { receiver, args, argsOpen }: Invocation): Reading {
  const of = receiver?.kind === 'result' ? receiver : undefined;
  const own = args.slice(0, 1).map(({ value }) => value);
  const given = row.settings === 'own' ? [...(argsOpen === undefined ? [] : [argsOpen]), ...own] : [];
  const settings =
    of === undefined ? given : [...(of.args.open === undefined ? [] : [of.args.open]), ...of.args.items.slice(0, 1)];
  const host = row.host === undefined ? undefined : optionOf(settings, [row.host]);
  const path = row.takesPath ? args[0] : undefined;
  const address = host?.kind === 'text' ? host : known(DEFAULT_HOST);
  return {
    row,
    settings,
    made: of?.at,
    host,
    path,
    url: urlOf(address, row.takesPath ? (path?.value ?? known('/')) : known(CREDENTIALS_PATH)),
    headers: row.takesPath ? headersIn(args[1]?.value) : noHeaders,
  };
}

/** The URL of `path` at `host`, which may be an origin. */
export function urlOf(host: TextValue, path: Value): TextValue {
  const scheme = /^[a-z]+:\/\//.test(shapeOf(host)) ? [] : [known('http://')];
  const slash = shapeOf(path).startsWith('/') ? [] : [known('/')];
  const way = path.kind === 'choice' ? unknown('one of several values') : path;
  return joinTexts([...scheme, host, ...slash, way]);
}

function headersIn(options: Value | undefined): Headers {
  if (options === undefined) return noHeaders;
  if (options.kind !== 'record') return options.kind === 'unknown' ? { entries: [], open: options } : noHeaders;
  return headersOf(options.entries.findLast(({ key }) => textOf(key) === 'headers')?.value ?? options.open);
}

function skips({ row, settings }: Reading): boolean {
  return row.canSkipToken && isOn(optionOf(settings, [SKIP])) === 'certain';
}

/** Whether an option is on, as far as its value tells. */
function isOn(value: Value | undefined): Certainty {
  if (value === undefined) return 'no';
  const text = textOf(value);
  if (text !== undefined) return /^(?:false|0|)$/.test(text) ? 'no' : 'certain';
  return value.kind === 'list' || value.kind === 'record' ? 'certain' : 'possible';
}

/** Whether the settings let the client go on without a token, and why. */
function refusalIn({ settings, headers, host }: Reading): { readonly falls: Certainty; readonly why: string } {
  const option = optionOf(settings, [REFUSAL]);
  const refuses = isOn(option);
  const sent = headers.entries.some(({ name }) => textOf(name)?.toLowerCase() === TOKEN_HEADER);
  if (refuses === 'certain' || sent) return { falls: 'no', why: 'its settings forbid it' };
  if (option !== undefined && refuses === 'possible')
    return { falls: 'possible', why: `its option ${REFUSAL} is not known: ${describe(option)}` };
  if (headers.open !== undefined)
    return { falls: 'possible', why: `the headers are not all known: ${headers.open.why}` };
  if (host !== undefined && host.kind !== 'text')
    return { falls: 'possible', why: `it may be told to ask another service: ${describe(host)}` };
  return { falls: 'certain', why: `its option ${REFUSAL} is ${option === undefined ? 'not set' : 'false'}` };
}

function useOf(reading: Reading): SdkUse {
  const { falls, why } = refusalIn(reading);
  const { row, url, made: at } = reading;
  return {
    client: row.name,
    url,
    fallsBack: falls,
    why,
    setting: { made: at, ...refusing },
    isSet: optionOf(reading.settings, [REFUSAL]) !== undefined,
    // An address in the code comes before one in the environment.
    environment: [...(row.canBeOff ? [OFF_BY] : []), ...REFUSED_BY].filter(
      ({ by }) => by === 'truth' || reading.host === undefined,
    ),
    snippet: row.snippet,
  };
}
