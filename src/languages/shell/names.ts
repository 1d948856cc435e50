/** What names mean that no script binds: variables of the environment, arguments, commands that run code. */
import type { LanguageId } from '../../model/document.js';
import type { Expr } from '../../model/expr.js';
import { unknown, type Value } from '../../model/value.js';
import type { Runner } from '../language.js';
import { windowsRunner } from '../windows-programs.js';
import { SHELLS } from './claims.js';

/** The value of a name that nothing in the project binds. */
export function unboundName(name: string): Value {
  if (/^(?:\d+|[@*#])$|^@\+/.test(name)) return unknown('an argument of the script');
  // Operations on texts are lowered to calls of their operator.
  if (name.startsWith('${')) return { kind: 'external', name, receiver: undefined };
  return { kind: 'external', name: `env:${name}`, receiver: undefined };
}

/** Programs that run code of other languages which is one of their arguments: the one behind an option. */
const evaluators: ReadonlyMap<string, { readonly language: LanguageId; readonly option: RegExp }> = new Map([
  ['node', { language: 'javascript', option: /^(?:-[ep]{1,2}|--eval|--print)$/ }],
  ['nodejs', { language: 'javascript', option: /^(?:-[ep]{1,2}|--eval|--print)$/ }],
  ['bun', { language: 'javascript', option: /^(?:-e|--eval)$/ }],
]);

/** Whether the command `callee` with the words `args`, its own first, runs code, and which of its arguments that is. */
export function runnerOf(callee: string, args: readonly Expr[] = []): Runner | undefined {
  const name = callee.slice(callee.lastIndexOf('/') + 1);
  if (name === 'eval') return { language: 'shell', argument: 0, rest: true };
  if (SHELLS.has(name)) return { language: 'shell', argument: 1, rest: false };
  const windows = windowsRunner(callee, args);
  if (windows !== undefined) return windows;
  const evaluator = evaluators.get(name);
  const argument = args.findIndex((arg) => arg.kind === 'literal' && evaluator?.option.test(arg.text) === true);
  return evaluator === undefined || argument < 1 ? undefined : { language: evaluator.language, argument, rest: false };
}
