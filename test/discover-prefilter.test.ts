/** The prefilter finds what a naive search finds, and its strings are what the service is written with. */
import { fc } from './support/properties.js';
import { compilePrefilter } from '../src/discover/prefilter.js';
import { SearchMemory } from '../src/discover/search-memory.js';
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

test('it finds what lies more than two gigabytes from the start', () => {
  const find = compilePrefilter(['abcde']);
  const { room } = new SearchMemory(2 ** 31 + 1000);
  const far = room.subarray(2 ** 31 - room.byteOffset - 20, 2 ** 31 - room.byteOffset + 20);
  expect(find(far)).toBe(false);
  far.set(bytes('abcde'), 30);
  expect(find(far)).toBe(true);
});

test('what is left in a buffer behind a file is not part of it', () => {
  const find = compilePrefilter(['abcde']);
  const buffer = new Uint8Array(new ArrayBuffer(64));
  buffer.set(bytes('xabcde'));
  expect(find(buffer.subarray(0, 6))).toBe(true);
  expect(find(buffer.subarray(0, 5))).toBe(false);
});

test('strings of three and four bytes are found, shorter ones cannot be looked for', () => {
  const find = compilePrefilter(['xyz', 'wxyz', '\xE4b']);
  expect(['xyz', 'aaXyZ', 'wxyz', '-\xE4b'].map((text) => find(Buffer.from(text)))).toEqual([true, true, true, true]);
  expect(['', 'xy', 'wx', 'xxyyzz', '\xE4'].filter((text) => find(Buffer.from(text)))).toEqual([]);
  expect(() => compilePrefilter(['abcde', 'ab'])).toThrow(RangeError);
});

test('in memory that can be searched it finds the same as in any other', () => {
  const memory = new SearchMemory(1000);
  const letters = fc.string({ unit: fc.constantFrom('a', 'B', 'c', '.'), maxLength: 40 });
  const needles = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.'), minLength: 3, maxLength: 6 }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(letters, needles, fc.nat(40), (text, strings, before) => {
      memory.room.fill('abc.'.repeat(30));
      memory.room.write(text, before, 'latin1');
      const find = compilePrefilter(strings);
      const expected = strings.some((needle) => text.toLowerCase().includes(needle));
      expect(find(memory.room.subarray(before, before + text.length))).toBe(expected);
      expect(find(bytes(text))).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test('it finds what stands across the pieces of a long file, and strings longer than one', () => {
  const find = compilePrefilter(['needle', 'n'.repeat(100_000)]);
  const hay = Buffer.alloc(500_000, 'x');
  const missed = Array.from({ length: 60 }, (_, index) => 8000 * index).filter((at) => {
    const file = Buffer.from(hay);
    file.write('NEEDLE', at + 3);
    return !find(file);
  });
  expect(missed).toEqual([]);
  expect(find(hay)).toBe(false);
  hay.fill('n', 150_001, 250_001);
  expect(find(hay)).toBe(true);
});

test('memory keeps what is in it when it grows', () => {
  const memory = new SearchMemory(10);
  memory.room.write('abcdef');
  const { length } = memory.room;
  memory.grow();
  expect(memory.room.length).toBeGreaterThanOrEqual(2 * length);
  expect(SearchMemory.around(memory.room)).toBe(memory);
  expect(compilePrefilter(['abcdef'])(memory.room)).toBe(true);
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
