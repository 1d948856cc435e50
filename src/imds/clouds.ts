/** How other clouds' metadata services are told from EC2's: by the path and by the headers of a request. */
import type { Value } from '../model/value.js';
import { textWithHoles } from '../model/value.js';
import { UNKNOWN_PART } from './names.js';

/** A path that only other clouds serve. `path` is a whole path or, with a `*` at its end, the beginning of one. */
interface TellTale {
  readonly path: string;
  readonly cloud: string;
}

/** The first that fits counts. Case matters to none of these services' callers, so all is compared in lower case. */
const paths: readonly TellTale[] = [
  { path: '/computemetadata*', cloud: 'Google Cloud' },
  { path: '/0.1/meta-data*', cloud: 'Google Cloud' },
  { path: '/metadata/instance*', cloud: 'Azure' },
  { path: '/metadata/identity*', cloud: 'Azure' },
  { path: '/metadata/reprovisiondata*', cloud: 'Azure' },
  { path: '/metadata/attested*', cloud: 'Azure' },
  { path: '/metadata/scheduledevents*', cloud: 'Azure' },
  { path: '/metadata/loadbalancer*', cloud: 'Azure' },
  { path: '/metadata/versions*', cloud: 'Azure' },
  { path: '/metadata/v1*', cloud: 'DigitalOcean, UpCloud or IBM Cloud' },
  { path: '/metadata', cloud: 'Azure' },
  { path: '/metadata/*', cloud: 'Azure' },
  { path: '/metadata…*', cloud: 'Azure' },
  { path: '/opc', cloud: 'Oracle Cloud' },
  { path: '/opc/*', cloud: 'Oracle Cloud' },
  { path: '/opc…*', cloud: 'Oracle Cloud' },
  { path: '/openstack*', cloud: 'OpenStack' },
  { path: '/hetzner*', cloud: 'Hetzner' },
  { path: '/instance_identity/*', cloud: 'IBM Cloud' },
  { path: '/identity/v1/*', cloud: 'IBM Cloud' },
  { path: '/v1.json', cloud: 'Vultr' },
  { path: '/v1/token*', cloud: 'Akamai' },
  { path: '/v1/instance*', cloud: 'Akamai' },
  { path: '/v1/network*', cloud: 'Akamai' },
  { path: '/v1/user-data*', cloud: 'Akamai' },
  { path: '/v1/ssh-keys*', cloud: 'Akamai' },
  { path: '/v1', cloud: 'Vultr' },
  { path: '/v1/*', cloud: 'Vultr' },
  { path: '/v1…*', cloud: 'Vultr' },
  { path: '/v2/metadata*', cloud: 'CloudCIX' },
  { path: '/api/v1/metadata*', cloud: 'NWCS' },
  { path: '/conf?format=*', cloud: 'Scaleway' },
];

/** The other cloud that alone serves `path`, a path as `destination` gives it, with its query. */
export function cloudOfPath(path: string, query = ''): string | undefined {
  const text = `${path}${query}`.toLowerCase();
  const cloud = paths.find((entry) => fits(path.toLowerCase(), entry.path) || fits(text, entry.path))?.cloud;
  if (cloud !== undefined) return cloud;
  return query.toLowerCase().includes('api-version=') ? 'Azure' : undefined;
}

/** Paths of EC2 that another cloud serves too: there, what else the same program asks for tells the two apart. */
const shared: readonly TellTale[] = [
  { path: '/latest/user-data*', cloud: 'Vultr' },
  { path: '/2009-04-04*', cloud: 'OpenStack' },
];

/** The words of commands that speak to another cloud, in a row: its own client and what that is told to do. */
const ownClients: readonly { readonly words: RegExp; readonly cloud: string }[] = [
  {
    words: /(?:^| )swift (?:-\S+ )*(?:upload|download|post|stat|copy|tempurl|capabilities)(?: |$)/,
    cloud: 'OpenStack',
  },
  {
    words: /(?:^| )openstack (?:-\S+ )*(?:server|object|container|volume|image|network|port|token|stack)(?: |$)/,
    cloud: 'OpenStack',
  },
];

/** The other cloud that a program is made for which runs a command with these words, unknown ones `…`. */
export function cloudOfCommand(words: readonly string[]): string | undefined {
  const text = words.slice(0, MAX_WORDS).join(' ').slice(0, MAX_TEXT);
  return ownClients.find((client) => client.words.test(text))?.cloud;
}

/** Of a command no more than this is looked at. */
const MAX_WORDS = 12;
const MAX_TEXT = 400;

/** The cloud of `clouds`, those that a program is known to speak to, that serves `path` as EC2 does. */
export function sharerOf(path: string, clouds: ReadonlySet<string>): string | undefined {
  return shared.find((entry) => clouds.has(entry.cloud) && fits(path.toLowerCase(), entry.path))?.cloud;
}

function fits(path: string, pattern: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern || path === `${pattern}/`;
}

/** A header that only callers of another cloud send; `value` is how it begins, in lower case. */
interface HeaderTellTale {
  readonly name: string;
  readonly value: string;
  readonly cloud: string;
  /** Whether it tells even at a path that is EC2's by its looks. */
  readonly always: boolean;
}

const headerTellTales: readonly HeaderTellTale[] = [
  { name: 'metadata-flavor', value: 'google', cloud: 'Google Cloud', always: false },
  { name: 'metadata-flavor', value: 'ibm', cloud: 'IBM Cloud', always: false },
  { name: 'x-google-metadata-request', value: 'true', cloud: 'Google Cloud', always: false },
  { name: 'metadata', value: 'true', cloud: 'Azure', always: false },
  { name: 'authorization', value: 'bearer oracle', cloud: 'Oracle Cloud', always: true },
  { name: 'metadata-token', value: 'cloudinit', cloud: 'Vultr', always: true },
  { name: 'metadata-token', value: 'vultr', cloud: 'Vultr', always: true },
  { name: 'metadata-token-expiry-seconds', value: '', cloud: 'Akamai', always: true },
  { name: 'metadata-token', value: '', cloud: 'Akamai', always: true },
  { name: 'x-aliyun-ecs-metadata-token', value: '', cloud: 'Alibaba Cloud', always: true },
  { name: 'x-aliyun-ecs-metadata-token-ttl-seconds', value: '', cloud: 'Alibaba Cloud', always: true },
];

/**
 * The other cloud that the headers of a request tell of. At a `path` that only EC2 serves, a flag such as
 * `Metadata-Flavor` tells nothing: it was copied along.
 */
export function cloudOfHeaders(
  headers: { readonly entries: readonly { readonly name: Value; readonly value: Value }[] },
  path = '',
): string | undefined {
  const isEc2 = isUnmistakable(path);
  for (const entry of headers.entries) {
    const name = textWithHoles(entry.name, UNKNOWN_PART).trim().toLowerCase();
    const value = textWithHoles(entry.value, '').trim().toLowerCase();
    const found = headerTellTales.find((tale) => tale.name === name && value.startsWith(tale.value));
    if (found !== undefined && (found.always || !isEc2)) return found.cloud;
  }
  return undefined;
}

const versions = /^(?:latest|1\.0|\d{4}-\d{2}-\d{2})$/;

/** Whether `segment` is a version that EC2's paths begin with. */
export function isVersion(segment: string): boolean {
  return versions.test(segment);
}

/** Items that only EC2, or a service that imitates it, has below `meta-data/`. */
const items: ReadonlySet<string> = new Set(['iam', 'placement', 'ami-id', 'spot', 'block-device-mapping', 'services']);

/**
 * Whether `path` (of an unknown host) is EC2's beyond doubt: a version and one of its trees, or where the version is
 * unknown too or part of the unknown host, one of the items that no other service has.
 */
export function isUnmistakable(path: string): boolean {
  const [first = '', second = '', third = '', fourth = ''] = path
    .replaceAll(UNKNOWN_PART, `/${UNKNOWN_PART}/`)
    .split('/', 9)
    .filter((segment) => segment !== '');
  if (isVersion(first)) return isTree(first, second, third);
  if (first === UNKNOWN_PART && isItem(second, third, fourth)) return true;
  return isItem(first, second, third);
}

function isTree(version: string, tree: string, next: string): boolean {
  if (tree === 'meta-data') return true;
  if (tree === 'dynamic') return next === 'instance-identity';
  if (tree === 'api') return version === 'latest' && next === 'token';
  return tree === 'user-data' && version !== '1.0';
}

function isItem(tree: string, item: string, next: string): boolean {
  if (tree === 'dynamic') return item === 'instance-identity';
  return tree === 'meta-data' && items.has(item) && (item !== 'iam' || next !== '');
}
