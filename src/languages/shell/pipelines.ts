/** Pipelines: what one command prints, the next reads. */
import type { ListItem } from '../../model/expr.js';
import { isTold, readsCode } from './code-arguments.js';
import { simpleCommand } from './commands.js';
import type { CommandNode, Pipeline } from './parse.js';
import { inner, opaque, spanOf, type Printed, type Scope } from './scope.js';
import { lowerNode } from './statements.js';

/** Lowers a pipeline; of what is printed only the last command's output is seen, and that is not followed. */
export function lowerPipeline(scope: Scope, node: Pipeline): void {
  const [first] = node.commands;
  if (node.commands.length < 2) {
    if (first !== undefined) lowerNode(scope, first);
    return;
  }
  let printed: Printed[] = [];
  for (const [i, command] of node.commands.entries()) {
    const next = node.commands[i + 1];
    const feedsShell = next === undefined ? scope.feedsShell : next.type === 'Command' && readsCode(next);
    const prints: Printed[] = [];
    lowerPiped(inner(scope, { prints, feedsShell }), command, printed);
    printed = prints;
  }
  if (printed.length > 0)
    scope.prints?.push({ value: opaque('the output of a pipeline', spanOf(scope, node)), region: scope.region });
}

/** To some programs what they read is the request: it becomes further arguments of that call. */
function lowerPiped(scope: Scope, command: CommandNode, before: readonly Printed[]): void {
  if (command.type !== 'Command' || !isTold(command)) return lowerNode(scope, command);
  const input = before.map((one): ListItem => ({ value: one.value, spread: 'no' }));
  return simpleCommand(scope, command, input);
}
