/** Builds the release into dist/: the program, the library, what they load only when needed (chunks), and the types. */
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
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { wasmPlugin } from './pack-wasm.cjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * One TypeScript, the one inside ts-morph: what `typescript` means to npm is the user's own, of any version. It becomes
 * part of the release, which so depends on nothing.
 */
const oneTypeScript = {
  name: 'one-typescript',
  setup({ onResolve }) {
    const fromMorph = createRequire(createRequire(import.meta.url).resolve('ts-morph'));
    const path = join(dirname(fromMorph.resolve('@ts-morph/common')), 'typescript.js');
    onResolve({ filter: /^typescript(\/lib\/tsserverlibrary)?$/ }, () => ({ path }));
  },
};

/**
 * fast-glob is evaluated when it is first asked for something: most command lines hold no glob, and it takes as long as all
 * the rest of a scan of a few files.
 */
const lateGlobs = {
  name: 'late-globs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^fast-glob$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'fast-glob', namespace: 'late' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: "export default new Proxy({}, { get: (_, name) => require('fast-glob')[name] });",
      resolveDir: root,
    }));
  },
};

/** Where the compiler lies, from the other chunks. */
const COMPILER = './compiler.cjs';

/**
 * The compiler and its parser are a file of their own, loaded when the first code in JavaScript is parsed: to read their seven
 * megabytes takes longer than all the rest of most scans, and a language is loaded wherever there may be code of it.
 */
const lateCompiler = {
  name: 'late-compiler',
  setup({ onResolve, onLoad }) {
    const lateModules = {
      typescript: `export default new Proxy({}, { get: (_, name) => require('${COMPILER}').typescript[name] });`,
      '@typescript-eslint/typescript-estree': `export const parseAndGenerateServices = (...given) =>
        require('${COMPILER}').estree.parseAndGenerateServices(...given);`,
    };
    onResolve({ filter: /^(typescript|@typescript-eslint\/typescript-estree)$/ }, ({ path }) => ({
      path,
      namespace: 'late-compiler',
    }));
    onLoad({ filter: /.*/, namespace: 'late-compiler' }, ({ path }) => ({ contents: lateModules[path] }));
    onResolve({ filter: /^\.\/compiler\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The main file of some packages loads its parts in a way that cannot be bundled; what they give as module can.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // Names stay as they are: what goes wrong is told with them. Blanks and comments would be read on every run.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
  write: false,
  metafile: true,
};

async function buildCompiler(outdir) {
  return build({
    ...common,
    stdin: {
      contents: `exports.typescript = require('typescript');
        exports.estree = require('@typescript-eslint/typescript-estree');`,
      resolveDir: root,
    },
    format: 'cjs',
    outfile: join(outdir, 'chunks', COMPILER),
    // Here nothing is told with names, and half as much to read is a quarter of a second.
    minifyIdentifiers: true,
    plugins: [oneTypeScript],
  });
}

async function buildProgram(outdir) {
  return build({
    ...common,
    entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts', 'survey-worker': 'src/discover/survey-worker.ts' },
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outdir,
    plugins: [lateCompiler, lateGlobs, wasmPlugin(9)],
    external: ['supports-color'],
    // What is left of CommonJS in the bundle asks for Node's own modules with `require`, and for its own name.
    banner: {
      js: [
        "import { createRequire as requireFrom } from 'node:module';",
        "import { fileURLToPath as pathFrom } from 'node:url';",
        'const require = requireFrom(import.meta.url), __filename = pathFrom(import.meta.url);',
      ].join(' '),
    },
  });
}

/** The licences of all that was bundled, as they ask for; `inputs` are paths from the root. */
function licences(inputs) {
  const folders = inputs.flatMap((input) => {
    const path = relative(root, resolve(root, input.replace(/^packed-wasm:/, '')));
    return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? [];
  });
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
// esbuild has told by then what is wrong.
const parts = await Promise.all([buildProgram(outdir), buildCompiler(outdir)]).catch(() => process.exit(1));
const inputs = parts.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const notices = { path: join(outdir, 'third-party-licences.txt'), contents: Buffer.from(licences(inputs)) };
const files = [...parts.flatMap(({ outputFiles }) => outputFiles), notices];
writeAll(files);
if (!values.quick) {
  removeAllBut(files, outdir);
  buildTypes(outdir);
}
