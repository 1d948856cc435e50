/** Explains what was understood of a file: its documents, calls, values and requests, and why each is or is not reported. */
import { resolve } from 'node:path';
import { projectOf } from './analysis.js';
import { readerOf } from './audit.js';
import { UserError, type Options } from './config.js';
import { isBinary, decode } from './discover/decode.js';
import type { FileSystem } from './discover/file-system.js';
import { discover } from './discover/index.js';
import { describeDocument } from './inspect/documents.js';
import { mentionLines } from './inspect/mentions.js';
import { treatmentOf } from './inspect/treatment.js';
import { kindOf } from './languages/index.js';
import type { SourceFile } from './model/source-file.js';
import { printable, withoutCommands } from './report/printable.js';
import { withEmbedded } from './resolve/project.js';
import { importersOf } from './sites/importers.js';
import { sitesIn } from './sites/index.js';

/**
 * A text for a person on the file that `target` names: 'path', or 'path:line' for what touches that line alone. All that a scan
 * of the root reads is read too, as callers and modules elsewhere settle what is done here. Throws a `UserError` when there
 * is no such file.
 */
export async function inspect(fs: FileSystem, options: Options, target: string): Promise<string> {
  const { path, line } = readTarget(fs, options, target);
  const treatment = treatmentOf(fs, options, path);
  const bytes = fs.readFile(resolve(options.root, path));
  const file = isBinary(bytes) ? undefined : { path, text: decode(bytes) };
  const lines = [
    path,
    ...treatment.map((one) => `  ${one}`),
    ...(file === undefined ? [] : await read(fs, options, file, line)),
  ];
  return withoutCommands(`${lines.map(printable).join('\n')}\n`);
}

function readTarget(
  fs: FileSystem,
  options: Options,
  target: string,
): { readonly path: string; readonly line: number | undefined } {
  const kind = (path: string): string | undefined => fs.kindOf(resolve(options.root, path))?.kind;
  const [, before = '', digits = ''] = /^(.+):(\d+)$/.exec(target) ?? [];
  const isLine = before !== '' && kind(target) === undefined;
  const path = (isLine ? before : target).replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  if (kind(path) === 'directory')
    throw new UserError(`${path} is a directory`, 'inspect explains one file; scan takes directories');
  if (kind(path) !== 'file') throw new UserError(`${path} is no file`);
  return { path, line: isLine ? Number(digits) : undefined };
}

async function read(
  fs: FileSystem,
  options: Options,
  file: SourceFile,
  line: number | undefined,
): Promise<readonly string[]> {
  const discovery = discover(fs, { ...options, paths: ['.'] }, kindOf);
  const files = [...discovery.files.filter((one) => one.path !== file.path), file];
  const project = await projectOf({ ...discovery, files }, readerOf(fs, options));
  const document = project.documentOf(file);
  if (document === undefined) return ['  in no language that is analysed: none of its code is read'];
  const mentioning = files.flatMap((one) => project.documentOf(one) ?? []);
  const importers = importersOf(
    mentioning,
    discovery.silent.filter((path) => path !== file.path),
    project,
  );
  const analysed = [...mentioning, ...importers].flatMap(withEmbedded);
  const sites = sitesIn(analysed, project);
  const seen = { project, sites, analysed: new Set([...analysed, ...withEmbedded(document)]), line };
  const limits = [
    ...(project.evaluator.exhausted.has(file.path)
      ? ['holds more code than is followed: not all requests may be found']
      : []),
    ...[...project.failures].flatMap(([path, message]) => (path === file.path ? [message] : [])),
  ];
  return [
    ...limits.map((one) => `  ${one}`),
    ...withEmbedded(document).flatMap((one) => {
      const told = describeDocument(one, seen);
      return told.length === 0 ? [] : ['', ...told];
    }),
    ...mentionLines(document, sites, line),
  ];
}
