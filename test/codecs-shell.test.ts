/** The codecs of shell quoting hold the three laws, a real shell being the judge of what a text reads as. */
import { spawnSync } from 'node:child_process';
import { fc } from './support/properties.js';
import { heredoc } from '../src/languages/codecs/heredoc.js';
import {
  ansiQuoted,
  backticks,
  bareWord,
  doubleQuoted,
  quotedBackticks,
  readBy,
  singleQuoted,
} from '../src/languages/codecs/shell-quotes.js';
import { MappedText, type Codec } from '../src/model/mapped-text.js';

const plainHeredoc = (stripsTabs: boolean, isQuoted: boolean): Codec =>
  heredoc({ stripsTabs, isQuoted, delimiter: 'EOF', startsLine: true });

const codecs: readonly (readonly [string, Codec])[] = [
  ["'…'", singleQuoted],
  ['"…"', doubleQuoted],
  ['bare', bareWord],
  ["$'…'", ansiQuoted],
  ['`…`', backticks],
  ['"`…`"', quotedBackticks],
  ['<<EOF', plainHeredoc(false, false)],
  ["<<'EOF'", plainHeredoc(false, true)],
  ['<<-EOF', plainHeredoc(true, false)],
];

/** Text full of what quoting is about. */
const shellText = fc.string({
  unit: fc.constantFrom(...Array.from('ab \t\n\\\'"$`{}()*?~#;&|<>!=@%^[]é😀')),
  maxLength: 24,
});

/** What bash reads each of `scripts` as; each prints one text. */
function bash(scripts: readonly string[]): readonly string[] {
  const script = scripts.map((one) => `${one}\nprintf '\\0'\n`).join('');
  const { stdout } = spawnSync('bash', ['--norc', '--noprofile'], {
    input: script,
    encoding: 'utf8',
    env: { LC_ALL: 'C.UTF-8' },
  });
  return stdout.split('\0').slice(0, -1);
}

describe.each(codecs)('%s', (_, codec) => {
  test('what is encoded reads as it was', () => {
    fc.assert(
      fc.property(shellText, (plain) => {
        const encoded = codec.encode(plain);
        if (encoded !== undefined) expect(readBy(codec, encoded)).toBe(plain);
      }),
    );
  });

  test('each character that is written as it reads is at its origin', () => {
    fc.assert(
      fc.property(shellText, (source) => {
        const file = { path: 'x', text: `ab${source}yz` };
        const text = MappedText.ofFile(file).embed({ start: 2, end: 2 + source.length }, codec);
        expect(text.text).toBe(readBy(codec, source));
        for (const piece of codec.decode(source)) {
          expect(piece.from.end).toBeLessThanOrEqual(source.length);
          if (piece.text.length === piece.from.end - piece.from.start) {
            expect(source.slice(piece.from.start, piece.from.end)).toBe(piece.text);
          }
        }
      }),
    );
  });
});

test('bash reads what is encoded as the text it was', () => {
  const plains = fc.sample(shellText, { numRuns: 150, seed: 7 });
  const printed = (word: string): string => `printf %s ${word}`;
  const writings: readonly [Codec, (source: string) => string][] = [
    [singleQuoted, (source) => printed(`'${source}'`)],
    [doubleQuoted, (source) => printed(`"${source}"`)],
    [bareWord, (source) => printed(source === '' ? "''" : source)],
    [ansiQuoted, (source) => printed(`$'${source}'`)],
    [plainHeredoc(false, false), (source) => `cat <<EOF\n${source}\nEOF`],
    [plainHeredoc(false, true), (source) => `cat <<'EOF'\n${source}\nEOF`],
    [plainHeredoc(true, false), (source) => `cat <<-EOF\n${source}\n\tEOF`],
  ];
  for (const [i, [codec, write]] of writings.entries()) {
    const cases = plains.flatMap((plain) => {
      const encoded = codec.encode(plain);
      return encoded === undefined ? [] : [{ plain, script: write(encoded) }];
    });
    const read = bash(cases.map((one) => one.script));
    expect(read).toEqual(cases.map(({ plain }) => (i < 4 ? plain : `${plain}\n`)));
  }
});

test('bash reads any source as its codec does', () => {
  const unquoted = fc.sample(
    fc.string({
      unit: fc.constantFrom('a', ' ', '\\\\', '\\$', '\\`', '\\"', '\\a', '\\\n', '\n', '\t', 'é'),
      maxLength: 12,
    }),
    { numRuns: 150, seed: 8 },
  );
  const inQuotes = bash(unquoted.map((source) => `printf %s "${source}"`));
  expect(inQuotes).toEqual(unquoted.map((source) => readBy(doubleQuoted, source)));
  for (const stripsTabs of [false, true]) {
    const sources = unquoted.filter((source) => !source.endsWith('\\\n'));
    const read = bash(sources.map((source) => `cat <<${stripsTabs ? '-' : ''}EOF\n${source}\nEOF`));
    expect(read).toEqual(sources.map((source) => readBy(plainHeredoc(stripsTabs, false), `${source}\n`)));
  }
});

test('$ quotes read as bash reads them', () => {
  const sources = ['a\\nb', '\\x41\\101\\u00e9\\U0001F600', "it\\'s", '\\e[0m', '\\cA', '\\q', '\\\\n', '\\"'];
  expect(bash(sources.map((source) => `printf %s $'${source}'`))).toEqual(
    sources.map((source) => readBy(ansiQuoted, source)),
  );
});

test('what a notation cannot hold is refused', () => {
  expect(bareWord.encode('a\nb')).toBeUndefined();
  expect(plainHeredoc(false, false).encode('a\nEOF\nb')).toBeUndefined();
  expect(plainHeredoc(true, true).encode('\ta')).toBeUndefined();
});
