/** The packages of a project, by the names that its code imports them by. */
import { ancestors, folderOf } from '../../model/paths.js';
import type { ProjectFiles } from '../language.js';

/** How many manifests are read to find packages. */
const MAX_MANIFESTS = 20_000;

interface Package {
  readonly directory: string;
  readonly version: string | undefined;
}

/** Finds packages of the project. Manifests are read when the first name is asked for, and once. */
export class Packages {
  readonly #files: ProjectFiles;
  readonly #manifests = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  #byName: ReadonlyMap<string, readonly Package[]> | undefined;
  #directories: ReadonlySet<string> | undefined;

  constructor(files: ProjectFiles) {
    this.#files = files;
  }

  /** The directory of the package that code in `from` (a directory) means by `name`: of several the nearest. */
  named(name: string, from: string): string | undefined {
    this.#byName ??= this.#collect();
    const wanted = this.#wantedBy(name, from);
    const found = (this.#byName.get(name) ?? []).filter(({ version }) => isWithin(version, wanted));
    const [first, ...others] = found.map(({ directory }) => directory);
    if (first === undefined) return undefined;
    return others.reduce((best, one) => (shared(one, from) > shared(best, from) ? one : best), first);
  }

  /** Whether a package of the project has this name. */
  has(name: string): boolean {
    this.#byName ??= this.#collect();
    return this.#byName.has(name);
  }

  /** The nearest directory, `from` itself or above, that has a manifest; '' when none has. */
  scopeOf(from: string): string {
    return ancestors(from).find((directory) => this.#manifest(directory) !== undefined) ?? '';
  }

  /** The name of the package whose code lies in the directory `from`. */
  nameAt(from: string): string | undefined {
    const name = this.#manifest(this.scopeOf(from))?.['name'];
    return typeof name === 'string' ? name : undefined;
  }

  /** Whether the package whose code lies in the directory `from` is made for others: it has a name and a version, and says not that it is private. */
  isPublishedAt(from: string): boolean {
    const manifest = this.#manifest(this.scopeOf(from)) ?? {};
    return ['name', 'version'].every((key) => typeof manifest[key] === 'string') && manifest['private'] !== true;
  }

  /** Whether a package of the project stands in this directory. */
  isAt(directory: string): boolean {
    this.#directories ??= new Set(this.#files.manifests.filter(isManifest).map(folderOf));
    return this.#directories.has(directory);
  }

  /** The names of the project's packages in `directory` and above it. */
  namesAbove(directory: string): readonly string[] {
    const packages = ancestors(directory).filter((one) => this.isAt(one));
    return packages.map((one) => this.#manifest(one)?.['name']).filter((name) => typeof name === 'string');
  }

  /** The names, with `#`, that packages give to modules for their own code. */
  importKeys(): readonly string[] {
    this.#byName ??= this.#collect();
    return [...this.#manifests.values()].flatMap((manifest) => {
      const imports = manifest?.['imports'];
      return isRecord(imports) ? Object.keys(imports) : [];
    });
  }

  /** The directories with configurations of TypeScript, as far as they were seen. */
  configured(): readonly string[] {
    const configurations = this.#files.manifests.filter((path) =>
      /(?:^|\/)(?:[tj]sconfig|tsconfig\.base)\.json$/.test(path),
    );
    return [...new Set(configurations.map(folderOf))];
  }

  /** What the nearest manifest that speaks of a dependency `name` says of its version. */
  #wantedBy(name: string, from: string): string | undefined {
    for (const directory of ancestors(from)) {
      const manifest = this.#manifest(directory);
      for (const kind of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
        const table = manifest?.[kind];
        const version = isRecord(table) && Object.hasOwn(table, name) ? table[name] : undefined;
        if (typeof version === 'string') return version;
      }
    }
    return undefined;
  }

  #collect(): ReadonlyMap<string, readonly Package[]> {
    const byName = new Map<string, Package[]>();
    for (const path of this.#files.manifests.slice(0, MAX_MANIFESTS)) {
      if (!isManifest(path)) continue;
      const directory = folderOf(path);
      const { name, version } = this.#manifest(directory) ?? {};
      if (typeof name !== 'string') continue;
      const one = { directory, version: typeof version === 'string' ? version : undefined };
      byName.set(name, [...(byName.get(name) ?? []), one]);
    }
    return byName;
  }

  #manifest(directory: string): Readonly<Record<string, unknown>> | undefined {
    if (!this.#manifests.has(directory)) this.#manifests.set(directory, this.#read(directory));
    return this.#manifests.get(directory);
  }

  #read(directory: string): Readonly<Record<string, unknown>> | undefined {
    const text = this.#files.read(directory === '' ? 'package.json' : `${directory}/package.json`);
    if (text === undefined) return undefined;
    try {
      const manifest: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
      return isRecord(manifest) ? manifest : {};
    } catch {
      return {};
    }
  }
}

/** Whether `path` is the manifest of a package of the project, not of one that was installed. */
function isManifest(path: string): boolean {
  return /(?:^|\/)package\.json$/.test(path) && !/(?:^|\/)node_modules\//.test(path);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** How many leading directories two paths share. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  const differs = left.findIndex((part, i) => part !== right[i]);
  return differs < 0 ? left.length : differs;
}

/**
 * Whether a package of this version can be what is asked for: an example that bears the name of the package that it shows
 * is not. A package without a version, or whose version nobody speaks of, can.
 */
function isWithin(version: string | undefined, wanted: string | undefined): boolean {
  const asked = /^[\^~>=v\s]*(\d+)(?:\.(\d+))?/.exec(wanted ?? '');
  const has = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (asked === null || has === null || version === '0.0.0') return true;
  const isNewEnough = asked[2] === undefined || Number(has[2]) >= Number(asked[2]);
  return has[1] === asked[1] && isNewEnough;
}
