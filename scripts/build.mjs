/** Builds the release into dist/: the program, the library, what they load only when needed (chunks), and the types. */
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
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'rolldown';
import { fileOf, textPlugin, wasmPlugin } from './bundle-plugins.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The one inside ts-morph: what `typescript` means to npm is the user's own, of any version. */
const fromMorph = createRequire(createRequire(import.meta.url).resolve('ts-morph'));
const typescript = join(dirname(fromMorph.resolve('@ts-morph/common')), 'typescript.js');

/**
 * One TypeScript, which says that it is a module: each of the parser's seventeen files would make a copy of it otherwise, with
 * a getter for each of its two thousand names.
 */
const oneTypeScript = {
  name: 'one-typescript',
  resolveId: (source) => (/^typescript(\/lib\/tsserverlibrary)?$/.test(source) ? '\0one-typescript' : undefined),
  load: (id) =>
    id === '\0one-typescript'
      ? `const typescript = require(${JSON.stringify(typescript)});
         module.exports = Object.defineProperties(typescript, {
           __esModule: { value: true },
           default: { value: typescript },
         });`
      : undefined,
};

/**
 * Packages that are a file of their own. The compiler: to read its seven megabytes takes longer than all the rest of most
 * scans, and a language is loaded wherever there may be code of it. The globs: most command lines hold none.
 */
const lateFiles = {
  'compiler.cjs': ['typescript', '@typescript-eslint/typescript-estree'],
  'globs.cjs': ['fast-glob'],
};

/** What stands in the program for modules that are loaded when something of them is first asked for. */
const lateModules = {
  typescript: lateObject("require('./compiler.cjs').typescript"),
  '@typescript-eslint/typescript-estree': lateFunctions(
    "require('./compiler.cjs')['@typescript-eslint/typescript-estree']",
    'parseAndGenerateServices',
  ),
  'fast-glob': lateObject("require('./globs.cjs')['fast-glob']"),
  // To load these takes a third of the time of an empty Node.js.
  'node:crypto': lateFunctions("require('node:crypto')", 'createHash', 'hash', 'randomUUID'),
  'node:child_process': lateFunctions("require('node:child_process')", 'execFileSync'),
  'node:worker_threads': lateClass("require('node:worker_threads')", 'Worker'),
};

function lateObject(module) {
  return `export default new Proxy({}, { get: (_, name) => ${module}[name] });`;
}

function lateFunctions(module, ...names) {
  return names.map((name) => `export const ${name} = (...given) => ${module}.${name}(...given);`).join('\n');
}

function lateClass(module, name) {
  return `export function ${name}(...given) { return new (${module}.${name})(...given); }`;
}

const LATE = '\0late:';
const late = (...names) => ({
  name: 'late-modules',
  resolveId(source, importer) {
    if (importer?.startsWith(LATE)) return { id: source, external: 'relative' };
    return names.includes(source) ? `${LATE}${source}` : undefined;
  },
  load: (id) => (id.startsWith(LATE) ? lateModules[id.slice(LATE.length)] : undefined),
});

const common = {
  cwd: root,
  platform: 'node',
  // The main file of some packages loads its parts in a way that cannot be bundled; what they give as module can.
  resolve: { mainFields: ['module', 'main'] },
  // yargs resolves what a configuration extends with it; ours is none of yargs'.
  transform: { target: 'node20', define: { 'import.meta.resolve': 'undefined' } },
  external: ['supports-color'],
  logLevel: 'warn',
  // `eval` is in the WebAssembly loader of Tree-sitter, for modules that bring JavaScript; grammars bring none.
  checks: { eval: false, pluginTimings: false },
  write: false,
};

/** Names stay as they are: what goes wrong is told with them. Blanks and comments would be read on every run. */
const readable = { compress: true, mangle: false, codegen: true };

/**
 * Scripts, not modules: to start Node's loader of modules, and to have it find one after the other, takes longer than all the
 * rest of a scan of a few files. They lie in one folder, so that each finds the late packages beside it.
 */
const output = {
  format: 'cjs',
  exports: 'named',
  minify: readable,
  // One other character makes a text twice as large to Node.
  charset: 'ascii',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'part-[name]-[hash].cjs',
};

async function buildProgram() {
  return build({
    ...common,
    input: { program: 'src/cli.ts', library: 'src/index.ts' },
    plugins: [late(...Object.keys(lateModules)), wasmPlugin(9)],
    output,
  });
}

/** What the other threads run; they share nothing with the program but memory. */
async function buildSurveyor() {
  return build({
    ...common,
    input: { 'survey-worker': 'src/discover/survey-worker.ts' },
    plugins: [late('node:crypto')],
    output,
  });
}

async function buildLate([file, names]) {
  const text = names.map((name) => `exports['${name}'] = require('${name}');`).join('\n');
  return build({
    ...common,
    input: { [basename(file, '.cjs')]: 'late-packages' },
    plugins: [textPlugin('late-packages', join(root, 'late-packages.js'), text), oneTypeScript],
    // Here nothing is told with names, and half as much to read is a quarter of a second.
    output: { ...output, minify: true },
  });
}

/**
 * The two files that Node and npm ask for as modules, by the `type` of the package. Node keeps what it has compiled, where it
 * can (22.1 and later), from the first file on that is loaded after it was told so.
 */
function entries(library) {
  return {
    'cli.js': `#!/usr/bin/env node
import module, { createRequire } from 'node:module';
module.enableCompileCache?.();
createRequire(import.meta.url)('./program.cjs');
`,
    'index.js': `export { ${library.exports.join(', ')} } from './library.cjs';\n`,
  };
}

/** The licences of all that was bundled, as they ask for; `modules` are their ids. */
function licences(modules) {
  const folders = modules.flatMap((id) => {
    const path = relative(root, fileOf(id) ?? root);
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
const built = await Promise.all([buildProgram(), buildSurveyor(), ...Object.entries(lateFiles).map(buildLate)]);
const chunks = built.flatMap((bundle) => bundle.output);
const library = chunks.find(({ name }) => name === 'library');
const texts = {
  ...entries(library),
  ...Object.fromEntries(chunks.map(({ fileName, code }) => [fileName, code])),
  'third-party-licences.txt': licences(chunks.flatMap(({ moduleIds }) => moduleIds)),
};
const files = Object.entries(texts).map(([name, text]) => ({ path: join(outdir, name), contents: Buffer.from(text) }));
writeAll(files);
if (!values.quick) {
  removeAllBut(files, outdir);
  buildTypes(outdir);
}
