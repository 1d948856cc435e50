/** Options of a request: one after the other, the later ones count. */
import { joinTexts, known, textOf, unknown, type UnknownValue, type Value } from '../model/value.js';
import { headersOf, noHeaders, overlay, whyOpen, type Headers } from './javascript-headers.js';
import type { Dialect } from './javascript-rows.js';
import { partOf, shapeOf } from './words.js';

/** Options that were given, the most general first; what is no object of options tells nothing or leaves all open. */
export type Options = readonly Value[];

/** What the last of `options` that has one of `names` has under it; an unknown when it may be in what is not known. */
export function optionOf(options: Options, names: readonly string[]): Value | undefined {
  for (const one of options.toReversed()) {
    if (one.kind === 'record') {
      const entry = one.entries.findLast(
        ({ key, value }) => value.kind !== 'nothing' && names.includes(textOf(key) ?? ''),
      );
      if (entry !== undefined) return entry.value;
      if (one.open !== undefined) return one.open;
    } else if (!tellsNothing(one)) return whyOpen(one);
  }
  return undefined;
}

/** Nothing, a callback, or a text where options could stand. */
function tellsNothing(value: Value): boolean {
  return (
    value.kind === 'nothing' ||
    value.kind === 'function' ||
    value.kind === 'text' ||
    value.kind === 'list' ||
    value.kind === 'class'
  );
}

/** The headers of all `options` together. */
export function optionHeaders(options: Options, { hooks }: Dialect): Headers {
  return options.reduce<Headers>((before, one) => {
    if (one.kind !== 'record') return tellsNothing(one) ? before : { ...before, open: before.open ?? whyOpen(one) };
    const entry = one.entries.findLast(({ key }) => textOf(key) === 'headers');
    const hook = one.entries.find(({ key, value }) => hooks.includes(textOf(key) ?? '') && value.kind !== 'nothing');
    const added = hook === undefined ? [] : hookHeaders(hook.value);
    if (added !== undefined)
      return overlay(overlay(before, headersOf(entry?.value ?? one.open)), added.reduce(overlay, noHeaders));
    const own = headersOf(entry?.value ?? one.open);
    const open: UnknownValue | undefined =
      hook === undefined ? undefined : unknown('the client changes requests before it sends them');
    return overlay(before, { ...own, open: own.open ?? open });
  }, noHeaders);
}

/** What hooks before a request make of headers; undefined where that is not known of all of them. */
function hookHeaders(hooks: Value): readonly Headers[] | undefined {
  if (hooks.kind !== 'record' || hooks.open !== undefined) return undefined;
  const before = hooks.entries.filter(({ key }) => /^(?:beforeRequest|init)$/.test(textOf(key) ?? 'init'));
  const made = before.flatMap(({ value }) =>
    value.kind === 'list' && value.open === undefined ? value.items : [value],
  );
  const headers = made.map(headersMade);
  return headers.every((one) => one !== undefined) ? headers : undefined;
}

/** The headers that one hook gives a request: as options of its own, as the request that it is told of, or by a new one. */
function headersMade(hook: Value): Headers | undefined {
  if (hook.kind !== 'record' || hook.open !== undefined) return undefined;
  const entry = (name: string, of: Value | undefined): Value | undefined =>
    of?.kind === 'record' ? of.entries.findLast(({ key }) => textOf(key) === name)?.value : undefined;
  const own = entry('headers', hook);
  if (own === undefined) return undefined;
  return [own, entry('headers', entry('request', hook)), entry('headers', entry('returned', hook))]
    .map(headersOf)
    .reduce(overlay, noHeaders);
}

/** The URL that `options` hold, with what comes before it; undefined when they hold none. */
export function urlIn(options: Options, dialect: Dialect, protocol: string): Value | undefined {
  const url = optionOf(options, dialect.url);
  const isKnown = url !== undefined && url.kind !== 'unknown';
  const parts = dialect.hasParts && !isKnown ? urlOfParts(options, protocol) : undefined;
  return parts ?? (url === undefined ? undefined : withBase(urlText(url), options, dialect));
}

/** A URL as a text: a text, or an object that has an `href`. */
export function urlText(value: Value): Value {
  if (value.kind !== 'record') return value;
  const own = (name: string): Value | undefined => value.entries.findLast(({ key }) => textOf(key) === name)?.value;
  const [protocol, host, pathname] = [own('protocol'), own('host'), own('pathname')];
  const isWhole = own('origin') !== undefined && protocol !== undefined && host !== undefined && pathname !== undefined;
  // Its parts may have been set after it was made.
  if (isWhole) return joinTexts([protocol, known('//'), host, pathname, own('search') ?? known('')].map(single));
  return own('href') ?? unknown('an object that is no URL');
}

function single(value: Value): Exclude<Value, { kind: 'choice' }> {
  return value.kind === 'choice' ? unknown('one of several values') : value;
}

/** `url` behind the base that options give, unless it is absolute. */
export function withBase(url: Value, options: Options, dialect: Dialect): Value {
  const given = dialect.base.length === 0 ? undefined : optionOf(options, dialect.base);
  if (given === undefined || given.kind === 'nothing') return url;
  const shape = shapeOf(url);
  if (/^[A-Za-z][\w+.-]*:\/\//.test(shape) || shape.startsWith('//')) return url;
  const base = urlText(given);
  // What may be an absolute URL stays what it is where the base is not known either.
  if (base.kind === 'unknown')
    return shape.startsWith('/') || url.kind === 'text' ? joinTexts([base, single(url)]) : url;
  const before = shapeOf(base);
  const slashes = before.length - before.replace(/\/+$/, '').length;
  const path = shape.length - shape.replace(/^\/+/, '').length;
  const between = shape === '' ? [] : [known('/')];
  return joinTexts([partOf(base, 0, before.length - slashes), ...between, partOf(url, path)].map(single));
}

/** A URL whose path an option replaces: `http.request('http://host', { path: '/x' })`. */
export function withPath(url: Value, options: Options, dialect: Dialect): Value {
  const path = dialect.url.length > 0 ? undefined : optionOf(options, ['path']);
  const [origin] = /^[A-Za-z][\w+.-]*:\/\/[^/?#]*/.exec(shapeOf(url)) ?? [];
  if (path?.kind !== 'text' || origin === undefined) return withBase(url, options, dialect);
  return joinTexts([partOf(url, 0, origin.length), path].map(single));
}

/** A URL of protocol, host, port and path, as Node's `http` takes it; undefined when none of them is there. */
function urlOfParts(options: Options, protocol: string): Value | undefined {
  // Options that may hold more than is seen hold no second name of the host: what is seen is what is meant.
  const isNamed = options.some(
    (one) => one.kind === 'record' && one.entries.some(({ key }) => textOf(key) === 'hostname'),
  );
  const host = (isNamed ? optionOf(options, ['hostname']) : undefined) ?? optionOf(options, ['host', 'hostname']);
  const path = optionOf(options, ['path']) ?? optionOf(options, ['pathname']) ?? optionOf(options, ['uri']);
  if (host === undefined && path === undefined) return undefined;
  if (host?.kind === 'unknown' && host === path) return host;
  const address = host ?? known('localhost');
  const scheme = optionOf(options, ['protocol']);
  const port = optionOf(options, ['port']);
  const isWritten = scheme !== undefined && scheme.kind === 'text';
  const start = shapeOf(address).includes('//') ? [] : [isWritten ? scheme : known(protocol), known('//')];
  const hasPort = port !== undefined && port.kind === 'text' && textOf(port) !== '';
  const way = path === undefined ? known('/') : path;
  const slash = shapeOf(way).startsWith('/') ? [] : [known('/')];
  return joinTexts([...start, bracketed(address), ...(hasPort ? [known(':'), port] : []), ...slash, way].map(single));
}

/** An IPv6 address stands in brackets in a URL. */
function bracketed(host: Value): Value {
  const text = textOf(host);
  const isBare = text !== undefined && /^[0-9a-f:]+$/i.test(text) && text.split(':').length > 2;
  return isBare ? joinTexts([known('['), single(host), known(']')]) : host;
}
