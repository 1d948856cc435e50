/** The ignore files that hold in a directory: its own, those of the directories above, and which of them wins. */
import { readIgnoreFile } from './ignore-file.js';
import type { Candidate, IgnoreFile, Verdict } from './ignore-file.js';

/** Ignore files from the nearest to the farthest; the nearest that says anything of a path decides. */
interface Layer {
  readonly file: IgnoreFile;
  /** Where in a key the paths begin that the file speaks of. */
  readonly from: number;
  readonly above: Layer | undefined;
}

/** What holds in a directory. The program's own ignore file goes before git's. */
export interface IgnoreRules {
  readonly git: Layer | undefined;
  readonly own: Layer | undefined;
}

export const noRules: IgnoreRules = { git: undefined, own: undefined };

/** The names of the ignore files, and of what makes a directory the top of a git work tree. */
export const GIT_IGNORE = '.gitignore';
export const OWN_IGNORE = '.imdsauditignore';
export const GIT = '.git';

/**
 * The rules of a directory, from those of the one above it. `key` is the directory's path with a slash at its end; `names`
 * what it holds as plain files or directories; `read` gives the bytes of a file in it, undefined if there is none to read.
 * As in git, a work tree below another one is not under the rules of that one.
 */
export function enterDirectory(
  above: IgnoreRules,
  key: string,
  names: ReadonlySet<string>,
  read: (name: string) => Uint8Array | undefined,
): IgnoreRules {
  const layer = (name: string, layers: Layer | undefined) => addLayer(layers, read(name), key.length);
  let { git, own } = above;
  if (names.has(GIT)) git = layer(`${GIT}/info/exclude`, undefined);
  if (names.has(GIT_IGNORE)) git = layer(GIT_IGNORE, git);
  if (names.has(OWN_IGNORE)) own = layer(OWN_IGNORE, own);
  return git === above.git && own === above.own ? above : { git, own };
}

function addLayer(above: Layer | undefined, bytes: Uint8Array | undefined, from: number): Layer | undefined {
  const file = bytes === undefined ? undefined : readIgnoreFile(bytes);
  return file === undefined ? above : { file, from, above };
}

/** What the nearest layer that knows of `candidate` says. */
export function judge(layers: Layer | undefined, candidate: Candidate): Verdict {
  for (let layer = layers; layer !== undefined; layer = layer.above) {
    const verdict = layer.file.judge(candidate, layer.from);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
