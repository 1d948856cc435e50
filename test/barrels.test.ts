/** Modules that pass on what others export: an address is found behind them, and only what may give or take it is read. */
import type { Report } from '../src/model/finding.js';
import { auditFiles } from './support/audit-text.js';

const HOST = 'http://169.254.169.254';
const READ = `fetch(BASE + '/latest/meta-data/');`;

type Files = Readonly<Record<string, string>>;

function places({ findings }: Report): readonly string[] {
  return findings.map(({ location }) => `${location.path}:${String(location.start.line)}`);
}

const json = (value: unknown): string => JSON.stringify(value);

const numbers = Array.from({ length: 300 }, (_, i) => String(i));

/** An index of hundreds of modules, and as many files that import from it. */
const large: Files = {
  ...Object.fromEntries(
    numbers.flatMap((i) => [
      [`src/parts/p${i}.ts`, `import { Part0 } from '../index';\nexport class Part${i} { url = '/parts/${i}'; }`],
      [`src/users/u${i}.ts`, `import { Part${i}, Part0 as First } from '../index';\nexport const u = new Part${i}();`],
    ]),
  ),
  'src/index.ts': [...numbers.map((i) => `export * from './parts/p${i}';`), `export * from './constants';`].join('\n'),
  'src/constants.ts': `export const BASE = '${HOST}';\nexport const LIMIT = 5;`,
};

describe('an index of 300 modules that 300 files import from', () => {
  test('only what gives the name and what takes it is parsed', async () => {
    const report = await auditFiles({ ...large, 'src/m.ts': `import { BASE } from './index';\n${READ}` });
    expect(places(report)).toEqual(['src/m.ts:2']);
    expect(report.statistics.analysed).toEqual({ javascript: 3 });
    // Of all that mentions nothing, the index alone.
    expect(report.statistics.followed).toBe(1);
  });

  test.each([
    ['all of it under a name', `import * as all from '.';\nall.Part1;\nfetch(all.BASE);`, 3],
    ['all of it under a name, which is handed on', `import * as all from './index';\n\nget(all, 'BASE');`, undefined],
    ['CommonJS', `const { Part1, BASE } = require('./index');\n\n${READ}`, 3],
    ['CommonJS under a name', `const all = require('.');\n\nfetch(all.BASE);`, 3],
    ['a member of what is required', `const BASE = require('./index').BASE;\n\n${READ}`, 3],
    ['a dynamic import', `const { BASE } = await import('./index');\n\n${READ}`, 3],
  ])('%s', async (_, text, line) => {
    const report = await auditFiles({ ...large, 'src/m.ts': text });
    expect(places(report)).toEqual(line === undefined ? [] : [`src/m.ts:${String(line)}`]);
    expect(report.statistics.analysed).toEqual({ javascript: 3 });
  });

  test('nobody who takes other things of it is parsed, however it is imported', async () => {
    const report = await auditFiles({
      ...large,
      'src/all.ts': `import * as all from './index';\nexport const x = new all.Part1(all?.Part2);`,
      'src/named.js': `const all = require('./index');\nconst { Part3, Part4: four } = require('./index');\nall.Part5();`,
      'src/passed.ts': `export { Part6, Part7 as Seven } from './index';`,
      'src/types.ts': `import type { BASE } from './index';\nimport { type Part8 } from './index';`,
      'src/ran.ts': `import './index';`,
    });
    expect(places(report)).toEqual([]);
    expect(report.statistics.analysed).toEqual({ javascript: 2 });
  });

  test('an index that passes on a name of each of its modules', async () => {
    const report = await auditFiles({
      ...large,
      'src/index.ts': [
        ...numbers.map((i) => `export { Part${i} } from './parts/p${i}';`),
        `export { BASE } from './constants';`,
      ].join('\n'),
      'src/m.ts': `import { BASE } from './index';\n${READ}`,
    });
    expect(places(report)).toEqual(['src/m.ts:2']);
    expect(report.statistics.analysed).toEqual({ javascript: 3 });
    expect(report.statistics.followed).toBe(1);
  });

  test('as compilers write it', async () => {
    const report = await auditFiles({
      ...Object.fromEntries(
        numbers.map((i) => [`p${i}.js`, `Object.defineProperty(exports, '__esModule', {});\nexports.p${i} = ${i};`]),
      ),
      'index.js': [...numbers.map((i) => `p${i}`), 'c']
        .map((name) => `__exportStar(require('./${name}'), exports);`)
        .join('\n'),
      'c.js': `exports.BASE = '${HOST}';`,
      'm.js': `const index_1 = require('./index');\nfetch(index_1.BASE);`,
    });
    expect(places(report)).toEqual(['m.js:2']);
    expect(report.statistics).toMatchObject({ analysed: { javascript: 3 }, followed: 2 });
  });
});

describe('found behind an index', () => {
  const c = `export const BASE = '${HOST}';`;
  test.each<[string, Files]>([
    [
      'renamed',
      {
        'c.ts': `const X = '${HOST}';\nexport { X as Y };`,
        'i.ts': `export { Y as BASE } from './c';\nexport * from './c';`,
      },
    ],
    [
      'renamed behind another',
      {
        'c.ts': `export const X = '${HOST}';`,
        'b.ts': `export { X as BASE } from './c';`,
        'i.ts': `export * from './b';`,
      },
    ],
    [
      'a default under a name',
      { 'c.ts': `export default '${HOST}';`, 'i.ts': `export { default as BASE } from './c';` },
    ],
    [
      'a default under a name behind another',
      {
        'c.ts': `export default '${HOST}';`,
        'b.ts': `export { default as BASE } from './c';`,
        'i.ts': `export * from './b';`,
      },
    ],
    [
      'a default of CommonJS',
      { 'c.js': `module.exports = '${HOST}';`, 'i.ts': `export { default as BASE } from './c';` },
    ],
    [
      'through six others',
      {
        'c.ts': c,
        'i.ts': `export * from './b1';`,
        ...Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`b${String(i)}.ts`, `export * from './b${String(i + 1)}';`])),
        'b6.ts': `export * from './c';`,
      },
    ],
    [
      'in a cycle',
      {
        'c.ts': `export * from './i';\n${c}`,
        'b.ts': `export * from './i';\nexport * from './c';`,
        'i.ts': `export * from './b';\nexport * from './i';`,
      },
    ],
    [
      'twice the same',
      {
        'c.ts': c,
        'a.ts': `export * from './c';`,
        'b.ts': `export { BASE } from './c';`,
        'i.ts': `export * from './a';\nexport * from './b';`,
      },
    ],
    ['its own before that of another', { 'c.ts': `export const BASE = '/api';`, 'i.ts': `${c}\nexport * from './c';` }],
    ['its own behind that of another', { 'c.ts': `export const BASE = '/api';`, 'i.ts': `export * from './c';\n${c}` }],
    ['behind a package', { 'c.ts': c, 'i.ts': `export * from 'some-package';\nexport * from './c';` }],
    ['behind a file that is not there', { 'c.ts': c, 'i.ts': `export * from './generated';\nexport * from './c';` }],
    ['CommonJS', { 'c.js': `module.exports = { BASE: '${HOST}' };`, 'i.ts': `export * from './c';` }],
    [
      'a CommonJS module that passes on another',
      {
        'c.js': `exports.BASE = '${HOST}';`,
        'b.js': `module.exports = require('./c');`,
        'i.ts': `export * from './b';`,
      },
    ],
    [
      'a CommonJS module that is given the exports of another',
      {
        'c.js': `exports.BASE = '${HOST}';`,
        'b.js': `Object.assign(exports, require('./c'));`,
        'i.ts': `export * from './b';`,
      },
    ],
    [
      'a name that is made of two',
      { 'c.js': `const end = 'SE';\nexports['BA' + end] = '${HOST}';`, 'i.ts': `export * from './c';` },
    ],
    ['a name with an escape', { 'c.ts': `export const B\\u0041SE = '${HOST}';`, 'i.ts': `export * from './c';` }],
    ['a comment within', { 'c.ts': c, 'b.ts': `export /* all */ * from './c';`, 'i.ts': `export * from './b';` }],
    [
      'an alias of a configuration',
      {
        'lib/c.ts': c,
        'i.ts': `export * from '@lib/c';`,
        'tsconfig.json': json({ compilerOptions: { paths: { '@lib/*': ['./lib/*'] } } }),
      },
    ],
  ])('%s', async (_, files) => {
    const report = await auditFiles({ ...files, 'm.ts': `import { BASE } from './i';\n${READ}` });
    expect(places(report)).toEqual(['m.ts:2']);
  });

  test.each<[string, Files, string]>([
    [
      'all under a name',
      { 'c.ts': c, 'i.ts': `export * as urls from './c';` },
      `import { urls } from './i';\nfetch(urls.BASE);`,
    ],
    [
      'all under a name, of all under a name',
      { 'c.ts': c, 'i.ts': `export * as urls from './c';` },
      `import * as i from './i';\nfetch(i.urls.BASE);`,
    ],
    [
      'taken apart',
      { 'c.ts': c, 'i.ts': `export * from './c';` },
      `import * as i from './i';\nconst { BASE } = i; ${READ}`,
    ],
    [
      'by a name that is made',
      { 'c.ts': c, 'i.ts': `export * from './c';` },
      `import * as i from './i';\nfetch(i['BA' + 'SE']);`,
    ],
    [
      'a default import of an index',
      { 'c.js': `exports.BASE = '${HOST}';`, 'i.js': `__exportStar(require('./c'), exports);` },
      `import i from './i';\nfetch(i.BASE);`,
    ],
    [
      'a function that makes it',
      { 'c.ts': `${c}\nexport const url = (path) => BASE + path;`, 'i.ts': `export * from './c';` },
      `import { url } from './i';\nfetch(url('/latest/'));`,
    ],
    [
      'a member of a class',
      { 'c.ts': `export class C { host = '${HOST}'; }`, 'i.ts': `export * from './c';` },
      `import { C } from './i';\nfetch(new C().host);`,
    ],
    [
      'a dynamic import and then',
      { 'c.ts': c, 'i.ts': `export * from './c';` },
      `\nimport('./i').then(({ BASE }) => ${READ.slice(0, -1)});`,
    ],
    [
      'a dynamic import that is waited for later',
      { 'c.ts': c, 'i.ts': `export * from './c';` },
      `const i = import('./i');\nfetch((await i).BASE);`,
    ],
    [
      'an import that is exported',
      { 'c.ts': c, 'b.ts': `import { BASE } from './c';\nexport { BASE as URL };`, 'i.ts': `export * from './b';` },
      `import { URL } from './i';\nfetch(URL);`,
    ],
  ])('%s', async (_, files, text) => {
    expect(places(await auditFiles({ ...files, 'm.ts': text }))).toEqual(['m.ts:2']);
  });
});

describe('not found behind an index', () => {
  const c = `export const BASE = '${HOST}';`;
  test.each<[string, Files]>([
    [
      'what two modules give',
      { 'c.ts': c, 'b.ts': `export const BASE = '/api';`, 'i.ts': `export * from './c';\nexport * from './b';` },
    ],
    ['what the index gives itself', { 'c.ts': c, 'i.ts': `export const BASE = '/api';\nexport * from './c';` }],
    [
      'what an index on the way gives itself',
      { 'c.ts': c, 'b.ts': `export * from './c';\nexport const BASE = '/api';`, 'i.ts': `export * from './b';` },
    ],
    ['a type', { 'c.ts': c, 'i.ts': `export type * from './c';` }],
  ])('%s', async (_, files) => {
    expect(places(await auditFiles({ ...files, 'm.ts': `import { BASE } from './i';\nfetch(BASE);` }))).toEqual([]);
  });

  test('a default is not passed on', async () => {
    const report = await auditFiles({
      'c.ts': `export default '${HOST}';\nexport const X = 1;`,
      'i.ts': `export * from './c';`,
      'm.ts': `import BASE from './i';\nfetch(BASE);`,
    });
    expect(places(report)).toEqual([]);
  });
});
