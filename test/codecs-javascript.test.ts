/** The laws of the codecs of JavaScript's strings and templates, and of code written in them. */
import { runInNewContext } from 'node:vm';
import { fc } from './support/properties.js';
import { doubleQuotedString, singleQuotedString } from '../src/languages/codecs/js-string.js';
import { templatePart } from '../src/languages/codecs/js-template.js';
import { javascript } from '../src/languages/javascript/index.js';
import { HOLE, MappedText, type Codec } from '../src/model/mapped-text.js';

const codecs: readonly (readonly [string, string, Codec])[] = [
  ['single quotes', "'", singleQuotedString],
  ['double quotes', '"', doubleQuotedString],
  ['templates', '`', templatePart],
];

const decoded = (codec: Codec, source: string): string =>
  codec
    .decode(source)
    .map((piece) => piece.text)
    .join('');

/** What the language itself reads. */
const read = (literal: string): unknown => runInNewContext(literal);

/** The inside of a literal between these quotes, with every kind of escape. */
function insides(quote: string): fc.Arbitrary<string> {
  const plain = fc
    .string({ unit: 'binary', maxLength: 4 })
    .map((text) => text.replace(/[\\'"`$\r\n\u2028\u2029]/g, ''));
  const escapes = [
    '\\n',
    '\\t',
    '\\r',
    '\\b',
    '\\f',
    '\\v',
    '\\\\',
    "\\'",
    '\\"',
    '\\`',
    '\\$',
    '\\x41',
    '\\u00e9',
    '\\u{1F600}',
    '\\q',
    '\\\n',
    '\\x00',
  ];
  const special = quote === '`' ? ['$', '{', '\n', "'", '"'] : ['${', '\\101', '\\7', quote === "'" ? '"' : "'"];
  return fc
    .array(fc.oneof(plain, fc.constantFrom(...escapes, ...special)), { maxLength: 8 })
    .map((parts) => parts.join(''));
}

describe.each(codecs)('%s', (_, quote, codec) => {
  test('decode: the text is what the language reads', () => {
    fc.assert(
      fc.property(insides(quote), (inside) => {
        fc.pre(!(quote === '`' && inside.includes('${')));
        expect(decoded(codec, inside)).toBe(read(quote + inside + quote));
      }),
    );
  });

  test('encode: what is written reads as what was meant', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (plain) => {
        const written = codec.encode(plain);
        expect(written === undefined ? undefined : decoded(codec, written)).toBe(plain);
        expect(read(quote + (written ?? '') + quote)).toBe(plain);
      }),
    );
  });

  test('position: pieces cover the source in order, and what is the same is at its place', () => {
    fc.assert(
      fc.property(insides(quote), (inside) => {
        let end = 0;
        for (const { from } of codec.decode(inside)) {
          expect(from.start).toBe(end);
          end = from.end;
        }
        expect(end).toBe(inside.length);
      }),
    );
  });
});

test('a dollar sign that is inserted makes no hole', () => {
  expect(templatePart.encode('a $')).toBe('a \\$');
  expect(templatePart.encode('${a} $b `c`')).toBe('\\${a} $b \\`c\\`');
});

describe('code in strings', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['"curl \\"a\\""', 'curl "a"'],
    ['`curl ${ url } -s`', `curl ${HOLE} -s`],
    ['`${a}${b}`', HOLE + HOLE],
    ["'curl ' + url + ' -s'", `curl ${HOLE} -s`],
    ["['a', b, `c`].join('\\n')", `a\n${HOLE}\nc`],
    ['`\n  a\n`.trim()', '\n  a\n'],
    ['url', undefined],
    ['f()', undefined],
    ['1', undefined],
  ];
  test.each(table)('%s', (code, expected) => {
    const text = MappedText.ofFile({ path: 'a.js', text: `x = ${code};` });
    const value = javascript.read(text, 'a.js').lowered.bindings[0]?.value;
    const fragments = value === undefined ? undefined : javascript.written(value, text);
    const written = fragments === undefined ? undefined : MappedText.compose(fragments);
    expect(written?.text).toBe(expected);
    for (const hole of written?.holes ?? []) {
      const origin = text.originOf(
        written?.originOf({ start: hole.offset, end: hole.offset + 1 }) ?? { start: 0, end: 0 },
      );
      expect(text.text.slice(origin.start, origin.end)).toMatch(/^(?:\$\{.*\}|[a-z]+)$/);
    }
  });
});
