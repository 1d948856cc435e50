/** Explains what was understood of a file: its documents, calls, values and requests, and why each is or is not reported. */
import { resolve } from 'node:path';
import { projectOf } from './analysis.js';
import { readerOf } from './audit.js';
import { UserError, type Options } from './config.js';
import { isBinary, decode } from './discover/decode.js';
import type { FileSystem, Survey } from './discover/file-system.js';
import { discover, type Discovery } from './discover/index.js';
import { mentionsService } from './discover/sieve.js';
import { describeDocument } from './inspect/documents.js';
import { mentionLines } from './inspect/mentions.js';
import { isSaidElsewhere } from './inspect/outside.js';
import { treatmentOf } from './inspect/treatment.js';
import type { Seen } from './inspect/calls.js';
import { kindOf } from './languages/index.js';
import type { FileReader, FoundFiles } from './languages/sources.js';
import type { Document } from './model/document.js';
import type { SourceFile } from './model/source-file.js';
import { printable, withoutCommands } from './report/printable.js';
import { count } from './report/words.js';
import { withEmbedded, type Project } from './resolve/project.js';
import { importersOf } from './sites/importers.js';
import { sitesAndCallers } from './sites/index.js';

/**
 * A text for a person on the file that `target` names: 'path', or 'path:line' for what touches that line alone. All that a scan
 * of the root reads is read too where callers elsewhere may settle what is done here: the text then says so. Throws a `UserError` when there
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
  const reader = readerOf(fs, options);
  const alone = await look(file, byNames(fs, options, file), reader, line);
  if (alone === undefined) return ['  in no language that is analysed: none of its code is read'];
  if (!isSaidElsewhere(alone.document, alone)) return told(alone, []);
  const all = everything(fs, options, file);
  const others = count(all.files.length + all.silent.length - 1, 'other file');
  const seen = await look(file, all, reader, line, (documents, project) => importersOf(documents, all.silent, project));
  return told(seen ?? alone, [`other code may decide what it does: all was searched, ${others}`]);
}

/** What is known of a file when some others are. */
interface Look extends Seen {
  readonly document: Document;
}

/** Looks at `file` among what was found, and at `others` that this leads to; undefined when it is in no language. */
async function look(
  file: SourceFile,
  found: FoundFiles,
  reader: FileReader,
  line: number | undefined,
  others: (documents: readonly Document[], project: Project) => readonly Document[] = () => [],
): Promise<Look | undefined> {
  const project = await projectOf(found, reader);
  const document = project.documentOf(file);
  if (document === undefined) return undefined;
  const mentioning = found.files.flatMap((one) => project.documentOf(one) ?? []);
  const analysed = new Set([...mentioning, ...others(mentioning, project)]);
  let seen = sitesAndCallers([...analysed].flatMap(withEmbedded), project);
  // What that leads to is part of a scan where it mentions the service itself.
  for (let more = imported(project, analysed); more.length > 0; more = imported(project, analysed)) {
    more.forEach((one) => analysed.add(one));
    seen = sitesAndCallers([...analysed].flatMap(withEmbedded), project);
  }
  return { document, project, line, ...seen };
}

/** The documents of files that imports have led to, that mention the service, and that are not among `known`. */
function imported(project: Project, known: ReadonlySet<Document>): readonly Document[] {
  return project
    .documents()
    .filter((one) => one.parent === undefined && !known.has(one) && mentionsService(Buffer.from(one.file.text)));
}

/** `file` alone, and the names of all others, for languages that ask what belongs together: nothing else is read. */
function byNames(fs: FileSystem, options: Options, file: SourceFile): FoundFiles {
  let listed: Discovery | undefined;
  const list = (): Discovery => (listed ??= discover(unread(fs), { ...options, paths: ['.'] }, kindOf));
  return {
    files: [file],
    get silent() {
      return list().silent.filter((path) => path !== file.path);
    },
    get manifests() {
      return list().manifests;
    },
  };
}

/** `fs`, whose survey says of every file that it holds nothing. */
function unread(fs: FileSystem): FileSystem {
  const survey = (): Survey => {
    const paths = new Set<string>();
    return { add: (path) => void paths.add(path), finish: () => paths };
  };
  return { ...fs, survey };
}

/** All that a scan of the root finds, and `file`. */
function everything(fs: FileSystem, options: Options, file: SourceFile): FoundFiles {
  const { files, silent, manifests } = discover(fs, { ...options, paths: ['.'] }, kindOf);
  const isOther = (path: string): boolean => path !== file.path;
  return { files: [...files.filter(({ path }) => isOther(path)), file], silent: silent.filter(isOther), manifests };
}

function told(look: Look, searched: readonly string[]): readonly string[] {
  const { project, document, sites, line } = look;
  const { path } = document.file;
  const limits = [
    ...searched,
    ...(project.evaluator.exhausted.has(path)
      ? ['holds more code than is followed: not all requests may be found']
      : []),
    ...[...project.failures].flatMap(([failed, message]) => (failed === path ? [message] : [])),
  ];
  return [
    ...limits.map((one) => `  ${one}`),
    ...withEmbedded(document).flatMap((one) => {
      const lines = describeDocument(one, look);
      return lines.length === 0 ? [] : ['', ...lines];
    }),
    ...mentionLines(document, sites, line),
  ];
}
