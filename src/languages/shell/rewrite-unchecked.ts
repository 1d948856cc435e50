/** Lets a script end when its token request fails: what the request gave is looked at right where it is kept. */
import type { Document } from '../../model/document.js';
import type { Call } from '../../model/expr.js';
import { contains, type Span } from '../../model/source-file.js';
import type { Assignment, Command, Statement, SyntaxNode } from './parse.js';
import { endOfScript, indentAt } from './rewrite-fallback.js';
import { nodesAround } from './tree.js';

/** What is inserted where. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** The insertions that let the script end when `call`, whose answer is kept in a variable, fails; undefined where none is sure. */
export function checksOf(call: Call, document: Document): readonly Insertion[] | undefined {
  const around = nodesAround(document, call.span);
  const index = around.findLastIndex((node, i) => node.type === 'Assignment' && around[i - 1]?.type === 'Command');
  const [assignment, command] = [around[index], around[index - 1]];
  if (assignment?.type !== 'Assignment' || command?.type !== 'Command') return undefined;
  const statement = around.slice(0, index).findLast((node) => node.type === 'Statement');
  if (statement?.type !== 'Statement' || statement.background === true) return undefined;
  const isPlain = command.name === undefined && statement.command === command && isStatusOf(around.slice(index));
  const check = isPlain
    ? { at: command.end, text: ` || ${endOfScript(scopeOf(assignment, around.slice(0, index), document), document)}` }
    : demand(assignment, statement, document);
  return check && [...refusing(call, document), check];
}

/** What ends with the variable: where it is none of the function's own, others may use it when that has returned. */
function scopeOf({ name }: Assignment, around: readonly SyntaxNode[], document: Document): readonly SyntaxNode[] {
  const fn = around.findLast((node) => node.type === 'Function');
  const text = fn === undefined ? '' : document.text.text.slice(fn.pos, fn.end);
  const isOwn = new RegExp(`\\b(?:local|declare|typeset)\\b[^\\n;]{0,200}\\b${name}\\b`).test(text);
  return isOwn ? around : around.filter((node) => node.type !== 'Function');
}

/** Whether the status of the assignment that `around` begins with is that of the one command of its substitution. */
function isStatusOf(around: readonly SyntaxNode[]): boolean {
  const script = around.findLastIndex((node) => node.type === 'Script');
  const node = around[script];
  if (node?.type !== 'Script' || around.slice(0, script).some((one) => one.type === 'Script')) return false;
  const [only, another] = node.commands;
  const command: Command | undefined = only?.command.type === 'Command' ? only.command : undefined;
  return command !== undefined && another === undefined;
}

/** `: "${NAME:?…}"` behind the statement, whatever the status of that is. */
function demand({ name }: Assignment, statement: Statement, document: Document): Insertion | undefined {
  const { text } = document.text;
  if (text.slice(statement.pos, statement.end).includes('<<')) return undefined;
  const indent = indentAt(statement.pos, document);
  const isAlone = indent !== undefined && /^[ \t]*(?:\r?\n|$)/.test(text.slice(statement.end, statement.end + 200));
  return { at: statement.end, text: `${isAlone ? `\n${indent}` : '; '}: "\${${name}:?no session token}"` };
}

/** `-f`, without which curl takes the text of a refusal for the token. */
function refusing({ args }: Call, document: Document): readonly Insertion[] {
  const words = args.items.map(({ value }) => value);
  const index = words.findIndex((word) => word.kind === 'literal' && /(?:^|\/)curl$/.test(word.text));
  const name = words[index];
  if (name === undefined || !isSpelledOut(name.span, document)) return [];
  const options = words.slice(index + 1).map((word) => (word.kind === 'literal' ? word.text : ''));
  if (options.some((option) => /^-[a-zA-Z#]*[fq]|^--(?:fail|disable$)/.test(option))) return [];
  return [{ at: name.span.end, text: ' -f' }];
}

/** Whether the word stands as such in the document. */
function isSpelledOut(span: Span, document: Document): boolean {
  const whole = { start: 0, end: document.text.text.length };
  return contains(whole, span) && /^[\w./-]*curl$/.test(document.text.text.slice(span.start, span.end));
}
