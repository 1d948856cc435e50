/** Batch files: what the command prompt would run is what is read, and no text makes that slow or fail. */
import fs from 'node:fs';
import path from 'node:path';
import { fc } from './support/properties.js';
import { audit } from '../src/audit.js';
import { defaultOptions } from '../src/config.js';
import { batch } from '../src/languages/batch/index.js';
import { batchBare, batchQuoted } from '../src/languages/codecs/batch-words.js';
import { readBy } from '../src/languages/codecs/shell-quotes.js';
import type { Expr } from '../src/model/expr.js';
import { MappedText, type Codec } from '../src/model/mapped-text.js';
import { filesInMemory } from './support/files-in-memory.js';
import { expectInProportion } from './support/growth.js';

function read(text: string): ReturnType<typeof batch.read>['lowered'] {
  return batch.read(MappedText.ofFile({ path: 'a.bat', text }), 'a.bat').lowered;
}

function shown(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return expr.text;
    case 'ref':
      return `<${expr.name}>`;
    case 'concat':
      return expr.parts.map(shown).join('');
    case 'call':
      return `$(${shown(expr.call.callee)})`;
    default:
      return `?${expr.kind}`;
  }
}

/** The words of each command, and what is set, in the order of the text. */
function commandsIn(text: string): readonly string[] {
  const { calls, bindings } = read(text);
  const all = [
    ...calls.map((call) => [call.span.start, call.args.items.map(({ value }) => shown(value)).join('|')] as const),
    ...bindings.map(({ name, value, span }) => [span.start, `${name}=${shown(value)}`] as const),
  ];
  return all.toSorted(([a], [b]) => a - b).map(([, one]) => one);
}

test.each([
  ['a b\nc d', ['a|b', 'c|d']],
  ['@a "b c" d"e f"g', ['a|b c|de fg']],
  ["a 'b c'", ["a|'b|c'"]],
  [String.raw`a "b \"c\" d" "e""f"`, ['a|b "c" d|e"f']],
  ['a ^\n  b^&c & d', ['a|b&c', 'd']],
  ['a && b || c | d', ['a', 'b', 'c', 'd']],
  ['a "b & c" > x 2>&1 & d <y z', ['a|b & c', 'd|z']],
  ['rem a\n:: b\n:c\nREM.\nd', ['d']],
  ['set A=b c& d', ['A=b c', 'd']],
  ['set "A=b c" & d', ['A=b c', 'd']],
  ['set A=\nset /p B=<x\nset /a C=1+1', ['A=?nothing', 'B=?opaque', 'C=?opaque']],
  ['a %B% %b:~1,2% %1 %~dp0 %% !C!', ['a|<B>|?opaque|?opaque|?opaque|%|!C!']],
  ['setlocal EnableDelayedExpansion\na !C!%D%', ['a|<C><D>']],
  ['if defined A (b) else (c)', ['b', 'c']],
  ['if not "%A%"=="" b %A%\nd', ['b|<A>', 'd']],
  ['if exist x ( a\n b\n) else if 1 equ 2 ( c ) else d', ['a', 'b', 'c', 'd']],
  ['for /f "delims=" %%i in (\'a ^| b\') do set X=%%i', ['a', 'b', '%i=?opaque', 'X=<%i>']],
  ['for /f %%i in (\'a "b)"\') do set X=%%i', ['a|b)', '%i=$(a)', 'X=<%i>']],
  ['for /f "usebackq tokens=*" %%i in (`a \'b\'`) do c %%i', ["a|'b'", '%i=$(a)', 'c|<%i>']],
  ['for %%i in (a b) do c %%i', ['%i=?member', 'c|<%i>']],
  ['(a\nb\n)\nc', ['a', 'b', 'c']],
  ['( set A=1\n b %A% )', ['A before 0=<A>', 'A=1', 'b|<A before 0>']],
  ['set A=1 & set A=2\n:l\nb', ['A=1 ', 'A=2', 'A=?choice', 'b']],
  ['start "x y" /wait a b\ncall c d\ncall :e f', ['a|b', 'c|d']],
  ['CURL.exe x', ['curl.exe|x']],
  [') a\nb', ['b']],
  ['<script>\na\n</script>\n<persist>true</persist>\n', ['a']],
  ['', []],
])('%j', (text, expected) => {
  expect(commandsIn(text)).toEqual(expected);
});

test('code for PowerShell in the tags of user data is code of its own', () => {
  const { embedded, calls } = read('<script>\na\n</script>\n<powershell>\nb\n</powershell>\n');
  expect(embedded.map(({ text, language }) => [language, text.text])).toEqual([['powershell', '\nb\n']]);
  expect(calls).toHaveLength(1);
});

test.each<readonly [string, Codec]>([
  ['in quotes', batchQuoted],
  ['bare', batchBare],
])('a word %s reads what was written as it was, or is not written', (_, codec) => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('abc/=\'@{};$ %!"^&|\\\n\té')), maxLength: 12 });
  let written = 0;
  fc.assert(
    fc.property(text, (plain) => {
      const encoded = codec.encode(plain);
      if (encoded === undefined) return;
      written += 1;
      expect(readBy(codec, encoded)).toBe(plain);
      if (codec === batchQuoted) expect(commandsIn(`x "${encoded}" y`)).toEqual([`x|${plain}|y`]);
    }),
    { numRuns: 1000 },
  );
  expect(written).toBeGreaterThan(30);
});

const folder = path.join(__dirname, '../fixtures/rules/tokenless-request/batch');

test('files cut short anywhere are read, and what is read stands in them', () => {
  for (const name of fs.readdirSync(folder)) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8').slice(0, 3000);
    for (let end = 0; end <= text.length; end += 1) {
      const { calls, bindings } = read(text.slice(0, end));
      const spans = [...calls, ...bindings].map(({ span }) => span);
      expect(spans.every((span) => 0 <= span.start && span.start <= span.end && span.end <= end)).toBe(true);
    }
  }
});

const URL = 'http://169.254.169.254/latest/meta-data/';

describe('a batch file of very many', () => {
  test.each([
    '(',
    ')',
    '((',
    'if 1==1 ',
    'if defined A (',
    'for %%i in (a) do ',
    "for /f %%i in ('",
    "for /f %%i in ('a') do (",
    'for ',
    '&& a ',
    '|| a ',
    '| a ',
    '& ',
    '^',
    '^\n',
    '"',
    '"a" ',
    '%',
    '%A',
    '%A% ',
    '%%i',
    '!A',
    ':a\n',
    ':a\nset A=%A%b\n',
    'set A=1\n:b\n',
    'set A=',
    '\\"',
    '<',
    '> a ',
    '%~',
    'rem ',
    '<script>',
    '<powershell>',
    ' ',
    'else ',
    'x',
    `curl ${URL} & set A=%A%1 & `,
    '\uFFFC',
  ])(
    '%j',
    async (part) => {
      const text = (n: number): string =>
        `curl ${URL}\nsetlocal enabledelayedexpansion\n${part.repeat(Math.ceil(n / part.length))}\n`;
      await expectInProportion((n) => read(text(n)), 50_000);
      const report = await audit(filesInMemory({ '/r/README': '', '/r/a.bat': text(8000) }), {
        ...defaultOptions,
        root: '/r',
      });
      expect(report.statistics.requests).toBeGreaterThan(0);
    },
    60_000,
  );
});
