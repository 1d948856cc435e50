/** What is left out below directories without being asked: other people's code, and code that a program wrote. */

/** Why a file or directory was left out: the keys of the counts in a report. */
export type SkipReason =
  | 'ignored by .gitignore'
  | 'ignored by .imdsauditignore'
  | 'dependencies'
  | 'vendored'
  | 'generated or minified'
  | 'excluded'
  | 'binary'
  | 'too large'
  | 'symbolic link'
  | 'special file';

const directories: ReadonlyMap<string, SkipReason> = new Map([
  ['node_modules', 'dependencies'],
  ['bower_components', 'dependencies'],
  ['vendor', 'vendored'],
]);

/** Whether version control keeps its own under this name: never entered, whatever the options, and not counted. */
export function isVersionControl(name: string): boolean {
  return name === '.git' || name === '.hg' || name === '.svn';
}

/** Whether a file of this name keeps what the program found out, or is about to: it is part of no code, and not counted. */
export function isOwnFile(name: string): boolean {
  return /^imds-audit-[\w-]{43}\.cache(?:\.[\w-]{36}\.tmp)?$/.test(name);
}

const lockFiles: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'composer.lock',
  'Cargo.lock',
  'Gemfile.lock',
  'Pipfile.lock',
  'poetry.lock',
  'uv.lock',
  'go.sum',
]);

/** Why a directory of this name is left out; undefined for one that is not. */
export function skipOfDirectory(name: string): SkipReason | undefined {
  return directories.get(name);
}

/** Why a file of this name is left out; undefined for one that is not. */
export function skipOfFile(name: string): SkipReason | undefined {
  const isGenerated = lockFiles.has(name) || /[.-]min\.[cm]?js$|\.bundle\.[cm]?js$|\.map$/.test(name);
  return isGenerated ? 'generated or minified' : undefined;
}

const scriptOrStyle = /\.(?:[cm]?[jt]s|[jt]sx|css)$/;
const longLine = 5000;
const longAverage = 500;

/** Whether the text of a script or style sheet has the lines of a minified one: a very long one, and long on average. */
export function isMinified(path: string, text: string): boolean {
  if (text.length <= longLine || !scriptOrStyle.test(path)) return false;
  let lines = 0;
  let longest = 0;
  for (let start = 0; start < text.length; lines += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return longest > longLine && text.length / lines > longAverage;
}
