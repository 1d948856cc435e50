/** The file system as it would be if some files had other texts: what fixes are tried on. */
import { resolve } from 'node:path';
import type { Options } from '../config.js';
import type { FileSystem } from '../discover/file-system.js';

/** `fs` with `texts` (by path as in reports) in place of the files' own. */
export function overlay(fs: FileSystem, root: string, texts: ReadonlyMap<string, string>): FileSystem {
  const files = new Map([...texts].map(([path, text]) => [resolve(root, path), Buffer.from(text, 'utf8')]));
  return {
    ...fs,
    readFile: (path, ...rest) => files.get(resolve(path)) ?? fs.readFile(path, ...rest),
    kindOf: (path) => {
      const bytes = files.get(resolve(path));
      return bytes === undefined ? fs.kindOf(path) : { kind: 'file', size: bytes.length };
    },
  };
}

/** `options` with the text from standard input replaced, if that is among `texts`. */
export function overlayInput(options: Options, texts: ReadonlyMap<string, string>): Options {
  if (options.stdin === undefined) return options;
  const text = texts.get(options.stdin.path);
  return text === undefined ? options : { ...options, stdin: { ...options.stdin, text } };
}
