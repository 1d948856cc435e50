/** Runs programs in a network of their own, where nothing but a metadata service for tests can be reached. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { canonicalHost, isMetadataHost, SPELLINGS } from '../../src/imds/hosts.js';
import { ADDRESS } from '../../src/imds/names.js';
import { html } from '../../src/languages/html/index.js';
import { MappedText } from '../../src/model/mapped-text.js';
import type { Job, Outcome } from './live-runner.js';
import { SERVICE_ADDRESS } from './live-runner.js';

/** Why no such network can be had here; undefined when it can. */
export function obstacle(): string | undefined {
  const tried = spawnSync('unshare', ['-rn', 'sh', '-c', loopbackUp], { encoding: 'utf8', timeout: 10_000 });
  if (tried.status === 0) return undefined;
  return `no network namespace: ${tried.error?.message ?? tried.stderr.trim()}`;
}

/** Brings the loopback interface up with what the machine has. */
const loopbackUp = [
  'ip link set lo up 2>/dev/null',
  'ifconfig lo up 2>/dev/null',
  'busybox ip link set lo up 2>/dev/null',
  // SIOCSIFFLAGS with IFF_UP | IFF_RUNNING
  `python3 -c 'import fcntl,socket,struct; fcntl.ioctl(socket.socket(),0x8914,struct.pack("16sh14x",b"lo",65))'`,
].join(' || ');

/**
 * `text` with the test service's address in place of the real one. Throws when any spelling of the real one is left: then the
 * program must not be run.
 */
export function redirected(text: string): string {
  const copy = text.replaceAll(ADDRESS, SERVICE_ADDRESS);
  const left = SPELLINGS.find((spelling) => copy.toLowerCase().includes(spelling)) ?? hostIn(copy);
  if (left !== undefined) throw new Error(`not run: ${left} is left in it`);
  return copy;
}

/** A word of `text` that is the real service, whatever its spelling. */
function hostIn(text: string): string | undefined {
  return text.split(/[^\w.%:[\]-]+/).find((word) => {
    const host = word.replace(/^\w+:/, '').replace(/:\d*$/, '');
    return [word, host].some((name) => isMetadataHost(name) && canonicalHost(name) !== SERVICE_ADDRESS);
  });
}

/** Runs `jobs` one after the other; files are written below `folder`, an empty directory of ours. */
export function runJobs(jobs: readonly Job[], folder: string): readonly Outcome[] {
  const runner = path.join(folder, 'live-runner.cjs');
  const entry = path.join(__dirname, 'live-runner.ts');
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', target: 'node20', outfile: runner });
  const command = `(${loopbackUp}) && exec "$0" "$1"`;
  const done = spawnSync('unshare', ['-rn', 'sh', '-c', command, process.execPath, runner], {
    input: JSON.stringify(jobs),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { PATH: process.env['PATH'] ?? '', IMDS_AUDIT_LIVE_RUNNER: '1' },
  });
  if (done.status !== 0) throw new Error(`the runner failed: ${done.error?.message ?? done.stderr}`);
  return JSON.parse(done.stdout) as readonly Outcome[];
}

const nodeModules = path.resolve(__dirname, '../../node_modules');

/** The packages that `text`, a JavaScript program, needs and that are not there. */
export function missingPackages(text: string): readonly string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom |\brequire\(|^import )'([^'.][^']*)'/gm)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.filter((name) => !isBuiltin(name) && !fs.existsSync(path.join(nodeModules, name)));
}

/** Makes JavaScript of TypeScript, in `outfile`. */
function built(outfile: string, contents: string): string {
  buildSync({ stdin: { contents, loader: 'ts' }, outfile, format: 'esm', target: 'node20' });
  return outfile;
}

/** Writes a program where it can be run, and gives its command; packages are resolved from this project's. */
export function programIn(folder: string, name: string, text: string): Job['command'] {
  const modules = path.join(folder, 'node_modules');
  if (!fs.existsSync(modules)) fs.symlinkSync(nodeModules, modules);
  const file = path.join(folder, name);
  if (/\.[mc]?ts$/.test(name)) return [process.execPath, built(file.replace(/ts$/, 'mjs'), text)];
  if (html.claims(name, '')) {
    // What a page or component runs when it is shown, in the order in which it stands there.
    const parts = html.read(MappedText.ofFile({ path: name, text }), name).lowered.embedded;
    const names = parts.map((part, i) => path.basename(built(`${file}.${String(i)}.mjs`, part.text.text)));
    const main = `${file}.mjs`;
    fs.writeFileSync(main, names.map((one) => `import './${one}';\n`).join(''));
    return [process.execPath, main];
  }
  fs.writeFileSync(file, text);
  if (/\.[mc]?js$/.test(name)) return [process.execPath, file];
  return [text.startsWith('#!/bin/bash') ? 'bash' : 'sh', file];
}
