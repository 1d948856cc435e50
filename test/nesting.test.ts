/** However deep scripts are nested in scripts and files, each call in them is found where it is written, and nothing else is. */
import { fc } from './support/properties.js';
import { auditText } from './support/audit-text.js';
import { cloudConfig, containers, shellLayers, written } from './support/nested.js';
import type { Container, Layer, Placed } from './support/nested.js';

/** Statements with an address where the `@` is. */
const CALLS: readonly string[] = [
  'curl -s @',
  'ID=$(curl -sf @)',
  'echo "é \\"$(curl -s @)\\" 😀"',
  "curl -s @ | sed 's/[0-9]*$//'",
  'if test -n "$HOME"; then curl -s @; fi',
  'for i in 1 2; do wget -qO- @ || true; done',
  'f() { curl -s @; }; f',
  'X=`curl -s @`',
  '(cd / && curl --silent --fail @ > /dev/null)',
];

/** Statements in which nothing is to be found. */
const OTHERS: readonly string[] = [
  `echo "it's $HOME: 100%{ok} \\$5"`,
  "echo 'curl http://169.254.169.254/latest/meta-data/ami-id'",
  'A="http://169.254.169.254/latest/meta-data/"',
  'printf "%s\\n" "${A%?}" $((1 + 2)) "${#A}"',
  'test 😀 = "😀" && echo \'"\'',
  'echo \\"a\\" "\\\\" \'\\\'',
  'true',
];

/** Statements that need lines of their own. */
const LINES: readonly string[] = [
  '# curl -s http://169.254.169.254/latest/meta-data/ami-id',
  '  # deeper: "it\'s"',
  'echo a \\\n  b',
  '',
  'cat <<TEXT\n  curl http://169.254.169.254/latest/meta-data/ami-id\nTEXT',
];

const URL = 'http://169.254.169.254/latest/meta-data/instance-id';

const call: fc.Arbitrary<Placed> = fc
  .tuple(fc.constantFrom(...CALLS), fc.constantFrom('', '"', "'"))
  .map(([form, quote]) => {
    const start = form.indexOf('@');
    const url = `${quote}${URL}${quote}`;
    return { text: form.replace('@', () => url), marks: [[start, start + url.length]] };
  });
const nothing = (texts: readonly string[]): fc.Arbitrary<Placed> =>
  fc.constantFrom(...texts).map((text) => ({ text, marks: [] }));

/** Texts one after the other. */
function joined(parts: readonly Placed[], separator: string): Placed {
  return parts.reduce((before, part) => {
    const head = `${before.text}${separator}`;
    const moved = written(part, head, (one) => one);
    return { text: moved.text, marks: [...before.marks, ...moved.marks] };
  });
}

const statements = fc.array(fc.oneof(call, nothing(OTHERS)), { maxLength: 3 });
const script: fc.Arbitrary<Placed> = fc.oneof(
  fc.tuple(statements, call).map(([some, one]) => joined([...some, one], '; ')),
  fc
    .tuple(fc.array(fc.oneof(call, nothing([...OTHERS, ...LINES])), { maxLength: 4 }), call)
    .map(([some, one]) => joined([...some, one], '\n')),
);

interface Nesting {
  readonly script: Placed;
  /** From the inside. */
  readonly layers: readonly Layer[];
  readonly container: Container;
  readonly configuration: Layer | undefined;
  readonly usesCrlf: boolean;
}

const nesting: fc.Arbitrary<Nesting> = fc.record({
  script,
  layers: fc.array(fc.constantFrom(...shellLayers), { maxLength: 3 }),
  container: fc.constantFrom(...containers),
  configuration: fc.option(fc.constantFrom(...cloudConfig), { nil: undefined, freq: 2 }),
  usesCrlf: fc.boolean(),
});

/** The whole file; undefined where a layer cannot hold what is in it. */
function built({ script: innermost, layers, container, configuration, usesCrlf }: Nesting): Placed | undefined {
  let inner: Placed | undefined = innermost;
  for (const [depth, layer] of layers.entries()) inner = inner && layer.write(inner, depth);
  if (container.isUserData === true && inner !== undefined)
    inner = configuration?.write(inner, 0) ?? written(inner, '#!/bin/bash\n', (one) => one);
  const file = inner && container.write(inner, 0);
  return file && usesCrlf ? written(file, '', (one) => (one === '\n' ? '\r\n' : one)) : file;
}

/** 'line:column-line:column', as findings have them. */
function placeIn(text: string, start: number, end: number): string {
  return [start, end]
    .map((offset) => {
      const lines = text.slice(0, offset).split('\n');
      return `${String(lines.length)}:${String((lines.at(-1) ?? '').length + 1)}`;
    })
    .join('-');
}

test('every call is found where it is written', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(nesting, async (one) => {
      const file = built(one);
      fc.pre(file !== undefined);
      count += 1;
      const { findings } = await auditText(one.container.file, file.text, ['tokenless-request']);
      const found = findings.map(({ location: { start, end } }) =>
        [start, end].map(({ line, column }) => `${String(line)}:${String(column)}`).join('-'),
      );
      const path = [...one.layers.map(({ name }) => name), one.configuration?.name, one.container.name];
      const wanted = file.marks.map(([start, end]) => placeIn(file.text, start, end));
      expect({ path, text: file.text, found: found.sort() }).toEqual({ path, text: file.text, found: wanted.sort() });
    }),
    { numRuns: Number(process.env['NESTINGS'] ?? 150) },
  );
  expect(count).toBeGreaterThanOrEqual(100);
}, 600_000);
