/** Makefiles: what make hands to a shell is what is read of them, and what is written comes through. */
import { spawnSync } from 'node:child_process';
import { fc } from './support/properties.js';
import { makeRecipe, makeShell, makeValue } from '../src/languages/codecs/make.js';
import { readBy } from '../src/languages/codecs/shell-quotes.js';
import { makefile } from '../src/languages/makefile/index.js';
import { MappedText, type Codec } from '../src/model/mapped-text.js';
import { expectInProportion } from './support/growth.js';

const text = fc.string({ unit: fc.constantFrom(...Array.from('ab  $#\\\\\'"(){}\n\té')), maxLength: 20 });
const hasMake = spawnSync('make', ['--version']).status === 0;

/** What make gives a shell as its code for each of `lines`, of which each is a recipe of its own. */
function givenByMake(lines: readonly string[]): readonly string[] {
  const rules = lines.map((line, i) => `t${String(i)}:\n\t${line}\n`).join('');
  const all = `all: ${lines.map((_, i) => `t${String(i)}`).join(' ')}\n`;
  const head = 'SHELL := /usr/bin/printf\n.SHELLFLAGS := %s\\\\0\n.SILENT:\n';
  const done = spawnSync('make', ['-f', '-'], {
    input: `${head}${all}${rules}`,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return done.stdout.split('\0').slice(0, -1);
}

(hasMake ? test : test.skip)('a line of a recipe is what make gives the shell', () => {
  const written = fc.sample(text, { numRuns: 150, seed: 7 }).flatMap((plain) => {
    const encoded = makeRecipe.encode(`x${plain}x`);
    return encoded === undefined ? [] : [encoded];
  });
  const lines = [...written, "echo '$$a \\\n\tb \\\n  c'", 'a$$$$b # c'];
  expect(written.length).toBeGreaterThan(50);
  expect(givenByMake(lines)).toEqual(lines.map((line) => readBy(makeRecipe, line)));
});

test.each<readonly [string, Codec]>([
  ['a recipe', makeRecipe],
  ['a value', makeValue],
  ['$(shell …)', makeShell],
])('%s reads what was written as it was, or is not written', (_, codec) => {
  let written = 0;
  fc.assert(
    fc.property(text, (plain) => {
      const encoded = codec.encode(plain);
      if (encoded === undefined) return;
      written += 1;
      expect(readBy(codec, encoded)).toBe(plain);
    }),
    { numRuns: 500 },
  );
  expect(written).toBeGreaterThan(30);
});

/** The code in a makefile, and what is not read. */
function codeIn(source: string): readonly string[] {
  const { embedded, unread } = makefile.read(MappedText.ofFile({ path: 'Makefile', text: source }), 'Makefile').lowered;
  return [...embedded.map((one) => one.text.text), ...(unread ?? []).map(({ what }) => what)];
}

test.each([
  ['a: b\n\t@-c $$d $(e) $@\n', ['c $d \uFFFC \uFFFC']],
  ['a:\n\tb\n\n# c\n\td\n', ['b', 'd']],
  ['\ta\nb = c\n\td\n', []],
  ['.ONESHELL:\na:\n\t@b\n\tc\nd:\n\te\n', ['b\nc', 'e']],
  ['A := $(shell b $$(c) $(D) \\\n  e) # f\n', ['b $(c) \uFFFC e']],
  ['A != b $$c\n', ['b $c']],
  ['a:\n\tb $(shell c $(shell d))\n', ['c \uFFFC', 'd', 'b \uFFFC']],
  ['define a\n\tb\nendef\n', ['b']],
  ['SHELL := /usr/bin/python3\na:\n\tb\n', ['code for python']],
  ['a:\n\t$(b\n', ['$(b']],
])('%j', (source, expected) => {
  expect([...codeIn(source)].sort()).toEqual([...expected].sort());
});

test.each<[string, number, (n: number) => string]>([
  ['lines that go on', 100_000, (n) => `a:\n\tb${' \\\n\tc'.repeat(n)}`],
  ['brackets', 300_000, (n) => `a:\n\t${'$('.repeat(n)}`],
  ['brackets in brackets', 3000, (n) => `A = ${'$('.repeat(n)}b${')'.repeat(n)}`],
  ['many that are not closed', 100_000, (n) => `a:\n${'\t$(a\n'.repeat(n)}`],
  ['a long line', 500_000, (n) => `A = ${'a '.repeat(n)}`],
  ['spaces', 1_000_000, (n) => `A = ${' '.repeat(n)}\\`],
  ['comments', 300_000, (n) => '#\n'.repeat(n)],
])('%s do not make it slow', async (_, size, text) => {
  await expectInProportion((n) => codeIn(text(n)), size);
});
