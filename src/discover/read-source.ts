/** Reads one more file of the root, for an import that leads to it. */
import type { Options } from '../config.js';
import type { SourceFile } from '../model/source-file.js';
import { decode, isBinary } from './decode.js';
import type { FileSystem } from './file-system.js';

/** Whether there is a file at `path`, relative to the root. What it holds is not for everyone: see `readSource`. */
export function isSource(fs: FileSystem, options: Options, path: string): boolean {
  return fs.kindOf(`${options.root}/${path}`)?.kind === 'file';
}

/**
 * The file at `path`, relative to the root and with forward slashes. Undefined when there is none, when it is no text or
 * larger than what is scanned, and when it lies outside of the root, be it through a link.
 */
export function readSource(fs: FileSystem, options: Options, path: string): SourceFile | undefined {
  const absolute = `${options.root}/${path}`;
  try {
    const found = fs.kindOf(absolute);
    if (found?.kind !== 'file' || found.size > options.maxFileSize) return undefined;
    const root = fs.realPath(options.root);
    if (!fs.realPath(absolute).startsWith(root.endsWith('/') ? root : `${root}/`)) return undefined;
    const bytes = fs.readFile(absolute);
    return isBinary(bytes) ? undefined : { path, text: decode(bytes) };
  } catch {
    // What cannot be read cannot be followed; the evaluator says so where it matters.
    return undefined;
  }
}
