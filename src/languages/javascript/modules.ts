/** Which files an import can mean, and what packages and names outside the project are called. */
import { unknown, type Value } from '../../model/value.js';

/** Extensions in the order in which TypeScript and bundlers try them. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** TypeScript files that a compiled file's name stands for. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

/** The files that `specifier` in `from` can mean, most likely first, relative to the scan's root; none for a package. */
export function candidatesFor(specifier: string, from: string): readonly string[] {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier) && !specifier.startsWith('/')) return [];
  const directory = from.slice(0, from.lastIndexOf('/') + 1);
  const path = normalize(specifier.startsWith('/') ? specifier.slice(1) : directory + specifier);
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0];
  const base = extension === undefined ? path : path.slice(0, -extension.length);
  const named = extension === undefined ? [] : (SOURCES[extension] ?? []).map((one) => base + one);
  const isDirectory = path === '' || specifier.endsWith('/') || /(?:^|\/)\.{1,2}$/.test(specifier);
  const index = EXTENSIONS.map((one) => `${path === '' ? '' : `${path}/`}index${one}`);
  if (isDirectory) return index;
  const exact = /\.(?:[cm]?tsx?|json|vue|svelte|astro)$/.test(path) ? [path] : [];
  return [...new Set([...named, ...exact, ...EXTENSIONS.map((one) => path + one), ...index])];
}

/** `path` without `.` and `..`; what leads out of the root keeps its `..`. */
function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The global object has several names. */
const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global', 'globals']);

/** What a name means that nothing in the project binds. */
export function unboundName(name: string): Value {
  if (name === 'this' || name === 'static this') return unknown('what `this` is where it is no class');
  if (name === 'exports' || name === 'arguments') return { kind: 'record', entries: [], open: undefined };
  if (GLOBAL_OBJECTS.has(name)) return { kind: 'external', name: 'globalThis', receiver: undefined };
  // Both also are modules, by the same name.
  if (name === 'process' || name === 'import.meta') return { kind: 'external', name, receiver: undefined };
  return { kind: 'external', name: `globalThis.${name}`, receiver: undefined };
}
