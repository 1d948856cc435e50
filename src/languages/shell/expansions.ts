/** Expansions of variables: `$A`, `${A:-b}`, `"${LIST[@]}"`, `${A%/}`. */
import type { Expr, ListItem } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { bareWord, doubleQuoted } from '../codecs/shell-quotes.js';
import { partsOf, type ParameterExpansionPart, type Word, type WordPart } from './parse.js';
import { bind, inner, isTooDeep, opaque, spanOf, type Scope } from './scope.js';
import { joined, listOfItems, literalPieces, partPieces, reference, type Piece } from './words.js';
import { addAll } from '../../model/long-lists.js';

const specials: Readonly<Record<string, string>> = {
  '?': 'the exit status of a command',
  $: "the shell's process number",
  '!': 'a process number',
  '#': 'the number of arguments',
  '-': "the shell's options",
  _: 'the last word of the command before',
  '0': "the script's name",
};

/** `$NAME`. */
export function simpleExpansion(text: string, span: Span, scope: Scope): Expr {
  return parameter(text.slice(1), span, scope);
}

/** The variable, positional parameter or special parameter `name`. */
function parameter(name: string, span: Span, scope: Scope): Expr {
  const special = Object.hasOwn(specials, name) ? specials[name] : undefined;
  if (special !== undefined) return opaque(special, span);
  if (name === '*') return reference('@', span);
  if (!/^\d\d+$/.test(name)) return reference(name, span);
  const property: Expr = { kind: 'literal', text: String(Number(name) - 1), span };
  return scope.body?.shifted === 0
    ? { kind: 'member', object: reference('@', span), property, span }
    : opaque('an argument beyond the ninth', span);
}

/** `${…}` as a text; `isWhole` where it is not split into words. */
export function parameterExpansion(scope: Scope, part: ParameterExpansionPart, isWhole: boolean): Expr {
  const span = spanOf(scope, part);
  const base = subject(scope, part);
  const operation = part.operation;
  if (operation === undefined || isTooDeep(scope, part)) return base;
  const operand = (word: Word): Expr => operandText(inner(scope), word, isWhole);
  switch (operation.type) {
    case 'Default':
      return defaulted(scope, part, base, operation.operator, operand(operation.operand));
    case 'Remove':
      return transformed(scope, operation.operator, [base, operand(operation.operand)], span);
    case 'Replace':
      return transformed(
        scope,
        operation.operator,
        [base, operand(operation.pattern), operand(operation.replacement)],
        span,
      );
    case 'CaseModification':
      return operation.operand === undefined
        ? transformed(scope, operation.operator, [base], span)
        : opaque('a change of case', span);
    case 'Slice':
      return opaque('a part of a text', span);
    default:
      return opaque('an expansion that is not followed', span);
  }
}

/** What is expanded, operations left aside. */
function subject(scope: Scope, part: ParameterExpansionPart): Expr {
  const span = spanOf(scope, part);
  if (part.prefix === '!') return opaque('a variable whose name is made at run time', span);
  if (part.prefix === '#') return opaque('a length', span);
  const base = parameter(part.parameter, span, scope);
  if (part.index === undefined || part.index.text === '@' || part.index.text === '*') return base;
  return { kind: 'member', object: base, property: operandText(inner(scope), part.index, true), span };
}

function defaulted(scope: Scope, part: ParameterExpansionPart, base: Expr, operator: string, operand: Expr): Expr {
  const span = spanOf(scope, part);
  if (operator.endsWith('?')) return base;
  if (operator.endsWith('+')) return { kind: 'choice', mode: 'guarded', options: [base, operand], span };
  const value: Expr = { kind: 'choice', mode: 'default', options: [base, operand], span };
  if (operator.endsWith('=') && base.kind === 'ref') bind(scope, part.parameter, value, span);
  return value;
}

/** An operation on texts, as a call of what `results.ts` knows under its operator. */
function transformed(scope: Scope, operator: string, args: readonly Expr[], span: Span): Expr {
  const call = {
    span,
    callee: reference(`\${${operator}}`, span),
    args: listOfItems(
      args.map((value) => ({ value, spread: 'no' })),
      span,
    ),
    isNew: false,
    isCommand: false,
    region: scope.region,
    chain: [],
  };
  return { kind: 'call', call, span };
}

function operandText(scope: Scope, word: Word, isWhole: boolean): Expr {
  if (isTooDeep(scope, word)) return opaque('nested too deeply', spanOf(scope, word));
  return joined(operandPieces(scope, word, isWhole), spanOf(scope, word));
}

function operandPieces(scope: Scope, word: Word, isWhole: boolean): readonly Piece[] {
  const parts = partsOf(word);
  const codec = isWhole ? doubleQuoted : bareWord;
  if (parts === undefined) return literalPieces(scope, word.pos, word.end, codec, 'assigned');
  return parts.flatMap((part) => partPieces(scope, part, 'assigned'));
}

/**
 * A word that is nothing but an expansion to several words: `"$@"`, `"${LIST[@]}"`, `${T:+-H "X: $T"}`. Undefined for any
 * other word.
 */
export function listExpansion(scope: Scope, parts: readonly WordPart[], span: Span): ListItem | undefined {
  const [first] = parts;
  if (parts.length !== 1 || first === undefined) return undefined;
  const isQuoted = first.type === 'DoubleQuoted';
  const part = isQuoted ? first.parts[0] : first;
  if (part === undefined || (isQuoted && first.parts.length > 1)) return undefined;
  if (part.type === 'SimpleExpansion')
    return isAll(part.text.slice(1), isQuoted) ? { value: reference('@', span), spread: 'items' } : undefined;
  if (part.type !== 'ParameterExpansion' || part.prefix !== undefined) return undefined;
  const name = isAll(part.parameter, isQuoted) ? '@' : part.parameter;
  const isList = name === '@' || (part.index !== undefined && isAll(part.index.text, isQuoted));
  const { operation } = part;
  if (operation === undefined) return isList ? { value: reference(name, span), spread: 'items' } : undefined;
  if (operation.type === 'Slice')
    return isList && name === '@' ? sliced(scope, operation.offset.text, operation.length, span) : undefined;
  if (operation.type !== 'Default' || (isQuoted && !isList)) return undefined;
  // What is assigned is a text, whatever the words that it expands to.
  if (operation.operator.endsWith('=')) return undefined;
  const items = operandItems(inner(scope), operation.operand);
  if (!isList && items.length < 2 && !/["']/.test(operation.operand.text)) return undefined;
  const base = isList ? reference(name, span) : subject(scope, part);
  return {
    value: defaulted(scope, part, base, operation.operator, listOfItems(items, spanOf(scope, operation.operand))),
    spread: 'items',
  };
}

function isAll(name: string, isQuoted: boolean): boolean {
  return name === '@' || (name === '*' && !isQuoted);
}

/** `"${@:2}"`: the arguments from the second on. */
function sliced(scope: Scope, offset: string, length: Word | undefined, span: Span): ListItem {
  const from = Number(offset) - 1 + (scope.body?.shifted ?? Number.NaN);
  if (length !== undefined || !Number.isInteger(from) || from < 0 || from > MAX_SHIFT)
    return { value: opaque('some of the arguments', span), spread: 'items' };
  return { value: reference(argumentsFrom(from), span), spread: 'items' };
}

/** How many arguments `shift` can take away and the rest still be known. */
export const MAX_SHIFT = 4;

/** The name of the list of arguments without the first `count`. */
export function argumentsFrom(count: number): string {
  return count === 0 ? '@' : `@+${String(count)}`;
}

/** The words of an operand, split where it has white space outside of quotes. */
function operandItems(scope: Scope, word: Word): readonly ListItem[] {
  if (isTooDeep(scope, word)) return [];
  const parts = partsOf(word) ?? [
    { type: 'Literal' as const, pos: word.pos, end: word.end, text: word.text, value: word.value },
  ];
  const items: ListItem[] = [];
  let pieces: Piece[] = [];
  let start = word.pos;
  const finish = (end: number): void => {
    const spread = pieces.some((piece) => piece.spread !== 'no') ? 'words' : 'no';
    if (pieces.length > 0) items.push({ value: joined(pieces, scope.source.spanOf(start, end)), spread });
    pieces = [];
  };
  for (const part of parts) {
    const list = pieces.length === 0 ? listExpansion(scope, [part], spanOf(scope, part)) : undefined;
    if (list !== undefined) {
      items.push(list);
      continue;
    }
    if (part.type !== 'Literal') {
      if (pieces.length === 0) start = part.pos;
      addAll(pieces, partPieces(scope, part, 'word'));
      continue;
    }
    for (const run of scope.source.text.slice(part.pos, part.end).matchAll(/([ \t\n]+)|(?:\\[^]|[^ \t\n\\]|\\$)+/g)) {
      const at = part.pos + run.index;
      if (run[1] !== undefined) finish(at);
      else {
        if (pieces.length === 0) start = at;
        addAll(pieces, literalPieces(scope, at, at + run[0].length, bareWord, 'word'));
      }
    }
  }
  finish(word.end);
  return items;
}
