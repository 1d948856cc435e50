/** JSON as a language: values with their places, whatever the text is like; and what the report says of data. */
import { json } from '../src/languages/json/index.js';
import type { Expr } from '../src/model/expr.js';
import { MappedText } from '../src/model/mapped-text.js';
import { auditFiles } from './support/audit-text.js';
import { expectInProportion } from './support/growth.js';

function read(text: string): { readonly value: Expr; readonly errors: readonly string[] } {
  const { lowered, errors } = json.read(MappedText.ofFile({ path: 'a.json', text }), 'a.json');
  const [binding] = lowered.bindings;
  if (binding === undefined) throw new Error('nothing is exported');
  expect(binding).toMatchObject({ name: 'exports', path: [] });
  return { value: binding.value, errors: errors.map((error) => error.message) };
}

/** An expression in short: texts with what is written there in parentheses. */
function shown(expr: Expr, text: string): unknown {
  switch (expr.kind) {
    case 'literal':
      return `${expr.text} (${text.slice(expr.span.start, expr.span.end)})`;
    case 'list':
      return expr.items.map((item) => shown(item.value, text));
    case 'record':
      return expr.entries.map((entry) => ('spread' in entry ? [] : [shown(entry.key, text), shown(entry.value, text)]));
    default:
      return expr.kind;
  }
}

describe('reading', () => {
  test('strings with their quotes, numbers as they are written, null as nothing', () => {
    const text = '{"a": "x\\u0041", "b": [1.50, true, null], "": {}}';
    expect(shown(read(text).value, text)).toEqual([
      ['a ("a")', 'xA ("x\\u0041")'],
      ['b ("b")', ['1.50 (1.50)', 'true (true)', 'nothing']],
      [' ("")', []],
    ]);
  });

  test('comments, trailing commas and a byte-order mark', () => {
    const text = '\uFEFF// of a tsconfig\n{ "a": "b", /* c */ }';
    expect(read(text).errors).toEqual([]);
    expect(shown(read(text).value, text.slice(1))).toEqual([['a ("a")', 'b ("b")']]);
    expect(json.read(MappedText.ofFile({ path: 'a.json', text }), 'a.json').lowered.comments).toHaveLength(2);
  });

  test('of a broken text what can be read, and the first of its errors', () => {
    const text = '{ "a": "b", "c": {{ hole }}, "d": "e" }';
    expect(read(text).errors).toHaveLength(1);
    expect(shown(read(text).value, text)).toContainEqual(['a ("a")', 'b ("b")']);
    expect(read('').errors).toEqual([]);
    expect(read('').value.kind).toBe('nothing');
    expect(read('{"a": "b').errors).toHaveLength(1);
  });

  test.each([200, 1000, 200_000])('values %i deep', (depth) => {
    for (const text of ['['.repeat(depth) + ']'.repeat(depth), `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`]) {
      let deepest = read(`{"first": "x", "deep": ${text}, "last": "y"}`).value;
      for (let level = 0; deepest.kind === 'record' || deepest.kind === 'list'; level += 1) {
        expect(level).toBeLessThan(150);
        const entry = deepest.kind === 'list' ? deepest.items[0] : deepest.entries.at(level === 0 ? 1 : 0);
        if (entry === undefined || !('value' in entry)) throw new Error('nothing is in it');
        deepest = entry.value;
      }
      expect(deepest).toMatchObject({ kind: 'opaque' });
    }
  });
});

const HOST = 'http://169.254.169.254';

describe('the report', () => {
  const config = JSON.stringify({ imds: { url: `${HOST}/latest/meta-data/` } }, undefined, 2);

  test('a file that code imports is analysed, and the address is shown where it is written', async () => {
    const report = await auditFiles({ 'c.json': config, 'm.js': `const c = require('./c.json');\nfetch(c.imds.url);` });
    expect(report.findings.map(({ location }) => location.path)).toEqual(['m.js']);
    expect(report.findings[0]?.related[0]).toMatchObject({
      location: { path: 'c.json', start: { line: 3, column: 12 } },
    });
    expect(report.notices).toEqual([]);
    expect(report.statistics.analysed).toEqual({ javascript: 1, json: 1 });
  });

  test('data that no code reads is named as not analysed, broken or not', async () => {
    const report = await auditFiles({
      'a.json': config,
      'b.json': `{${config}`,
      'm.js': `fetch('${HOST}/latest/api/token')`,
    });
    expect(report.notices).toMatchObject([
      { kind: 'not-analysed', path: 'a.json', message: expect.stringContaining('data') as string },
      { kind: 'not-analysed', path: 'b.json' },
    ]);
    expect(report.statistics.analysed).toEqual({ javascript: 1 });
  });

  test('data with words that only sound like the service is no matter', async () => {
    const report = await auditFiles({
      'a.json': '{"meta-data": 1',
      'package.json': '{"dependencies": {"picture-meta-data": "1"}}',
    });
    expect(report.verdict.ready).toBe(true);
    expect(report.statistics.analysed).toEqual({});
  });

  test('a large file is read in proportion to its size', async () => {
    await expectInProportion(async (length) => {
      const entries = Array.from({ length }, (_, i) => `"key${String(i)}": "http://h${String(i)}"`);
      const report = await auditFiles({
        'c.json': `{"url": "${HOST}/latest/meta-data/", ${entries.join(',')}}`,
        'm.js': `import c from './c.json';\nfetch(c.url)`,
      });
      expect(report.findings.map(({ location }) => location.path)).toContain('m.js');
    }, 30_000);
  });
});
