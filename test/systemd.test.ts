/** Units of systemd: how the words of commands are read and written, and that no text makes it slow. */
import { fc } from './support/properties.js';
import { readBy } from '../src/languages/codecs/shell-quotes.js';
import { unitWord } from '../src/languages/codecs/systemd-unit.js';
import { systemd } from '../src/languages/systemd/index.js';
import { MappedText } from '../src/model/mapped-text.js';
import { expectInProportion } from './support/growth.js';

/** The words of each command in a unit. */
function commandsIn(text: string): readonly (readonly string[])[] {
  const { calls } = systemd.read(MappedText.ofFile({ path: 'a.service', text }), 'a.service').lowered;
  return calls.map((call) =>
    call.args.items.map(({ value, spread }) => {
      if (value.kind === 'ref') return `${spread} ${value.name}`;
      if (value.kind !== 'concat') return value.kind === 'literal' ? value.text : '?';
      return value.parts.map((part) => (part.kind === 'literal' ? part.text : '?')).join('');
    }),
  );
}

// As systemd.service(5) and systemd.syntax(7) say.
test.each([
  [`ExecStart=/a "b c" 'd "e'`, [['/a', 'b c', 'd "e']]],
  ['ExecStart=-@/a b c', [['/a', 'c']]],
  [String.raw`ExecStart=/a "\x41\101\n\"" b\sc`, [['/a', 'AA\n"', 'b c']]],
  ['ExecStart=/a $$b $c ${d}e %% %i', [['/a', '$b', 'words c', '?e', '%', '?']]],
  ['ExecStart=:/a $b ${c} $$', [['/a', '$b', '${c}', '$$']]],
  [
    'ExecStart=/a b ; /c \\; d',
    [
      ['/a', 'b'],
      ['/c', ';', 'd'],
    ],
  ],
  ['ExecStart=/a \\\n# b\n; c\n  d', [['/a', 'd']]],
  ["ExecStop=/a 'b \\\n c'\nExecReload=/d", [['/a', 'b   c'], ['/d']]],
  ['ExecStart=/usr/bin/env a b', [['a', 'b']]],
  ['ExecStart=/a {{ b c }}d', [['/a', '?d']]],
  ['Exec=/a\n#ExecStart=/a\nDescription=ExecStart=/a\nExecStart=\n', []],
])('%j', (text, expected) => {
  expect(commandsIn(`[Service]\n${text}\n`)).toEqual(expected);
});

test.each(['"', "'", ''] as const)('a word in %s reads what was written as it was, or is not written', (quote) => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ab $%\\\\\'";{}\n\té')), maxLength: 12 });
  let written = 0;
  fc.assert(
    fc.property(text, fc.boolean(), (plain, expands) => {
      const codec = unitWord({ quote, expands });
      const encoded = codec.encode(plain);
      if (encoded === undefined) return;
      written += 1;
      expect(readBy(codec, encoded)).toBe(plain);
      // What is around does not end within, nor is anything filled in.
      if (expands && plain !== '')
        expect(commandsIn(`ExecStart=/a ${quote}${encoded}${quote} b\n`)).toEqual([['/a', plain, 'b']]);
    }),
    { numRuns: 1000 },
  );
  expect(written).toBeGreaterThan(30);
});

test.each<[string, number, (n: number) => string]>([
  ['lines that go on', 50_000, (n) => `ExecStart=/a${' \\\n b'.repeat(n)}`],
  ['comments between them', 50_000, (n) => `ExecStart=/a \\\n${'# b\n'.repeat(n)}`],
  ['a quote never closed', 300_000, (n) => `ExecStart=/a "${'b '.repeat(n)}`],
  ['words', 100_000, (n) => `ExecStart=${'a '.repeat(n)}`],
  ['brackets', 100_000, (n) => `ExecStart=${'{{'.repeat(n)}`],
  ['spaces', 1_000_000, (n) => `ExecStart=${' '.repeat(n)}`],
])('%s do not make it slow', async (_, size, text) => {
  await expectInProportion((n) => commandsIn(text(n)), size);
});
