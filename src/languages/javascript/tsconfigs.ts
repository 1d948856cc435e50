/** The settings that a tsconfig.json or jsconfig.json gives for the imports of the files below it. */
import type { ModuleHost } from './module-host.js';
import { ancestors } from '../../model/paths.js';
import { ts, type CompilerOptions } from './typescript.js';

/** How many configurations are read in all, and how many a configuration may refer to. */
const MAX_CONFIGS = 2000;
const MAX_REFERENCES = 20;

export interface Settings {
  /** The configuration itself. */
  readonly path: string;
  readonly options: CompilerOptions;
}

/** What every project's imports have in common: source files alone hold values, and installed packages are not looked at. */
function common(): CompilerOptions {
  return {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowJs: true,
    resolveJsonModule: true,
    preserveSymlinks: true,
    noDtsResolution: true,
    types: [],
    typeRoots: [],
  };
}

/** Conditions of package exports that lead to code for Node.js, and to sources. */
const CONDITIONS = ['node', 'source'];

/** Reads configurations when a file below them asks for one, each once. */
export class Configurations {
  readonly #host: ModuleHost;
  readonly #byDirectory = new Map<string, readonly Settings[]>();
  readonly #read = new Map<string, readonly Settings[]>();

  constructor(host: ModuleHost) {
    this.#host = host;
  }

  /** All settings that may hold for files in `directory`, the nearest first; at the end those of a project without any. */
  settingsFor(directory: string): readonly Settings[] {
    const known = this.#byDirectory.get(directory);
    if (known !== undefined) return known;
    const found = ancestors(directory).flatMap((one) => {
      const prefix = one === '' ? '' : `${one}/`;
      return ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'].flatMap((name) => this.#at(prefix + name, 0));
    });
    const settings = [...found, { path: '', options: { ...common(), customConditions: CONDITIONS } }];
    this.#byDirectory.set(directory, settings);
    return settings;
  }

  /** The settings of the configuration at `path`, and of those it refers to. */
  #at(path: string, depth: number): readonly Settings[] {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    if (depth > 2 || this.#read.size >= MAX_CONFIGS) return [];
    // Known before it is read: configurations may refer to one another.
    this.#read.set(path, []);
    const settings = this.#parse(path, depth);
    this.#read.set(path, settings);
    return settings;
  }

  #parse(path: string, depth: number): readonly Settings[] {
    const name = this.#host.enter(path);
    const text = this.#host.readFile(name);
    if (text === undefined) return [];
    const { config } = ts.parseConfigFileTextToJson(name, text) as { readonly config?: unknown };
    if (typeof config !== 'object' || config === null) return [];
    const directory = name.slice(0, name.lastIndexOf('/'));
    const parsed = ts.parseJsonConfigFileContent(config, this.#host, directory, undefined, name);
    const conditions = [...(parsed.options.customConditions ?? []), ...CONDITIONS];
    const own = { path, options: { ...parsed.options, ...common(), customConditions: conditions } };
    const referred = (parsed.projectReferences ?? []).slice(0, MAX_REFERENCES).flatMap((reference) => {
      const file = reference.path.endsWith('.json') ? reference.path : `${reference.path}/tsconfig.json`;
      const located = this.#host.locate(file);
      return located === undefined ? [] : this.#at(located, depth + 1);
    });
    return [own, ...referred];
  }
}
