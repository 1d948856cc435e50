/** The metadata clients of the AWS SDKs for JavaScript, which make requests to a path of the service. */
import { joinTexts, known, textOf, unknown, type TextValue, type Value } from '../model/value.js';
import type { HttpRequest, Invocation } from './client.js';
import { headersOf, noHeaders, overlay, type Headers } from './javascript-headers.js';
import { optionOf } from './javascript-options.js';
import { shapeOf } from './words.js';

const DEFAULT_HOST = '169.254.169.254';
const TOKEN_HEADER = 'x-aws-ec2-metadata-token';

/** Version 2 of the SDK: it never asks for a token in `request`. */
const VERSION_2 =
  /^(?:(?:aws-sdk(?:\/(?:global|clients\/all|lib\/core|lib\/aws))?|globalThis\.AWS)\.MetadataService|aws-sdk\/(?:lib|clients)\/metadata_?service)\(\)\.request(?:Async)?$/;
/** Version 3: it asks for one, and does without if that fails. */
const VERSION_3 = /^@aws-sdk\/ec2-metadata-service\.MetadataService\(\)\.request$/;

/** Version 2's provider of an instance's credentials: it asks for a token, and does without if that fails. */
const CREDENTIALS =
  /^(?:aws-sdk(?:\/(?:global|clients\/all|lib\/core|lib\/aws))?|globalThis\.AWS)\.EC2MetadataCredentials$/;
const CREDENTIALS_PATH = '/latest/meta-data/iam/security-credentials/';

/** Whether `callee` is the request method of one of them, or makes a provider that calls it. */
export function readsMetadataService(callee: string): boolean {
  return VERSION_2.test(callee) || VERSION_3.test(callee) || CREDENTIALS.test(callee);
}

/** The requests that it makes; where a token is asked for one with it, and one without unless that is ruled out. */
export function readMetadataService(invocation: Invocation): readonly HttpRequest[] {
  if (CREDENTIALS.test(invocation.callee)) return invocation.isNew ? readCredentials(invocation) : [];
  return VERSION_3.test(invocation.callee) ? readVersion3(invocation) : [readVersion2(invocation)];
}

function settingsOf({ receiver }: Invocation): readonly Value[] {
  return receiver?.kind === 'result' ? receiver.args.items.slice(0, 1) : [];
}

function requestTo(host: Value, invocation: Invocation, headers: Headers): HttpRequest {
  const [path] = invocation.args;
  const given = path?.value ?? known('/');
  const shape = shapeOf(given);
  const scheme = /^[a-z]+:\/\//.test(shapeOf(host)) ? [] : [known('http://')];
  const slash = shape.startsWith('/') ? [] : [known('/')];
  const parts = [...scheme, host, ...slash, given].map((part) =>
    part.kind === 'choice' ? unknown('one of several values') : part,
  );
  return {
    client: 'MetadataService.request',
    url: joinTexts(parts),
    urlPlace: path?.place,
    method: optionOf(optionsOf(invocation), ['method']) ?? known('GET'),
    headers,
  };
}

/** The options of a request; with two arguments, what is no object of options is the callback. */
function optionsOf({ args }: Invocation): readonly Value[] {
  const second = args[1]?.value;
  return second === undefined || (args.length === 2 && second.kind !== 'record') ? [] : [second];
}

function ownHeaders(invocation: Invocation): Headers {
  const [options] = optionsOf(invocation);
  if (options?.kind !== 'record') return options?.kind === 'unknown' ? { entries: [], open: options } : noHeaders;
  return headersOf(options.entries.findLast(({ key }) => textOf(key) === 'headers')?.value ?? options.open);
}

function readVersion2(invocation: Invocation): HttpRequest {
  const host = optionOf(settingsOf(invocation), ['host']);
  return requestTo(isTold(host) ? host : known(DEFAULT_HOST), invocation, ownHeaders(invocation));
}

/** Settings that are not known are taken to leave the host what it is. */
function isTold(value: Value | undefined): value is TextValue {
  return value !== undefined && value.kind === 'text';
}

function readCredentials({ args }: Invocation): readonly HttpRequest[] {
  const [settings] = args;
  const host = optionOf(settings === undefined ? [] : [settings.value], ['host']);
  const request: HttpRequest = {
    client: 'EC2MetadataCredentials',
    url: joinTexts([known('http://'), isTold(host) ? host : known(DEFAULT_HOST), known(CREDENTIALS_PATH)]),
    urlPlace: settings?.place,
    method: known('GET'),
    headers: noHeaders,
  };
  return withFallback(settings === undefined ? [] : [settings.value], noHeaders, (headers) => ({
    ...request,
    headers,
  }));
}

function readVersion3(invocation: Invocation): readonly HttpRequest[] {
  const settings = settingsOf(invocation);
  const endpoint = optionOf(settings, ['endpoint']);
  const host = isTold(endpoint) ? endpoint : known(DEFAULT_HOST);
  return withFallback(settings, ownHeaders(invocation), (headers) => requestTo(host, invocation, headers));
}

/** The requests of a client that asks for a token by itself and, unless its settings forbid it, goes on without. */
function withFallback(
  settings: readonly Value[],
  own: Headers,
  request: (headers: Headers) => HttpRequest,
): readonly HttpRequest[] {
  const token = {
    entries: [{ name: known(TOKEN_HEADER), value: unknown('the token that the client asks for') }],
    open: undefined,
  };
  const withToken = request(overlay(own, token));
  const withoutToken = request(own);
  if (isTrue(optionOf(settings, ['disableFetchToken']))) return [withoutToken];
  const disabled = optionOf(settings, ['ec2MetadataV1Disabled']);
  if (isTrue(disabled)) return [withToken];
  if (disabled !== undefined && textOf(disabled) !== 'false') {
    const open = unknown('whether the client goes on without a token is decided elsewhere');
    return [request({ ...own, open: own.open ?? open })];
  }
  return [withToken, withoutToken];
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && textOf(value) === 'true';
}
