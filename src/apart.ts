/** Several repositories below one root are analysed each by itself; what came of them is one analysis again. */
import type { Analysis } from './analysis.js';
import type { Discovery } from './discover/index.js';
import { repositoryOf } from './discover/repositories.js';
import type { FileReader, FoundFiles } from './languages/sources.js';
import { grouped } from './model/grouped.js';

/** What one repository has, and what gives further files of it. */
interface Part {
  readonly found: FoundFiles;
  readonly reader: FileReader;
}

/** The parts in which something mentions the service, in the order of their paths. */
export function apart({ files, silent, manifests, repositories }: Discovery, reader: FileReader): readonly Part[] {
  if (repositories.length === 0) return files.length === 0 ? [] : [{ found: { files, silent, manifests }, reader }];
  const tops = new Set(repositories);
  const parts = grouped(files, ({ path }) => repositoryOf(path, tops));
  const code = grouped(silent, (path) => repositoryOf(path, tops));
  const built = grouped(manifests, (path) => repositoryOf(path, tops));
  return [...parts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([top, own]) => {
      const isIn = (path: string): boolean => repositoryOf(path, tops) === top;
      return {
        found: { files: own, silent: code.get(top) ?? [], manifests: built.get(top) ?? [] },
        reader: {
          read: (path) => (isIn(path) ? reader.read(path) : undefined),
          isFile: (path) => isIn(path) && reader.isFile(path),
          among: (paths, strings) => reader.among(paths, strings),
        },
      };
    });
}

export function together(analyses: readonly Analysis[]): Analysis {
  const projects = analyses.map(({ project }) => project);
  return {
    project: {
      evaluator: { exhausted: new Set(projects.flatMap(({ evaluator }) => [...evaluator.exhausted])) },
      failures: new Map(projects.flatMap(({ failures }) => [...failures])),
      hasPart: (path) => projects.some((project) => project.hasPart(path)),
      documents: () => projects.flatMap((project) => project.documents()),
    },
    documents: analyses.flatMap(({ documents }) => documents),
    sites: analyses.flatMap(({ sites }) => sites),
  };
}
