/** Finds modules that no relative path leads to: aliases of a tsconfig.json, names in a package.json, packages of the project. */
import { isBuiltin } from 'node:module';
import { folderOf } from '../../model/paths.js';
import type { ModuleFinder, ProjectFiles } from '../language.js';
import { aliasesOf, stringsFor, type Aliases } from './asked-as.js';
import { ModuleHost } from './module-host.js';
import { Packages } from './packages.js';
import { Configurations, type Settings } from './tsconfigs.js';
import { ts } from './typescript.js';

/** How many different questions are put to TypeScript. */
const MAX_QUESTIONS = 50_000;

/** A finder for the modules of one project; it keeps what it has found. */
export function findModules(files: ProjectFiles): ModuleFinder {
  const packages = new Packages(files);
  const host = new ModuleHost(files, packages);
  const configurations = new Configurations(host);
  const answers = new Map<string, string | undefined>();
  let aliases: Aliases | undefined;

  /** A file outside of the root, and a module of Node.js, is none of the project. */
  function find(specifier: string, from: string): string | undefined {
    if (/^(?:\.\.)?\//.test(from) || isBuiltin(specifier) || !/^[\w@#$~./-]/.test(specifier)) return undefined;
    const directory = folderOf(from);
    const settings = configurations.settingsFor(directory);
    // Where a name that is no path leads is the same for all files of a package that share a configuration.
    const place = specifier.startsWith('.') ? directory : `${packages.scopeOf(directory)}\0${settings[0]?.path ?? ''}`;
    const key = `${specifier}\0${place}`;
    if (!answers.has(key) && answers.size < MAX_QUESTIONS) {
      answers.set(key, isOfProject(specifier, settings) ? ask(specifier, from, settings) : undefined);
    }
    return answers.get(key);
  }

  /** Whether there is anything that could lead from a name to a file of the project; to ask TypeScript costs far more. */
  function isOfProject(specifier: string, settings: readonly Settings[]): boolean {
    if (/^[.#/]/.test(specifier) || packages.has(packageNameOf(specifier))) return true;
    return settings.some(({ options }) => {
      const aliases = Object.keys(options.paths ?? {}).map((key) => key.replace(/\*.*/s, ''));
      return 'baseUrl' in options || aliases.some((alias) => specifier.startsWith(alias));
    });
  }

  function ask(specifier: string, from: string, settings: readonly Settings[]): string | undefined {
    for (const { options } of settings) {
      for (const mode of [ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS] as const) {
        const found = resolve(specifier, host.enter(from), options, mode);
        if (found !== undefined) return host.locate(found);
      }
    }
    return undefined;
  }

  function resolve(
    specifier: string,
    from: string,
    options: Settings['options'],
    mode: Parameters<typeof ts.resolveModuleName>[6],
  ): string | undefined {
    try {
      const found = ts.resolveModuleName(specifier, from, options, host, undefined, undefined, mode);
      return found.resolvedModule?.resolvedFileName;
    } catch {
      // Configurations are written by people: what TypeScript cannot make sense of leads nowhere.
      return undefined;
    }
  }

  return {
    find,
    askedAs: (path) => stringsFor(path, packages, (aliases ??= aliasesOf(packages, configurations))),
    packageOf: (path) => packages.nameAt(folderOf(path)),
    isPublished: (path) => packages.isPublishedAt(folderOf(path)),
  };
}

/** The package of 'name', 'name/part', '@scope/name/part'. */
function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
