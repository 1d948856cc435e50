/** PowerShell's commands to calls: cmdlets, programs, functions of the script, and commands that are code themselves. */
import type { Expr, ListItem } from '../../model/expr.js';
import { call, lowerExpression } from './expressions.js';
import { lowerScriptBlock } from './functions.js';
import {
  literal,
  opaque,
  spanOf,
  textOf,
  type DeclaredParameter,
  type PowerShellCall,
  type Scope,
} from './lowering.js';
import { commandNamed, isCmdlet } from './names.js';
import { blockOf, childOf, hasBroken, named, type SyntaxNode } from './parse.js';
import { typeNamed } from './types.js';
import { reference } from './variables.js';

/** A command with its words; of the name what it is called as, where that is written. */
interface Command {
  readonly node: SyntaxNode;
  readonly name: SyntaxNode | undefined;
  readonly written: string | undefined;
  readonly operator: string;
  readonly words: readonly SyntaxNode[];
}

/** The result of a command. */
export function lowerCommand(scope: Scope, node: SyntaxNode): Expr {
  const command = commandOf(scope, node);
  const { written, operator, words } = command;
  const span = spanOf(node);
  if (operator === '.' && command.name !== undefined && /\.ps1\W?$/i.test(textOf(scope, command.name))) {
    scope.out.includes.push({ path: nameOf(scope, command.name), region: scope.region, span });
    return opaque('the output of a script', span);
  }
  if (written === undefined) return lowerInvoked(scope, command);
  const lower = written.toLowerCase();
  if (lower === 'new-object') return lowerNewObject(scope, command);
  if (/^invoke-command$|^icm$|^measure-command$/.test(lower)) return lowerBlocks(scope, command);
  const declared = scope.out.declared.get(lower);
  if (declared !== undefined) {
    const callee: Expr = { kind: 'ref', name: `${lower}()`, span };
    return call(scope, callee, inOrder(scope, words, declared), node, false);
  }
  return lowerProgram(scope, command, written);
}

function commandOf(scope: Scope, node: SyntaxNode): Command {
  const name = node.children.find((child) => child.field === 'command_name');
  const operator = childOf(node, 'command_invokation_operator');
  const elements = childOf(node, 'command_elements');
  const words = (elements === undefined ? [] : named(elements))
    .filter(({ type }) => type !== 'command_argument_sep' && type !== 'redirection')
    .map((word) => blockOf(word) ?? word);
  const text = name === undefined ? undefined : textOf(scope, name);
  const isPlain =
    name?.type === 'command_name' || (text !== undefined && /^(?:(["'])[^"'$`\n]+\1|[A-Za-z][\w.\\/:-]*)$/.test(text));
  return {
    node,
    name,
    written: isPlain ? text?.replace(/^["']|["']$/g, '') : undefined,
    operator: operator === undefined ? '' : textOf(scope, operator).trim(),
    words,
  };
}

function nameOf(scope: Scope, name: SyntaxNode): Expr {
  const [only] = named(name);
  return only === undefined ? literal(textOf(scope, name), spanOf(name)) : lowerExpression(scope, only);
}

/** `& $block …`, `& { … }`, `& $curl …`. */
function lowerInvoked(scope: Scope, command: Command): Expr {
  const { node, name } = command;
  const [block] = name === undefined ? [] : named(name);
  if (block?.type === 'script_block_expression') {
    for (const word of command.words) lowerExpression(scope, word);
    return lowerScriptBlock(scope, block, 'block') ?? { kind: 'nothing', span: spanOf(node) };
  }
  const callee = name === undefined ? opaque('a command made at run time', spanOf(node)) : nameOf(scope, name);
  const words = command.words.map((word) => wordItem(scope, word, 'items'));
  return made(scope, node, callee, words, undefined);
}

/** Commands that run a block of code where they stand. */
function lowerBlocks(scope: Scope, { node, words }: Command): Expr {
  let value: Expr = { kind: 'nothing', span: spanOf(node) };
  for (const word of words) {
    if (word.type === 'script_block_expression') value = lowerScriptBlock(scope, word, 'block') ?? value;
    else lowerExpression(scope, word);
  }
  return value;
}

/** `New-Object Net.WebClient`, `New-Object -TypeName Net.WebClient`. */
function lowerNewObject(scope: Scope, { node, words }: Command): Expr {
  const isParameter = (word: SyntaxNode | undefined): boolean => word?.type === 'command_parameter';
  const at = words.findIndex((word) => isParameter(word) && /^-t/i.test(textOf(scope, word)));
  const first = words.findIndex((word, i) => !isParameter(word) && !isParameter(words[i - 1]));
  const type = words[at === -1 ? first : at + 1];
  if (type === undefined) return opaque('an object of some type', spanOf(node));
  const values = words.filter((word) => word !== type && !isParameter(word)).map((one) => lowerExpression(scope, one));
  const name = textOf(scope, type).replace(/^['"([]+|['")\]]+$/g, '');
  // A table with types in its name is a table: `Dictionary[[String],[String]]`.
  if (/dictionary|hashtable/i.test(name)) return { kind: 'record', entries: [], span: spanOf(node) };
  return call(scope, typeNamed(name, spanOf(type)), values, node, true);
}

/** Any other command: its words are its arguments. */
function lowerProgram(scope: Scope, { node, name, words }: Command, written: string): Expr {
  const texts = words.flatMap((word) => (word.type === 'command_parameter' ? [textOf(scope, word)] : []));
  const callee = commandNamed(written, texts);
  const items = words.map((word) => wordItem(scope, word, isCmdlet(callee) ? 'no' : 'items'));
  return made(scope, node, literal(callee, spanOf(name ?? node)), items, written);
}

function wordItem(scope: Scope, word: SyntaxNode, spread: ListItem['spread']): ListItem {
  const text = word.type === 'variable' ? textOf(scope, word) : '';
  if (text.startsWith('@')) return { value: reference(text, spanOf(word)), spread };
  if (word.type === 'script_block_expression') {
    // Most commands run the block that they are given, once or more.
    const value = lowerScriptBlock(scope, word, 'block');
    return { value: value ?? opaque('a block of code', spanOf(word)), spread: 'no' };
  }
  return { value: lowerExpression(scope, word), spread: 'no' };
}

function made(
  scope: Scope,
  node: SyntaxNode,
  callee: Expr,
  words: readonly ListItem[],
  written: string | undefined,
): Expr {
  const last = node.children.findLast((child) => child.type === 'command_elements');
  const end = last?.children.findLast((child) => child.type !== 'command_argument_sep')?.end ?? callee.span.end;
  const span = { start: node.start, end: Math.max(end, callee.span.end) };
  const lost: readonly ListItem[] =
    scope.isBroken || hasBroken(node) ? [{ value: opaque('code that is not understood', span), spread: 'items' }] : [];
  const made: PowerShellCall = {
    span,
    callee,
    args: { kind: 'list', items: [{ value: callee, spread: 'no' }, ...words, ...lost], span },
    isNew: false,
    isCommand: true,
    region: scope.region,
    chain: [],
    statement: scope.statement,
    written,
  };
  scope.out.calls.push(made);
  return { kind: 'call', call: made, span };
}

/** The arguments of a function of the script, in the order of its parameters, as PowerShell gives them out. */
function inOrder(
  scope: Scope,
  words: readonly SyntaxNode[],
  parameters: readonly DeclaredParameter[],
): readonly Expr[] {
  const given = new Map<string, Expr>();
  const rest: Expr[] = [];
  const span = { start: 0, end: 0 };
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) break;
    const text = textOf(scope, word);
    if (word.type === 'variable' && text.startsWith('@')) {
      for (const { name } of parameters) {
        const property = literal(name, spanOf(word));
        const value: Expr = { kind: 'member', object: reference(text, spanOf(word)), property, span: spanOf(word) };
        if (!given.has(name)) given.set(name, value);
      }
    } else if (word.type !== 'command_parameter') rest.push(lowerExpression(scope, word));
    else {
      const name = text.slice(1).toLowerCase();
      const parameter =
        parameters.find((one) => one.name === name) ?? parameters.find((one) => one.name.startsWith(name));
      const next = words[i + 1];
      if (parameter?.isSwitch === true || next === undefined) {
        if (parameter !== undefined) given.set(parameter.name, literal('True', spanOf(word)));
      } else {
        given.set(parameter?.name ?? name, lowerExpression(scope, next));
        i += 1;
      }
    }
  }
  return parameters.map(({ name, isSwitch }): Expr => {
    const own = given.get(name);
    if (own !== undefined || isSwitch) return own ?? { kind: 'nothing', span };
    return rest.shift() ?? { kind: 'nothing', span };
  });
}
