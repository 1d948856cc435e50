/**
 * Makes the tree that a release is: what npm packs, what the GitHub action runs and what pre-commit installs. It is built,
 * depends on nothing, and runs no script when it is installed; a tag of it is what users name.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { out: { type: 'string', default: 'release' } } });
const out = resolve(values.out);

if (existsSync(out) && readdirSync(out).some((name) => name !== '.git')) {
  console.error(`${out} is not empty`);
  process.exit(2);
}
mkdirSync(out, { recursive: true });
execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), '--out', join(out, 'dist')], { stdio: 'inherit' });
for (const path of ['LICENSE', 'README.md', 'action.yml', '.pre-commit-hooks.yaml', 'schema'])
  cpSync(join(root, path), join(out, path), { recursive: true });
mkdirSync(join(out, 'rules'));
for (const page of readdirSync(join(root, 'rules')).filter((name) => name.endsWith('.md')))
  cpSync(join(root, 'rules', page), join(out, 'rules', page));

// What builds and tests the program is of no use to who runs it, and npm would install it in a clone.
const { scripts, devDependencies, ...manifest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
