/** Reading JavaScript never throws and always ends: broken code, deep code, anything. */
import { fc } from './support/properties.js';
import { javascript } from '../src/languages/javascript/index.js';
import { MappedText } from '../src/model/mapped-text.js';

function read(text: string, path = 'a.ts'): ReturnType<typeof javascript.read> {
  return javascript.read(MappedText.ofFile({ path, text }), path);
}

const SAMPLE = `
import axios, { AxiosInstance } from 'axios';
import * as http from 'node:http';
const { exec: run, ...others } = require('child_process');
export * from './other.js';
/** Reads things. */
export class Reader<T extends object> extends Base implements Thing {
  static readonly BASE = \`http://\${HOST}:80\`;
  private token?: string;
  #cache = new Map<string, string>();
  constructor(private readonly client: AxiosInstance = axios.create({ baseURL: Reader.BASE }), { retries = 3, ...rest }: Options = {}) {
    super(client);
    this.client.defaults.headers.common['x'] = rest.x ?? 'y';
  }
  get url(): string { return this.token ? Reader.BASE + '/a' : '/b'; }
  async *read(path: string, ...keys: readonly string[]): AsyncGenerator<string> {
    for (const key of keys) {
      try {
        const { data } = await this.client.get(\`\${path}/\${key}\`, { headers: { ...(this.token && { 'x-token': this.token }) } });
        yield data!;
      } catch (error) {
        if (!(error instanceof Error) || retries-- <= 0) throw error;
        else continue;
      } finally { log?.(key, /a[/]b/gu, 0x1f, 10n); }
    }
    label: while (true) { switch (x) { case 1: break label; default: do { i++; } while (i < 3) } }
  }
}
function Foo(a) { if (!new.target) return new Foo(a); this.a = a; }
Foo.prototype.get = function () { return http.get({ host: this.a, path: '/' }, (res) => res.on('data', (d) => (s += d))); };
enum E { A = 'a', B = A + 'b' } namespace N { export const c = E.A; }
Promise.all([1, 2].map(async (n) => (await import('./n' + n)).default)).then(([p, q]) => run(\`echo \${p}\`), console.error);
module.exports = { Foo, [key]: (0, fn)\`x\${y}z\`, get z() { return 1; }, set z(v) { v satisfies T; } } as const;
`;

test('the sample is read whole', () => {
  const { lowered, errors } = read(SAMPLE);
  expect(errors).toEqual([]);
  expect(lowered.calls.length).toBeGreaterThan(14);
});

/** Reading broken code takes some milliseconds; this many characters are stepped over. */
const STRIDE = 7;

test('a sample cut off anywhere is read', () => {
  for (let end = 0; end <= SAMPLE.length; end += STRIDE) expect(() => read(SAMPLE.slice(0, end))).not.toThrow();
});

test('a sample with a character missing or doubled is read', () => {
  for (let at = 0; at < SAMPLE.length; at += 2 * STRIDE) {
    expect(() => read(SAMPLE.slice(0, at) + SAMPLE.slice(at + 1), 'a.js')).not.toThrow();
    expect(() => read(SAMPLE.slice(0, at) + SAMPLE.slice(at - 1), 'a.tsx')).not.toThrow();
  }
});

test('anything is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      read(text);
    }),
  );
  const words = [
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '=>',
    'class',
    'function',
    'async',
    '`',
    '${',
    '...',
    '=',
    ',',
    ';',
    'a',
    '<',
    '>',
    '?',
    ':',
    '#',
    '@',
    '\n',
    'import',
    'export',
    '"b"',
    '/',
    '*',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 40 }), (parts) => {
      read(parts.join(' '), 'a.js');
    }),
    { numRuns: 300 },
  );
});

test('broken code is told, and what can be read of it is read', () => {
  const { lowered, errors } = read('const a = f(1);\nconst b = = 2;\ng(3);\n', 'a.js');
  expect(errors).toHaveLength(1);
  expect(errors[0]?.span.start).toBe('const a = f(1);\nconst b = '.length);
  expect(lowered.calls).toHaveLength(2);
});

test('types in JavaScript and JSX in TypeScript are no errors', () => {
  expect(read('const a: string = <string>b;', 'a.js').errors).toEqual([]);
  expect(read('const a = <p>{b}</p>;', 'a.ts').errors).toEqual([]);
  expect(read('const a = <T,>(b: T) => b;', 'a.tsx').errors).toEqual([]);
});

const deep: readonly (readonly [string, (n: number) => string])[] = [
  ['parentheses', (n) => '('.repeat(n) + '1' + ')'.repeat(n)],
  ['lists', (n) => '['.repeat(n) + ']'.repeat(n)],
  ['calls upon calls', (n) => `a${'.b()'.repeat(n)}`],
  ['sums', (n) => `x = ${'1 + '.repeat(n)}1`],
  ['blocks', (n) => '{'.repeat(n) + '}'.repeat(n)],
  ['else ifs', (n) => `${'if (a) b(); else '.repeat(n)} c();`],
  ['guards', (n) => `function f() { ${'if (a) return; '.repeat(n)} c(); }`],
  ['functions', (n) => `${'() => '.repeat(n)}1`],
];

test.each(deep)('deeply nested code ends: %s', (_, make) => {
  for (const n of [500, 20_000]) expect(() => read(make(n))).not.toThrow();
});

test('a file of declarations has no code, one that only sounds like it has', () => {
  const text = 'export declare const HOST: string;\nexport const base = HOST + "/latest";\n';
  const namesIn = (path: string) => read(text, path).lowered.bindings.map(({ name }) => name);
  expect(['a.d.ts', 'b/a.d.mts', 'A.D.CTS'].flatMap(namesIn)).toEqual([]);
  expect(['a.ts', 'd.ts', 'a.d.js', 'ad.ts'].filter((path) => !namesIn(path).includes('base'))).toEqual([]);
});
