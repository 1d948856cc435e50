/** START HERE: the whole run on one screen. Pure, given a file system. */
import { rules } from '../rules/index.js';
import type { Options } from './config.js';
import type { FileSystem } from './discover/file-system.js';
import { discover } from './discover/index.js';
import { isSource, readSource } from './discover/read-source.js';
import { judge } from './judge.js';
import { kindOf } from './languages/index.js';
import { withImported } from './imported.js';
import { sourcesFor, type FileReader, type FoundFiles } from './languages/sources.js';
import { rulesFor } from './levels.js';
import type { Report } from './model/finding.js';
import { place } from './place.js';
import { Project, withEmbedded } from './resolve/project.js';
import { check } from './rule.js';
import { importersOf } from './sites/importers.js';
import { sitesIn } from './sites/index.js';
import { reportOf } from './summary.js';

/** Scans what `options` name and says what was found. Throws a `UserError` for what the user can mend. */
export async function audit(fs: FileSystem, options: Options): Promise<Report> {
  const { discovery, asked } = withImported(discover(fs, options, kindOf), options, readerOf(fs, options));
  const project = await projectOf(fs, options, discovery);
  const mentioning = discovery.files.flatMap((file) => project.documentOf(file) ?? []);
  const documents = [...mentioning, ...importersOf(mentioning, discovery.silent, project)].flatMap(withEmbedded);
  const sites = sitesIn(documents, project);
  const applied = rulesFor(rules, options);
  const found = sites.flatMap((site) => applied.flatMap((rule) => place(rule, check(rule, site))));
  const judged = judge(found, { discovery, documents, rules, applied }, asked);
  return reportOf(discovery, documents, project, sites, judged, { ...asked, partial: options.isAsked !== undefined });
}

/** The project that the files of `found` make, which reads further files of the root as imports lead to them. */
export async function projectOf(fs: FileSystem, options: Options, found: FoundFiles): Promise<Project> {
  return new Project(await sourcesFor(found, readerOf(fs, options)));
}

/** What gives further files of the root. */
function readerOf(fs: FileSystem, options: Options): FileReader {
  return { read: (path) => readSource(fs, options, path), isFile: (path) => isSource(fs, options, path) };
}
