/** How code may ask for a module: strings to look for in files that nobody has parsed yet. */
import type { Configurations } from './tsconfigs.js';
import { ancestors, folderOf } from '../../model/paths.js';
import type { Packages } from './packages.js';

const QUOTES = ["'", '"', '`'];
/** What stands before and behind the last part of a path. */
const BEFORE = [...QUOTES, '/'];
const BEHIND = [...QUOTES, '/', '.'];

/** Characters of a string that nothing has to stand behind to tell it from others. */
const LONG = 5;

/**
 * Strings of which a text holds one that asks for the file at `path`, unless it does so by a path of dots alone (`'..'`):
 * what the last part of a specifier may be, and the names of packages and aliases that lead to other files than they say.
 */
export function stringsFor(path: string, packages: Packages, aliases: Aliases): readonly string[] {
  const directory = folderOf(path);
  const stem = nameOf(path).replace(/\..*$/s, '');
  // A directory stands for its index, and for what its manifest says.
  const folders = ancestors(directory).filter((one, up) => (up === 0 && stem === 'index') || packages.isAt(one));
  const parts = [stem, ...folders.map(nameOf)].filter((part) => part !== '');
  const names = [...packages.namesAbove(directory), ...aliases.names];
  return [
    ...new Set([
      ...parts.flatMap((part) => around([...BEFORE, ...aliases.signs], part, BEHIND)),
      ...names.flatMap((name) => around(QUOTES, name.replace(/\*.*/s, ''), name.includes('*') ? [''] : BEHIND)),
    ]),
  ];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function around(before: readonly string[], text: string, behind: readonly string[]): readonly string[] {
  const begun = before.map((sign) => sign + text);
  return begun.flatMap((start) => (start.length >= LONG ? [start] : behind.map((sign) => start + sign)));
}

/** The names that a project gives to modules for its own code. */
export interface Aliases {
  /** Those that lead to a file whose path does not end as they do: `@org/*` for `libs/*\/src/index.ts`, `#config`. */
  readonly names: readonly string[];
  /** What else stands before the last part of a path: the `~` of `~*`. */
  readonly signs: readonly string[];
}

/** All aliases of the packages and configurations of a project. */
export function aliasesOf(packages: Packages, configurations: Configurations): Aliases {
  const settings = packages.configured().flatMap((directory) => configurations.settingsFor(directory));
  const tables = new Set(settings.map(({ options }) => options.paths ?? {}));
  const all = [...tables].flatMap((table) => Object.entries(table));
  const plain = all.filter(([key, targets]) => isPlain(key, targets)).map(([key]) => key.at(-2) ?? '');
  const names = all.filter(([key, targets]) => !isPlain(key, targets)).map(([key]) => key);
  return {
    names: [...new Set([...packages.importKeys(), ...names])],
    signs: [...new Set(plain)].filter((sign) => sign !== '' && !BEFORE.includes(sign)),
  };
}

/** Whether what stands for the star ends the path of the file, too. */
function isPlain(alias: string, targets: readonly string[]): boolean {
  return alias.endsWith('*') && targets.every((target) => target.endsWith('*'));
}
