/** `ec2metadata`, the command of Ubuntu's cloud-utils: whether it sends a session token depends on its version. */
import { known, textOf, unknown, type UnknownValue } from '../model/value.js';
import type { Argument, HttpRequest } from './client.js';
import { partOf, shapeOf } from './words.js';

const BASE = 'http://169.254.169.254/2009-04-04';
const WHY = 'its version decides: cloud-utils sends a token since 0.32 (Ubuntu 22.04), and none before';

/** Items whose options are not called as their paths are. */
const paths: ReadonlyMap<string, string> = new Map([
  ['availability-zone', 'meta-data/placement/availability-zone'],
  ['user-data', 'user-data'],
]);

/** The request of an `ec2metadata` command with these words behind its name: its items are read one after the other. */
export function readEc2metadata(words: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const shapes = words.map((word) => shapeOf(word.value));
  if (shapes.some((shape) => /^(?:-h|--help)$/.test(shape))) return [];
  const items = shapes.flatMap((shape) => /^--(?!all$|url\b)([a-z-]+)$/.exec(shape)?.[1] ?? []);
  const [item] = items;
  const path = items.length === 1 && item !== undefined ? (paths.get(item) ?? `meta-data/${item}`) : 'meta-data/';
  return [
    {
      client: 'ec2metadata',
      url: known(`${baseIn(words)}/${path}`),
      urlPlace: undefined,
      method: known('GET'),
      headers: { entries: [], open: open ?? unknown(WHY) },
    },
  ];
}

/** `-u URL`, `--url URL`, `--url=URL`: another service of the kind. One that is not known is taken for the usual one. */
function baseIn(words: readonly Argument[]): string {
  for (const [i, word] of words.entries()) {
    const shape = shapeOf(word.value);
    if (shape === '-u' || shape === '--url') return textOf(words[i + 1]?.value ?? known('')) ?? BASE;
    if (shape.startsWith('--url=')) return textOf(partOf(word.value, '--url='.length)) ?? BASE;
  }
  return BASE;
}
