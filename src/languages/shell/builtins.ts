/** What builtins of a shell do to names: declarations, `read`, `unset`, `shift`, `alias`, `source`. */
import type { Expr, ListItem } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { bindLocal } from './commands.js';
import { lowerAlias, lowerSetArguments, lowerShift } from './functions.js';
import type { Assignment, Word } from './parse.js';
import { bind, opaque, type Scope } from './scope.js';

type Argument = Word | Assignment;

/** Binds what calling the builtin `name` binds. `items` are all words, `words` those behind the name. */
export function lowerBuiltin(
  scope: Scope,
  name: string,
  items: readonly ListItem[],
  words: readonly Argument[],
  span: Span,
): void {
  switch (name) {
    case 'export':
    case 'readonly':
      return lowerQuoted(scope, items, false);
    case 'local':
      lowerQuoted(scope, items, true);
      return lowerDeclared(scope, words, span, true);
    case 'declare':
    case 'typeset':
      lowerKeyed(scope, words, span);
      return lowerDeclared(
        scope,
        words,
        span,
        scope.body !== undefined && !words.some((word) => /^-\w*g/.test(textOf(word))),
      );
    case 'read':
      return lowerRead(scope, words, span, /[adinNptu]$/);
    case 'mapfile':
    case 'readarray':
      return lowerRead(scope, words, span, /[dnOsuCc]$/);
    case 'getopts':
      return lowerRead(scope, words.slice(1), span, /$^/);
    case 'printf':
      return lowerPrintf(scope, items, words, span);
    case 'unset':
      for (const word of words) bind(scope, textOf(word), { kind: 'nothing', span }, span);
      return;
    case 'shift':
      return lowerShift(scope, words[0] === undefined ? 1 : wholeNumber(textOf(words[0])), span);
    case 'set': {
      const at = words.findIndex((word) => textOf(word) === '--');
      if (at !== -1) lowerSetArguments(scope, items.slice(at + 2), span);
      return;
    }
    case 'alias':
      for (const word of words) lowerAlias(scope, word);
      return;
    case 'source':
    case '.': {
      const path = items.slice(1).find((item) => item.value.kind !== 'literal' || item.value.text !== '--');
      if (path !== undefined) scope.out.includes.push({ path: path.value, region: scope.region, span });
      return;
    }
  }
}

function textOf(word: Argument): string {
  return word.type === 'Word' ? word.value : word.name;
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

/** `export "NAME=value"`: an assignment that the parser sees as a word. */
function lowerQuoted(scope: Scope, items: readonly ListItem[], isLocal: boolean): void {
  for (const { value: word } of items) {
    const [first, ...rest] = word.kind === 'concat' ? word.parts : [word];
    const match = first?.kind === 'literal' ? /^([A-Za-z_]\w*)=(.+)?/s.exec(first.text) : null;
    // The parser's own assignments end their first part right behind the sign, and are bound already.
    if (
      first === undefined ||
      match?.[1] === undefined ||
      (word.kind === 'concat' && first.span.end - first.span.start === match[1].length)
    )
      continue;
    const text: Expr = { kind: 'literal', text: match[2] ?? '', span: first.span };
    const value: Expr =
      rest.length === 0
        ? text
        : { kind: 'concat', parts: match[2] === undefined ? rest : [text, ...rest], span: word.span };
    if (isLocal) bindLocal(scope, match[1], value, word.span);
    else bind(scope, match[1], value, word.span);
  }
}

/** Names that are declared without a value; those with one are bound as arguments. */
function lowerDeclared(scope: Scope, words: readonly Argument[], span: Span, isLocal: boolean): void {
  if (!isLocal) return;
  for (const word of words) {
    if (word.type === 'Word' && /^[A-Za-z_]\w*$/.test(word.value))
      bindLocal(scope, word.value, { kind: 'nothing', span }, span);
  }
}

/** `declare -A NAME`: an array with keys, of which there is none yet. */
function lowerKeyed(scope: Scope, words: readonly Argument[], span: Span): void {
  if (scope.body !== undefined || !words.some((word) => /^-\w*A/.test(textOf(word)))) return;
  for (const word of words) {
    if (word.type === 'Word' && /^[A-Za-z_]\w*$/.test(word.value))
      bind(scope, word.value, { kind: 'record', entries: [], span }, span);
  }
}

/** Names that are filled from input; options that match `takesValue` have a value. */
function lowerRead(scope: Scope, words: readonly Argument[], span: Span, takesValue: RegExp): void {
  let isValue = false;
  for (const word of words) {
    const text = textOf(word);
    if (isValue && !/^-\w*a$/.test(text)) isValue = false;
    else if (text.startsWith('-')) isValue = takesValue.test(text) && !text.endsWith('a');
    else if (/^[A-Za-z_]\w*$/.test(text)) bind(scope, text, opaque('what is read from input', span), span);
  }
}

/** `printf -v NAME format …`. */
function lowerPrintf(scope: Scope, items: readonly ListItem[], words: readonly Argument[], span: Span): void {
  const [option, name] = words;
  const [command] = items;
  if (option === undefined || name === undefined || command === undefined || textOf(option) !== '-v') return;
  const args = { kind: 'list' as const, items: [command, ...items.slice(3)], span };
  const call = { span, callee: command.value, args, isNew: false, isCommand: true, region: scope.region, chain: [] };
  const value: Expr = { kind: 'call', call, span };
  bind(scope, textOf(name), value, span);
}
