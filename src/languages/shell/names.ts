/** What names mean that no script binds: variables of the environment, arguments, commands that run code. */
import { unknown, type Value } from '../../model/value.js';
import type { Runner } from '../language.js';
import { SHELLS } from './claims.js';

/** The value of a name that nothing in the project binds. */
export function unboundName(name: string): Value {
  if (/^(?:\d+|[@*#])$|^@\+/.test(name)) return unknown('an argument of the script');
  // Operations on texts are lowered to calls of their operator.
  if (name.startsWith('${')) return { kind: 'external', name, receiver: undefined };
  return { kind: 'external', name: `env:${name}`, receiver: undefined };
}

/** Whether the command `callee` runs code, and which of its arguments that is. */
export function runnerOf(callee: string): Runner | undefined {
  const name = callee.slice(callee.lastIndexOf('/') + 1);
  if (name === 'eval') return { language: 'shell', argument: 0, rest: true };
  return SHELLS.has(name) ? { language: 'shell', argument: 1, rest: false } : undefined;
}
