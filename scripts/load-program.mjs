/** Loads the program's sources into a script: TypeScript in, modules out. */
import { build } from 'esbuild';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { wasmPlugin } from './pack-wasm.cjs';

/** The parts of the program that are documented, and each rule with the name of its file, by id. */
export async function loadProgram(root, ruleFiles) {
  const rules = ruleFiles.map((file, index) => `import rule${index} from './rules/${file}';`);
  const list = ruleFiles.map((file, index) => `{ file: '${file}', rule: rule${index} }`);
  const contents = `
    ${rules.join('\n')}
    export const rules = [${list.join(', ')}];
    export { audit } from './src/audit.ts';
    export { defaultOptions } from './src/config.ts';
    export { readArguments } from './src/cli/arguments.ts';
    export { render } from './src/report/index.ts';
    export { version } from './src/version.ts';
  `;
  // Below node_modules, so that the packages that it imports are found.
  const folder = join(root, 'node_modules', '.cache', 'imds-audit');
  const outfile = join(folder, `program-${process.pid}.mjs`);
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [wasmPlugin(1)],
    outfile,
    logLevel: 'warning',
  });
  try {
    const program = await import(pathToFileURL(outfile).href);
    return { ...program, rules: program.rules.toSorted((a, b) => (a.rule.id < b.rule.id ? -1 : 1)) };
  } finally {
    rmSync(outfile);
  }
}
