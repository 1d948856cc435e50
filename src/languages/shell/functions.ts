/** Functions and aliases of a shell: what can be called by name, and its arguments. */
import type { FunctionExpr, ListItem, Parameter, Region } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { bareWord, doubleQuoted, singleQuoted } from '../codecs/shell-quotes.js';
import { argumentsFrom, MAX_SHIFT } from './expansions.js';
import { parseShell, type Assignment, type Command, type ShellFunction, type Word } from './parse.js';
import {
  bind,
  cover,
  inner,
  opaque,
  regionIn,
  spanOf,
  withoutBlocks,
  type FunctionBody,
  type Printed,
  type Scope,
} from './scope.js';
import { derivedSource } from './source.js';
import { listOfItems, reference, wordItem } from './words.js';

/** Lowers a function; `lowerBody` lowers its body in the scope it is given. */
export function defineFunction(scope: Scope, node: ShellFunction, lowerBody: (scope: Scope) => void): void {
  cover(scope, node.name);
  const region = regionIn(scope, 'function', node.body);
  const prints: Printed[] = [];
  const body: FunctionBody = { region, shifted: 0 };
  lowerBody(inner(scope, { region, body, prints, feedsShell: false }));
  addFunction(scope, node.name.value, region, prints, spanOf(scope, node));
}

function addFunction(scope: Scope, name: string, region: Region, returns: readonly Printed[], span: Span): void {
  const fn: FunctionExpr = { kind: 'function', name, parameters: parametersAt(span), region, returns, span };
  scope.out.functions.push(fn);
  bind(scope, `${name}()`, fn, span);
}

/** `$1` to `$9`, `$@`, and what is left of `$@` after a number of shifts. */
function parametersAt({ start }: Span): readonly Parameter[] {
  const span = { start, end: start };
  const parameter = (name: string, index: number, rest: boolean): Parameter => ({
    name,
    index,
    default: undefined,
    rest,
    span,
  });
  const numbered = Array.from({ length: 9 }, (_, i) => parameter(String(i + 1), i, false));
  const rests = Array.from({ length: MAX_SHIFT + 1 }, (_, count) => parameter(argumentsFrom(count), count, true));
  return [...numbered, ...rests, parameter('*', 0, true)];
}

/** `shift` and `shift N`: the arguments move down. */
export function lowerShift(scope: Scope, count: number | undefined, span: Span): void {
  const { body } = scope;
  const isSure =
    count !== undefined &&
    body !== undefined &&
    withoutBlocks(scope.region) === body.region &&
    body.shifted !== undefined;
  const shifted = isSure ? (body.shifted ?? 0) + count : undefined;
  const isKnown = shifted !== undefined && shifted <= MAX_SHIFT;
  bind(
    scope,
    '@',
    isKnown ? reference(argumentsFrom(shifted), span) : opaque('the arguments that a shift leaves', span),
    span,
  );
  for (let i = 1; i <= 9; i += 1) {
    const from = i + (count ?? 9);
    const value = from <= 9 ? reference(String(from), span) : opaque('an argument beyond the ninth', span);
    bind(scope, String(i), value, span);
  }
  if (body !== undefined) body.shifted = isKnown ? shifted : undefined;
}

/** `set -- a b`: the arguments are other ones. */
export function lowerSetArguments(scope: Scope, items: readonly ListItem[], span: Span): void {
  bind(scope, '@', listOfItems(items, span), span);
  const isSure = items.every((item) => item.spread === 'no');
  for (let i = 1; i <= 9; i += 1) {
    const value = items[i - 1]?.value ?? { kind: 'nothing' as const, span };
    const member = {
      kind: 'member' as const,
      object: listOfItems(items, span),
      property: { kind: 'literal' as const, text: String(i - 1), span },
      span,
    };
    bind(scope, String(i), isSure ? value : member, span);
  }
  if (scope.body !== undefined) scope.body.shifted = undefined;
}

/** `alias NAME='text'`: the text is read by the shell once more, with the caller's words behind it. */
export function lowerAlias(scope: Scope, word: Word | Assignment): void {
  const match = /^([\w.+-]+)=((?:["'])?)/.exec(word.text);
  const [prefix, name, quote] = match ?? [];
  if (prefix === undefined || name === undefined || quote === undefined) return;
  const span = spanOf(scope, word);
  const region: Region = regionIn(scope, 'function', word);
  const isOneText =
    quote === '' ||
    (word.text.length > prefix.length &&
      word.text.endsWith(quote) &&
      !hasQuoteWithin(word.text.slice(prefix.length, -1), quote));
  const start = word.pos + prefix.length;
  const codec = quote === "'" ? singleQuoted : quote === '"' ? doubleQuoted : bareWord;
  const command = isOneText ? aliased(scope, start, quote === '' ? word.end : word.end - 1, codec) : undefined;
  const at =
    command === undefined
      ? undefined
      : { ...inner(scope, { region, body: undefined, prints: undefined }), source: command.source };
  const items =
    command === undefined || at === undefined
      ? undefined
      : [...(command.name ? [command.name] : []), ...command.words].map((one) => wordItem(at, one));
  const [first] = items ?? [];
  if (items === undefined || first === undefined) return;
  const rest: ListItem = { value: reference('@', span), spread: 'items' };
  const args = listOfItems([...items, rest], span);
  const call = { span, callee: first.value, args, isNew: false, isCommand: true, region, chain: [], isDerived: true };
  scope.out.calls.push(call);
  addFunction(scope, name, region, [{ value: { kind: 'call', call, span }, region }], span);
}

function hasQuoteWithin(text: string, quote: string): boolean {
  return quote === "'" ? text.includes("'") : /(?:^|[^\\])"/.test(text);
}

/** The one simple command that an alias stands for. */
function aliased(
  scope: Scope,
  start: number,
  end: number,
  codec: typeof bareWord,
): { readonly name: Word | undefined; readonly words: readonly Word[]; readonly source: Scope['source'] } | undefined {
  const source = derivedSource(scope.source, start, end, codec);
  const command: Command | undefined = lastCommand(parseShell(source.text).statements.at(-1)?.command);
  if (command === undefined) return undefined;
  return { name: command.name, words: command.suffix.filter((word) => word.type === 'Word'), source };
}

function lastCommand(
  node: ReturnType<typeof parseShell>['statements'][number]['command'] | undefined,
): Command | undefined {
  if (node?.type === 'AndOr' || node?.type === 'Pipeline') {
    const last = node.commands.at(-1);
    return last?.type === 'Command' ? last : undefined;
  }
  return node?.type === 'Command' ? node : undefined;
}
