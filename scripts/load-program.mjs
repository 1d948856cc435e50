/** Loads the program's sources into a script: TypeScript in, modules out. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { textPlugin, wasmPlugin } from './bundle-plugins.mjs';

const ENTRY = 'documented-parts';

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
  // All but packages is one file; what syntax is translated with is part of it.
  await build({
    input: ENTRY,
    cwd: root,
    platform: 'node',
    transform: { target: 'node20' },
    external: (source) => /^[^./\0]/.test(source) && source !== ENTRY && !/^@oxc-project\/|\.wasm$/.test(source),
    plugins: [textPlugin(ENTRY, join(root, 'entry.ts'), contents), wasmPlugin(1)],
    output: { file: outfile, format: 'esm', codeSplitting: false },
    logLevel: 'warn',
    checks: { pluginTimings: false },
  });
  try {
    const program = await import(pathToFileURL(outfile).href);
    return { ...program, rules: program.rules.toSorted((a, b) => (a.rule.id < b.rule.id ? -1 : 1)) };
  } finally {
    rmSync(outfile);
  }
}
