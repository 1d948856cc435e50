/** Holds the evaluator to what programs really do: random programs are run, and their values compared. */
import { spawnSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { fc } from './support/properties.js';
import { loadLanguages } from '../src/languages/index.js';
import type { Language } from '../src/languages/language.js';
import type { LanguageId } from '../src/model/document.js';
import { describe as inWords, textOf, textWithHoles, type Value } from '../src/model/value.js';
import { noFrames } from '../src/resolve/frames.js';
import { Project } from '../src/resolve/project.js';

let languages: ReadonlyMap<LanguageId, Language>;

beforeAll(async () => {
  languages = await loadLanguages(['javascript', 'shell']);
});

/** The value of the last argument of the call of `probe` in a program of one or several files. */
function probed(id: LanguageId, text: string, others: Readonly<Record<string, string>> = {}): Value {
  const language = languages.get(id);
  const project = new Project({
    read: (path) => (others[path] === undefined ? undefined : { path, text: others[path] }),
    among: (paths) => paths,
    claim: () => language,
    language: (wanted) => languages.get(wanted),
  });
  const document = project.documentOf({ path: id === 'shell' ? 'main.sh' : 'main.js', text });
  const call = document?.calls.find(
    ({ callee }) => (callee.kind === 'ref' ? callee.name : textOfLiteral(callee)) === 'probe',
  );
  const argument = call?.args.items.at(-1)?.value;
  if (document === undefined || call === undefined || argument === undefined) throw new Error('there is no probe');
  return project.evaluator.evaluate(argument, { document, region: call.region, frames: noFrames });
}

function textOfLiteral(expr: { readonly kind: string; readonly text?: string }): string | undefined {
  return expr.kind === 'literal' ? expr.text : undefined;
}

/** Whether a program in which the value is `real` agrees with what was evaluated: it is that, one of it, or not known. */
function admits(value: Value, real: string): boolean {
  switch (value.kind) {
    case 'text':
      return matches(value, real);
    case 'choice':
      return value.options.some((option) => admits(option, real));
    case 'nothing':
      return real === '';
    default:
      return true;
  }
}

function matches(value: Extract<Value, { kind: 'text' }>, real: string): boolean {
  const known = textOf(value);
  if (known !== undefined) return known === real;
  let at = 0;
  return value.parts.every((part) => {
    if (part.kind === 'unknown') return true;
    at = real.indexOf(part.text, at) + part.text.length;
    return at >= part.text.length;
  });
}

const names = ['a', 'b', 'c'] as const;
const name = fc.constantFrom(...names);
const word = fc.string({ unit: fc.constantFrom('x', 'y', '/', '.', '1'), maxLength: 4 });

describe('JavaScript', () => {
  const literal = word.map((text) => JSON.stringify(text));
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      literal,
      name,
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} + ${b})`),
      fc
        .tuple(tie('expression'), literal)
        .map(([a, b]) => `\`\${${a}}${(JSON.parse(b) as string).replaceAll('`', '')}\``),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} || ${b})`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `({ p: ${a}, q: ${b} }).q`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a}, ${b}][0]`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `((z) => z + ${b})(${a})`),
      fc.tuple(name, tie('expression')).map(([n, e]) => `wrap${n}(${e})`),
    ),
  }));
  const { statement } = fc.letrec<{ statement: string }>((tie) => ({
    statement: fc.oneof(
      { maxDepth: 3 },
      fc.tuple(name, expression).map(([n, e]) => `${n} = ${e};`),
      fc.tuple(name, expression).map(([n, e]) => `${n} += ${e};`),
      fc.tuple(name, expression).map(([n, e]) => `box.${n} = ${e};`),
      name.map((n) => `${n} = box.${n};`),
      fc
        .tuple(fc.boolean(), tie('statement'), tie('statement'))
        .map(([c, a, b]) => `if (toss(${String(c)})) { ${a} } else { ${b} }`),
      fc.tuple(fc.boolean(), tie('statement')).map(([c, a]) => `if (toss(${String(c)})) { ${a} }`),
      fc.tuple(tie('statement'), tie('statement')).map(([a, b]) => `{ ${a} ${b} }`),
    ),
  }));
  const program = fc.tuple(fc.array(statement, { maxLength: 6 }), expression).map(
    ([statements, last]) => `
      let a = 'A', b = 'B', c = 'C';
      const box = { a: '', b: '', c: '' };
      function wrapa(x) { return x + '1'; }
      const wrapb = (x = 'none') => \`<\${x}>\`;
      function wrapc(x) { const y = wrapa(x); return y; }
      ${statements.join('\n')}
      probe(${last});`,
  );

  test('what is evaluated is what the program computes', () => {
    fc.assert(
      fc.property(program, (text) => {
        let real: unknown;
        runInNewContext(text, { toss: (side: boolean) => side, probe: (value: unknown) => (real = value) });
        const value = probed('javascript', text);
        if (!admits(value, String(real))) throw new Error(`${text}\nis ${JSON.stringify(real)}, not ${inWords(value)}`);
      }),
      { numRuns: 400 },
    );
  });

  test('without branches it is known', () => {
    const straight = fc.array(
      fc.tuple(name, expression).map(([n, e]) => `${n} = ${e};`),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(straight, expression, (statements, last) => {
        const text = `let a = 'A', b = 'B', c = 'C'; function wrapa(x) { return x + '1'; } const wrapb = wrapa, wrapc = wrapa;
          ${statements.join('\n')} probe(${last});`;
        let real: unknown;
        runInNewContext(text, { probe: (value: unknown) => (real = value) });
        const value = probed('javascript', text);
        const known = value.kind === 'nothing' ? '' : textOf(value);
        if (known !== real) throw new Error(`${text}\nis ${JSON.stringify(real)}, not ${inWords(value)}`);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['names that mean one another', 'let a = b, b = c, c = a; probe(a);'],
    ['a function that calls itself', 'function f(x) { return f(x + 1) + f(x + 2); } probe(f(0));'],
    ['functions that call one another', 'const f = (x) => g(x) + g(x); const g = (x) => f(x) + f(x); probe(f(1));'],
    ['an object that holds itself', 'const o = {}; o.o = o; o.p = { ...o, q: o }; probe(o.p.q.o.p.o);'],
    ['a class that is its own superclass', 'class A extends A { x = this.y; y = this.x; } probe(new A().x);'],
    [
      'doubling, thirty times',
      `let v0 = 'x'; ${Array.from({ length: 30 }, (_, i) => `const v${String(i + 1)} = v${String(i)} + v${String(i)};`).join('')} probe(v30);`,
    ],
    [
      'many alternatives',
      `${Array.from({ length: 40 }, (_, i) => `let w${String(i)} = ''; if (x) w${String(i)} = '${String(i)}';`).join('')} probe(${Array.from({ length: 40 }, (_, i) => `w${String(i)}`).join(' + ')});`,
    ],
    ['calls nested deeply', `${'f('.repeat(400)}1${')'.repeat(400)}; function f(x) { return x; } probe(f(f(f(1))));`],
  ])('%s come to an end', (_, text) => {
    expect(inWords(probed('javascript', text)).length).toBeGreaterThan(0);
  });

  test('choices within what is no text make no further texts', () => {
    const open = Array.from({ length: 5 }, (_, i) => `if (x) o.k${String(i)} = 'a';`).join(' ');
    const value = probed('javascript', `const o = {}; ${open} const f = y ? 'b' : 'c'; probe('x' + unknown(o) + f);`);
    const texts = value.kind === 'choice' ? value.options.map((option) => textWithHoles(option, '?')) : [];
    expect(texts.toSorted()).toEqual(['x?b', 'x?c']);
  });

  test('modules that import one another come to an end', () => {
    const files = {
      'x.js': `export * from './y.js'; export const own = 'x'; import { other } from './y.js'; export const far = other;`,
      'y.js': `export * from './x.js'; export const other = 'y'; import { far } from './x.js'; export const back = far;`,
    };
    const read = (what: string): Value => probed('javascript', `import * as m from './x.js'; probe(m.${what});`, files);
    expect(textOf(read('own'))).toBe('x');
    expect(textOf(read('other'))).toBe('y');
    expect(textOf(read('back'))).toBe('y');
    expect(textOf(read('missing'))).toBeUndefined();
  });
});

describe('shell', () => {
  const { part } = fc.letrec<{ part: string }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 2 },
      word,
      name.map((n) => `$${n}`),
      name.map((n) => `\${${n}}`),
      fc.tuple(name, word).map(([n, w]) => `\${${n}:-${w}}`),
      fc.tuple(name, word).map(([n, w]) => `\${${n}:+${w}}`),
      name.map((n) => `$(echo "$${n}")`),
      fc.tuple(tie('part'), tie('part')).map(([a, b]) => `${a}${b}`),
      tie('part').map((p) => `$(f "${p}")`),
    ),
  }));
  const text = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `"${parts.join('')}"`);
  const { statement } = fc.letrec<{ statement: string }>((tie) => ({
    statement: fc.oneof(
      { maxDepth: 2 },
      fc.tuple(name, text).map(([n, t]) => `${n}=${t}`),
      fc.tuple(name, text).map(([n, t]) => `${n}+=${t}`),
      fc.tuple(name, tie('statement')).map(([n, s]) => `if [ -n "$${n}" ]; then ${s}; fi`),
      fc.tuple(tie('statement'), tie('statement')).map(([a, b]) => `if false; then ${a}; else ${b}; fi`),
      fc.tuple(tie('statement'), tie('statement')).map(([a, b]) => `{ ${a}; ${b}; }`),
    ),
  }));
  const program = fc
    .tuple(fc.array(statement, { maxLength: 5 }), text)
    .map(([statements, last]) => ['f() { echo "<$1>"; }', 'a=A; b=; c=C', ...statements, `probe ${last}`].join('\n'));

  test('what is evaluated is what bash computes', () => {
    const samples = fc.sample(program, { numRuns: 150, seed: 7 });
    const joined = samples.map((script) => `(probe() { printf '%s\\0' "$1"; }\n${script}\n)`).join('\n');
    const run = spawnSync('bash', { input: joined, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    const results = run.stdout.split('\0').slice(0, -1);
    expect(results).toHaveLength(samples.length);
    samples.forEach((script, i) => {
      const value = probed('shell', script);
      const real = results[i] ?? '';
      if (!admits(value, real)) throw new Error(`${script}\nis ${JSON.stringify(real)}, not ${inWords(value)}`);
    });
  });
});
