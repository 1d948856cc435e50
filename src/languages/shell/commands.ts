/** Simple commands of a shell to calls, with what shell builtins do to names. */
import { INPUT, type Expr, type ListItem } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { lowerBuiltin } from './builtins.js';
import { embedCode, embedScript, isTold } from './code-arguments.js';
import { valueOf, type Assignment, type Command, type Word } from './parse.js';
import { lowerRedirections, printsOutside, sendToConnection, type Redirected } from './redirections.js';
import { bind, inner, opaque, regionIn, spanOf, withoutBlocks, type Scope, type ShellCall } from './scope.js';
import { arrayList, listOfItems, wordItem, wordText } from './words.js';

/** Lowers a simple command. `input`: further arguments, made of what is piped into it. */
export function simpleCommand(scope: Scope, command: Command, input: readonly ListItem[] = []): void {
  const redirected = lowerRedirections(scope, command.redirects);
  const assignments = command.prefix.filter((one) => one.type === 'Assignment');
  const { name } = command;
  if (name === undefined) {
    for (const assignment of assignments) lowerAssignment(scope, assignment);
    if (assignments.length === 0) printInput(scope, command, redirected);
    return;
  }
  const at = assignments.length === 0 ? scope : { ...scope, region: regionIn(scope, 'block', command) };
  for (const assignment of assignments) lowerAssignment(at, assignment, { how: 'declare' });
  const words = command.suffix.filter(
    (word): word is Word | Assignment => word.type === 'Word' || word.type === 'Assignment',
  );
  const first = wordItem(at, name);
  const items = [first, ...words.map((word) => argument(at, word, name.value))];
  const heard: readonly ListItem[] =
    redirected.input !== undefined && isTold(command) ? [{ value: redirected.input, spread: 'no' }] : input;
  const span = callSpan(at, command);
  const args = listOfItems([...items, ...(heard.length === 0 ? [] : [inputMark(span)]), ...heard], span);
  const isDerived = at.source.isDerived;
  const call: ShellCall = {
    span,
    callee: first.value,
    args,
    isNew: false,
    isCommand: true,
    region: at.region,
    chain: [],
    isDerived,
  };
  at.out.calls.push(call);
  lowerBuiltin(at, name.value, items, words, span);
  embedCode(at, { items, words, span, ...redirected, name });
  print(at, command, call, redirected);
}

/** What stands before what a command reads, among its arguments. */
function inputMark({ end }: Span): ListItem {
  return { value: { kind: 'literal', text: INPUT, span: { start: end, end } }, spread: 'no' };
}

/** From the first assignment or word to the last word, without redirections. */
function callSpan(scope: Scope, command: Command): Span {
  const nodes = [...command.prefix, ...(command.name === undefined ? [] : [command.name]), ...command.suffix];
  const words = nodes.filter((node) => node.type === 'Word' || node.type === 'Assignment');
  return scope.source.spanOf(words[0]?.pos ?? command.pos, words.at(-1)?.end ?? command.end);
}

/** A word; one that reads as an assignment (of `export`, `local`) is bound, and the whole of it is the argument. */
function argument(scope: Scope, word: Word | Assignment, builtin: string): ListItem {
  if (word.type === 'Word') return wordItem(scope, word);
  const isLocal = builtin === 'local' || (scope.body !== undefined && (builtin === 'declare' || builtin === 'typeset'));
  const assigned = valueOf(word);
  const isBound = builtin !== 'alias' || assigned?.type !== 'Word';
  const value = isBound ? lowerAssignment(scope, word, { isLocal }) : wordText(scope, assigned);
  const span = spanOf(scope, word);
  const name: Expr = {
    kind: 'literal',
    text: `${word.name}=`,
    span: scope.source.spanOf(word.pos, word.pos + word.name.length),
  };
  return { value: { kind: 'concat', parts: [name, value], span }, spread: 'no' };
}

interface Manner {
  readonly how?: 'declare' | 'assign';
  readonly isLocal?: boolean;
}

/** Lowers `NAME=value`, `NAME+=value`, `NAME[i]=value` and gives the value. */
function lowerAssignment(scope: Scope, assignment: Assignment, { how = 'assign', isLocal = false }: Manner = {}): Expr {
  const span = spanOf(scope, assignment);
  const assigned = valueOf(assignment);
  const value =
    assigned === undefined
      ? opaque('a value that is not followed', span)
      : assigned.type === 'Word'
        ? wordText(scope, assigned)
        : arrayList(scope, assigned);
  embedScript(scope, value);
  const path = assignment.index === undefined ? [] : [wordText(scope, assignment.index)];
  const manner = assignment.append === true ? 'append' : how;
  if (isLocal) bindLocal(scope, assignment.name, value, span);
  else bind(scope, assignment.name, value, span, manner, path);
  return value;
}

/** A local variable is one of its function, whatever branch it is declared in. */
export function bindLocal(scope: Scope, name: string, value: Expr, span: Span): void {
  const home = scope.body?.region;
  if (home === undefined || home === withoutBlocks(scope.region)) {
    bind(home === undefined ? scope : { ...scope, region: home }, name, value, span, 'declare');
    return;
  }
  bind({ ...scope, region: home }, name, { kind: 'nothing', span }, { start: span.start, end: span.start }, 'declare');
  bind(scope, name, value, span);
}

/** Commands that print nothing, or nothing that is meant as a value. */
const silent: ReadonlySet<string> = new Set(
  (
    ': [ alias bg break cd chgrp chmod chown command continue cp declare disown enable eval exec exit export false fg getopts ' +
    'hash kill let ln local mapfile mkdir mktemp mount mv popd pushd read readarray readonly return rm rmdir set shift shopt ' +
    'sleep source . systemctl test touch trap true typeset ulimit umask unalias unset wait'
  ).split(' '),
);
/** Of those above, the ones that print when they are asked to, or run another command that does. */
const speaking: ReadonlySet<string> = new Set(['command', 'eval', 'exec', 'mktemp', 'source', '.']);

function print(scope: Scope, command: Command, call: ShellCall, { input }: Redirected): void {
  const name = command.name?.value ?? '';
  const isCat = name === 'cat' && call.args.items.length === 1 && input !== undefined;
  const value: Expr = isCat ? input : { kind: 'call', call, span: call.span };
  if (silent.has(name) && !speaking.has(name)) return;
  if (name !== 'exec') sendToConnection(scope, command.redirects, value);
  if (scope.prints === undefined || printsOutside(command.redirects)) return;
  // `|| echo` and `|| echo ""` only say that a failure does not matter.
  const isBlank =
    name === 'echo' &&
    call.args.items.slice(1).every((item) => item.value.kind === 'literal' && item.value.text === '');
  if (!isBlank) scope.prints.push({ value, region: scope.region });
}

/** `$(< file)`. */
function printInput(scope: Scope, command: Command, { input }: Redirected): void {
  if (command.redirects.length === 0 || scope.prints === undefined) return;
  const value = input ?? opaque('the contents of a file', spanOf(inner(scope), command));
  scope.prints.push({ value, region: scope.region });
}
