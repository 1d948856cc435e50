/** Whether anybody notices that a token request of a shell script failed: what it gave is tested, or the script ends. */
import type { Binding, Call, Expr } from '../../model/expr.js';
import type { MetadataRequest } from '../../model/site.js';
import { contains } from '../../model/source-file.js';

/**
 * Why nobody notices that `request` failed, whose answer is kept in a variable: undefined when somebody does, or may. It is
 * told by what is written: a variable that is tested in whatever way, a failure that is followed by whatever command, count.
 */
export function whyUnchecked(request: Omit<MetadataRequest, 'rewrite' | 'whyUnchecked'>): string | undefined {
  const { call, place } = request;
  const { document } = place;
  if (request.client !== 'curl' && request.client !== 'wget') return undefined;
  const [holder] = document.bindings
    .filter((binding) => contains(binding.span, call.span))
    .toSorted((a, b) => b.span.start - a.span.start);
  if (holder === undefined || !isAnswer(holder, call, document.calls)) return undefined;
  const text = document.text.text;
  const [before, after] = [text.slice(0, holder.span.start), text.slice(holder.span.end)];
  if (isNeverEmpty(holder.value) || !isSentByCurl(holder, document.calls)) return undefined;
  if (isCondition(before) || isHandled(after) || isTested(holder.name, after)) return undefined;
  const declares = /\b(?:local|export|declare|readonly|typeset)[ \t]+(?:-?\w+[ \t]+)*$/.exec(before.slice(-80));
  const isIgnored = declares !== null || /^\s*\|\|/.test(after) || isPiped(text, holder, call);
  if (!isIgnored && endsOnErrors(text, document.calls, call)) return undefined;
  return `when it fails '$${holder.name}' is empty, and curl leaves a header out that is empty`;
}

/** Whether what is bound is what `call` prints: a substitution, in which `call` is no argument of another command. */
function isAnswer(holder: Binding, call: Call, calls: readonly Call[]): boolean {
  if (holder.path.length > 0 || holder.value.kind === 'function' || holder.value.kind === 'list') return false;
  return !calls.some((one) => one !== call && contains(holder.span, one.span) && contains(one.span, call.span));
}

/** Whether something else is printed in place of the token, `$(curl … || echo none)`: the service refuses it. */
function isNeverEmpty(value: Binding['value']): boolean {
  if (value.kind !== 'choice') return false;
  return value.options.some(printsWord);
}

/** Whether `expr` is what `echo` prints of a word that is no option. */
export function printsWord(expr: Expr): boolean {
  if (expr.kind !== 'call' || !expr.call.isCommand) return false;
  const [name, word] = expr.call.args.items.map(({ value }) => literals(value));
  return name === 'echo' && word !== undefined && /^[^-]/.test(word);
}

function isSentByCurl({ name, span }: Binding, calls: readonly Call[]): boolean {
  return calls.some(
    (call) => call.span.start >= span.end && mentions(call.args, name) && /\bcurl\b/.test(literals(call.args)),
  );
}

function mentions(expr: Expr, name: string): boolean {
  if (expr.kind === 'ref') return expr.name === name;
  if (expr.kind === 'list') return expr.items.some((item) => mentions(item.value, name));
  return expr.kind === 'concat' && expr.parts.some((part) => mentions(part, name));
}

function literals(expr: Expr): string {
  if (expr.kind === 'literal') return expr.text;
  return expr.kind === 'list' ? expr.items.map((item) => literals(item.value)).join(' ') : '';
}

/** Whether what is assigned here is what `if`, `while` or `until` look at. */
function isCondition(before: string): boolean {
  return /\b(?:if|elif|while|until)\s+(?:!\s*)?$/.test(before.slice(-40));
}

/** Whether something other than nothing is done when the assignment fails, or something only when it does not. */
function isHandled(after: string): boolean {
  const operator = /^\s{0,20}(\|\||&&)\s{0,80}(?:\\\n)?\s{0,80}(\S+)/.exec(after.slice(0, 400));
  if (operator?.[1] === '&&') return true;
  if (operator !== null) return !/^(?:true|:|echo|printf)[;)]?$/.test(operator[2] ?? '');
  return /^[^\n]*\n?[^\n]*\$\?/.test(after.slice(0, 400));
}

/** Whether a test, a `case` or `${NAME:?…}` looks at the variable. */
function isTested(name: string, after: string): boolean {
  return new RegExp(
    `(?:\\[|\\btest\\s|\\bcase\\s)[^\\n]{0,200}\\$\\{?#?${name}\\b|\\$\\{${name}(?::?\\?|:?[+])|-v\\s+${name}\\b`,
  ).test(after);
}

/** Whether the status of the assignment is that of a command behind the request. */
function isPiped(text: string, holder: Binding, call: Call): boolean {
  return /^[^\n]*[^|]\|/.test(text.slice(call.span.end, holder.span.end)) && !/pipefail/.test(text);
}

/** Whether the script ends when a command fails: `set -e`, or the first line says so. */
function endsOnErrors(text: string, calls: readonly Call[], call: Call): boolean {
  const set = calls.findLast(
    (one) => one.span.end <= call.span.start && /^set [-+](?:[a-z]*e|o errexit)/.test(literals(one.args)),
  );
  if (set !== undefined) return literals(set.args).startsWith('set -');
  return /^#![^\n]*\s-[a-z]*e/.test(text);
}
