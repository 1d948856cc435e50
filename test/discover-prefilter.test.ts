/** The prefilter finds what a naive search finds, and its strings are what the service is written with. */
import { fc } from './support/properties.js';
import { compilePrefilter } from '../src/discover/prefilter.js';
import { ANCHORS, READ_ANCHORS, SERVICE_ANCHORS } from '../src/imds/anchors.js';
import { libraries } from '../src/imds/libraries.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const pieces = ANCHORS.flatMap((anchor) => [anchor, anchor.slice(0, -1), anchor.slice(1), anchor.toUpperCase()]);

test('it finds what a naive search finds', () => {
  const find = compilePrefilter(ANCHORS);
  const lower = ANCHORS.map((anchor) => anchor.toLowerCase());
  const noise = fc.string({ unit: fc.constantFrom('a', 'm', '-', '.', '2', '\n', '\xE9', '\0'), maxLength: 12 });
  const text = fc.array(fc.oneof(fc.constantFrom(...pieces), noise), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (sample) => {
      // No `toLowerCase` here: it folds more than ASCII.
      const folded = sample.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      expect(find(bytes(sample))).toBe(lower.some((needle) => folded.includes(needle)));
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test('it looks up to both ends, and no farther than the bytes it is given, wherever these begin', () => {
  const find = compilePrefilter(['abcde', 'bcdefgh']);
  for (let before = 0; before < 9; before += 1) {
    const frame = Buffer.from(`${'x'.repeat(before)}BCDEFGHabcde`);
    expect(find(frame.subarray(before, before + 7))).toBe(true);
    expect(find(frame.subarray(before + 7))).toBe(true);
    expect(find(frame.subarray(before, before + 6))).toBe(false);
    expect(find(frame.subarray(before + 8))).toBe(false);
    expect(find(frame.subarray(before + 1, before + 11))).toBe(false);
    expect(find(frame.subarray(0, before))).toBe(false);
  }
});

test('it finds each string at every distance from the start, whatever stands around it', () => {
  const find = compilePrefilter(READ_ANCHORS);
  const missed = READ_ANCHORS.flatMap((anchor) =>
    Array.from({ length: 24 }, (_, before) => {
      const around = String.fromCharCode((before * 37) % 256);
      const text = `${around.repeat(before)}${before % 2 === 0 ? anchor : anchor.toUpperCase()}${around.repeat(before % 5)}`;
      return find(bytes(text)) ? [] : [text];
    }).flat(),
  );
  expect(missed).toEqual([]);
});

test('what is left in a buffer behind a file is not part of it', () => {
  const find = compilePrefilter(['abcde']);
  const buffer = new Uint8Array(new ArrayBuffer(64));
  buffer.set(bytes('xabcde'));
  expect(find(buffer.subarray(0, 6))).toBe(true);
  expect(find(buffer.subarray(0, 5))).toBe(false);
});

test('strings shorter than five characters cannot be looked for', () => {
  expect(() => compilePrefilter(['abcde', 'abcd'])).toThrow(RangeError);
});

test('a file that names the service is one that mentions it', () => {
  const mentions = compilePrefilter(ANCHORS);
  // The token's path is requested with a header that is named after the service.
  const known = SERVICE_ANCHORS.filter((anchor) => anchor !== 'latest/api/token');
  expect(known.filter((anchor) => !mentions(bytes(anchor)))).toEqual([]);
});

test('a file that uses a client of an SDK or a library is read, and one that uses another is not', () => {
  const mentions = compilePrefilter(ANCHORS);
  const npm = libraries.filter(({ ecosystem }) => ecosystem === 'npm').map(({ name }) => `import x from '${name}';`);
  const used = [
    ...npm,
    'new AWS.EC2MetadataCredentials()',
    'fromInstanceMetadata()',
    'new MetadataService({})',
    `require("eim")`,
  ];
  expect(used.filter((text) => !mentions(bytes(text)))).toEqual([]);
  const others = [
    `require('aws-sdk')`,
    `import { S3Client } from '@aws-sdk/client-s3'`,
    'reimbursement',
    'metadata.service',
  ];
  expect(others.filter((text) => mentions(bytes(text)))).toEqual([]);
});
