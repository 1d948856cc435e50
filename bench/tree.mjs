/** Makes source trees of any size out of a seed: the same seed gives the same bytes, on every machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A generator of numbers from 0 to 1 (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Extension, share of all files (as in a large mixed repository), how a line is written and how a request is, and what stands
 * before and behind the lines so that the file can be parsed.
 */
const kinds = [
  ['ts', 24, (w) => `const ${w()} = await ${w()}.${w()}(${w()}, '${w()}');`, (url) => `await fetch('${url}');`],
  ['js', 16, (w) => `if (${w()}.${w()} === '${w()}') ${w()}(${w()});`, (url) => `http.get('${url}', done);`],
  ['py', 14, (w) => `${w()} = self.${w()}(${w()}, ${w()}="${w()}")`, (url) => `requests.get("${url}")`],
  ['go', 12, (w) => `\t${w()}, err := ${w()}.${w()}(ctx, &${w()}{${w()}: "${w()}"})`, (url) => `\thttp.Get("${url}")`],
  [
    'md',
    10,
    (w) => `The ${w()} of ${w()} is ${w()}, so that \`${w()}\` is ${w()} the ${w()}.`,
    (url) => `    curl ${url}`,
  ],
  ['yaml', 8, (w) => `- ${w()}: ${w()}-${w()} # ${w()}`, (url) => `- run: curl ${url}`],
  ['sh', 6, (w) => `${w()}="$(${w()} --${w()} "$${w()}")" || ${w()}`, (url) => `curl -s ${url}`],
  [
    'json',
    6,
    (w) => `  { "${w()}": { "${w()}": "${w()}" } },`,
    (url) => `  { "script": "curl ${url}" },`,
    '[\n',
    '  {}\n]\n',
  ],
  ['tf', 4, (w) => `${w()} = ${w()}.${w()}["${w()}"].${w()}`, (url) => `script = "curl ${url}"`],
];

const words = (
  'get set list data user name id key value index result error context options config path file read write create ' +
  'delete update service client server request response handler token session node tree count total start end ' +
  'first last next previous parent child left right width height size length buffer stream event message queue worker'
).split(' ');

/** Bytes of text from which the files of a kind are cut. */
const poolSize = 1 << 20;
/** Of so many files one mentions the service: of each such run of them, so that a tree of twice the size has twice as many. */
const filesForMention = 2000;
const url = 'http://169.254.169.254/latest/meta-data/instance-id';

/**
 * Writes `count` files below `root`: most are small and a few large (a log-normal distribution, median 4 KiB, mean 10 KiB),
 * about twelve in a directory, up to seven levels deep, with an ignore file in one directory of twenty. One file in two
 * thousand holds a request to the metadata service. Gives the number of these and of bytes.
 */
export function makeTree(root, count, seed = 1) {
  const random = numbers(seed);
  const pools = kinds.map(([, , line]) => poolOf(line, random));
  const total = kinds.reduce((sum, [, share]) => sum + share, 0);
  const made = { bytes: 0, mentions: 0 };
  let directory = root;
  let mentioning = 0;
  for (let index = 0; index < count; index += 1) {
    if (index % 12 === 0) directory = nextDirectory(root, random);
    if (index % filesForMention === 0) mentioning = index + Math.floor(random() * filesForMention);
    let at = random() * total;
    const kind = kinds.findIndex(([, share]) => (at -= share) < 0);
    const size = Math.min(poolSize / 2 - 1024, Math.ceil(4096 * Math.exp(1.3 * normal(random))));
    const [extension, , , request, head = '', tail = ''] = kinds[kind];
    const mention = index === mentioning ? `${request(url)}\n` : '';
    const text = Buffer.concat([Buffer.from(head), linesOf(pools[kind], size, random), Buffer.from(mention + tail)]);
    writeFileSync(join(directory, `${pick(random)}-${index}.${extension}`), text);
    made.bytes += text.length;
    made.mentions += mention === '' ? 0 : 1;
  }
  return made;
}

function poolOf(line, random) {
  let text = '';
  while (text.length < poolSize) text += `${line(() => name(random))}\n`;
  return Buffer.from(text).subarray(0, poolSize);
}

/** Whole lines out of a pool, about `size` bytes. */
function linesOf(pool, size, random) {
  const start = pool.indexOf(10, Math.floor(random() * (poolSize / 2 - 1024))) + 1;
  return pool.subarray(start, pool.indexOf(10, start + size - 1) + 1);
}

function nextDirectory(root, random) {
  const depth = 1 + Math.floor(random() * 7);
  const path = join(root, ...Array.from({ length: depth }, (_, level) => (level < 3 ? pick(random) : name(random))));
  mkdirSync(path, { recursive: true });
  if (random() < 0.05) writeFileSync(join(path, '.gitignore'), `*.log\n/build/\n${pick(random)}-*.tmp\n!keep.*\n`);
  return path;
}

const pick = (random) => words[Math.floor(random() * words.length)];

/** Two words in camel case. */
function name(random) {
  const second = pick(random);
  return pick(random) + second[0].toUpperCase() + second.slice(1);
}

/** From the normal distribution (Box and Muller). */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
