/** Compares a scan with byte searches and other tools: `npm run bench -- [PATH…] [--files N,…] [--rounds N] [--write]`. */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { measureAll } from './measure.mjs';
import { programsFor } from './programs.mjs';
import { makeTree } from './tree.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Sizes of the trees that are made; '' for none. */
    files: { type: 'string', default: '10000,100000' },
    rounds: { type: 'string', default: '7' },
    /** Only these programs, and ripgrep. Those that parse are run on a tree that is named only if they are named, too. */
    only: { type: 'string', multiple: true, default: [] },
    /** Largest tree, in files, that tools which parse are run on. */
    'parse-up-to': { type: 'string', default: '10000' },
    /** Writes the table into bench/README.md. */
    write: { type: 'boolean', default: false },
  },
});
const asked = new Set(values.only);
// Below node_modules, so that what is bundled finds its packages.
const folder = join(root, 'node_modules', '.cache', 'imds-audit', `bench-${process.pid}`);
mkdirSync(folder, { recursive: true });
try {
  const anchors = await prepare();
  const { programs, absent } = programsFor(root, anchors, folder);
  const tables = [];
  for (const tree of trees()) tables.push(compare(tree, programs));
  tables.push(startTable(programs), `Not measured, because not installed: ${absent.join(', ') || 'none'}.`);
  const text = await prettier.format(report(tables, programs), { parser: 'markdown', printWidth: 120 });
  process.stdout.write(text);
  if (values.write) fillReadme(text);
} finally {
  rmSync(folder, { recursive: true });
}

/** Builds what is measured; gives the strings that are sought. */
async function prepare() {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--quick'], { stdio: 'inherit' });
  const common = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' };
  const banner = { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" };
  const external = ['typescript'];
  const entryPoints = {
    search: join(root, 'bench', 'search.ts'),
    'survey-worker': join(root, 'src', 'discover', 'survey-worker.ts'),
    anchors: join(root, 'src', 'imds', 'anchors.ts'),
  };
  await build({
    ...common,
    banner,
    external,
    splitting: true,
    packages: 'external',
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  return (await import(pathToFileURL(join(folder, 'anchors.mjs')).href)).READ_ANCHORS;
}

/** The trees to search: those that are named, and those that are made, once for each size. */
function trees() {
  const named = positionals.map((path) => ({
    name: basename(resolve(path)),
    path: resolve(path),
    parses: asked.size > 0,
  }));
  const counts = values.files
    .split(',')
    .filter((count) => count !== '')
    .map(Number);
  return [...counts.map(madeTree), ...named];
}

function madeTree(count) {
  const path = join(tmpdir(), `imds-audit-bench-tree-2-${count}`);
  const done = join(path, '.git', 'made');
  if (!existsSync(done)) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    execFileSync('git', ['init', '-q', path]);
    const made = makeTree(path, count);
    writeFileSync(done, `${count} files, ${Math.round(made.bytes / 1e6)} MB, ${made.mentions} mentions`);
  }
  return { name: `Made: ${readFileSync(done, 'utf8')}`, path, parses: count <= Number(values['parse-up-to']) };
}

function isAsked({ name }, index) {
  return index === 0 || asked.size === 0 || asked.has(name);
}

function compare({ name, path, parses }, programs) {
  const taking = programs.filter(isAsked).filter(({ isSlow }) => parses || isSlow !== true);
  const rows = measureAll(taking, path, Number(values.rounds), (program, round, run) => {
    process.stderr.write(`${name}, round ${round}: ${program} ${Math.round(run.wall)} ms, CPU ${run.cpu} ms\n`);
  });
  return table(name, rows);
}

/** What a hook costs that is run on ten files which mention nothing, against Node doing nothing. */
function startTable(programs) {
  const own = programs.find(({ name }) => name === 'imds-audit scan');
  const files = Array.from({ length: 10 }, (_, index) => join(folder, `file-${index}.js`));
  for (const file of files) writeFileSync(file, 'export const nothing = 0;\n');
  const nothing = { name: 'node -e 0', command: [process.execPath, '-e', '0'] };
  const hook = { name: 'imds-audit scan', command: [...own.command, ...files] };
  return table('Ten files that mention nothing', measureAll([nothing, hook], folder, 2 * Number(values.rounds) + 1));
}

function table(name, rows) {
  const [base] = rows.keys();
  const lines = [...rows].map(
    ([program, { wall, cpu, memory, wallRatio, cpuRatio }]) =>
      `| ${program} | ${Math.round(wall)} | ${wallRatio.toFixed(2)} | ${Math.round(cpu)} | ${cpuRatio.toFixed(2)} | ${Math.round(memory)} |`,
  );
  const head = `| | wall, ms | × ${base} | CPU, ms | × ${base} | peak memory, MB |\n| --- | --- | --- | --- | --- | --- |`;
  return `**${name}**\n\n${head}\n${lines.join('\n')}`;
}

function report(tables, programs) {
  const versions = programs.map(({ name, version }) => `${name}: ${version}`);
  const machine = `Node.js ${process.version}, ${process.platform}, ${availableParallelism()} cores, ${values.rounds} rounds; ${versions.join('; ')}.`;
  return [...tables, machine].join('\n\n');
}

function fillReadme(text) {
  const path = join(root, 'bench', 'README.md');
  const [begin, end] = ['<!-- last run: generated -->', '<!-- last run: end -->'];
  const old = readFileSync(path, 'utf8');
  const [start, stop] = [old.indexOf(begin), old.indexOf(end)];
  writeFileSync(path, `${old.slice(0, start + begin.length)}\n\n${text}\n${old.slice(stop)}`);
}
