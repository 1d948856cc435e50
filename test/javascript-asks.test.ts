/** What is told of modules by their text alone: what they ask others for, and that they export only what is written. */
import { asksIn } from '../src/languages/javascript/asks.js';
import { exportsPlainly } from '../src/languages/javascript/plain-exports.js';
import { expectInProportion } from './support/growth.js';

describe('what is asked of a module', () => {
  const all = undefined;
  test.each<[string, readonly string[] | undefined]>([
    [`import { a, b as c, type D, type as e } from 'm'`, ['a', 'b', 'type']],
    [`import {\n  a,\n  b,\n} from 'm'`, ['a', 'b']],
    [`import {} from 'm'`, []],
    [`import 'm'`, []],
    [`import type { A } from 'm'`, []],
    [`import type A from 'm'`, []],
    [`import type * as A from 'm'`, []],
    [`import type from 'm'; type.a`, ['default', 'a']],
    [`import typed from 'm'; typed.a`, ['default', 'a']],
    [`import a from 'm'; a.b; x.a; a?.c`, ['default', 'b', 'c']],
    [`import a from 'm'; a()`, all],
    [`import { default as a } from 'm'; a.b`, ['default', 'b']],
    [`import { default as a } from 'm'; f(a)`, all],
    [`import a, { b } from 'm'; a.c`, ['default', 'b', 'c']],
    [`import * as a from 'm'; a.b; a . c; ba.d`, ['b', 'c']],
    [`import * as a from 'm'; a[b]`, all],
    [`import * as a from 'm'; f({ ...a })`, all],
    [`import * as a from 'm'; const b = a; b.c`, all],
    [`import * as a from 'm'; a.bé`, all],
    [`import * as a from 'm'; a.default`, all],
    [`import * as a from 'm'; const a = f`, all],
    [`import a, * as b from 'm'; a.c; b.d`, ['default', 'c', 'd']],
    [`import { 'a b' as c } from 'm'`, all],
    [`import { /* all */ a } from 'm'`, all],
    [`import { reimported } from 'm'`, all],
    [`import * as reexport from 'm'`, all],
    [`import aimportb from 'm'; aimportb.c`, all],
    [`import é from 'm'`, all],
    [`export { a, b as c } from 'm'`, ['a', 'b']],
    [`export { default as a } from 'm'`, all],
    [`export type { A } from 'm'`, []],
    [`export * from 'm'`, all],
    [`export * as a from 'm'`, all],
    [`const { a, b: c } = require('m')`, ['a', 'b']],
    [`const { a, ...b } = require('m')`, all],
    [`const { default: a } = require('m')`, all],
    [`const { [a]: b } = require('m')`, all],
    [`const a = require('m'); a.b`, ['b']],
    [`const a = require('m'); f(a)`, all],
    [`const a = b ? c : require('m'); a.b`, all],
    [`import a = require('m'); a.b`, ['b']],
    [`export import a = require('m'); a.b`, ['b']],
    [`f(require('m').a)`, ['a']],
    [`require('m').default`, all],
    [`require('m').é`, all],
    [`require('m')[a]`, all],
    [`require('m')(a)`, all],
    [`f(require('m'))`, all],
    [`module.exports = require('m')`, all],
    [`const { a } = await import('m')`, ['a']],
    [`const a = await import('m'); a.b`, ['b']],
    [`const a = import('m'); a.then(f)`, all],
    [`import('m').then(({ a }) => a)`, all],
    [`(await import('m')).a`, all],
    [`await vi.importActual('m')`, all],
  ])('%s', (text, names) => {
    expect(asksIn(text)).toEqual([{ specifier: 'm', names }]);
  });

  test.each([
    ['spaces in a clause', (size: number) => `import a${' '.repeat(size)}! from 'm'`],
    ['clauses', (size: number) => `import a from 'm';`.repeat(size / 10)],
    ['names of modules', (size: number) => `import * as a from 'm'; a.b;`.repeat(size / 10)],
    ['declarations', (size: number) => `const {a,`.repeat(size) + ` = require('m')`],
  ])('%s take time in proportion', async (_, text) => {
    await expectInProportion((size) => asksIn(text(size)), 200_000);
  });
});

describe('a module exports nothing but what is written', () => {
  test.each([
    `export const a = 1;`,
    `export{ a as b };`,
    `export default class A {}`,
    `export { a } from './b';`,
    `export type * from './types';`,
    `Object.defineProperty(exports, '__esModule', { value: true });\nexports.a = void 0;\nmodule.exports.b = f(exports.a);`,
    `import { all } from './index';\nexport function f() { return all; }`,
  ])('%s', (text) => {
    expect(exportsPlainly(text)).toBe(true);
  });

  test.each([
    `export * from './a';`,
    `export\n* from './a';`,
    `export /* all */ * from './a';`,
    `export // all\n* from './a';`,
    `export * as a from './a';`,
    `export const a = 1; export = b;`,
    `module.exports = { a };`,
    `exports.a = 1; exports[b] = 2;`,
    `exports.a = 1; Object.defineProperty(exports, b, { value: 2 });`,
    `exports.a = 1; Object.assign(exports, b);`,
    `exports.a = 1; module.exports = require('./b');`,
    `export const a = 1; exports[b] = 2;`,
    `export const a = 1; module['exp' + 'orts'].b = 2;`,
    `export const \\u0061 = 1;`,
    `export { a as "\\x62" };`,
    `__exportStar(require('./a'), this);`,
    `globalThis.a = 1;`,
    ``,
  ])('not %s', (text) => {
    expect(exportsPlainly(text)).toBe(false);
  });
});
