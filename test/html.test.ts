/** Pages and components: what is code in them, where it stands, what it exports, and that no text hangs or breaks the reader. */
import { fc } from './support/properties.js';
import { decodeHTMLAttribute } from 'entities';
import { audit } from '../src/audit.js';
import { defaultOptions } from '../src/config.js';
import { applyFixes } from '../src/fix.js';
import {
  doubleQuotedAttribute,
  singleQuotedAttribute,
  unquotedAttribute,
} from '../src/languages/codecs/html-attribute.js';
import { scriptBody } from '../src/languages/codecs/html-script.js';
import { html } from '../src/languages/html/index.js';
import { MappedText, type Codec } from '../src/model/mapped-text.js';
import { auditText } from './support/audit-text.js';
import { filesBelow } from './support/files-in-memory.js';
import { expectInProportion } from './support/growth.js';

const SERVICE = 'http://169.254.169.254/latest/meta-data';

function codesIn(path: string, text: string): readonly string[] {
  const { lowered } = html.read(MappedText.ofFile({ path, text }), path);
  return lowered.embedded.map((embedding) => embedding.text.text.replace(/\s+/g, ' ').trim());
}

describe('code', () => {
  const table: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['a script', 'a.html', '<script>a()</script>', ['a()']],
    ['scripts that share names', 'a.html', '<script>a()</script>\n<SCRIPT>b()</SCRIPT>', ['a() ; b()']],
    ['modules', 'a.html', '<script type=module>a()</script><script>b()</script>', ['b()', 'a()']],
    ['an unclosed script', 'a.html', '<p><script>a()', ['a()']],
    [
      'other types',
      'a.html',
      '<script type="application/ld+json">{}</script><script type="text/plain">a()</script>',
      [],
    ],
    ['a handler', 'a.html', '<p onclick="a(&quot;b&quot;)">', [';( a("b") );']],
    ['statements', 'a.html', '<p onclick="a(); b()">', [';(function () { a(); b() });']],
    ['an awaiting handler', 'a.html', '<p @click="await a(); b()">', [';(async function () { await a(); b() });']],
    ['nothing called', 'a.vue', '<p @click="a" :b="c.d">', []],
    ['bindings of Vue', 'a.vue', '<p @click.once="a()" :b="{ c: d() }" v-if="e()">', [';( a() ); ;( { c: d() } );']],
    [
      'a script elsewhere',
      'a.vue',
      '<script src="./b.ts" />',
      ['export * from "./b.ts";export { default } from "./b.ts";'],
    ],
    ['blocks of Svelte', 'a.svelte', '{#each a(b) as c}{/each}{#await d() then e}{/await}', [';( a(b) ); ;( d() );']],
    [
      'braces in strings',
      'a.svelte',
      "<p on:a={() => b('}', `}${'}'}`)} c='{d(1)}'>",
      [";( () => b('}', `}${'}'}`) ); ;( d(1) );"],
    ],
    ['a module of Svelte', 'a.svelte', '<script>a</script><script module>b</script>', ['b ; a']],
    ['the top of Astro', 'a.astro', '---\na()\n---\n<p title={b()}><script>c()</script>', ['a() ;( b() );', 'c()']],
    ['no top of Astro', 'a.astro', '<p>---</p>{a()}', [';( a() );']],
  ];
  test.each(table)('%s', (_, path, text, expected) => {
    expect(codesIn(path, text)).toEqual(expected);
  });

  test('that is none is told, and spoils nothing', () => {
    const text = '<script>a()</script><p onclick="b((">';
    const { lowered, errors } = html.read(MappedText.ofFile({ path: 'a.html', text }), 'a.html');
    expect(errors).toMatchObject([{ span: { start: text.indexOf('b(('), end: text.indexOf('b((') + 3 } }]);
    expect(lowered.embedded.map((embedding) => embedding.text.text)).toEqual(['a()']);
  });
});

describe('positions', () => {
  test.each([
    ['line feeds', '\n', ''],
    ['carriage returns', '\r\n', ''],
    ['a byte-order mark', '\r\n', '\uFEFF'],
  ])('with %s', async (_, end, mark) => {
    const lines = [
      '<b title="&lt;é&gt;">',
      '<script>',
      `const a = '${SERVICE}';`,
      '</script>',
      `<b onclick="fetch(a + &quot;/mac&quot;)">`,
    ];
    const { findings } = await auditText('a.html', mark + lines.join(end));
    expect(findings.map(({ location: { start, end: last, languages } }) => ({ start, last, languages }))).toEqual([
      { start: { line: 5, column: 19 }, last: { line: 5, column: 39 }, languages: ['html', 'javascript'] },
    ]);
  });

  test('fixes are written as the page is', async () => {
    const text = `\uFEFF<script>\r\nasync function a() {\r\n  await fetch("${SERVICE}");\r\n}\r\n</script>\r\n`;
    const result = await applyFixes(await auditText('a.html', text), 'safe', (texts) =>
      auditText('a.html', texts.get('a.html') ?? ''),
    );
    const after = result.files[0]?.after ?? '';
    expect(after).toContain('imdsToken');
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(after.startsWith('\uFEFF<script>')).toBe(true);
  });

  test('shell in JavaScript in an attribute', async () => {
    const text = `<script>import { exec } from 'child_process';</script>\n<p onclick='exec("curl &#39;${SERVICE}/&#39;")'>`;
    const { findings } = await auditText('a.html', text);
    expect(findings.map(({ location }) => text.slice(location.span.start, location.span.end))).toEqual([
      `curl &#39;${SERVICE}/&#39;`.slice(5),
    ]);
    expect(findings[0]?.location.languages).toEqual(['html', 'javascript', 'shell']);
  });
});

describe('imports', () => {
  const findingsIn = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { findings } = await audit(filesBelow('/project', files), { ...defaultOptions, root: '/project' });
    return findings.map(({ location, certainty }) => `${location.path} ${certainty}`);
  };

  test('of a component', async () => {
    const files = {
      'src/App.vue': "<script setup>\nimport { BASE } from './config';\nfetch(`${BASE}/mac`);\n</script>",
      'src/config.ts': `export const BASE = '${SERVICE}';`,
    };
    expect(await findingsIn(files)).toEqual(['src/App.vue certain']);
  });

  test.each(['Meta.vue', 'Meta.svelte'])('from %s', async (name) => {
    const files = {
      [`src/${name}`]: `<script lang="ts" context="module">\nexport const BASE = '${SERVICE}';\n</script>\n<script lang="ts">\nlet a;\n</script>`,
      'src/main.ts': `import { BASE } from './${name}';\nawait fetch(BASE + '/mac');`,
    };
    expect(await findingsIn(files)).toEqual(['src/main.ts certain']);
  });

  test('of a script elsewhere', async () => {
    const files = {
      'Meta.vue': '<script src="./meta.ts" lang="ts"></script>',
      'meta.ts': `export const BASE = '${SERVICE}';`,
      'main.ts': "import { BASE } from './Meta.vue';\nawait fetch(BASE + '/mac');",
    };
    expect(await findingsIn(files)).toEqual(['main.ts certain']);
  });
});

describe('hostile texts end', () => {
  const repeated = [
    '<div ',
    '<script ',
    '<script>',
    '<!--',
    '{',
    '<a b="',
    '{`${',
    '{/*',
    "{'",
    '<p onclick="a(">',
    '{a(1)}',
    '&amp',
    '---\n',
    '</',
  ];
  test.each(repeated)(
    '%j',
    async (piece) => {
      const size = Math.ceil(20_000 / piece.length) * (piece.includes('a(') ? 0.05 : 10);
      for (const path of ['a.html', 'a.svelte', 'a.astro', 'a.vue'])
        await expectInProportion((n) => html.read(MappedText.ofFile({ path, text: piece.repeat(n) }), path), size);
    },
    60_000,
  );
});

describe('codecs', () => {
  const decoded = (codec: Codec, source: string): string =>
    codec
      .decode(source)
      .map((piece) => piece.text)
      .join('');
  const fragments = fc.constantFrom(
    '&',
    '&amp;',
    '&lt',
    '&lt=',
    '&#39;',
    '&#x41;',
    '&quot;',
    '&nosuch;',
    '&copy',
    '=',
    ';',
    'a',
    '1',
    '#',
    ' ',
    '\n',
    '<',
    '&&',
    '&NotEqualTilde;',
  );
  const sources = fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join(''));

  test('decode: an attribute reads as the parser of entities says', () => {
    fc.assert(
      fc.property(sources, (source) => {
        expect(decoded(doubleQuotedAttribute, source)).toBe(decodeHTMLAttribute(source));
      }),
    );
  });

  test.each([
    ['double', doubleQuotedAttribute, '"'],
    ['single', singleQuotedAttribute, "'"],
    ['none', unquotedAttribute, ' '],
    ['script', scriptBody, '</script'],
  ] as const)('encode: %s', (_, codec, end) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), sources), (plain) => {
        const written = codec.encode(plain);
        if (written === undefined) return;
        expect(written).not.toContain(end);
        expect(decoded(codec, written)).toBe(plain);
      }),
    );
  });
});
