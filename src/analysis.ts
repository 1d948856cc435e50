/** From the files that mention the service to what in them means something to the rules. */
import { sourcesFor, type FileReader, type FoundFiles } from './languages/sources.js';
import type { Document } from './model/document.js';
import type { Site } from './model/site.js';
import { Project, withEmbedded } from './resolve/project.js';
import { importersOf } from './sites/importers.js';
import { sitesIn } from './sites/index.js';
import type { Followed } from './summary.js';

export interface Analysis {
  readonly project: Followed;
  /** The files, those that import them, and what is embedded in either. */
  readonly documents: readonly Document[];
  readonly sites: readonly Site[];
}

export async function analyse(found: FoundFiles, reader: FileReader): Promise<Analysis> {
  const project = await projectOf(found, reader);
  const mentioning = found.files.flatMap((file) => project.documentOf(file) ?? []);
  const documents = [...mentioning, ...importersOf(mentioning, found.silent, project)].flatMap(withEmbedded);
  return { project, documents, sites: sitesIn(documents, project) };
}

/** The project that the files of `found` make; `reader` gives further files of the root as imports lead to them. */
export async function projectOf(found: FoundFiles, reader: FileReader): Promise<Project> {
  return new Project(await sourcesFor(found, reader));
}
