/** The codecs of YAML and JSON strings hold the three laws, the real parsers being the judges of what a text reads as. */
import { fc } from './support/properties.js';
import { parse } from 'yaml';
import { jsonString } from '../src/languages/codecs/json-string.js';
import { readBy } from '../src/languages/codecs/shell-quotes.js';
import { yamlFolded, yamlLiteral } from '../src/languages/codecs/yaml-block.js';
import { yamlDoubleQuoted, yamlPlain, yamlSingleQuoted } from '../src/languages/codecs/yaml-flow.js';
import { textOfScalar, type DataNode, type Scalar } from '../src/languages/data/tree.js';
import { parseYaml } from '../src/languages/yaml/parse.js';
import { MappedText, type Codec } from '../src/model/mapped-text.js';
import { expectInProportion } from './support/growth.js';

/** Text full of what YAML's notations are about. */
const text = (alphabet: string, maxLength = 30) =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), maxLength });
const anything = text('ab  \t\n\n\\\'"#:-?{}[],&*!|>%@`$xu09é😀\u0007\u2028');

/** What the real parser reads; undefined when that is no text. */
function reads(source: string): unknown {
  try {
    return parse(source, { schema: 'failsafe', logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

interface Notation {
  readonly codec: Codec;
  /** A whole file whose value is the text that is written so. */
  readonly wrap: (written: string) => string;
  /** What the parser adds to, or the notation needs around, the text. */
  readonly plainOf: (plain: string) => string;
}

const notations: readonly (readonly [string, Notation])[] = [
  ['"…"', { codec: yamlDoubleQuoted, wrap: (written) => `k: "${written}"\n`, plainOf: (plain) => plain }],
  ["'…'", { codec: yamlSingleQuoted, wrap: (written) => `k: '${written}'\n`, plainOf: (plain) => plain }],
  ['plain', { codec: yamlPlain(false), wrap: (written) => `k: ${written}\n`, plainOf: (plain) => plain }],
  [
    'plain in brackets',
    { codec: yamlPlain(true), wrap: (written) => `{ k: ${written} }\n`, plainOf: (plain) => plain },
  ],
  ['|', { codec: yamlLiteral(2), wrap: (written) => `k: |-\n  ${written}\n`, plainOf: (plain) => `x${plain}x` }],
  ['>', { codec: yamlFolded(2), wrap: (written) => `k: >-\n  ${written}\n`, plainOf: (plain) => `x${plain}x` }],
];

describe.each(notations)('%s', (name, { codec, wrap, plainOf }) => {
  test('what is encoded is read by the parser as it was', () => {
    let written = 0;
    fc.assert(
      fc.property(anything, (part) => {
        const plain = plainOf(part);
        const encoded = codec.encode(plain);
        if (encoded === undefined || plain === '') return;
        written += 1;
        // A plain scalar has no blanks around it.
        const wanted = name.startsWith('plain') ? plain.trim() : plain;
        if (wanted !== '') expect(reads(wrap(encoded))).toEqual({ k: wanted });
        expect(readBy(codec, encoded)).toBe(plain);
      }),
      { numRuns: 500 },
    );
    expect(written).toBeGreaterThan(20);
  });
});

test('a JSON string reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (plain) => {
      const encoded = jsonString.encode(plain) ?? '';
      expect(JSON.parse(`"${encoded}"`)).toBe(plain);
      expect(readBy(jsonString, encoded)).toBe(plain);
    }),
  );
  expect(readBy(jsonString, String.raw`\u0041\/\b\ud83d\ude00`)).toBe('A/\b😀');
});

/** Every scalar of `node`. */
function scalarsIn(node: DataNode): readonly Scalar[] {
  if (node.kind === 'scalar') return [node];
  return node.kind === 'sequence'
    ? node.items.flatMap(scalarsIn)
    : node.entries.flatMap((entry) => scalarsIn(entry.value));
}

/** What the parser makes of `source`, and our reading of its only scalar. */
function only(source: string): { readonly scalar: Scalar; readonly mapped: MappedText | undefined } | undefined {
  const { roots, errors } = parseYaml(MappedText.ofFile({ path: 'x.yaml', text: source }).text);
  const scalars = roots.flatMap(scalarsIn);
  const [scalar] = scalars;
  if (errors.length > 0 || scalars.length !== 1 || scalar === undefined) return undefined;
  return { scalar, mapped: textOfScalar(scalar, MappedText.ofFile({ path: 'x.yaml', text: source })) };
}

const header = fc.constantFrom('|', '>', '|-', '>-', '|+', '>+', '|2', '>2-', '|1+', '|  # why', '>-  ');
const line = fc.tuple(fc.constantFrom('', ' ', '  ', '   ', '    '), text('ab \t#:\'"é', 5)).map(([a, b]) => a + b);
const block = fc
  .tuple(header, fc.array(line, { maxLength: 7 }), fc.constantFrom('', '\n', '\n\n', '\n  \n'))
  .map(
    ([head, lines, end]) =>
      `k: ${head}\n${lines.map((one) => (one.trim() === '' ? one : `  ${one}`)).join('\n')}${end}`,
  );
const inline = fc
  .tuple(fc.constantFrom('"', "'", ''), text('ab  \n\\tn#:,é😀', 20))
  .map(([quote, inside]) => `k: ${quote}${inside.replaceAll('\n', '\n  ')}${quote}\n`);
const sources = fc.oneof(block, inline);

/** `data` with `text` in the place of its only scalar. */
function withLeaf(data: unknown, text: string): unknown {
  if (typeof data !== 'object' || data === null) return data === null ? null : text;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withLeaf(value, text)]));
}

describe('a scalar of any style', () => {
  test('reads as the parser reads it, with either ends of lines', () => {
    let compared = 0;
    let editable = 0;
    fc.assert(
      fc.property(sources, fc.boolean(), (source, isDos) => {
        const value = reads(source) as { k?: unknown } | undefined;
        const found = only(`\uFEFF${isDos ? source.replaceAll('\n', '\r\n') : source}`);
        if (typeof value?.k !== 'string' || found === undefined) return;
        compared += 1;
        const { written } = found.scalar;
        if (value.k.trim() === '' || written.some(({ codec }) => codec.encode('a') === 'a')) editable += 1;
        expect(found.scalar.text).toBe(value.k);
        expect(found.mapped?.text ?? '').toBe(value.k);
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(500);
    // All of them are read by a codec, not taken as they are.
    expect(editable).toBe(compared);
  });

  test('has each character that is written as it reads at its origin', () => {
    fc.assert(
      fc.property(sources, (source) => {
        const { mapped } = only(source) ?? {};
        if (mapped === undefined) return;
        for (const part of mapped.partsOf({ start: 0, end: mapped.text.length })) {
          if (part.verbatim)
            expect(source.slice(part.origin.start, part.origin.end)).toBe(
              mapped.text.slice(part.span.start, part.span.end),
            );
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('reads after an edit as it was edited, where its syntax can hold that', () => {
    let edited = 0;
    fc.assert(
      fc.property(sources, text('ab #:"\'\\', 6), fc.nat(), (source, word, place) => {
        const { mapped } = only(source) ?? {};
        if (mapped === undefined) return;
        const spots = [...mapped.text.matchAll(/\S(?=\s|$)/g)].map((match) => match.index + 1);
        const spot = spots[place % spots.length];
        const edit = spot === undefined ? undefined : mapped.edit({ start: spot, end: spot }, ` ${word}x`);
        if (spot === undefined || edit === undefined) return;
        edited += 1;
        const after = source.slice(0, edit.span.start) + edit.text + source.slice(edit.span.end);
        const changed = `${mapped.text.slice(0, spot)} ${word}x${mapped.text.slice(spot)}`;
        expect(reads(after)).toEqual(withLeaf(reads(source), changed));
      }),
      // A key may be nothing: then the scalar is not the value of k, but of that key in a mapping of its own.
      { numRuns: 2000, examples: [['k: \n  : a\n', '', 0]] },
    );
    expect(edited).toBeGreaterThan(300);
  });
});

test('lines put into a block keep its indentation', () => {
  const source = 'on:\n    run: |\n        first\n\n        second\n';
  const { mapped } = only(source) ?? {};
  const at = mapped?.text.indexOf('second') ?? 0;
  const edit = mapped?.edit({ start: at, end: at }, 'one\n  two\n');
  expect(edit).toBeDefined();
  const after = edit === undefined ? '' : source.slice(0, edit.span.start) + edit.text + source.slice(edit.span.end);
  expect(after).toBe('on:\n    run: |\n        first\n\n        one\n          two\n        second\n');
});

test('hostile files are read in a moment', async () => {
  const bomb = ['k0: &n0 [x,x,x,x,x,x,x,x,x]'];
  for (let i = 1; i < 30; i += 1) bomb.push(`k${String(i)}: &n${String(i)} [${`*n${String(i - 1)} , `.repeat(9)}]`);
  expect(parseYaml(bomb.join('\n')).errors).toEqual([]);
  await expectInProportion((n) => {
    expect(parseYaml(`a: ${'['.repeat(n)}`).errors.length).toBeGreaterThan(0);
  }, 50_000);
  await expectInProportion((n) => parseYaml(`${'- '.repeat(n)}x`), 20_000);
  expect(parseYaml('a: &a [*a]').roots).toHaveLength(1);
  expect(parseYaml('a: &a\n  <<: *a\n  b: c').roots).toHaveLength(1);
  await expectInProportion((n) => {
    expect(parseYaml(`a: "${' '.repeat(n)}x"`).errors).toEqual([]);
  }, 200_000);
  await expectInProportion((n) => parseYaml(`a: |\n${' '.repeat(2 * n)}\n${'\n'.repeat(n)}`), 100_000);
});
