/** Addresses that reach a request through several files, in every way in which JavaScript passes a constant on. */
import fs from 'node:fs';
import path from 'node:path';
import { audit } from '../src/audit.js';
import { defaultOptions } from '../src/config.js';
import { nodeFileSystem } from '../src/discover/node-file-system.js';
import type { FileSystem } from '../src/discover/file-system.js';
import type { Report } from '../src/model/finding.js';
import { disagreements, marksOf, readAnnotations, withMovedCarets } from './support/annotations.js';
import { auditFiles } from './support/audit-text.js';
import { filesBelow } from './support/files-in-memory.js';
import { ruleNames } from './support/fixtures.js';
import { passedOn } from './support/passed-on.js';

const HOST = 'http://169.254.169.254';
const READ = `fetch(BASE + '/latest/meta-data/');`;

type Files = Readonly<Record<string, string>>;

function places({ findings }: Report): readonly string[] {
  return findings.map(({ location, ruleName }) => `${location.path}:${String(location.start.line)} ${ruleName}`);
}

const json = (value: unknown): string => JSON.stringify(value);
const alias = (table: Record<string, string[]>): string => json({ compilerOptions: { paths: table } });

test.each(passedOn)('%s', async (_, files) => {
  const [name = '', text = ''] = Object.entries(files).find(([file]) => /^m\./.test(file)) ?? [];
  expect(places(await auditFiles(files))).toEqual([`${name}:${String(text.split('\n').length)} tokenless-request`]);
});

test('files that only mention the name of a module are not read', async () => {
  const files: Record<string, string> = {
    'src/constants.ts': `export const BASE = '${HOST}';`,
    'src/m.ts': `import { BASE } from './constants';\nfetch(BASE);`,
    'other/constants.ts': `export const LIMIT = 5;`,
  };
  for (let i = 0; i < 20; i += 1) {
    files[`src/a${String(i)}.ts`] = `// the constants of this module\nexport const a = 'constants of ' + 1;`;
    files[`other/b${String(i)}.ts`] =
      `import { LIMIT } from './constants';\nimport x from '..';\nexport const b = [LIMIT, x];`;
  }
  const report = await auditFiles(files);
  expect(places(report)).toEqual(['src/m.ts:2 tokenless-request']);
  expect(report.statistics.followed).toBe(1);
});

describe('nothing is made up', () => {
  test.each<[string, Files]>([
    [
      'another name of the same module',
      {
        'c.ts': `export const BASE = '${HOST}';\nexport const API = '/api';`,
        'm.ts': `import { API } from './c';\nfetch(API);`,
      },
    ],
    [
      'another file under the alias',
      {
        'src/c.ts': `export const BASE = '${HOST}';`,
        'src/d.ts': `export const BASE = '/api';`,
        'tsconfig.json': alias({ '@/*': ['./src/*'] }),
        'm.ts': `import { BASE } from '@/d';\nfetch(BASE);`,
      },
    ],
    ['a type', { 'c.ts': `export const BASE = '${HOST}';`, 'm.ts': `import type { BASE } from './c';\nfetch(BASE);` }],
    [
      'a package of the same name that is installed',
      {
        'examples/got/package.json': json({ name: 'got', version: '0.1.0' }),
        'examples/got/index.js': `module.exports = '${HOST}';`,
        'package.json': json({ dependencies: { got: '^14.0.0' } }),
        'm.js': `const got = require('got');\nfetch(got);`,
      },
    ],
    [
      'data',
      {
        'c.json': json({ imds: '/latest/meta-data/' }),
        'm.js': `const c = require('./c.json');\nfetch('http://localhost' + c.imds);`,
      },
    ],
  ])('%s', async (_, files) => {
    expect(places(await auditFiles(files))).toEqual([]);
  });
});

test('what a followed file calls without code is not followed', async () => {
  const report = await auditFiles({
    'src/constants.ts': `export const BASE = '${HOST}';`,
    'src/m.ts': `import { BASE } from './constants';\nimport { main } from './program';\nmain('m');\nfetch(BASE);`,
    'src/program.ts': `import { serve } from './server';\nserve(80, { a: 'b' });\nexport const main = (a) => a;`,
    'src/server.ts': `import { start } from './engine';\nexport const serve = (port) => start(port);`,
    'src/engine.ts': `export const start = (port) => port;`,
  });
  expect(places(report)).toEqual(['src/m.ts:4 tokenless-request']);
  // The importer, and the file whose function it calls.
  expect(report.statistics.followed).toBe(2);
});

describe('a tree of 3,000 files with one address in another file', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `src/d${String(i % 50)}/f${String(i)}.ts`);
  const others = Object.fromEntries(
    names.map((name, i) => [
      name,
      `import { g as h } from './f${String((i + 50) % 3000)}';\nexport const g = (x) => [x];\n`,
    ]),
  );
  const files = {
    ...others,
    'package.json': json({ name: 'all', imports: { '#config': './src/config/settings.ts' } }),
    'src/config/settings.ts': `export { BASE } from './hosts';`,
    'src/config/hosts.ts': `export const BASE = '${HOST}';`,
  };

  test('reads and parses the files that imports lead to, and no others', async () => {
    const request = `import { BASE } from '#config';\nimport { g } from './d1/f1';\n${READ}\ng(1);`;
    const report = await auditFiles({ ...files, 'src/m.ts': request });
    expect(places(report)).toEqual(['src/m.ts:3 tokenless-request']);
    expect(report.statistics).toMatchObject({ scanned: 3004, analysed: { javascript: 3 } });
    // The file between the two, and the one whose function is called.
    expect(report.statistics.followed).toBe(2);
  });

  test('does not ask TypeScript where relative paths settle it', async () => {
    const asked: string[] = [];
    const fileSystem = filesBelow('/r', { ...files, 'src/m.ts': `import { BASE } from './config/settings';\n${READ}` });
    const watched: FileSystem = {
      ...fileSystem,
      kindOf: (name) => {
        asked.push(name);
        return fileSystem.kindOf(name);
      },
    };
    expect(places(await audit(watched, { ...defaultOptions, root: '/r' }))).toEqual(['src/m.ts:2 tokenless-request']);
    // The manifest is read, for the names in it may lead to the file; none is looked for where TypeScript would.
    const settings = asked.filter((name) => /(?:package|[tj]sconfig|node_modules)/.test(name));
    expect(new Set(settings)).toEqual(new Set(['/r/package.json']));
  });
});

const folder = path.resolve(__dirname, '../fixtures/projects');

describe('fixtures/projects', () => {
  test.each(fs.readdirSync(folder).sort())('%s', async (name) => {
    const root = path.join(folder, name);
    const sources = fs
      .readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const annotated = new Map(
      sources.map((file) => [path.relative(root, file), readAnnotations(fs.readFileSync(file, 'utf8'), ruleNames)]),
    );
    const bare = Object.fromEntries([...annotated].map(([file, { text }]) => [file, text]));
    const report = await auditFiles(bare);
    const failures = [...annotated].flatMap(([file, one]) => {
      const own = report.findings.filter(({ location }) => location.path === file);
      const marks = marksOf(own, one.text);
      const written = path.join(root, file);
      if (process.env['UPDATE_CARETS'] === '1')
        fs.writeFileSync(written, withMovedCarets(fs.readFileSync(written, 'utf8'), one, marks));
      return [...one.errors, ...disagreements(one, marks)].map((failure) => `${file}: ${failure}`);
    });
    expect(failures.join('\n\n')).toBe('');
    expect(report.notices).toEqual([]);
    // The same from the disk, where the annotations are comments.
    const fromDisk = await audit(nodeFileSystem(), { ...defaultOptions, root });
    expect(fromDisk.findings).toHaveLength(report.findings.length);
  });
});
