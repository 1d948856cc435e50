/** Projects of a few files that pass the service's address on: one way a case. */

const HOST = 'http://169.254.169.254';
const READ = `fetch(BASE + '/latest/meta-data/');`;

type Files = Readonly<Record<string, string>>;

const json = (value: unknown): string => JSON.stringify(value);
const alias = (table: Record<string, string[]>): string => json({ compilerOptions: { paths: table } });

/** Each case has its request in the last line of its `m` file. Without the address that file mentions nothing but a path. */
export const passedOn: readonly (readonly [string, Files])[] = [
  [
    'a named re-export',
    {
      'c.ts': `export const BASE = '${HOST}';`,
      'i.ts': `export { BASE } from './c';`,
      'm.ts': `import { BASE } from './i';\n${READ}`,
    },
  ],
  [
    'a re-export as default',
    {
      'c.ts': `export const X = '${HOST}';`,
      'i.ts': `export { X as default } from './c';`,
      'm.ts': `import BASE from './i';\n${READ}`,
    },
  ],
  [
    'a default under a name',
    {
      'c.ts': `export default '${HOST}';`,
      'i.ts': `export { default as BASE } from './c';`,
      'm.ts': `import { BASE } from './i';\n${READ}`,
    },
  ],
  [
    'a star re-export',
    {
      'c.ts': `export const BASE = '${HOST}';`,
      'i.ts': `export * from './d';\nexport * from './c';`,
      'd.ts': 'export const D = 1;',
      'm.ts': `import { BASE } from './i';\n${READ}`,
    },
  ],
  [
    'a namespace re-export',
    {
      'c.ts': `export const BASE = '${HOST}';`,
      'i.ts': `export * as urls from './c';`,
      'm.ts': `import { urls } from './i';\nfetch(urls.BASE);`,
    },
  ],
  [
    'an import that is exported',
    {
      'c.ts': `export const BASE = '${HOST}';`,
      'i.ts': `import * as c from './c';\nexport { c };`,
      'm.ts': `import { c } from './i';\nfetch(c.BASE);`,
    },
  ],
  [
    'barrels in a cycle',
    {
      'a.ts': `export * from './b';\nexport const BASE = '${HOST}';`,
      'b.ts': `export * from './a';\nexport * from './m';`,
      'm.ts': `import { BASE } from './b';\n${READ}`,
    },
  ],
  [
    'an index file',
    { 'conf/index.js': `export const BASE = '${HOST}';`, 'm.js': `import { BASE } from './conf';\n${READ}` },
  ],
  [
    'module.exports of an object',
    { 'c.js': `module.exports = { BASE: '${HOST}' };`, 'm.js': `const { BASE } = require('./c');\n${READ}` },
  ],
  [
    'a member of exports',
    { 'c.js': `exports.BASE = '${HOST}';`, 'm.js': `const BASE = require('./c').BASE;\n${READ}` },
  ],
  [
    'module.exports passed on',
    {
      'c.js': `module.exports.BASE = '${HOST}';`,
      'i.js': `module.exports = require('./c');`,
      'm.js': `const { BASE } = require('./i');\n${READ}`,
    },
  ],
  [
    'module.exports with a spread',
    {
      'c.js': `module.exports = { BASE: '${HOST}' };`,
      'i.js': `module.exports = { ...require('./c'), X: 1 };`,
      'm.js': `const { BASE } = require('./i');\n${READ}`,
    },
  ],
  [
    'CommonJS by an import',
    { 'c.cjs': `module.exports = { BASE: '${HOST}' };`, 'm.mjs': `import c from './c.cjs';\nfetch(c.BASE);` },
  ],
  [
    'an export assignment',
    { 'c.ts': `const c = { BASE: '${HOST}' };\nexport = c;`, 'm.ts': `import c = require('./c');\nfetch(c.BASE);` },
  ],
  [
    'a dynamic import',
    { 'c.js': `export const BASE = '${HOST}';`, 'm.mjs': `const { BASE } = await import('./c.js');\n${READ}` },
  ],
  [
    'a dynamic import and then',
    {
      'c.js': `export const BASE = '${HOST}';`,
      'm.js': `\nimport('./c.js').then(({ BASE }) => ${READ.slice(0, -1)});`,
    },
  ],
  [
    'a js specifier of a ts file',
    { 'c.ts': `export const BASE = '${HOST}';`, 'm.ts': `import { BASE } from './c.js';\n${READ}` },
  ],
  ['an enum', { 'c.ts': `export enum E { Base = '${HOST}' }`, 'm.ts': `import { E } from './c';\nfetch(E.Base);` }],
  [
    'a const enum',
    { 'c.ts': `export const enum E { Base = '${HOST}' }`, 'm.ts': `import { E } from './c';\nfetch(E['Base']);` },
  ],
  [
    'an object as const',
    {
      'c.ts': `export const C = { imds: { base: '${HOST}' } } as const;`,
      'm.ts': `import { C } from './c';\nfetch(C.imds.base);`,
    },
  ],
  [
    'an object that satisfies a type',
    {
      'c.ts': `export const C = { base: '${HOST}' } satisfies Record<string, string>;`,
      'm.ts': `import { C } from './c';\nfetch(C.base);`,
    },
  ],
  [
    'a frozen object',
    {
      'c.js': `export const C = Object.freeze({ base: '${HOST}' });`,
      'm.js': `import { C } from './c';\nfetch(C.base);`,
    },
  ],
  [
    'a static member',
    {
      'c.ts': `export class C { static readonly BASE = '${HOST}'; }`,
      'm.ts': `import { C } from './c';\nfetch(C.BASE);`,
    },
  ],
  [
    'a member of an instance',
    {
      'c.ts': `class C { readonly base = '${HOST}'; }\nexport const c = new C();`,
      'm.ts': `import { c } from './c';\nfetch(c.base);`,
    },
  ],
  [
    'a TypeScript namespace',
    {
      'c.ts': `export namespace Urls { export const BASE = '${HOST}'; }`,
      'm.ts': `import { Urls } from './c';\nfetch(Urls.BASE);`,
    },
  ],
  [
    'a name within a namespace',
    {
      'c.ts': `export namespace A { export const BASE = '${HOST}'; }`,
      'm.ts': `import { A } from './c';\nimport BASE = A.BASE;\n${READ}`,
    },
  ],
  [
    'a spread of several objects',
    {
      'c.ts': `export const d = { host: '${HOST}' };`,
      'i.ts': `import { d } from './c';\nexport const config = { ...d, path: '/latest/meta-data/' };`,
      'm.ts': `import { config } from './i';\nfetch(config.host + config.path);`,
    },
  ],
  [
    'an override of a default',
    {
      'c.js': `module.exports = Object.assign({ host: 'http://localhost' }, { host: '${HOST}' });`,
      'm.js': `const c = require('./c');\nfetch(c.host);`,
    },
  ],
  [
    'the default of a variable of the environment',
    { 'c.ts': `export const BASE = process.env.IMDS ?? '${HOST}';`, 'm.ts': `import { BASE } from './c';\n${READ}` },
  ],
  [
    'an object of defaults',
    {
      'c.js': `module.exports = { imds: { url: process.env.IMDS_URL || '${HOST}' } };`,
      'm.js': `const { imds } = require('./c');\nfetch(imds.url);`,
    },
  ],
  [
    'a function that reads the environment',
    {
      'c.js': `const env = (name, or) => process.env[name] || or;\nexports.url = env('IMDS', '${HOST}');`,
      'm.js': `const { url } = require('./c');\nfetch(url);`,
    },
  ],
  [
    'a JSON module with an attribute',
    { 'c.json': json({ imds: HOST }), 'm.mjs': `import c from './c.json' with { type: 'json' };\nfetch(c.imds);` },
  ],
  [
    'a required JSON file',
    { 'config.json': json({ a: { imds: HOST } }), 'm.js': `const { a } = require('./config');\nfetch(a.imds);` },
  ],
  [
    'a JSON namespace',
    {
      'c.json': json({ imds: HOST }),
      'tsconfig.json': json({ compilerOptions: { resolveJsonModule: true } }),
      'm.ts': `import * as c from './c.json';\nfetch(c.imds);`,
    },
  ],
  [
    'a JSON file under an alias',
    {
      'conf/c.json': json({ imds: HOST }),
      'tsconfig.json': alias({ '@c': ['./conf/c.json'] }),
      'm.ts': `import c from '@c';\nfetch(c.imds);`,
    },
  ],
  [
    'an alias of a tsconfig.json',
    {
      'src/c.ts': `export const BASE = '${HOST}';`,
      'tsconfig.json': alias({ '@app/*': ['./src/*'] }),
      'm.ts': `import { BASE } from '@app/c';\n${READ}`,
    },
  ],
  [
    'an alias with another name',
    {
      'src/settings.ts': `export const BASE = '${HOST}';`,
      'tsconfig.json': alias({ '@config': ['./src/settings.ts'] }),
      'm.ts': `import { BASE } from '@config';\nfetch(BASE);`,
    },
  ],
  [
    'an alias of a jsconfig.json',
    {
      'src/c.js': `export const BASE = '${HOST}';`,
      'jsconfig.json': alias({ '~/*': ['./src/*'] }),
      'm.js': `import { BASE } from '~/c';\n${READ}`,
    },
  ],
  [
    'a name of package.json',
    {
      'src/settings.js': `export const BASE = '${HOST}';`,
      'package.json': json({ imports: { '#config': './src/settings.js' } }),
      'm.js': `import { BASE } from '#config';\nfetch(BASE);`,
    },
  ],
  [
    'a package of the workspace',
    {
      'p/s/package.json': json({ name: '@acme/shared', exports: { './*': './dist/*.js' } }),
      'p/s/src/settings.ts': `export const BASE = '${HOST}';`,
      'package.json': json({ workspaces: ['p/*'] }),
      'm.ts': `import { BASE } from '@acme/shared/settings';\nfetch(BASE);`,
    },
  ],
  [
    'a barrel of a package',
    {
      'p/s/package.json': json({ name: 'shared', main: 'lib/index.js' }),
      'p/s/src/index.ts': `export * from './c';`,
      'p/s/src/c.ts': `export const BASE = '${HOST}';`,
      'm.ts': `import { BASE } from 'shared';\nfetch(BASE);`,
    },
  ],
];
