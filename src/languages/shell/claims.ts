/** Which files are shell scripts, by name or by their first line. Kept free of the parser: it is asked for every file. */

const extensions = /\.(?:sh|bash|zsh|ksh|mksh|dash|ash|bats|command)$/i;
const names =
  /^(?:\.?(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|zlogout|kshrc|mkshrc|shrc)|\.envrc)$/;

/** The names of the shells whose language this is. */
export const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'ash',
  'ksh',
  'ksh93',
  'mksh',
  'zsh',
  'rbash',
]);

/** Whether the file at `path`, which begins with `firstLine`, is a shell script. */
export function claimsShell(path: string, firstLine: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (extensions.test(name) || names.test(name)) return true;
  return isShellShebang(firstLine);
}

/** Whether `line` is the first line of a script that a shell runs: `#!/bin/sh -e`, `#!/usr/bin/env -S bash`. */
export function isShellShebang(line: string): boolean {
  if (!/^(?:\uFEFF)?#!/.test(line)) return false;
  const words = line
    .slice(line.indexOf('!') + 1)
    .trim()
    .split(/\s+/, 8);
  const [program, ...rest] = words.map((word) => word.slice(word.lastIndexOf('/') + 1));
  if (program === undefined) return false;
  if (program === 'busybox') return SHELLS.has(rest[0] ?? '');
  if (program !== 'env') return SHELLS.has(program) || program === 'bats';
  const run = rest.find((word) => !word.startsWith('-') && !word.includes('='));
  return run !== undefined && (SHELLS.has(run) || run === 'bats');
}
