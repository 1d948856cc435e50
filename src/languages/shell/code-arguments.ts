/** Commands that are given code: `sudo sh -c '…'`, `ssh host '…'`, here-documents for a shell or into a script. */
import type { Expr, ListItem } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { isShellShebang, SHELLS } from './claims.js';
import { embed } from './embed.js';
import { basename, embedForeign } from './foreign-code.js';
import type { Assignment, Command, Word } from './parse.js';
import type { Scope } from './scope.js';

/** A command with its words lowered. */
interface Given {
  readonly name: Word;
  /** All words, the command's own first. */
  readonly items: readonly ListItem[];
  /** The words behind the name. */
  readonly words: readonly (Word | Assignment)[];
  readonly span: Span;
  readonly input: Expr | undefined;
  readonly target: Expr | undefined;
}

/** Commands that run the command in their arguments. */
const runners: ReadonlySet<string> = new Set(
  (
    'sudo doas env timeout nohup exec command builtin time nice ionice busybox chroot stdbuf xargs docker podman nerdctl ' +
    'kubectl oc nsenter setsid flock unshare runuser su parallel find script watch ssh gosu su-exec tini dumb-init chpst'
  ).split(' '),
);
/** Options of ssh that take a value. */
const SSH_VALUES = /^-[46AaCfGgKkMNnqsTtVvXxYy]*[BbcDEeFIiJLlmOoPpQRSWw]$/;

/**
 * Adds the code that a command is given to the document's embedded code; but for `eval` and a plain `sh -c`, whose code
 * `runnerOf` tells: it may lie in a variable, which is not followed here.
 */
export function embedCode(scope: Scope, given: Given): void {
  if (scope.source.isDerived) return;
  const words = [given.name.value, ...given.words.map((word) => (word.type === 'Word' ? word.value : word.text))];
  const at = takerIn(words);
  const names = words.slice(at);
  const items = given.items.slice(at);
  const program = basename(names[0] ?? '');
  if (program === 'trap') embedTrap(scope, items, names);
  else if (program === 'watch') embed(scope, items.slice(afterOptions(names, /^-[n]$|^--interval$/)), false);
  else if (program === 'ssh') embed(scope, items.slice(afterOptions(names, SSH_VALUES) + 1), false);
  else if (program === 'su' || program === 'runuser' || program === 'script' || program === 'flock')
    embedOption(scope, items, names, 1);
  else embedShell(scope, items, names);
  if (!embedPrinted(scope, given, program) && !SHELLS.has(program) && program !== 'eval') {
    for (const { value } of given.items.slice(1)) embedScript(scope, value);
  }
  embedInput(scope, given, words, readsInput(words) || (at > 0 && readsInput(names)));
}

/** Commands that are given code and are no shell. */
const takers: ReadonlySet<string> = new Set(['su', 'runuser', 'script', 'flock', 'ssh', 'watch']);

/** The index of the command that is given code: the first word, or behind commands that run their arguments. */
function takerIn(names: readonly string[]): number {
  const first = basename(names[0] ?? '');
  if (!runners.has(first) || takers.has(first)) return 0;
  const at = names.findIndex((name) => takers.has(basename(name)) || SHELLS.has(basename(name)));
  return at > 0 && takers.has(basename(names[at] ?? '')) ? at : 0;
}

/** `sh -c '…'`, also behind `sudo`, `xargs`, `docker exec …`. */
function embedShell(scope: Scope, items: readonly ListItem[], names: readonly string[]): void {
  const at = shellIn(names);
  if (at !== undefined && (at > 0 || names[1] !== '-c')) embedOption(scope, items, names, at + 1);
}

/** The index of the shell among a command's words: the first one, or behind a command that runs its arguments. */
function shellIn(names: readonly string[]): number | undefined {
  const [first] = names;
  if (first === undefined) return undefined;
  if (SHELLS.has(basename(first))) return 0;
  if (!runners.has(basename(first))) return undefined;
  const at = names.findIndex((name) => SHELLS.has(basename(name)));
  return at === -1 ? undefined : at;
}

/** The word behind the first option from `from` on that ends in c: `-c`, `-ec`, `-lc`. */
function embedOption(scope: Scope, items: readonly ListItem[], names: readonly string[], from: number): void {
  for (let i = from; i < names.length; i += 1) {
    const name = names[i] ?? '';
    const item = items[i + 1];
    if (/^-[A-Za-z]*c$|^--command$/.test(name)) {
      if (item !== undefined) embed(scope, [item], false);
      return;
    }
    if (SHELLS.has(basename(names[from - 1] ?? '')) && !/^[-+]|^(?:pipefail|posix|errexit|extglob)$/.test(name)) return;
  }
}

function embedTrap(scope: Scope, items: readonly ListItem[], names: readonly string[]): void {
  const code = names[1] === '--' ? items[2] : items[1];
  if (code !== undefined && names.length > 2) embed(scope, [code], true);
}

/** `echo '…' | sh`, `echo '…' > x.sh`; says whether it was that. */
function embedPrinted(scope: Scope, { items, target }: Given, program: string): boolean {
  if (program !== 'echo' && program !== 'printf') return false;
  if (!scope.feedsShell && !isScriptName(target)) return false;
  const from = items.findIndex(
    (item, i) => i > 0 && !(item.value.kind === 'literal' && /^-[neE]+$/.test(item.value.text)),
  );
  if (from !== -1) embed(scope, items.slice(from), false);
  return true;
}

/** Adds the code of a text that is a whole script, by its first line: what is made of it is run somewhere. */
export function embedScript(scope: Scope, value: Expr): void {
  const start = startOf(value);
  const end = start.indexOf('\n');
  // Not what a substitution reads: that is code of its own where it is written.
  const isWrittenHere = /^\$?["']#!/.test(scope.out.text.text.slice(value.span.start, value.span.start + 4));
  if (isWrittenHere && !scope.source.isDerived && end !== -1 && isShellShebang(start.slice(0, end)))
    embed(scope, [{ value, spread: 'no' }], false);
}

/** A here-document or here-string that a shell reads, or that becomes a script. */
function embedInput(
  scope: Scope,
  { input, target, items }: Given,
  names: readonly string[],
  isForShell: boolean,
): void {
  const writes =
    basename(names[0] ?? '') === 'tee' || names.includes('tee') ? items.map((item) => item.value) : [target];
  embedForeign(scope, items, input, writes);
  if (input === undefined) return;
  const isRead = scope.feedsShell && basename(names[0] ?? '') === 'cat';
  if (isRead || isScript(startOf(input)) || isForShell || writes.some(isScriptName)) {
    embed(scope, [{ value: input, spread: 'no' }], false);
  }
}

/** Whether `text` says of itself that a shell runs it: by its first line, or by `set -e` as its first command. */
function isScript(text: string): boolean {
  const lines = text.slice(0, MAX_HEAD).split('\n');
  if (isShellShebang(lines[0] ?? '')) return true;
  return /^set -[a-z]/.test(lines.find((line) => line !== '' && !line.startsWith('#')) ?? '');
}

/** How much of a text is looked at to tell what it is. */
const MAX_HEAD = 4000;

function startOf(expr: Expr): string {
  if (expr.kind === 'literal') return expr.text;
  return expr.kind === 'concat' && expr.parts[0] !== undefined ? startOf(expr.parts[0]) : '';
}

/** Whether `target` names a script: the end of its name tells. */
function isScriptName(target: Expr | undefined): boolean {
  const last = target?.kind === 'concat' ? target.parts.at(-1) : target;
  return last?.kind === 'literal' && SCRIPT_NAME.test(last.text);
}

/** Whether `command` reads shell code from its input, or writes what it reads into a script. */
export function readsCode(command: Command): boolean {
  const words = command.suffix.filter((word) => word.type === 'Word');
  if (command.name === undefined) return false;
  const names = [command.name.value, ...words.map((word) => word.value)];
  return (
    readsInput(names) ||
    (names.some((name) => basename(name) === 'tee') && names.some((name) => SCRIPT_NAME.test(name)))
  );
}

/** Names of scripts, of files that shells read when they start, and of what the system runs as it starts or by the clock. */
const SCRIPT_NAME = new RegExp(
  [
    String.raw`\.(?:sh|bash|zsh|ksh)$`,
    String.raw`(?:^|/)(?:rc\.local|\.?profile|\.?bashrc|bash\.bashrc|\.bash_(?:profile|login|aliases|logout)|\.?z(?:shrc|shenv|profile))$`,
    String.raw`(?:^|/)etc/(?:cron\.(?:hourly|daily|weekly|monthly)|init\.d)/[\w-]+$`,
  ].join('|'),
);

function readsInput(names: readonly string[]): boolean {
  const program = basename(names[0] ?? '');
  if (program === 'ssh') {
    const rest = names.slice(afterOptions(names, SSH_VALUES) + 1);
    return rest.length === 0 || readsInput(rest);
  }
  if (
    program === 'chroot' ||
    ((program === 'su' || program === 'sudo') && names.at(-1) !== undefined && !names.includes('-c'))
  ) {
    const isLogin = names.slice(1).some((name) => /^(?:-|-l|--login|-i|su|-s)$/.test(name));
    if (program === 'chroot' ? names.length < 3 : isLogin && shellIn(names) === undefined) return true;
  }
  const at = shellIn(names);
  if (at === undefined) return false;
  const rest = names.slice(at + 1);
  if (rest.includes('-s')) return true;
  return (
    rest.every((name) => /^[-+]/.test(name) || name === 'pipefail') && !rest.some((name) => /^-[A-Za-z]*c$/.test(name))
  );
}

/** Programs to which their input is the request, or words of a command. */
const LISTENING: ReadonlySet<string> = new Set(['nc', 'ncat', 'netcat', 'socat', 'xargs']);

/** Whether what `command` reads says what it asks for; curl does so when it reads its configuration there. */
export function isTold({ name, suffix }: Command): boolean {
  const program = basename(name?.value ?? '');
  if (LISTENING.has(program)) return true;
  const words = suffix.map((word) => (word.type === 'Word' ? word.value : ''));
  return program === 'curl' && words.some((word, i) => isConfiguration(word, words[i + 1]));
}

function isConfiguration(word: string, next: string | undefined): boolean {
  return /^-[A-Za-z]*K-$|^--config=-$/.test(word) || (/^-[A-Za-z]*K$|^--config$/.test(word) && next === '-');
}

/** The index of the first word that is no option, options that match `takesValue` having a value. */
function afterOptions(names: readonly string[], takesValue: RegExp): number {
  let at = 1;
  while ((names[at] ?? '').startsWith('-')) at += takesValue.test(names[at] ?? '') ? 2 : 1;
  return at;
}
