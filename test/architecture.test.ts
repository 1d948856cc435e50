/** Holds the architecture: who may import whom, what each file may touch, how large it may be. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join, normalize, relative } from 'node:path';
import { AST_TOKEN_TYPES, parse } from '@typescript-eslint/typescript-estree';

const root = join(__dirname, '..');

/** What each part may import beside itself. A file's own row counts before its folder's. */
const walls: Readonly<Record<string, readonly string[]>> = {
  rules: ['src/rule', 'src/imds', 'src/model'],
  'src/model': [],
  'src/rule': ['src/model'],
  'src/config': ['src/model'],
  'src/levels': ['src/config', 'src/discover', 'src/model', 'src/rule'],
  'src/baseline': ['src/config', 'src/ignores', 'src/model', 'src/report'],
  'src/version': ['package.json'],
  'src/imds': ['src/model'],
  'src/clients': ['src/model'],
  'src/languages': ['src/model'],
  'src/languages/sources': ['src/model', 'src/languages', 'src/resolve'],
  'src/resolve': ['src/model', 'src/languages'],
  'src/sites': ['src/model', 'src/clients', 'src/imds', 'src/resolve', 'src/languages'],
  'src/discover': ['src/model', 'src/config', 'src/imds'],
  'src/cache': ['src/config', 'src/discover', 'src/model', 'src/shape'],
  'src/shape': [],
  'src/report': ['src/changed', 'src/edits', 'src/model', 'src/rule'],
  'src/edits': ['src/model'],
  'src/changed': ['src/model', 'src/edits'],
  'src/fix': ['src/model', 'src/edits', 'src/changed'],
  'src/write': [],
  'src/overlay': ['src/config', 'src/discover'],
  'src/place': ['src/model', 'src/rule'],
};

/** Above the walls: they bring the parts together. Only `src/cli` may be imported by nobody but `src/cli.ts`. */
const composers = [
  'src/audit',
  'src/analysis',
  'src/apart',
  'src/merge',
  'src/verdict',
  'src/inspect',
  'src/summary',
  'src/index',
  'src/ignores',
  'src/judge',
  'src/imported',
];

/** Each package has one adapter, so that it can be replaced in one place. */
const adapters: Readonly<Record<string, string>> = {
  '@typescript-eslint/types': 'src/languages/javascript/parse.ts',
  '@typescript-eslint/typescript-estree': 'src/languages/javascript/parse.ts',
  entities: 'src/languages/codecs/html-attribute.ts',
  htmlparser2: 'src/languages/html/tokens.ts',
  unbash: 'src/languages/shell/parse.ts',
  'web-tree-sitter': 'src/languages/tree-sitter.ts',
  'web-tree-sitter/web-tree-sitter.wasm': 'src/languages/tree-sitter.ts',
  '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm': 'src/languages/hcl/',
  'tree-sitter-powershell/tree-sitter-powershell.wasm': 'src/languages/powershell/',
  yaml: 'src/languages/yaml/parse.ts',
  'jsonc-parser': 'src/languages/json/parse.ts',
  diff: 'src/report/diff.ts',
  picocolors: 'src/report/paint.ts',
  yargs: 'src/cli/',
  'fast-glob': 'src/discover/',
  ignore: 'src/discover/',
  typescript: 'src/languages/javascript/typescript.ts',
};

const readers = ['src/discover/node-file-system.ts', 'src/write.ts', 'src/cli/'];

interface Source {
  readonly path: string;
  readonly text: string;
}

function sourcesIn(...folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && ['.ts', '.mjs', '.cjs'].includes(extname(entry.name)))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

interface Import {
  readonly specifier: string;
  /** Relative to the root and without extension; undefined for packages. */
  readonly target: string | undefined;
  readonly isOfTypes: boolean;
}

function importsOf({ path, text }: Source): readonly Import[] {
  const statements = text.matchAll(
    /^(?:import|export)( type)?\s+(?:[\w*{][^;'"]*\sfrom )?'([^']+)'|\bawait import\('([^']+)'\)/gm,
  );
  return [...statements].map(([, type, named, dynamic]) => {
    const specifier = named ?? dynamic ?? '';
    const isRelative = specifier.startsWith('.');
    const target = isRelative ? normalize(join(dirname(path), specifier)).replace(/\.js$/, '') : undefined;
    return { specifier, target, isOfTypes: type !== undefined };
  });
}

/** The part that a file (without extension) belongs to: the longest row that covers it. */
function partOf(file: string): string | undefined {
  const rows = [...Object.keys(walls), ...composers, 'src/cli', 'package.json'];
  return rows.filter((row) => file === row || file.startsWith(`${row}/`)).sort((a, b) => b.length - a.length)[0];
}

function isAllowed(path: string, target: string): boolean {
  const from = partOf(path.replace(/\.ts$/, ''));
  const to = partOf(target);
  if (from === undefined || to === undefined) return false;
  if (to === 'src/cli') return from === 'src/cli';
  if (from === 'src/cli' || composers.includes(from)) return true;
  return from === to || (walls[from]?.some((allowed) => to === allowed || to.startsWith(`${allowed}/`)) ?? false);
}

/** Identifiers that stand for themselves: `process`, not `x.process`. */
function namesIn(source: Source): ReadonlySet<string> {
  const { tokens } = parse(source.text, { tokens: true, range: true });
  const free = tokens.filter(
    (token, index) => token.type === AST_TOKEN_TYPES.Identifier && tokens[index - 1]?.value !== '.',
  );
  return new Set(free.map((token) => token.value));
}

const product = sourcesIn('src', 'rules');
const everything = [...product, ...sourcesIn('test', 'scripts')];

test('imports go one way', () => {
  const wrong = product.flatMap((source) =>
    importsOf(source).flatMap(({ target }) => {
      const isSpelling = /^src\/languages\/\w+\/rewrite/.test(source.path) && target === 'src/imds/names';
      if (target === undefined || isSpelling || isAllowed(source.path, target)) return [];
      return [`${source.path} imports ${target}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test('every package is imported by its adapter only', () => {
  const wrong = product.flatMap((source) =>
    importsOf(source).flatMap(({ specifier, target }) => {
      if (target !== undefined || specifier.startsWith('node:') || specifier === 'sarif') return [];
      const adapter = adapters[specifier];
      return adapter !== undefined && source.path.startsWith(adapter) ? [] : [`${source.path} imports ${specifier}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test('only the file system, the writer and the command line touch files', () => {
  const touching = product.filter((source) =>
    importsOf(source).some(
      ({ specifier, isOfTypes }) =>
        !isOfTypes && /^(node:)?(fs|child_process|net|http|https|dns)(\/|$)/.test(specifier),
    ),
  );
  const wrong = touching.map(({ path }) => path).filter((path) => !readers.some((reader) => path.startsWith(reader)));
  expect(wrong).toEqual([]);
});

test('only src/cli.ts touches the process, and nothing the console', () => {
  const wrong = product.flatMap((source) => {
    const names = namesIn(source);
    const touched = ['process', 'console', 'fetch', 'eval'].filter((name) => names.has(name));
    return touched
      .filter((name) => name !== 'process' || source.path !== 'src/cli.ts')
      .map((name) => `${source.path}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

test('no list becomes the arguments of a call: a long one would overflow the stack', () => {
  const spread = /\.(?:push|unshift)\((?:[^()[\]]*, )?\.\.\.|\bMath\.(?:min|max)\(\.\.\./;
  expect(product.filter(({ text }) => spread.test(text.replace(/\{[^{}]*\}/g, ''))).map(({ path }) => path)).toEqual(
    [],
  );
});

test('files are short', () => {
  const limit = (path: string): number => (/^rules\/(?!index)/.test(path) ? 80 : 300);
  const lengths = everything.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
  expect(lengths.filter(({ path, lines }) => lines > limit(path))).toEqual([]);
});

test('every file opens with a sentence that says what it is for', () => {
  const silent = everything.filter(({ text }) => !/^(?:#!.*\n)?\/\*\*\s+(?:\* )?[^\n]{10,}/.test(text));
  expect(silent.map(({ path }) => path)).toEqual([]);
});

test('no file is named for being of use', () => {
  expect(
    everything.filter(({ path }) => /\b(utils?|helpers?|common|misc)\b/i.test(path)).map(({ path }) => path),
  ).toEqual([]);
});

test('nothing is left to do in comments, and no check is switched off', () => {
  const marks = new RegExp(
    ['TO' + 'DO', 'FIX' + 'ME', 'eslint-' + 'disable', '@ts-' + 'ignore', '@ts-' + 'nocheck'].join('|'),
  );
  const marked = everything.filter(({ text }) => marks.test(text));
  expect(marked.map(({ path }) => path)).toEqual([]);
});
