/** START HERE: the whole run on one screen. Pure, given a file system. */
import { rules } from '../rules/index.js';
import type { Analysis } from './analysis.js';
import type { Options } from './config.js';
import type { FileSystem } from './discover/file-system.js';
import { apart, together } from './apart.js';
import { filesWith } from './discover/files-with.js';
import { discover, type Discovery } from './discover/index.js';
import { isSource, readSource } from './discover/read-source.js';
import { judge } from './judge.js';
import { kindOf } from './languages/index.js';
import type { FileReader } from './languages/sources.js';
import { withImported } from './imported.js';
import { rulesFor } from './levels.js';
import type { Report } from './model/finding.js';
import type { SourceFile } from './model/source-file.js';
import { place } from './place.js';
import { check } from './rule.js';
import { reportOf } from './summary.js';

/** Scans what `options` name and says what was found. Throws a `UserError` for what the user can mend. */
export async function audit(fs: FileSystem, options: Options): Promise<Report> {
  const reader = readerOf(fs, options);
  const { discovery, asked } = withImported(discover(fs, options, kindOf), options, reader);
  const { project, documents, sites } = await analyse(discovery, reader);
  const applied = rulesFor(rules, options);
  const found = sites.flatMap((site) => applied.flatMap((rule) => place(rule, check(rule, site))));
  const judged = judge(found, { discovery, documents, rules, applied }, asked);
  return reportOf(discovery, documents, project, sites, judged, { ...asked, partial: options.isAsked !== undefined });
}

/**
 * Each repository by itself: none imports from another. What analyses code is loaded only where some file mentions the
 * service: most runs of a hook end without it.
 */
async function analyse(discovery: Discovery, reader: FileReader): Promise<Analysis> {
  const analyses: Analysis[] = [];
  for (const { found, reader: own } of apart(discovery, reader))
    analyses.push(await (await import('./analysis.js')).analyse(found, own));
  return together(analyses);
}

/** What gives further files of the root. */
export function readerOf(fs: FileSystem, options: Options): FileReader {
  // Whoever looks through all files for something asks for each of them several times in a row.
  let last: { readonly path: string; readonly file: SourceFile | undefined } | undefined;
  const read = (path: string): SourceFile | undefined => {
    if (last?.path !== path) last = { path, file: readSource(fs, options, path) };
    return last.file;
  };
  return {
    read,
    isFile: (path) => isSource(fs, options, path),
    among: (paths, strings) => filesWith(fs, options, paths, strings),
  };
}
