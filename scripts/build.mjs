/** Builds the release into dist/: two entry points, the packages they load only when needed, and the types. */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Packages that a run over files that never mention the service must not pay for. Each becomes a file of its own that is
 * read when something of it is first used; ts-morph (with its TypeScript) stays outside, as the one dependency.
 */
const lazy = {
  '@typescript-eslint/typescript-estree': './lazy/typescript-estree.cjs',
  unbash: './lazy/unbash.cjs',
  diff: './lazy/diff.cjs',
  'ts-morph': 'ts-morph',
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  write: false,
  metafile: true,
};

/** Replaces the imports of lazy packages with stand-ins that load them at first use. */
const lazyImports = {
  name: 'lazy-imports',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^.]/ }, ({ path }) =>
      path in lazy ? { path, namespace: 'lazy', sideEffects: false } : null,
    );
    onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => ({ contents: await standIn(path), loader: 'js' }));
  },
};

/** A module that exports what `name` does, as proxies; a constant cannot be deferred, so importing one fails the build. */
async function standIn(name) {
  const names = Object.entries(await import(name))
    .filter(([key, value]) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default' && isDeferrable(value))
    .map(([key]) => key);
  return `
    import { createRequire } from 'node:module';
    let loaded;
    const load = () => (loaded ??= createRequire(import.meta.url)(${JSON.stringify(lazy[name])}));
    const defer = (key, target) => new Proxy(target, {
      get: (_, property) => Reflect.get(load()[key], property),
      has: (_, property) => Reflect.has(load()[key], property),
      apply: (_, self, args) => Reflect.apply(load()[key], self, args),
      construct: (_, args) => Reflect.construct(load()[key], args),
    });
    ${names.map((key) => `export const ${key} = /* @__PURE__ */ defer('${key}', function () {});`).join('\n')}
  `;
}

function isDeferrable(value) {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/**
 * One TypeScript, the one inside ts-morph: the user's own may be of a version that typescript-estree cannot run on, and
 * npm would hand it to us. It is resolved from ts-morph, for package managers that hide the dependencies of dependencies.
 */
const oneTypeScript = {
  name: 'one-typescript',
  setup({ onResolve, onLoad }) {
    const filter = /^typescript(\/lib\/tsserverlibrary)?$/;
    onResolve({ filter }, () => ({ path: 'typescript', namespace: 'one-typescript' }));
    onLoad({ filter: /.*/, namespace: 'one-typescript' }, () => ({
      contents: `module.exports = require('node:module').createRequire(require.resolve('ts-morph'))('@ts-morph/common').ts;`,
      loader: 'js',
    }));
  },
};

async function buildLazyPackages(outdir) {
  const inside = Object.entries(lazy).filter(([name, file]) => file !== name);
  const builds = inside.map(([name, file]) =>
    build({
      ...common,
      stdin: { contents: `module.exports = require(${JSON.stringify(name)});`, resolveDir: root },
      format: 'cjs',
      outfile: join(outdir, file),
      plugins: [oneTypeScript],
      external: ['ts-morph', 'supports-color'],
    }),
  );
  return Promise.all(builds);
}

async function buildProgram(outdir) {
  return build({
    ...common,
    entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts' },
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outdir,
    plugins: [lazyImports],
    // What is left of CommonJS in the bundle asks for Node's own modules with `require`.
    banner: {
      js: "import { createRequire as __require } from 'node:module'; const require = __require(import.meta.url);",
    },
  });
}

/** The licences of all that was bundled, as they ask for. */
function licences(builds) {
  const inputs = builds.flatMap((built) => Object.keys(built.metafile.inputs));
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map(licenceOf)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `${license}\n` : readFileSync(join(root, folder, file), 'utf8');
  return `${name} ${version}\n\n${text}`;
}

/** Writes what has changed, each file in one step: another run of the program may be reading them. */
function writeAll(files) {
  for (const { path, contents } of files) {
    if (existsSync(path) && readFileSync(path).equals(contents)) continue;
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.${process.pid}.tmp`;
    writeFileSync(unfinished, contents);
    if (path.endsWith('cli.js')) chmodSync(unfinished, 0o755);
    renameSync(unfinished, path);
  }
}

/** Removes what earlier builds left: the release is made of what is in there. */
function removeAllBut(files, outdir) {
  const current = new Set(files.map((file) => file.path));
  for (const entry of readdirSync(outdir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !current.has(path)) rmSync(path);
  }
}

function buildTypes(outdir) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', 'tsconfig.types.json', '--outDir', join(outdir, 'types')];
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
}

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'dist' },
    /** Builds what `npm start` needs, and leaves all else as it is. */
    quick: { type: 'boolean', default: false },
  },
});
const outdir = resolve(root, values.out);
const builds = (await Promise.all([buildProgram(outdir), buildLazyPackages(outdir)])).flat();
const files = builds.flatMap((built) => built.outputFiles);
files.push({ path: join(outdir, 'third-party-licences.txt'), contents: Buffer.from(licences(builds)) });
writeAll(files);
if (!values.quick) {
  removeAllBut(files, outdir);
  buildTypes(outdir);
}
