/** What names mean that no batch file sets: variables of the environment, and programs that run code. */
import type { Expr } from '../../model/expr.js';
import { unknown, type Value } from '../../model/value.js';
import type { Runner } from '../language.js';
import { runnerOf as shellRunner } from '../shell/names.js';

/** The value of a name that nothing in the project binds. */
export function unboundName(name: string): Value {
  if (name.startsWith('%')) return unknown('an item of a loop');
  return { kind: 'external', name: `env:${name}`, receiver: undefined };
}

/** Names have no case here, but where they come from they may. */
export function inheritedNames(name: string): readonly string[] {
  return /^[\w-]+$/.test(name) ? [name, name.toLowerCase()] : [];
}

/** Whether the command `callee` runs code, and which of its arguments that is; `args` begin with its name. */
export function runnerOf(callee: string, args: readonly Expr[] = []): Runner | undefined {
  // Nothing of a shell's own is a command here.
  return callee === 'eval' ? undefined : shellRunner(callee.replace(/\\/g, '/').replace(/\.exe$/, ''), args);
}
