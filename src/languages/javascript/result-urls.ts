/** What taking URLs apart and putting them together gives: `new URL(…)`, `url.parse(…)`, `urlJoin(…)`. */
import { asText, joinTexts, known, nothing, type RecordValue, type TextValue, type Value } from '../../model/value.js';
import { cut, shapeOf } from '../../model/shape.js';
import { mapKnown } from './texts.js';

interface Parts {
  /** 'http:' */
  readonly protocol: TextValue;
  /** With the port. */
  readonly host: TextValue;
  readonly pathname: TextValue;
  /** With its question mark. */
  readonly search: TextValue;
  readonly hash: TextValue;
}

const SHAPE = /^\s*([A-Za-z][\w+.-]*:|\uFFFC(?=\/\/)|\uFFFC:)?\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)(\?[^#]*)?(#[^]*)?$/d;

/** The parts of an absolute URL; undefined for any other text. */
function partsOf(text: TextValue): Parts | undefined {
  const indices = SHAPE.exec(shapeOf(text))?.indices;
  if (indices === undefined) return undefined;
  const part = (group: number): TextValue => {
    const [start, end] = indices[group] ?? [0, 0];
    return cut(text, start, end);
  };
  const pathname = part(3);
  return {
    protocol: part(1),
    host: part(2),
    pathname: pathname.parts.length === 0 ? known('/') : pathname,
    search: part(4),
    hash: part(5),
  };
}

/** What `text`, with `base` if it is no URL itself, is as an object; undefined when that is no absolute URL. */
export function parseUrl(text: Value, base?: Value): RecordValue | undefined {
  const relative = asText(text);
  const own = partsOf(relative);
  if (own !== undefined) return recordOf(own);
  const around =
    base === undefined || base.kind === 'nothing' ? undefined : (partsOf(baseText(base)) ?? unknownParts(base));
  return around === undefined ? undefined : recordOf(resolved(relative, around));
}

/** A base of which nothing is known has a host, and what is behind that is not kept by a path from the root. */
function unknownParts(base: Value): Parts | undefined {
  const text = asText(base);
  if (text.parts.some((part) => part.kind === 'known')) return undefined;
  return { protocol: known('http:'), host: text, pathname: known('/'), search: known(''), hash: known('') };
}

/** The same where an address of which nothing is known has the parts of one, and no others. */
export function parseEndpoint(text: Value): RecordValue {
  const part = asText(text);
  const unknownHost = { protocol: part, host: part, pathname: part, search: known(''), hash: known('') };
  return parseUrl(text) ?? recordOf(unknownHost);
}

/** A base may be a URL object. */
function baseText(base: Value): TextValue {
  const href = base.kind === 'record' ? base.entries.find((entry) => isNamed(entry.key, 'href'))?.value : undefined;
  return asText(href ?? base);
}

function isNamed(key: Value, name: string): boolean {
  return key.kind === 'text' && shapeOf(key) === name;
}

function resolved(relative: TextValue, base: Parts): Parts {
  const shape = shapeOf(relative);
  const [, path = ''] = /^([^?#]*)/.exec(shape) ?? [];
  const search = /\?[^#]*/.exec(shape);
  const pathname = cut(relative, 0, path.length);
  const found = search === null ? known('') : cut(relative, search.index, search.index + search[0].length);
  if (shape.startsWith('//')) return partsOf(joinTexts([base.protocol, relative])) ?? base;
  if (path === '') return { ...base, search: found };
  // A path that is not known is taken to be one from the root.
  if (path.startsWith('/')) return { ...base, pathname, search: found, hash: known('') };
  const before = shapeOf(base.pathname);
  const directory = cut(base.pathname, 0, before.lastIndexOf('/') + 1);
  const dotless = path.startsWith('./') ? cut(pathname, 2, path.length) : pathname;
  return { ...base, pathname: joinTexts([directory, dotless]), search: found, hash: known('') };
}

function recordOf(parts: Parts): RecordValue {
  const host = shapeOf(parts.host);
  const colon = /:\d*$/.exec(host)?.index ?? host.length;
  const port = cut(parts.host, colon + 1, host.length);
  const origin = joinTexts([parts.protocol, known('//'), parts.host]);
  const path = joinTexts([parts.pathname, parts.search]);
  const href = joinTexts([origin, path, parts.hash]);
  const entries: readonly (readonly [string, Value])[] = [
    ['href', href],
    ['protocol', parts.protocol],
    ['host', parts.host],
    ['hostname', cut(parts.host, 0, colon)],
    ['port', port.parts.length === 0 ? nothing : port],
    ['pathname', parts.pathname],
    ['search', parts.search],
    ['path', path],
    ['hash', parts.hash],
    ['origin', origin],
    ['toString', { kind: 'external', name: 'String.toString', receiver: href }],
  ];
  return { kind: 'record', entries: entries.map(([key, value]) => ({ key: known(key), value })), open: undefined };
}

/** The text of `resolve(base, relative)`. */
export function resolveUrl(base: Value, relative: Value): Value | undefined {
  const record = parseUrl(relative, base);
  return record?.entries.find((entry) => isNamed(entry.key, 'href'))?.value;
}

/** Segments joined by single slashes, as `url-join` and `path.posix.join` do. */
export function joinPath(segments: readonly Value[]): Value {
  const texts = segments.map(asText).filter((text) => text.parts.length > 0);
  const joined = texts.map((text, i): TextValue => {
    const shape = shapeOf(text);
    const start = i === 0 ? 0 : shape.length - shape.replace(/^\/+/, '').length;
    const trailing = /[^/]?\/*$/.exec(shape.slice(-256))?.[0] ?? '';
    const slashes = trailing.replace(/^[^/]/, '').length;
    const end = i === texts.length - 1 ? shape.length : shape.length - slashes;
    return cut(text, Math.min(start, end), end);
  });
  return joinTexts(joined.flatMap((text, i) => (i === 0 ? [text] : [known('/'), text])));
}

/** A text as a URL escapes it; unknown parts stay. */
export function encodeComponent(value: Value): Value {
  return mapKnown(asText(value), (text) => {
    try {
      return encodeURIComponent(text);
    } catch {
      return text;
    }
  });
}
