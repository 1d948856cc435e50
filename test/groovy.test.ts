/** Groovy: what a step is given is what is read, what is written comes through, and no text makes it slow. */
import fs from 'node:fs';
import path from 'node:path';
import { fc } from './support/properties.js';
import { groovyString } from '../src/languages/codecs/groovy-string.js';
import { readBy } from '../src/languages/codecs/shell-quotes.js';
import { groovy } from '../src/languages/groovy/index.js';
import { tokensIn } from '../src/languages/groovy/tokens.js';
import type { Expr } from '../src/model/expr.js';
import { MappedText } from '../src/model/mapped-text.js';
import { expectInProportion } from './support/growth.js';

function read(text: string): ReturnType<typeof groovy.read>['lowered'] {
  return groovy.read(MappedText.ofFile({ path: 'Jenkinsfile', text }), 'Jenkinsfile').lowered;
}

function shown(expr: Expr): string {
  if (expr.kind === 'literal') return expr.text;
  if (expr.kind === 'ref') return `<${expr.name}>`;
  return expr.kind === 'concat' ? expr.parts.map(shown).join('') : '?';
}

/** The first two things that each call is given. */
function callsIn(text: string): readonly string[] {
  return read(text).calls.map(({ callee, args }) =>
    [shown(callee), ...args.items.slice(0, 2).map(({ value }) => shown(value))].join('|'),
  );
}

test.each([
  [`sh 'a b'`, ['<jenkins.sh>|a b|?']],
  [String.raw`sh "a \$b ${'${c}'} $d.e \"f\" $env.G"`, ['<jenkins.sh>|a $b <c> ? "f" <G>|?']],
  [`sh '''a\n$b\\n'''`, ['<jenkins.sh>|a\n$b\n|?']],
  [`sh(script: "a", returnStdout: true).trim()`, ['<jenkins.sh>|a|?']],
  [`sh returnStdout: true,\n  script: 'a'`, ['<jenkins.sh>|a|?']],
  [
    `def a = 'b'\nsh "$a"\nsh a\nsh(a + 'c')`,
    ['<jenkins.sh>|<def a>|?', '<jenkins.sh>|<def a>|?', '<jenkins.sh>|<def a>c|?'],
  ],
  [`bat 'a'; pwsh "b"`, ['<jenkins.bat>|a|?', '<jenkins.pwsh>|b|?']],
  [`def sh(a) { }\n// sh 'b'\n/* sh 'c' */ x = "sh 'd'"`, []],
  [`new URL('a').text`, ['<groovy.URL>|a']],
  [`new URL('a').openConnection()`, []],
  [`'a'.toURL().getText()`, ['<groovy.URL>|a']],
  [`httpRequest url: 'a'`, ['<jenkins.httpRequest>|?|a']],
  [`x =~ /sh 'a'/\nsh 'b'`, ['<jenkins.sh>|b|?']],
  [`sh $/a $b $$c/$`, ['<jenkins.sh>|a <b> $c|?']],
])('%j', (text, expected) => {
  expect(callsIn(text)).toEqual(expected);
});

test.each(["'", '"', "'''", '"""'] as const)('a string in %s reads what was written as it was', (quote) => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ab \'"$\\{}n\n\té')), maxLength: 12 });
  fc.assert(
    fc.property(text, (plain) => {
      const codec = groovyString(quote);
      const encoded = codec.encode(plain);
      if (encoded === undefined) return;
      expect(readBy(codec, encoded)).toBe(plain);
      const source = `sh ${quote}${encoded}${quote}`;
      expect(tokensIn(source).tokens).toHaveLength(2);
      expect(callsIn(source)).toEqual([`<jenkins.sh>|${plain}|?`]);
    }),
    { numRuns: 1000 },
  );
});

test('files cut short anywhere are read', () => {
  const folder = path.join(__dirname, '../fixtures/rules/tokenless-request/jenkins');
  for (const name of fs.readdirSync(folder)) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8').slice(0, 1500);
    for (let end = 0; end <= text.length; end += 1)
      expect(read(text.slice(0, end)).calls.every(({ span }) => span.start <= span.end && span.end <= end)).toBe(true);
  }
});

test.each([
  "'",
  '"',
  "'''",
  '"""',
  '"${',
  '${',
  '"""${"',
  '/',
  '= /a',
  '$/',
  '{',
  '}',
  '(',
  'sh ',
  "sh 'a' ",
  'sh(',
  'sh a + ',
  'sh script: ',
  'a = ',
  'a = b + ',
  "httpRequest customHeaders: [[name: 'a', ",
  'new URL(',
  "'a'.toURL()",
  '/* ',
  '// ',
  '\\',
  'if (a) {',
  '\n',
  'x',
])('very many of %j do not make it slow', async (part) => {
  await expectInProportion((n) => read(part.repeat(n)), Math.ceil(30_000 / part.length));
});
