/** Small projects in which an import means a file that is not beside it, or means none: one case a row. */

const paths = (table: Record<string, string[]>, more = {}) => ({ compilerOptions: { paths: table, ...more } });

/** What is shown, the import, the file that it stands in, the files of the project, and the file that is meant. */
export const moduleCases: readonly (readonly [string, string, string, Record<string, unknown>, string | undefined])[] =
  [
    [
      'paths',
      '@/config',
      'src/a/b.ts',
      { 'tsconfig.json': paths({ '@/*': ['./src/*'] }), 'src/config.ts': '' },
      'src/config.ts',
    ],
    [
      'an exact path to an index file',
      '@config',
      'a.ts',
      { 'tsconfig.json': paths({ '@config': ['./conf'] }), 'conf/index.ts': '' },
      'conf/index.ts',
    ],
    [
      'paths from baseUrl',
      '~conf',
      'src/a.ts',
      { 'tsconfig.json': paths({ '~*': ['*'] }, { baseUrl: './src' }), 'src/conf.tsx': '' },
      'src/conf.tsx',
    ],
    [
      'baseUrl alone',
      'config/urls',
      'src/a.ts',
      { 'tsconfig.json': { compilerOptions: { baseUrl: 'src' } }, 'src/config/urls.ts': '' },
      'src/config/urls.ts',
    ],
    [
      'a jsconfig.json',
      '@/config',
      'src/a.js',
      { 'jsconfig.json': paths({ '@/*': ['./src/*'] }), 'src/config.js': '' },
      'src/config.js',
    ],
    [
      'comments in a tsconfig.json',
      '@/c',
      'a.ts',
      { 'tsconfig.json': '{ // c\n "compilerOptions": { "paths": { "@/*": ["./lib/*"], }, }, }', 'lib/c.ts': '' },
      'lib/c.ts',
    ],
    [
      'extends',
      '@/c',
      'apps/web/a.ts',
      {
        'tsconfig.base.json': paths({ '@/*': ['./libs/*'] }),
        'apps/web/tsconfig.json': { extends: '../../tsconfig.base.json' },
        'libs/c.ts': '',
      },
      'libs/c.ts',
    ],
    [
      'several extends',
      '@/c',
      'a.ts',
      {
        'one.json': {},
        'two.json': paths({ '@/*': ['./libs/*'] }),
        'tsconfig.json': { extends: ['./one.json', './two'] },
        'libs/c.ts': '',
      },
      'libs/c.ts',
    ],
    [
      'extends of a package of the workspace',
      '@/c',
      'app/a.ts',
      {
        'conf/package.json': { name: '@acme/tsconfig' },
        'conf/base.json': paths({ '@/*': ['${configDir}/src/*'] }),
        'app/tsconfig.json': { extends: '@acme/tsconfig/base.json' },
        'app/src/c.ts': '',
      },
      'app/src/c.ts',
    ],
    [
      'references',
      '@/c',
      'src/a.ts',
      {
        'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
        'tsconfig.app.json': paths({ '@/*': ['./src/*'] }),
        'src/c.ts': '',
      },
      'src/c.ts',
    ],
    [
      'a configuration further up',
      '@/c',
      'apps/web/a.ts',
      { 'tsconfig.json': paths({ '@/*': ['./libs/*'] }), 'apps/web/tsconfig.json': {}, 'libs/c.ts': '' },
      'libs/c.ts',
    ],
    [
      'rootDirs',
      './urls',
      'src/a.ts',
      { 'tsconfig.json': { compilerOptions: { rootDirs: ['src', 'generated'] } }, 'generated/urls.ts': '' },
      'generated/urls.ts',
    ],
    [
      'imports of a package',
      '#config',
      'src/a.js',
      { 'package.json': { imports: { '#config': './src/config.js' } }, 'src/config.js': '' },
      'src/config.js',
    ],
    [
      'imports with a pattern',
      '#lib/urls.js',
      'src/a.js',
      { 'package.json': { imports: { '#lib/*': './lib/*' } }, 'lib/urls.js': '' },
      'lib/urls.js',
    ],
    [
      'imports by condition',
      '#config',
      'a.js',
      {
        'package.json': { imports: { '#config': { browser: './b.js', node: './n.js', default: './d.js' } } },
        'b.js': '',
        'n.js': '',
        'd.js': '',
      },
      'n.js',
    ],
    [
      'imports of a JSON file',
      '#c',
      'a.js',
      { 'package.json': { imports: { '#c': './c.json' } }, 'c.json': '{}' },
      'c.json',
    ],
  ];
