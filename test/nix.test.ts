/** Nix: what its strings say is what is read, what is written comes through, and no text makes it slow. */
import fs from 'node:fs';
import path from 'node:path';
import { fc } from './support/properties.js';
import { nixIndented, nixQuoted } from '../src/languages/codecs/nix-string.js';
import { readBy } from '../src/languages/codecs/shell-quotes.js';
import { nix } from '../src/languages/nix/index.js';
import { HOLE, MappedText } from '../src/model/mapped-text.js';
import { expectInProportion } from './support/growth.js';

function read(text: string): ReturnType<typeof nix.read>['lowered'] {
  return nix.read(MappedText.ofFile({ path: 'a.nix', text }), 'a.nix').lowered;
}

/** The code in a file, and what is not read. */
function codeIn(text: string): readonly string[] {
  const { embedded, unread } = read(text);
  return [...embedded.map((one) => one.text.text), ...(unread ?? []).map(({ what }) => what)];
}

// As the manual of Nix says.
test.each([
  ['{ a = "b c"; }', ['b c']],
  [String.raw`{ a = "b \"c\" \${d} \n"; }`, ['b "c" ${d} \n']],
  ["{ a = ''\n    b c\n      d\n\n    e\n  ''; }", ['b c\n  d\n\ne\n']],
  ["{ a = ''b c\n  d''; }", ['b c\n  d']],
  ["{ a = '' b\n   c''; }", ['b\n  c']],
  ["{ a = ''\n  b ''${c} ''' ''\\t $${d} '' ; }", ["b ${c} '' \t $${d} "]],
  ["{ a = ''\n  b ${c}\n   ${d} e\n''; }", [`b ${HOLE}\n ${HOLE} e\n`]],
  ["{ a = ''\n  b ${if c then \"d e\" else ''f g''} h\n''; }", ['d e', 'f g', `b ${HOLE} h\n`]],
  ['{ a = "b ${c "}"} d"; }', [`b ${HOLE} d`]],
  ['# "a b"\n/* "c d" */ { e = "f g"; }', ['f g']],
  ['{ description = "curl a"; x.example = "curl b"; }', []],
  ["writePython3 \"a\" { } ''b c''", ['code of writePython3']],
  [
    '{ a = "${pkgs.curl}/bin/curl b"; c = "${lib.getExe pkgs.wget} d"; }',
    ['/nix/store/bin/curl b', '/nix/store/bin/wget d'],
  ],
])('%j', (text, expected) => {
  expect(codeIn(text)).toEqual(expected);
});

const unit = fc.string({ unit: fc.constantFrom(...Array.from('ab \'"$\\{}\n\té')), maxLength: 12 });

test('a quoted string reads what was written as it was, or is not written', () => {
  let written = 0;
  fc.assert(
    fc.property(unit, (plain) => {
      const encoded = nixQuoted.encode(plain);
      if (encoded === undefined) return;
      written += 1;
      expect(readBy(nixQuoted, encoded)).toBe(plain);
      expect(codeIn(`{ a = "b ${encoded}c d"; }`)).toEqual([`b ${plain}c d`]);
    }),
    { numRuns: 1000 },
  );
  expect(written).toBeGreaterThan(500);
});

test('lines read what was written as it was, or are not written', () => {
  let written = 0;
  fc.assert(
    fc.property(unit, fc.integer({ min: 0, max: 6 }), (plain, indent) => {
      const codec = nixIndented(indent, false);
      const encoded = codec.encode(plain);
      if (encoded === undefined) return;
      written += 1;
      expect(readBy(codec, encoded)).toBe(plain);
      expect(codeIn(`{ a = ''\n${' '.repeat(indent)}b ${encoded}c d''; }`)).toEqual([`b ${plain}c d`]);
    }),
    { numRuns: 1000 },
  );
  expect(written).toBeGreaterThan(300);
});

test('files cut short anywhere are read', () => {
  const folder = path.join(__dirname, '../fixtures/rules/tokenless-request/nix');
  for (const name of fs.readdirSync(folder)) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8').slice(0, 1500);
    for (let end = 0; end <= text.length; end += 1)
      expect(read(text.slice(0, end)).embedded.every(({ span }) => span.start <= span.end && span.end <= end)).toBe(
        true,
      );
  }
});

test.each([
  '"',
  "''",
  '"${',
  "''${",
  '${',
  '{',
  '}',
  '=',
  'a = ',
  '"a b" ',
  "''a b'' ",
  "'''",
  "''$",
  "''\\",
  '$$',
  '#',
  '/* ',
  '\n',
  "a = ''\n  b c\n'';",
  ' ',
  'x',
  '"a ${b} c" ',
  "''\n${a} b\n'' ",
  "a'",
])('very many of %j do not make it slow', async (part) => {
  const size = Math.ceil(30_000 / part.length);
  await expectInProportion((n) => read(part.repeat(n)), size);
  await expectInProportion((n) => read(`''${part.repeat(n)}''`), size);
});
