/** The ignore files that hold in a directory: its own, those of the directories above, and which of them wins. */
import { readGitIndex, type Tracked } from './git-index.js';
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
  readonly own: Layer | undefined;
  /** In a directory that git ignores no rule counts any more: only what is tracked is not ignored. */
  readonly git: Layer | 'all' | undefined;
  /** Whether git tracks what has this key, or anything in it. */
  readonly isTracked: (key: string) => boolean;
}

export const noRules: IgnoreRules = { own: undefined, git: undefined, isTracked: () => false };

/** What makes a directory the top of a git work tree. */
export const GIT = '.git';

/**
 * The rules of a directory, from those of the one above it. `key` is the directory's path with a slash at its end; `names`
 * what it holds; `read` gives the bytes of a file in it, undefined if there is none to read. As in git, a work tree below
 * another one is not under the rules of that one.
 */
export function enterDirectory(
  above: IgnoreRules,
  key: string,
  names: ReadonlySet<string>,
  read: (name: string) => Uint8Array | undefined,
): IgnoreRules {
  let { own, git, isTracked } = above;
  const layer = (name: string, layers: Layer | undefined) => addLayer(layers, read(name), key.length);
  if (names.has(GIT)) {
    git = layer(`${GIT}/info/exclude`, undefined);
    isTracked = trackedIn(key, () => read(`${GIT}/index`));
  }
  if (names.has('.gitignore') && git !== 'all') git = layer('.gitignore', git);
  if (names.has('.imdsauditignore')) own = layer('.imdsauditignore', own);
  return { own, git, isTracked };
}

/** The rules for what is in an ignored directory that holds something tracked. */
export function insideIgnored(rules: IgnoreRules): IgnoreRules {
  return { ...rules, git: 'all' };
}

function addLayer(above: Layer | undefined, bytes: Uint8Array | undefined, from: number): Layer | undefined {
  const file = bytes === undefined ? undefined : readIgnoreFile(bytes);
  return file === undefined ? above : { file, from, above };
}

/** The index is read when something is ignored for the first time: in many trees nothing is. */
function trackedIn(key: string, readIndex: () => Uint8Array | undefined): (key: string) => boolean {
  let tracked: Tracked | undefined;
  return (asked) => {
    tracked ??= readGitIndex(readIndex() ?? new Uint8Array());
    return tracked.has(asked.slice(key.length));
  };
}

/** What the program's own ignore files say. */
export function judgeOwn(rules: IgnoreRules, candidate: Candidate): Verdict {
  return judge(rules.own, candidate);
}

/** What git's say; `tracked` of what they would ignore if git did not have it already. */
export function judgeGit(rules: IgnoreRules, candidate: Candidate): Verdict | 'tracked' {
  const verdict = rules.git === 'all' ? 'ignored' : judge(rules.git, candidate);
  return verdict === 'ignored' && rules.isTracked(candidate.key) ? 'tracked' : verdict;
}

function judge(layers: Layer | undefined, candidate: Candidate): Verdict {
  for (let layer = layers; layer !== undefined; layer = layer.above) {
    const verdict = layer.file.judge(candidate, layer.from);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
