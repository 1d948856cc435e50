/** Holds the laws of texts that know where they were written: decoding, positions, edits. */
import { fc } from './support/properties.js';
import { HOLE, MappedText, type Codec, type Fragment, type Piece } from '../src/model/mapped-text.js';

/** A JSON string's inside, as one codec among many: escapes are decoded, all else is verbatim. */
const jsonString: Codec = {
  decode(source) {
    const pieces: Piece[] = [];
    for (let i = 0; i < source.length;) {
      const length = source[i] === '\\' ? (source[i + 1] === 'u' ? 6 : 2) : 1;
      const text = JSON.parse(`"${source.slice(i, i + length)}"`) as string;
      pieces.push({ text, from: { start: i, end: i + length } });
      i += length;
    }
    return pieces;
  },
  encode: (plain) => JSON.stringify(plain).slice(1, -1),
};

/** Drops two columns of indentation, as a block scalar does. */
const indented: Codec = {
  decode(source) {
    const pieces: Piece[] = [];
    let at = 0;
    for (const line of source.split(/(?<=\n)/)) {
      const skip = line.startsWith('  ') ? 2 : 0;
      pieces.push({ text: line.slice(skip), from: { start: at + skip, end: at + line.length } });
      at += line.length;
    }
    return pieces;
  },
  encode: (plain) => plain.replace(/\n/g, '\n  '),
};

const plainText = fc.string({
  unit: fc.constantFrom('a', 'b', '"', '\\', '\n', '\t', 'é', '😀', ' ', '$', "'"),
  maxLength: 30,
});
const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
const escape = (text: string): string => jsonString.encode(text) ?? '';

function file(text: string): MappedText {
  return MappedText.ofFile({ path: 'a', text });
}

function apply(text: string, edit: { span: { start: number; end: number }; text: string }): string {
  return text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

/** A script in a JSON string in an indented block, and how a file's text is decoded to it. */
function decode(source: string): MappedText {
  const whole = file(source);
  const block = whole.embed({ start: 3, end: whole.text.length }, indented);
  return block.embed({ start: 1, end: block.text.length - 1 }, jsonString);
}
const write = (plain: string): string => `x:\n${indent(`"${escape(plain)}"`)}`;

test('a byte-order mark and CRLF are left out of the text and kept in the file', () => {
  const source = '\uFEFFa\r\nb 😀\r\n';
  const text = file(source);
  expect(text.text).toBe('a\nb 😀\n');
  expect(text.originOf({ start: 2, end: 3 })).toEqual({ start: 4, end: 5 });
  expect(text.originOf({ start: 1, end: 2 })).toEqual({ start: 2, end: 4 });
  const edit = text.edit({ start: 2, end: 2 }, 'x\n');
  expect(edit).toBeDefined();
  expect(edit && apply(source, edit)).toBe('\uFEFFa\r\nx\r\nb 😀\r\n');
});

test('decoding through two layers gives what was written', () => {
  fc.assert(fc.property(plainText, (plain) => decode(write(plain)).text === plain));
});

test('what is written verbatim is the same character at its origin, and origins are in order', () => {
  fc.assert(
    fc.property(plainText, (plain) => {
      const source = write(plain);
      const text = decode(source);
      let before = 0;
      for (let i = 0; i < plain.length; i += 1) {
        const origin = text.originOf({ start: i, end: i + 1 });
        expect(origin.start).toBeGreaterThanOrEqual(before);
        before = origin.start;
        const character = plain[i] ?? '';
        if (origin.end - origin.start === 1) expect(source.slice(origin.start, origin.end)).toBe(character);
        else expect(source.slice(origin.start, origin.end)).toBe(escape(character));
      }
    }),
  );
});

test('an edit makes the text read as asked, and changes nothing else', () => {
  fc.assert(
    fc.property(plainText, fc.nat(), fc.nat(), plainText, (plain, a, b, replacement) => {
      const start = a % (plain.length + 1);
      const end = start + (b % (plain.length - start + 1));
      const source = write(plain);
      const edit = decode(source).edit({ start, end }, replacement);
      if (edit === undefined) return;
      expect(decode(apply(source, edit)).text).toBe(plain.slice(0, start) + replacement + plain.slice(end));
    }),
  );
});

test('edits that are possible are not refused', () => {
  const source = write('curl "x" y');
  const text = decode(source);
  expect(text.edit({ start: 4, end: 4 }, ' -H "a"')).toBeDefined();
  expect(text.edit({ start: 5, end: 8 }, '\n')).toBeDefined();
});

test('an edit is refused when it would cut an escape in two, or swallow text that was dropped', () => {
  const json = file('"a\\u00e9b"').embed({ start: 1, end: 9 }, jsonString);
  expect(json.text).toBe('aéb');
  const euro: Codec = { decode: () => [{ text: 'euro', from: { start: 0, end: 1 } }], encode: () => undefined };
  const expanded = file('€').embed({ start: 0, end: 1 }, euro);
  expect(expanded.text).toBe('euro');
  expect(expanded.edit({ start: 1, end: 2 }, 'x')).toBeUndefined();
  expect(expanded.edit({ start: 2, end: 2 }, 'x')).toBeUndefined();
  const dropped: Codec = {
    decode: () => [
      { text: 'a', from: { start: 0, end: 1 } },
      { text: 'b', from: { start: 2, end: 3 } },
    ],
    encode: (plain) => plain,
  };
  const text = file('a#b').embed({ start: 0, end: 3 }, dropped);
  expect(text.edit({ start: 0, end: 2 }, 'x')).toBeUndefined();
  expect(text.edit({ start: 1, end: 2 }, 'x')).toEqual({ span: { start: 2, end: 3 }, text: 'x' });
});

test('a text composed of several spans and holes maps each of them', () => {
  const parent = file('["ab", x, "c\\"d"]');
  const name = { kind: 'ref', name: 'x', span: { start: 7, end: 8 } } as const;
  const fragments: Fragment[] = [
    { kind: 'text', parent, span: { start: 2, end: 4 }, codec: jsonString },
    { kind: 'hole', parent, span: { start: 7, end: 8 }, expr: name },
    { kind: 'text', parent, span: { start: 11, end: 15 }, codec: jsonString },
  ];
  const text = MappedText.compose(fragments);
  expect(text?.text).toBe(`ab${HOLE}c"d`);
  expect(text?.holeAt(2)?.expr).toBe(name);
  expect(text?.holeAt(1)).toBeUndefined();
  expect(text?.originOf({ start: 4, end: 5 })).toEqual({ start: 12, end: 14 });
  expect(text?.edit({ start: 1, end: 4 }, 'x')).toBeUndefined();
  expect(text?.edit({ start: 3, end: 4 }, '"')).toEqual({ span: { start: 11, end: 12 }, text: '\\"' });
  const inner = text?.embed({ start: 1, end: 4 }, indented);
  expect(inner?.text).toBe(`b${HOLE}c`);
  expect(inner?.holeAt(1)).toEqual({ offset: 1, expr: name, depth: 2 });
});

test('texts of different files do not make one text', () => {
  const at = { start: 0, end: 1 };
  const of = (path: string): Fragment => ({
    kind: 'text',
    parent: MappedText.ofFile({ path, text: 'a' }),
    span: at,
    codec: indented,
  });
  expect(MappedText.compose([of('a'), of('b')])).toBeUndefined();
  expect(MappedText.compose([])).toBeUndefined();
});

test('a large text is mapped in one search a question', () => {
  const source = 'a\r\n'.repeat(100_000);
  const text = file(source);
  const wrong = Array.from(
    { length: 100_000 },
    (_, i) => text.originOf({ start: 2 * i, end: 2 * i + 1 }).start - 3 * i,
  );
  expect(wrong.filter((difference) => difference !== 0)).toEqual([]);
});
