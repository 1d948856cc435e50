/** Calls that run code of another language: what a process is started with, what a machine is told to run at its start. */
import type { LanguageId } from '../../model/document.js';
import type { Expr } from '../../model/expr.js';
import { windowsRunner } from '../windows-programs.js';
import type { Runner } from '../language.js';

const first: Runner = { language: 'shell', argument: 0, rest: false };
const all: Runner = { language: 'shell', argument: 0, rest: true };

/** Functions whose first argument a shell runs. */
const SHELLS = new Set([
  'child_process.exec',
  'child_process.execSync',
  'child_process.execAsync',
  'child-process-promise.exec',
  'child-process-es6-promise.exec',
  'promisify-child-process.exec',
  'shelljs.exec',
  'globalThis.exec',
  'zx.$',
  'zx.$.sync',
  'zx/globals.$',
  // The tag that scripts of zx have without importing it; `$` alone is more often something else.
  'globalThis.$`',
  'globalThis.Bun.$',
  'bun.$',
  'dax.$',
  'dax-sh.$',
  'ssh2.Client().exec',
  'ssh2.Connection().exec',
  'node-ssh.NodeSSH().execCommand',
  'node-ssh().execCommand',
  'globalThis.shell.exec',
]);

/** Functions that take a command as one text and split it at white space: no shell is asked. */
const SPLITTERS = new Set([
  'execa.command',
  'execa.commandSync',
  'execa.execaCommand',
  'execa.execaCommandSync',
  'execa.$',
  'execa.$.sync',
  '@actions/exec.exec',
  '@actions/exec.getExecOutput',
]);

/** Methods that add commands to a machine's user data, whatever they are methods of. */
const LINES = /\.(?:addCommands|addOnExitCommands|addUserData)$/;
/** User data that PowerShell runs. */
const WINDOWS = /\.forWindows\(\)\./;
const USER_DATA = /(?:^|\.)(?:UserData\.custom|InitCommand\.shellCommand)$/;

/** Functions that start a program with a list of arguments; of the first an option has the program be run by a shell. */
const STARTERS =
  /^(?:child_process|cross-spawn|execa|nano-spawn|child-process-promise|promisify-child-process)(?:\.(?:spawn|spawnSync|execFile|execFileSync|execFileAsync|execa|execaSync|sync))?$/;

const SHELL = /^(?:.*\/)?(?:ba|da|z|k|a)?sh$/;

/** Functions that write a file: the first argument is its path. */
const WRITERS =
  /^(?:(?:fs|fs\/promises|fs-extra|graceful-fs|memfs)(?:\.promises)?\.(?:writeFile|appendFile|outputFile)(?:Sync|Async)?|globalThis\.(?:Deno\.writeTextFile(?:Sync)?|Bun\.write))$/;

/** What has an agent on a machine run commands. */
const SENDERS = /^@aws-sdk\/client-ssm\.SendCommandCommand$|(?:^|[./-])ssm\(\)\.sendCommand(?:Async)?$/i;

/** Whether calling `callee` with `args` runs code, and which argument is that. */
export function runnerOf(callee: string, args: readonly Expr[] = []): Runner | undefined {
  if (SHELLS.has(callee) || USER_DATA.test(callee)) return first;
  if (SPLITTERS.has(callee)) return { ...first, onlySplits: true };
  if (STARTERS.test(callee)) return startedShell(args);
  if (WRITERS.test(callee)) return writtenFile(args[0]);
  if (SENDERS.test(callee)) return sentCommands(args[0]);
  return LINES.test(callee) && !WINDOWS.test(callee) ? all : undefined;
}

/** `spawn('sh', ['-c', code])`, `spawn(code, { shell: true })` */
function startedShell([program, ...others]: readonly Expr[]): Runner | undefined {
  const [list] = others;
  if (program?.kind === 'literal' && list?.kind === 'list') {
    const runner = windowsRunner(program.text, [program, ...list.items.map(({ value }) => value)]);
    if (runner !== undefined) return { ...runner, argument: 1, rest: false, item: runner.argument };
  }
  if (program?.kind === 'literal' && SHELL.test(program.text) && list?.kind === 'list') {
    const option = list.items.findIndex(({ value }) => value.kind === 'literal' && /^-[a-z]*c$/.test(value.text));
    return option < 0 ? undefined : { language: 'shell', argument: 1, rest: false, item: option + 1 };
  }
  return others.some(asksForShell) ? first : undefined;
}

/** Options with `shell: true`, or the name of one. */
function asksForShell(options: Expr): boolean {
  if (options.kind !== 'record') return false;
  return options.entries.some((entry) => {
    if ('spread' in entry || entry.key.kind !== 'literal' || entry.key.text !== 'shell') return false;
    return entry.value.kind !== 'nothing' && !(entry.value.kind === 'literal' && entry.value.text === 'false');
  });
}

/** What is written to a file whose name says that a shell runs it. */
function writtenFile(path: Expr | undefined): Runner | undefined {
  const language = languageOfName(endOf(path));
  return language === undefined ? undefined : { language, argument: 1, rest: false };
}

function languageOfName(name: string): LanguageId | undefined {
  if (/\.(?:sh|bash|zsh)$/.test(name)) return 'shell';
  return name.endsWith('.ps1') ? 'powershell' : undefined;
}

/** What a path ends in: of `${dir}/setup.sh` and `join(dir, 'setup.sh')` the name. */
function endOf(path: Expr | undefined): string {
  let at = path;
  while (at !== undefined && at.kind !== 'literal') {
    if (at.kind === 'concat') at = at.parts.at(-1);
    else if (at.kind === 'call') at = at.call.args.items.at(-1)?.value;
    else return '';
  }
  return at?.text ?? '';
}

/** `{ DocumentName: 'AWS-RunShellScript', Parameters: { commands: […] } }` */
function sentCommands(options: Expr | undefined): Runner | undefined {
  const entries = options?.kind === 'record' ? options.entries : [];
  const name = entries.findLast(
    (one) => !('spread' in one) && one.key.kind === 'literal' && one.key.text === 'DocumentName',
  );
  if (name === undefined || 'spread' in name || name.value.kind !== 'literal') return undefined;
  const kind = /(?:^|\/)AWS-Run(Shell|PowerShell)Script$/.exec(name.value.text)?.[1];
  if (kind === undefined) return undefined;
  const language = kind === 'Shell' ? 'shell' : 'powershell';
  return { language, argument: 0, rest: false, path: ['Parameters', 'commands'] };
}
