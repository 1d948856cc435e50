/** Commands that make requests, also behind commands that run others: `sudo curl …`, `xargs curl …`, an argv array. */
import { known, textOf, type UnknownValue } from '../model/value.js';
import type { Argument, Client, HttpRequest } from './client.js';
import { readCurl } from './curl.js';
import { downloaders, readDownloader } from './downloaders.js';
import { readEc2metadata } from './ec2metadata.js';
import { readHttpie } from './httpie.js';
import { readLwp } from './lwp.js';
import { readDevTcp, readNetcat, readSocat } from './netcat.js';
import { readBitsadmin, readCertutil } from './windows-downloaders.js';
import { readWget } from './wget.js';
import { xargsWords } from './xargs.js';
import { shapeOf } from './words.js';

type Read = (name: string, words: readonly Argument[], open: UnknownValue | undefined) => readonly HttpRequest[];

const curl: Read = (_, words, open) => readCurl(words, open);
const wget: Read = (_, words, open) => readWget(words, open);
const httpie: Read = (_, words, open) => readHttpie(words, open);
const certutil: Read = (_, words, open) => readCertutil(words, open);
const bitsadmin: Read = (_, words, open) => readBitsadmin(words, open);
const netcat: Read = (_, words, open) => readNetcat(words, open);

/** Programs that make requests. */
const programs: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['curl', curl],
  ['curl.exe', curl],
  ['wget', wget],
  ['wget2', wget],
  ['wget.exe', wget],
  ['http', httpie],
  ['https', httpie],
  ['xh', httpie],
  ['xhs', httpie],
  ['GET', readLwp],
  ['HEAD', readLwp],
  ['POST', readLwp],
  ['lwp-request', readLwp],
  ['nc', netcat],
  ['ncat', netcat],
  ['netcat', netcat],
  ['socat', (_, words, open) => readSocat(words, open)],
  ['ec2metadata', (_, words, open) => readEc2metadata(words, open)],
  ['certutil', certutil],
  ['certutil.exe', certutil],
  ['bitsadmin', bitsadmin],
  ['bitsadmin.exe', bitsadmin],
  ['dev-tcp', (_, words, open) => readDevTcp(words, open)],
  ...downloaders.map((name) => [name, readDownloader] as const),
]);

/** How a command runs another: which of its options take a value, and how many operands come before the command. */
interface Prefix {
  readonly valued: RegExp;
  readonly operands: number;
}
const prefix = (valued = /$^/, operands = 0): Prefix => ({ valued, operands });

const prefixes: ReadonlyMap<string, Prefix> = new Map([
  ['sudo', prefix(/^-[A-Za-z]*[ughpCrtUDRT]$|^--(?:user|group|host|prompt|chdir)$/)],
  ['doas', prefix(/^-[uC]$/)],
  ['env', prefix(/^-[uC]$|^--(?:unset|chdir)$/)],
  ['timeout', prefix(/^-[sk]$|^--(?:signal|kill-after)$/, 1)],
  ['gtimeout', prefix(/^-[sk]$/, 1)],
  ['nohup', prefix()],
  ['setsid', prefix()],
  ['exec', prefix(/^-a$/)],
  ['command', prefix()],
  ['builtin', prefix()],
  ['noglob', prefix()],
  ['time', prefix(/^-[fo]$/)],
  ['nice', prefix(/^-n$|^--adjustment$/)],
  ['ionice', prefix(/^-[cn]$/)],
  ['busybox', prefix()],
  ['chroot', prefix(/$^/, 1)],
  ['stdbuf', prefix(/^-[ioe]$/)],
  ['xargs', prefix(/^-[IinPLdaEs]$|^--(?:max-args|max-procs|replace|delimiter|arg-file)$/)],
  ['proxychains', prefix(/^-f$/)],
  ['torsocks', prefix()],
  // Of Bats: it notes what the command prints.
  ['run', prefix()],
  ['chronic', prefix()],
  ['unbuffer', prefix()],
  ['systemd-run', prefix(/^-[pEu]$/)],
]);

/** Commands whose arguments before the one they run are not told apart: the first program that is known is it. */
const searched: ReadonlySet<string> = new Set([
  'docker',
  'podman',
  'nerdctl',
  'kubectl',
  'oc',
  'nsenter',
  'find',
  'flock',
  'parallel',
  'watch',
  'ip',
  'chpst',
  'su-exec',
  'gosu',
  'strace',
  'faketime',
  'runuser',
  'setpriv',
  'unshare',
  'taskset',
  'chrt',
  'tini',
  'dumb-init',
  'retry',
]);

/** How many commands are taken off that only run another. */
const MAX_PREFIXES = 6;

export const commands: Client = {
  reads: (callee) => {
    const name = basename(callee);
    return programs.has(name) || prefixes.has(name) || searched.has(name);
  },
  read: ({ callee, args, argsOpen }) => readProgram(callee, args, argsOpen, 0),
};

/** The requests of the command whose words these are, its name first; `open` is why there may be more of them. */
export function readCommand(words: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  return readWords(words, open, 0);
}

function readWords(words: readonly Argument[], open: UnknownValue | undefined, depth: number): readonly HttpRequest[] {
  const [first, ...rest] = words;
  const name = first === undefined ? undefined : textOf(first.value);
  return name === undefined ? [] : readProgram(name, rest, open, depth);
}

function readProgram(
  callee: string,
  args: readonly Argument[],
  open: UnknownValue | undefined,
  depth: number,
): readonly HttpRequest[] {
  const name = basename(callee);
  const read = programs.get(name);
  if (read !== undefined) return read(name, args, open);
  if (depth >= MAX_PREFIXES) return [];
  if (searched.has(name)) {
    const at = args.findIndex((arg) => programs.has(basename(textOf(arg.value) ?? '')));
    return at === -1 ? [] : readWords(args.slice(at), open, depth + 1);
  }
  const run = prefixes.get(name);
  if (run === undefined) return [];
  const at = commandIn(args, run);
  if (name === 'command' && /^-[vV]/.test(shapeOf(args[0]?.value ?? known('')))) return [];
  if (name === 'xargs') return readWords(xargsWords(args, at), open, depth + 1);
  return readWords(args.slice(at), open, depth + 1);
}

/** The index of the command among the arguments of a command that runs it. */
function commandIn(args: readonly Argument[], { valued, operands }: Prefix): number {
  let at = 0;
  let left = operands;
  for (; at < args.length; at += 1) {
    const shape = shapeOf(args[at]?.value ?? known(''));
    if (shape === '--') continue;
    if (shape.startsWith('-')) {
      if (valued.test(shape)) at += 1;
    } else if (/^\w+=/.test(shape)) continue;
    else if (left === 0) break;
    else left -= 1;
  }
  return at;
}

function basename(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
