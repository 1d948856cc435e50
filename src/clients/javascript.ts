/** The HTTP clients of JavaScript: what the arguments of a call mean, by the tables. */
import { known, textOf, unknown, type UnknownValue, type Value } from '../model/value.js';
import type { Argument, Client, HttpRequest, Invocation } from './client.js';
import { headersOf, noHeaders, overlay, whyOpen, type Headers } from './javascript-headers.js';
import { readMetadataService, readsMetadataService } from './javascript-metadata-service.js';
import { shownName, tableName, withoutAsync } from './javascript-names.js';
import { optionHeaders, optionOf, urlIn, urlText, withBase, withPath, type Options } from './javascript-options.js';
import { readProcess, readsProcess } from './javascript-processes.js';
import { rows, type Row } from './javascript-rows.js';
import { javascriptSdk, readSkipping } from './javascript-sdk.js';

const byName: ReadonlyMap<string, Row> = new Map(
  rows.flatMap((row) => row.callees.map((callee) => [callee, row] as const)),
);

function rowOf(callee: string): Row | undefined {
  const name = tableName(callee);
  return byName.get(name) ?? byName.get(withoutAsync(name));
}

export const javascriptClients: Client = {
  reads: (callee) =>
    rowOf(callee) !== undefined || readsMetadataService(callee) || readsProcess(callee) || javascriptSdk.reads(callee),
  read: (invocation) => {
    if (readsMetadataService(invocation.callee)) return readMetadataService(invocation);
    if (readsProcess(invocation.callee)) return readProcess(invocation);
    if (javascriptSdk.reads(invocation.callee)) return readSkipping(invocation);
    const row = rowOf(invocation.callee);
    return row === undefined || (row.isNew === true && !invocation.isNew) ? [] : readRow(row, invocation);
  },
};

/** A call's arguments as a row tells them apart. */
interface Reading {
  readonly row: Row;
  readonly invocation: Invocation;
  /** The options of the instance, then those of the call. */
  readonly options: Options;
  readonly urlArgument: Argument | undefined;
}

function readRow(row: Row, invocation: Invocation): readonly HttpRequest[] {
  const { args, callee } = invocation;
  // `superagent(url)` is a GET though its first argument can be the method.
  const shift = isWithoutMethod(row, invocation) ? 1 : 0;
  const urlIndex = row.url - shift;
  const urlArgument = args[urlIndex];
  const optionsArgument = row.options === undefined ? undefined : args[row.options - shift];
  const isSecond = optionsArgument !== urlArgument && !isCallback(optionsArgument, row, urlArgument);
  const values = [urlArgument?.value, isSecond ? optionsArgument?.value : undefined];
  const given = values.filter((value) => value !== undefined).flatMap(unwrapped);
  const reading: Reading = {
    row,
    invocation,
    options: [...instanceOptions(invocation.receiver), ...laterDefaults(row, invocation.later), ...given],
    urlArgument,
  };
  const url = urlOf(reading);
  if (url === undefined) return [];
  const { entries, open } = headersIn(reading);
  return [
    {
      client: shownName(withoutAsync(tableName(callee))),
      url,
      urlPlace: urlArgument?.place ?? optionsArgument?.place,
      method: methodIn(reading, shift),
      headers: { entries, open },
    },
  ];
}

function isWithoutMethod(row: Row, { args }: Invocation): boolean {
  return (
    row.method !== undefined &&
    typeof row.method !== 'string' &&
    row.url === 1 &&
    row.dialect.later === 'entries' &&
    args.length === 1
  );
}

/** Names that callbacks have. */
const CALLBACK =
  /^(?:cb|done|next|fn|res|ok|resolve|fulfill?|accept|\w*(?:callback|Callback|Cb|handler|Handler|listener|Listener))$|^(?:on|handle)[A-Z]\w*$|^function\b|=>|\.bind\(/;

/** Whether an argument where options can stand is a callback, as far as what is written there tells. */
function isCallback(argument: Argument | undefined, { dialect }: Row, url: Argument | undefined): boolean {
  if (argument === undefined || argument.value.kind === 'function') return true;
  if (dialect.takesOptionsOnce === true && url?.value.kind === 'record' && !isUrlObject(url.value)) return true;
  if (argument.value.kind !== 'unknown' && argument.value.kind !== 'external') return false;
  const { document, span } = argument.place;
  return CALLBACK.test(document.text.text.slice(span.start, Math.min(span.end, span.start + 200)).trim());
}

function isUrlObject(value: Value): boolean {
  return value.kind === 'record' && value.entries.some(({ key }) => textOf(key) === 'href');
}

/** `fetch(new Request(url, options))` is asked as `fetch(url, options)`. */
function unwrapped(value: Value): readonly Value[] {
  const isRequest = value.kind === 'result' && /(?:^|\.)Request$/.test(value.callee.name);
  return isRequest ? value.args.items.slice(0, 2) : [value];
}

/** Options of the instances that the receiver was made of, the first one first. */
function instanceOptions(receiver: Value | undefined): Options {
  if (receiver?.kind !== 'result') return [];
  const own = receiver.args.items.flatMap((value): Options => {
    // `got.extend(instance, options)` takes over what the instance was made with.
    if (value.kind === 'external' && value.receiver?.kind === 'result') return instanceOptions(value.receiver);
    return value.kind === 'text' || isClient(value) ? [] : [value];
  });
  const [origin] = receiver.args.items;
  const isOrigin = /(?:^|\.)(?:Client|Pool|BalancedPool)$/.test(receiver.callee.name) && origin?.kind === 'text';
  const base: Options = isOrigin
    ? [{ kind: 'record', entries: [{ key: known('origin'), value: origin }], open: undefined }]
    : [];
  return [...instanceOptions(receiver.callee.receiver), ...base, ...own];
}

/** A client that another one is made around. */
function isClient(value: Value): boolean {
  return value.kind === 'function' || (value.kind === 'external' && rowOf(value.name) !== undefined);
}

/** `instance.defaults.baseURL = …`, and its headers. */
function laterDefaults({ dialect }: Row, later: Value): Options {
  if (dialect.later !== 'defaults' || later.kind !== 'record') return [];
  const defaults = later.entries.find(({ key }) => textOf(key) === 'defaults')?.value;
  return defaults === undefined ? [] : [defaults];
}

function protocolOf(callee: string): string {
  return /(?:^|[./])https\.\w+$/.test(tableName(callee)) ? 'https:' : 'http:';
}

function urlOf({ row, invocation, options, urlArgument }: Reading): Value | undefined {
  const { dialect } = row;
  const protocol = protocolOf(invocation.callee);
  const [direct] = urlArgument === undefined ? [] : unwrapped(urlArgument.value);
  if (direct === undefined) return invocation.argsOpen ?? urlIn(options, dialect, protocol);
  if (direct.kind === 'nothing' || direct.kind === 'function') return undefined;
  if (direct.kind === 'record' && (!isUrlObject(direct) || dialect.hasParts))
    return urlIn(options, dialect, protocol) ?? direct.open;
  if (direct.kind === 'text' && dialect.hasParts) return withPath(direct, options, dialect);
  return withBase(
    direct.kind === 'text' || direct.kind === 'record' ? urlText(direct) : whyOpen(direct),
    options,
    dialect,
  );
}

function methodIn({ row, invocation, options }: Reading, shift: number): Value {
  if (typeof row.method === 'string') return known(row.method);
  if (row.method !== undefined && shift === 0) return invocation.args[row.method.argument]?.value ?? known('GET');
  // `request.method = 'PUT'` comes after what the request was made with.
  const set = row.dialect.later === 'headers' && invocation.later.kind === 'record' ? [invocation.later] : [];
  return optionOf([...options, ...set], row.dialect.method) ?? known('GET');
}

function headersIn({ row, invocation, options }: Reading): Headers {
  const ofOptions = optionHeaders(options, row.dialect);
  const argument = row.headers === undefined ? undefined : invocation.args[row.headers];
  const positional = headersOf(argument?.value ?? (row.headers === undefined ? undefined : invocation.argsOpen));
  const missing: UnknownValue | undefined =
    row.options === undefined && row.headers === undefined ? undefined : invocation.argsOpen;
  const called = [ofOptions, positional, chainHeaders(invocation), laterHeaders(row, invocation.later)].reduce(
    overlay,
    noHeaders,
  );
  return { entries: called.entries, open: called.open ?? missing };
}

/** `.set('X', 'y')`, `.set({ X: 'y' })`, `.header(…)`, `.headers(…)` */
function chainHeaders({ chain }: Invocation): Headers {
  return chain.reduce<Headers>((before, { method, args }) => {
    if (method === 'use') return { ...before, open: before.open ?? unknown('a plug-in that may add headers') };
    if (!/^(?:set|headers?)$/.test(method)) return before;
    const [name, value] = args.items;
    if (name?.kind !== 'text') return overlay(before, headersOf(name ?? args.open));
    return overlay(before, {
      entries: [{ name, value: value ?? unknown('a header without a value') }],
      open: undefined,
    });
  }, noHeaders);
}

/** What is set by name on the result or on what the method is of. */
function laterHeaders({ dialect }: Row, later: Value): Headers {
  if (later.kind !== 'record') return later.kind === 'nothing' ? noHeaders : headersOf(later);
  const entry = (name: string): Value | undefined => later.entries.find(({ key }) => textOf(key) === name)?.value;
  if (dialect.later === 'entries') return headersOf(later);
  // `client.defaults.options.hooks.beforeRequest.push(…)`
  const isChanged = dialect.hooks.includes('hooks') && entry('defaults') !== undefined;
  const changed: Headers = {
    entries: [],
    open: isChanged ? unknown('the client is changed after it is made') : undefined,
  };
  const set = [headersOf(entry('headers')), changed, ...interceptedHeaders(entry('interceptors'))];
  return set.reduce(overlay, noHeaders);
}

/** What interceptors of requests make of the headers, as far as they give options back. */
function interceptedHeaders(interceptors: Value | undefined): readonly Headers[] {
  if (interceptors?.kind !== 'record') return [];
  const registered = interceptors.entries.find(({ key }) => textOf(key) === 'request')?.value;
  if (registered?.kind !== 'record') return [];
  return registered.entries.map(({ value }): Headers => {
    const headers = value.kind === 'record' ? value.entries.find(({ key }) => textOf(key) === 'headers') : undefined;
    if (value.kind === 'record' && headers !== undefined) return headersOf(headers.value);
    return { entries: [], open: unknown('an interceptor that may add headers') };
  });
}
