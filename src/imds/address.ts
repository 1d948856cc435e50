/** Whether a URL, of which parts may be unknown, reaches the EC2 instance metadata service. */
import type { Certainty } from '../model/certainty.js';
import type { Value } from '../model/value.js';
import { describe, textWithHoles } from '../model/value.js';
import { cloudOfPath, isUnmistakable, isVersion } from './clouds.js';
import { cloudOfHost, isMetadataHost } from './hosts.js';
import { UNKNOWN_PART } from './names.js';

/** Where a URL leads. */
export interface Destination {
  readonly reaches: Certainty;
  /** '/latest/meta-data/…', without query; unknown parts as `…`; '' for the bare host. */
  readonly path: string;
  /** The other cloud whose service it is. */
  readonly cloud: string | undefined;
  /** A sentence for a person, without a period. */
  readonly why: string;
}

/** Stands for an unknown part while a URL is taken apart: a character that no text may hold. */
const GAP = '\uFFFF';

/** A URL's parts, each as it is written. */
interface Parts {
  readonly scheme: string | undefined;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

/** Where `url` leads: a choice-free value; anything but a text leads nowhere. */
export function destination(url: Value): Destination {
  if (url.kind !== 'text') return nowhere('', `the URL is not known: ${describe(url)}`);
  const text = gaps(textWithHoles(url, GAP)).trim();
  const parts = takeApart(text);
  if (parts === undefined) return nowhere('', 'this is no URL');
  const path = shown(parts.path);
  const other = cloudOfHost(parts.host);
  if (other !== undefined) return { ...nowhere(path, `the host is the metadata service of ${other}`), cloud: other };
  const scheme = parts.scheme ?? 'http';
  if (scheme !== 'http' && !scheme.includes(GAP)) return nowhere(path, `the service does not speak ${scheme}`);
  if (!mayBePort80(parts.port)) return nowhere(path, `port ${parts.port} is not the service's`);
  return parts.scheme === undefined && isBlock(text)
    ? nowhere(path, 'this is a range of addresses')
    : byHost(parts, path);
}

function byHost(parts: Parts, path: string): Destination {
  const query = shownQuery(parts.query);
  const { host, rest } = knownHost(parts.host);
  if (host !== undefined) {
    const whole = rest + path;
    const cloud = cloudOfPath(whole, query);
    if (cloud !== undefined) return { ...nowhere(whole, `only ${cloud} serves ${whole}`), cloud };
    return { ...atService(parts, whole), path: whole, cloud: undefined };
  }
  if (!isGap(parts.host)) return nowhere(path, `the host ${JSON.stringify(shownHost(parts.host))} is another`);
  if (!isUnmistakable(path)) return nowhere(path, 'the host is not known');
  return { reaches: 'possible', path, cloud: undefined, why: `the host is not known, but ${path} is the service's` };
}

function atService(parts: Parts, path: string): Pick<Destination, 'reaches' | 'why'> {
  if (parts.port.includes(GAP)) return { reaches: 'possible', why: 'the port is not known' };
  const [version = ''] = path.split('/', 3).filter((segment) => segment !== '');
  if (version === '' || version.includes(UNKNOWN_PART) || isVersion(version)) {
    return { reaches: 'certain', why: `the host is the metadata service's` };
  }
  return { reaches: 'possible', why: `the host is the metadata service's, but EC2 has no ${path}` };
}

function nowhere(path: string, why: string): Destination {
  return { reaches: 'no', path, cloud: undefined, why };
}

/** The metadata host that `host` is, and what unknown of it belongs to the path: `169.254.169.254${path}`. */
function knownHost(host: string): { readonly host: string | undefined; readonly rest: string } {
  const start = host.startsWith(GAP) ? host.slice(1) : host;
  if (isMetadataHost(start)) return { host: start, rest: '' };
  if (!start.endsWith(GAP)) return { host: undefined, rest: '' };
  const bare = start.slice(0, -1);
  return isMetadataHost(bare) && !/[a-z]$/i.test(bare)
    ? { host: bare, rest: `/${UNKNOWN_PART}` }
    : { host: undefined, rest: '' };
}

/** The parts of `text`; undefined when it cannot be a URL. Reads each character a bounded number of times. */
function takeApart(text: string): Parts | undefined {
  const { scheme, rest } = splitScheme(text);
  const authorityEnd = firstOf(rest, '/\\?#');
  const authority = rest.slice(0, authorityEnd);
  if (authority === '' || /[\s"'<>(){}|^`,;]/.test(authority)) return undefined;
  const { host, port } = splitAuthority(authority);
  const tail = rest.slice(authorityEnd);
  const pathEnd = firstOf(tail, '?#');
  const path = tail.slice(0, pathEnd).replaceAll('\\', '/');
  return { scheme, port, query: tail.slice(pathEnd), ...withoutBase(host, path, scheme) };
}

/** `${base}latest/meta-data`: what follows an unknown beginning may belong to the path. */
function withoutBase(host: string, path: string, scheme: string | undefined): Pick<Parts, 'host' | 'path'> {
  const segment = host.slice(1);
  const isBase = scheme === undefined && host.startsWith(GAP) && (isVersion(segment) || isTreeName(segment));
  return isBase ? { host: GAP, path: `/${segment}${path}` } : { host, path };
}

function isTreeName(segment: string): boolean {
  return segment === 'meta-data' || segment === 'dynamic' || segment === 'user-data';
}

/** The scheme in lower case, if there is one, and what comes after its slashes. */
function splitScheme(text: string): { readonly scheme: string | undefined; readonly rest: string } {
  if (text.startsWith(`${GAP}//`)) return { scheme: GAP, rest: text.slice(3) };
  const colon = text.indexOf(':');
  const before = text.slice(0, Math.max(colon, 0)).toLowerCase();
  const after = text.slice(colon + 1);
  const isScheme =
    colon > 0 && (after.startsWith('//') || /^https?$/.test(before)) && firstOf(before, '/\\?#') === before.length;
  const rest = isScheme ? after : text;
  const slashes = /^[/\\]{0,4}/.exec(rest)?.[0].length ?? 0;
  if (isScheme) return { scheme: before, rest: rest.slice(slashes) };
  return { scheme: undefined, rest: slashes === 2 ? rest.slice(2) : rest };
}

function splitAuthority(authority: string): { readonly host: string; readonly port: string } {
  const name = authority.slice(authority.lastIndexOf('@') + 1);
  if (name.startsWith('[')) {
    const end = name.indexOf(']');
    return end < 0
      ? { host: name, port: '' }
      : { host: name.slice(0, end + 1), port: name.slice(end + 1).replace(/^:/, '') };
  }
  const colon = name.lastIndexOf(':');
  const isV6 = colon >= 0 && name.indexOf(':') !== colon;
  return colon < 0 || isV6 ? { host: name, port: '' } : { host: name.slice(0, colon), port: name.slice(colon + 1) };
}

function mayBePort80(port: string): boolean {
  return port === '' || port.includes(GAP) || /^0{0,8}80$/.test(port);
}

/** Whether a text without a scheme is a network: `169.254.169.254/32`. */
function isBlock(text: string): boolean {
  return /^[^/]*\/\d{1,3}$/.test(text);
}

function isGap(text: string): boolean {
  return text === GAP;
}

/** `text` with one gap for several in a row. */
function gaps(text: string): string {
  return text.replace(/\uFFFF+/g, GAP);
}

/** A path for people and for comparing: one slash for several, `…` for what is unknown, '' for the bare host. */
function shown(path: string): string {
  const single = path.replace(/\/{2,}/g, '/').replaceAll(GAP, UNKNOWN_PART);
  return single === '/' ? '' : single;
}

function shownQuery(query: string): string {
  return query.replaceAll(GAP, UNKNOWN_PART);
}

function shownHost(host: string): string {
  return host.replaceAll(GAP, UNKNOWN_PART);
}

/** Where the first of `characters` stands in `text`, or its length. */
function firstOf(text: string, characters: string): number {
  for (let index = 0; index < text.length; index += 1) {
    if (characters.includes(text.charAt(index))) return index;
  }
  return text.length;
}
