/** START HERE: the whole run on one screen. Pure, given a file system. */
import { rules } from '../rules/index.js';
import type { Options } from './config.js';
import type { FileSystem } from './discover/file-system.js';
import { discover } from './discover/index.js';
import { isSource, readSource } from './discover/read-source.js';
import { judge } from './judge.js';
import { kindOf } from './languages/index.js';
import { sourcesFor, type FoundFiles } from './languages/sources.js';
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
  const discovery = discover(fs, options, kindOf);
  const project = await projectOf(fs, options, discovery);
  const mentioning = discovery.files.flatMap((file) => project.documentOf(file) ?? []);
  const documents = [...mentioning, ...importersOf(mentioning, discovery.silent, project)].flatMap(withEmbedded);
  const sites = sitesIn(documents, project);
  const applied = rulesFor(rules, options);
  const found = sites.flatMap((site) => applied.flatMap((rule) => place(rule, check(rule, site))));
  const judged = judge(found, { discovery, documents, rules, applied }, options);
  return reportOf(discovery, documents, project, sites, judged, options);
}

/** The project that the files of `found` make, which reads further files of the root as imports lead to them. */
export async function projectOf(fs: FileSystem, options: Options, found: FoundFiles): Promise<Project> {
  const read = (path: string) => readSource(fs, options, path);
  return new Project(await sourcesFor(found, { read, isFile: (path) => isSource(fs, options, path) }));
}
