/** Which host a name or address means, however it is spelt. */
import { ADDRESS, ADDRESS_V6 } from './names.js';

const metadataV4 = 0xa9fea9fe;
const metadataV6 = 'fd00:ec2:0:0:0:0:0:254';
const hostNames: ReadonlySet<string> = new Set(['instance-data', 'instance-data.ec2.internal']);

/** Other clouds' metadata hosts, in the spelling that `canonicalHost` gives. */
const otherHosts: ReadonlyMap<string, string> = new Map([
  ['metadata.google.internal', 'Google Cloud'],
  ['metadata.goog', 'Google Cloud'],
  ['metadata', 'Google Cloud'],
  ['100.100.100.200', 'Alibaba Cloud'],
  ['metadata.tencentyun.com', 'Tencent Cloud'],
  ['169.254.0.23', 'Tencent Cloud'],
  ['168.63.129.16', 'Azure'],
  ['metadata.packet.net', 'Equinix Metal'],
  ['metadata.platformequinix.com', 'Equinix Metal'],
  ['169.254.42.42', 'Scaleway'],
  ['fd00:42:0:0:0:0:0:42', 'Scaleway'],
  ['fd00:c1:0:0:0:0:a9fe:a9fe', 'Oracle Cloud'],
  ['fd00:a9fe:a9fe:0:0:0:0:1', 'Akamai'],
  ['fe80:0:0:0:0:0:a9fe:a9fe', 'OpenStack'],
]);

/** Whether `host` (no port, no brackets needed) is the EC2 metadata service in any spelling. */
export function isMetadataHost(host: string): boolean {
  const name = canonicalHost(host);
  if (name === ADDRESS || name === metadataV6 || hostNames.has(name)) return true;
  return isRegionalName(name);
}

/** The other cloud whose metadata host `host` is, if it is one's. */
export function cloudOfHost(host: string): string | undefined {
  return otherHosts.get(canonicalHost(host));
}

/** Every spelling of the address that a text can be searched for; in lower case. */
export const SPELLINGS: readonly string[] = [
  ADDRESS,
  ADDRESS_V6,
  'fd00:0ec2::254',
  'fd00:ec2:0:0:0:0:0:254',
  '169%2e254%2e169%2e254',
  '2852039166',
  '0xa9fea9fe',
  '0xa9.0xfe.0xa9.0xfe',
  '025177524776',
  '0251.0376.0251.0376',
  'a9fe:a9fe',
  'instance-data',
];

/** One spelling for each host: lower case, percent-decoded, IPv4 as four decimal numbers, IPv6 as eight groups. */
export function canonicalHost(host: string): string {
  let name = decodePercent(host).toLowerCase();
  if (name.endsWith('.')) name = name.slice(0, -1);
  if (name.startsWith('[') && name.endsWith(']')) name = name.slice(1, -1);
  if (name.includes(':')) return canonicalV6(name) ?? name;
  const address = addressV4(name);
  if (address === undefined) return name;
  return [24, 16, 8, 0].map((shift) => String((address >>> shift) & 0xff)).join('.');
}

/** `instance-data.<region>.compute.internal`; the region may be unknown. */
function isRegionalName(name: string): boolean {
  const labels = name.split('.');
  return labels.length === 4 && labels[0] === 'instance-data' && labels[2] === 'compute' && labels[3] === 'internal';
}

function decodePercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (whole, hex: string) => {
    const code = parseInt(hex, 16);
    return code < 0x80 ? String.fromCharCode(code) : whole;
  });
}

/** The 32 bits of an IPv4 address as `inet_aton` reads it: one to four numbers, decimal, octal or hexadecimal. */
function addressV4(name: string): number | undefined {
  const parts = name.split('.', 5);
  if (parts.length > 4) return undefined;
  const last = number(parts.pop() ?? '');
  const space = 256 ** (4 - parts.length);
  if (last === undefined || last >= space) return undefined;
  let address = last;
  for (const [index, part] of parts.entries()) {
    const value = number(part);
    if (value === undefined || value > 255) return undefined;
    address += value * 256 ** (3 - index);
  }
  return address;
}

function number(text: string): number | undefined {
  if (text.length > 16) return undefined;
  if (/^0x[0-9a-f]+$/.test(text)) return parseInt(text.slice(2), 16);
  if (/^0[0-7]*$/.test(text)) return parseInt(text, 8);
  return /^[1-9][0-9]*$/.test(text) ? parseInt(text, 10) : undefined;
}

/** Eight groups without leading zeros; an IPv4-mapped address gives the IPv4 address that it means. */
function canonicalV6(name: string): string | undefined {
  const [address = ''] = name.split('%', 1);
  const halves = address.split('::', 3);
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? '');
  const tail = halves.length === 2 ? groups(halves[1] ?? '') : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array<number>(missing).fill(0), ...tail];
  const mapped = all.slice(0, 5).every((group) => group === 0) && all[5] === 0xffff;
  if (mapped && (all[6] ?? 0) * 0x10000 + (all[7] ?? 0) === metadataV4) return ADDRESS;
  return all.map((group) => group.toString(16)).join(':');
}

function groups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const found: number[] = [];
  for (const part of text.split(':', 9)) {
    const address = part.includes('.') ? addressV4(part) : undefined;
    if (address !== undefined) found.push(address >>> 16, address & 0xffff);
    else if (/^[0-9a-f]{1,4}$/.test(part)) found.push(parseInt(part, 16));
    else return undefined;
  }
  return found;
}
