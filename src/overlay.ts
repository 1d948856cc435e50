/** A file system as it would be if some files had other texts. */
import { resolve } from 'node:path';
import type { Options } from './config.js';
import type { FileSystem } from './discover/file-system.js';

/** What to audit in place of `fs` and `options` so that the files at these paths (as in findings) have these texts. */
export function overlay(
  fs: FileSystem,
  options: Options,
  texts: ReadonlyMap<string, string>,
): { readonly fs: FileSystem; readonly options: Options } {
  const bytes = new Map(
    [...texts].map(([path, text]) => [resolve(options.root, path), new TextEncoder().encode(text)]),
  );
  const bytesOf = (path: string): Uint8Array | undefined => bytes.get(resolve(options.root, path));
  const { stdin } = options;
  const replaced = stdin === undefined ? undefined : texts.get(stdin.path);
  return {
    fs: {
      readFile: (path, limit) => bytesOf(path) ?? fs.readFile(path, limit),
      readDirectory: (path) => fs.readDirectory(path),
      kindOf: (path) => {
        const kind = fs.kindOf(path);
        const size = bytesOf(path)?.length;
        return kind === undefined || size === undefined ? kind : { ...kind, size };
      },
      realPath: (path) => fs.realPath(path),
    },
    options:
      stdin === undefined || replaced === undefined ? options : { ...options, stdin: { ...stdin, text: replaced } },
  };
}
