/** The project as TypeScript's module resolution sees it: nothing but its files, with its own packages as if installed. */
import type { ProjectFiles } from '../language.js';
import type { Packages } from './packages.js';
import { folderOf } from '../../model/paths.js';

/** Where the root stands: so deep that no way up leads into it again from above. */
const MOUNT = `${'/-'.repeat(40)}/root/`;
const INSTALLED = `${MOUNT}node_modules`;

/** Directories of what is built, which is rarely kept, and of what it is built from. */
const BUILT = new Set(['dist', 'build', 'out', 'output', 'lib', 'esm', 'cjs', 'es', 'module', 'types', 'commonjs']);
const WHOLLY_BUILT = new Set(['dist', 'build', 'out']);
const SOURCES = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** How many files may be looked for. */
const MAX_PROBES = 400_000;

/** Answers what TypeScript's resolver asks of a file system. */
export class ModuleHost {
  readonly #files: ProjectFiles;
  readonly #packages: Packages;
  readonly #found = new Map<string, string | undefined>();
  #from = '';
  #probes = 0;
  /** TypeScript asks for settings in which file names differ by case. */
  readonly useCaseSensitiveFileNames = true;

  constructor(files: ProjectFiles, packages: Packages) {
    this.#files = files;
    this.#packages = packages;
  }

  /** The path of a file as TypeScript is told it. What is asked from now on is asked for a file in this directory. */
  enter(path: string): string {
    this.#from = folderOf(path);
    return MOUNT + path;
  }

  /** The file of the project that a path which TypeScript found stands for. */
  locate(path: string): string | undefined {
    const real = this.#real(path);
    if (real === undefined) return undefined;
    if (!this.#found.has(real)) this.#found.set(real, this.#find(real));
    return this.#found.get(real);
  }

  readonly fileExists = (path: string): boolean => this.locate(path) !== undefined;
  readonly readFile = (path: string): string | undefined => {
    const real = this.locate(path);
    return real === undefined ? undefined : this.#files.read(real);
  };
  readonly getCurrentDirectory = (): string => MOUNT.slice(0, -1);
  /** Configuration lists no files here: only what is asked for is read. */
  readonly readDirectory = (): string[] => [];
  /** Only what saves searching is told: where no packages are. */
  readonly directoryExists = (path: string): boolean => {
    if (!path.includes('/node_modules')) return true;
    if (!path.startsWith(INSTALLED)) return false;
    return /\/node_modules(?:\/@[^/]*)?$/.test(path) || this.#real(path) !== undefined;
  };

  /** Relative to the project's root; undefined for what lies outside of it or is no package of the project. */
  #real(path: string): string | undefined {
    if (!path.startsWith(MOUNT)) return undefined;
    const inside = path.slice(MOUNT.length);
    const installed = /^node_modules\/((?:@[^/]+\/)?[^/@][^/]*)(\/.*)?$/.exec(inside);
    if (installed === null) return /(?:^|\/)node_modules(?:\/|$)/.test(inside) ? undefined : inside;
    const [, name = '', rest = ''] = installed;
    const directory = rest.includes('/node_modules/') ? undefined : this.#packages.named(name, this.#from);
    return directory === undefined ? undefined : `${directory}${rest}`.replace(/^\//, '');
  }

  #find(path: string): string | undefined {
    const isThere = this.#isFile(path);
    const [first = ''] = this.#inPackage(path).split('/');
    if (isThere && !WHOLLY_BUILT.has(first)) return path;
    return this.#sourceOf(path) ?? (isThere ? path : undefined);
  }

  /** What a file that is built (`dist/index.js`) is built from: `src/index.ts`. */
  #sourceOf(path: string): string | undefined {
    const inPackage = this.#inPackage(path);
    const directory = path.slice(0, path.length - inPackage.length);
    const parts = inPackage.split('/');
    const file = /^(.+?)(?:\.d)?\.[cm]?[jt]sx?$/.exec(parts.at(-1) ?? '')?.[1];
    if (file === undefined || !BUILT.has(parts[0] ?? '')) return undefined;
    // What is kept is not built, whatever the directory is called.
    const isKept = SOURCES.some((extension) =>
      this.#isFile(`${directory}${[...parts.slice(0, -1), file].join('/')}${extension}`),
    );
    if (isKept && !WHOLLY_BUILT.has(parts[0] ?? '')) return undefined;
    const depth = parts.findIndex((part) => !BUILT.has(part));
    for (let dropped = 1; dropped <= depth; dropped += 1) {
      const below = [...parts.slice(dropped, -1), file].join('/');
      for (const base of [`${directory}src/${below}`, `${directory}${below}`]) {
        const source = SOURCES.map((extension) => base + extension).find((one) => this.#isFile(one));
        if (source !== undefined) return source;
      }
    }
    return undefined;
  }

  /** The path within its package. */
  #inPackage(path: string): string {
    const scope = this.#packages.scopeOf(folderOf(path));
    return scope === '' ? path : path.slice(scope.length + 1);
  }

  #isFile(path: string): boolean {
    this.#probes += 1;
    return this.#probes <= MAX_PROBES && this.#files.isFile(path);
  }
}
