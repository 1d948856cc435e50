/** Writes a report to a file: whole, or not at all. */
import { lstatSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../config.js';
import { writeWhole } from './write-whole.js';

/** Throws a `UserError` when a report could not be written to `path`: to be asked before a long run. */
export function checkReportPath(directory: string, path: string): void {
  const file = resolve(directory, path);
  const folder = statSync(dirname(file), { throwIfNoEntry: false });
  if (!folder?.isDirectory())
    throw new UserError(`--output ${path}: there is no directory ${dirname(path)}`, 'make it first');
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new UserError(`--output ${path} is a directory`);
}

/** Descriptors of the process, by the names that they have as files. */
const streams: ReadonlyMap<string, number> = new Map([
  ['/dev/stdout', 1],
  ['/dev/fd/1', 1],
  ['/dev/stderr', 2],
  ['/dev/fd/2', 2],
]);

export function writeReport(directory: string, path: string, text: string): void {
  const file = resolve(directory, path);
  try {
    const link = lstatSync(file, { throwIfNoEntry: false });
    if (link === undefined) writeWhole(file, text);
    // What a stream of ours leads to stays the file that it is: others write to it, before us and after.
    else if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) {
      const stream = streams.get(file);
      if (stream === undefined) writeWhole(realpathSync(file), text);
      else writeFileSync(stream, text);
    }
    // A device or a pipe has to be written as it is; a link to nothing makes what it names.
    else writeFileSync(file, text);
  } catch (error) {
    throw new UserError(
      `--output ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
