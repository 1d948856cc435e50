/** Which of many files may hold one of some strings: told from their bytes, on several threads where there are. */
import type { Options } from '../config.js';
import { searchable } from './decode.js';
import type { FileSystem } from './file-system.js';
import { SHORTEST, compilePrefilter } from './prefilter.js';
import { under } from './walk.js';

/**
 * Those of `paths`, relative to the root, whose files may hold one of `strings`, in any case of letters: all of them where
 * one of the strings is too short to be looked for. Nothing is decoded.
 */
export function filesWith(
  fs: FileSystem,
  options: Options,
  paths: readonly string[],
  strings: readonly string[],
): readonly string[] {
  if (strings.some((text) => text.length < SHORTEST)) return paths;
  const holds = compilePrefilter(strings);
  const survey = fs.search?.(strings);
  const places = paths.map((path) => under(options.root, path));
  for (const place of survey === undefined ? [] : places) survey?.add(place, options.maxFileSize);
  const empty = survey?.finish();
  const mayHoldOne = places.map((place) => empty?.has(place) !== true && mayHold(fs, place, options, holds));
  return paths.filter((_, index) => mayHoldOne[index]);
}

function mayHold(fs: FileSystem, path: string, { maxFileSize }: Options, holds: ReturnType<typeof compilePrefilter>) {
  try {
    const bytes = fs.readFile(path, maxFileSize);
    return bytes.length <= maxFileSize && holds(searchable(bytes));
  } catch {
    // Nobody can follow what cannot be read.
    return false;
  }
}
