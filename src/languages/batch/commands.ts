/** Single commands of batch files: `set`, and programs, which are calls. */
import type { Call, Expr, ListItem } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { bind, type Scope } from './scope.js';
import { valueOf, wordsIn } from './words.js';

const SET = /set(?=[\s"])[ \t]*/iy;
const OPTION = /\/([a-z])[ \t]*/iy;
/** The name that is set, with the quote before it. */
const NAME = /("?)[ \t]*([^=\n"]{1,200})=/y;

/** Lowers the command in `span` and gives what it prints. */
export function lowerCommand(scope: Scope, span: Span): Expr {
  const { text } = scope.out.text;
  SET.lastIndex = span.start;
  if (SET.test(text)) {
    lowerSet(scope, { start: Math.min(SET.lastIndex, span.end), end: span.end });
    return { kind: 'nothing', span };
  }
  return lowerProgram(scope, span);
}

/** `set NAME=value`, `set "NAME=value"`, `set /p NAME=<file`, `set /a NAME=1+1`. */
function lowerSet(scope: Scope, span: Span): void {
  const { text } = scope.out.text;
  OPTION.lastIndex = span.start;
  const option = OPTION.exec(text)?.[1]?.toLowerCase();
  NAME.lastIndex = option === undefined ? span.start : OPTION.lastIndex;
  const match = NAME.exec(text);
  if (match === null || NAME.lastIndex > span.end) return;
  const [, quote, name = ''] = match;
  const start = NAME.lastIndex;
  const last = quote === '"' ? text.slice(start, span.end).lastIndexOf('"') : -1;
  const end = last === -1 ? redirected(text, start, span.end) : start + last;
  const at = { start, end };
  const value: Expr =
    option === undefined
      ? valueOf(scope, at)
      : { kind: 'opaque', why: option === 'p' ? 'what is read from a file or a person' : 'a number', span: at };
  bind(
    scope,
    name.trim().toUpperCase(),
    start === end && option === undefined ? { kind: 'nothing', span: at } : value,
    span,
  );
}

/** Where a redirection begins, which is no part of the value. */
function redirected(text: string, start: number, end: number): number {
  const at = /[ \t]*(?:[12]?>|<)/.exec(text.slice(start, end))?.index;
  return at === undefined ? end : start + at;
}

/** Commands that run the command behind them. */
const RUNNERS = /^(?:call|start)$/i;
/** Commands that are the prompt's own and make nothing of an address. */
const OWN = /^(?:echo[.:(/]?|goto|exit|setlocal|endlocal|title|cd|chdir|pushd|popd|shift|pause|ver|color|cls)$/i;

function lowerProgram(scope: Scope, span: Span): Expr {
  let items = wordsIn(scope, span);
  for (let first = literalOf(items[0]); RUNNERS.test(first); first = literalOf(items[0])) items = behindRunner(items);
  const [callee, ...words] = items;
  const name = literalOf(callee);
  if (callee === undefined || OWN.test(name) || name.startsWith(':'))
    return { kind: 'opaque', why: 'what a command prints', span };
  // Names of programs have no case.
  const named: ListItem =
    callee.value.kind === 'literal' ? { ...callee, value: { ...callee.value, text: name.toLowerCase() } } : callee;
  const at = { start: callee.value.span.start, end: items.at(-1)?.value.span.end ?? span.end };
  const call: Call = {
    span: at,
    callee: named.value,
    args: { kind: 'list', items: [named, ...words], span: at },
    isNew: false,
    isCommand: true,
    region: scope.region,
    chain: [],
  };
  scope.out.calls.push(call);
  return { kind: 'call', call, span: at };
}

/** What `call` and `start "title" /wait` run. */
function behindRunner(items: readonly ListItem[]): readonly ListItem[] {
  const isStart = literalOf(items[0]).toLowerCase() === 'start';
  const at = items.findIndex(({ value }, i) => {
    if (i === 0) return false;
    const isTitle = i === 1 && value.kind === 'literal' && /\s|^$/.test(value.text);
    return !isStart || !(isTitle || /^\//.test(value.kind === 'literal' ? value.text : ''));
  });
  return at === -1 ? [] : items.slice(at);
}

function literalOf(item: ListItem | undefined): string {
  return item?.value.kind === 'literal' ? item.value.text : '';
}
