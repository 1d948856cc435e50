/** What PowerShell's names mean that no script binds: aliases, types, the environment, commands that run code. */
import type { Expr } from '../../model/expr.js';
import { unknown, type Value } from '../../model/value.js';
import type { Runner } from '../language.js';
import { SHELLS } from '../shell/claims.js';
import { windowsRunner } from '../windows-programs.js';

/** Aliases of cmdlets that make requests. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['irm', 'Invoke-RestMethod'],
  ['iwr', 'Invoke-WebRequest'],
  ['curl', 'Invoke-WebRequest'],
  ['wget', 'Invoke-WebRequest'],
]);
const PROPER: ReadonlyMap<string, string> = new Map(
  ['Invoke-RestMethod', 'Invoke-WebRequest', 'Start-BitsTransfer'].map((name) => [name.toLowerCase(), name]),
);

/**
 * The command that is called as `written`. `curl` and `wget` are aliases in Windows PowerShell; `words`, the literal ones
 * behind the name, tell where the programs are meant: they have options that no cmdlet has.
 */
export function commandNamed(written: string, words: readonly string[]): string {
  const lower = written.toLowerCase().replace(/^microsoft\.powershell\.utility\\/, '');
  const isProgram = /^(?:curl|wget)$/.test(lower) && words.some((word) => /^--\w|^-(?!uri$)[a-z]{1,3}$/i.test(word));
  if (isProgram) return lower;
  return ALIASES.get(lower) ?? PROPER.get(lower) ?? written;
}

/** Whether a command is one of PowerShell's own, or made like one: it takes tables for arguments by name. */
export function isCmdlet(name: string): boolean {
  return /^[A-Za-z]+-[A-Za-z]\w*$/.test(name);
}

/** The value of a name that nothing in the project binds. */
export function unboundName(name: string): Value {
  if (name.startsWith('type:')) return { kind: 'external', name: name.slice('type:'.length), receiver: undefined };
  if (name.startsWith('env:')) return { kind: 'external', name, receiver: undefined };
  return unknown(`'${name}', which is set elsewhere`);
}

/** Only the environment is passed on to PowerShell, whose names have no case: `$env:HOST`. */
export function inheritedNames(name: string): readonly string[] {
  const inner = name.startsWith('env:') ? name.slice('env:'.length) : undefined;
  return inner === undefined ? [] : [inner.toUpperCase(), inner];
}

/** Whether the command `callee` runs code, and which of its arguments that is; `args` begin with its name. */
export function runnerOf(callee: string, args: readonly Expr[] = []): Runner | undefined {
  const name = callee.slice(Math.max(callee.lastIndexOf('/'), callee.lastIndexOf('\\')) + 1).toLowerCase();
  if (/^(?:invoke-expression|iex)$/.test(name)) {
    const isNamed = args[1]?.kind === 'literal' && /^-c/i.test(args[1].text);
    return { language: 'powershell', argument: isNamed ? 1 : 0, rest: false };
  }
  const windows = windowsRunner(callee, args);
  if (windows !== undefined) return windows;
  const behind = (option: RegExp): number => args.findIndex((arg) => arg.kind === 'literal' && option.test(arg.text));
  if (SHELLS.has(name.replace(/\.exe$/, '')) && behind(/^-\w*c$/) > 0)
    return { language: 'shell', argument: behind(/^-\w*c$/), rest: false };
  return undefined;
}
