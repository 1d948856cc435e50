/** The command that asks for a session token: it runs where, as whom and as long as the request that it is asked for. */
import type { Document } from '../../model/document.js';
import type { Call, Expr } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';

/** The client's name among a command's words. */
export interface CommandWord {
  readonly span: Span;
  readonly index: number;
}

/**
 * What is sent where no token can be had: the service refuses it with 401. Of an empty header curl would send nothing, and
 * read by version 1 what it was to read by version 2.
 */
const OTHERWISE = '|| echo none';

/** The substitution that reads a token from `address`; it never fails and is never empty. */
export function tokenCommand(
  client: string,
  command: string,
  options: readonly string[],
  header: string,
  address: string,
): string {
  if (client === 'wget')
    return `$(${[command, '-qO-', ...options, '--method=PUT', `--header="${header}"`, address, OTHERWISE].join(' ')})`;
  // curl wants to be told first that it is not to read its configuration.
  const [first, ...others] = options;
  const rest = first === '-q' ? [first, '-sf', ...others] : ['-sf', ...options];
  return `$(${[command, ...rest, '-X PUT', '-H', `"${header}"`, address, OTHERWISE].join(' ')})`;
}

const LONG_KEPT = new RegExp(
  `^--(?:${[
    'connect-timeout|max-time|timeout|tries|dns-timeout|read-timeout|retry|retry-delay|retry-max-time',
    'noproxy|proxy|proxy-user|preproxy|socks4a?|socks5|socks5-hostname|execute',
    'interface|bind-address|resolve|connect-to|dns-servers|unix-socket',
  ].join('|')})(=|$)`,
);
const FLAG_KEPT = /^--(?:retry-connrefused|retry-all-errors|no-proxy|ipv4|ipv6|globoff)$/;
const SHORT_KEPT = {
  wget: /^-(?:[qcNSvdFx46]|n[cvdH])*([Tte])([\w.:/@%+=,-]*)$/,
  curl: /^-[#0-9aBfgGiIjJklLMnNOpqRsSvZ]*([mx])([\w.:/@%+=,-]*)$/,
};

/** The options of the request that say how long to wait, how often to try and which way to go, as they are written. */
export function keptOptions(client: string, words: readonly Expr[], document: Document): readonly string[] {
  const kept: string[] = [];
  const source = (word: Expr): string => document.text.text.slice(word.span.start, word.span.end);
  const short = SHORT_KEPT[client === 'wget' ? 'wget' : 'curl'];
  for (const [i, word] of words.entries()) {
    const start = word.kind === 'concat' ? word.parts[0] : word;
    if (start?.kind !== 'literal') continue;
    const next = words[i + 1];
    const long = LONG_KEPT.exec(start.text);
    const [, letter, value] = short.exec(start.text) ?? [];
    if (FLAG_KEPT.test(start.text) || long?.[1] === '=') kept.push(source(word));
    else if (long !== null && word === start && next !== undefined) kept.push(source(word), source(next));
    else if (letter !== undefined && value !== undefined && word === start) {
      if (value !== '') kept.push(`-${letter} ${value}`);
      else if (next !== undefined) kept.push(`-${letter}`, source(next));
    }
  }
  return kept;
}

/** The word that curl reads only as its first: `-q`. Unclear, when the option behind it in the same word has a value. */
export function leadingOption(client: string, words: readonly Expr[]): Span | 'unclear' | undefined {
  const [first] = words;
  if (client !== 'curl' || first?.kind !== 'literal' || !/^-q|^--disable$/.test(first.text)) return undefined;
  return /^-q[#0-9aBfgGiIjJklLMnNOpRsSvZ]*$|^--disable$/.test(first.text) ? first.span : 'unclear';
}

/** Commands that decide where the command behind them runs, as whom or how long. */
const decisive: ReadonlySet<string> = new Set(
  'sudo doas gosu su-exec chpst runuser setpriv unshare timeout gtimeout ip nsenter chroot proxychains proxychains4 torsocks'.split(
    ' ',
  ),
);
const containers: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'kubectl', 'oc']);
/** Those that cannot be run once more for the token: they read their input, hold a lock, or run their command many times. */
const unrepeatable: ReadonlySet<string> = new Set(['xargs', 'find', 'flock', 'strace']);
/** Those that make one text of their words, to be read as code again. */
const joining: ReadonlySet<string> = new Set(['parallel', 'watch']);

/**
 * What stands before `command` and must stand before the one that asks for the token too, with the space behind it;
 * undefined when that one cannot be run so.
 */
export function prefixFor(call: Call, command: CommandWord, document: Document): string | undefined {
  const words = call.args.items
    .slice(0, command.index)
    .map(({ value }) => (value.kind === 'literal' ? value.text : ''));
  const names = words.map((word) => word.slice(word.lastIndexOf('/') + 1));
  const isIn = (set: ReadonlySet<string>): boolean => names.some((name) => set.has(name));
  if (isIn(joining)) return undefined;
  const isElsewhere = isIn(containers);
  const { text } = document.text;
  const assignments = text.slice(call.span.start, call.args.items[0]?.value.span.start ?? call.span.start);
  const decides = isElsewhere || isIn(decisive) || hasEnvironment(names) || /proxy|HOME|RC/i.test(assignments);
  if (!decides) return '';
  if (isIn(unrepeatable) || (isElsewhere && !names.includes('exec')) || readsTerminal(names)) return undefined;
  const written = text.slice(call.span.start, command.span.start).replace(/[ \t]*\\\r?\n[ \t]*/g, ' ');
  return /[\n`#]|\$\(/.test(written) ? undefined : written;
}

/** Whether `env` changes the environment. */
function hasEnvironment(names: readonly string[]): boolean {
  const at = names.indexOf('env');
  return at !== -1 && names.slice(at + 1).some((name) => name.startsWith('-') || name.includes('='));
}

/** Whether a password is read from the input, or the command is given the input or a terminal. */
function readsTerminal(names: readonly string[]): boolean {
  const isElsewhere = names.some((name) => containers.has(name));
  return names.some(
    (name) =>
      (isElsewhere && /^-[a-z]*[it][a-z]*$|^--(?:interactive|tty|stdin)\b|^compose$/.test(name)) ||
      (names.includes('sudo') && /^-[A-Za-z]*S$|^--stdin$/.test(name)),
  );
}
