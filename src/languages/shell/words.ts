/** The words of a shell to expressions: what is written, what expands, and what may become several words. */
import type { Expr, ListExpr, ListItem, RefExpr } from '../../model/expr.js';
import { HOLE, type Codec } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { ansiQuoted, bareWord, doubleQuoted, readBy, singleQuoted } from '../codecs/shell-quotes.js';
import { bracesPiece } from './braces.js';
import { arithmetic, substitution } from './substitutions.js';
import { listExpansion, parameterExpansion, simpleExpansion } from './expansions.js';
import { partsOf, type ArrayValue, type Word, type WordPart } from './parse.js';
import { cover, isTooDeep, inner, opaque, spanOf, type Scope, type WrittenLiteral } from './scope.js';

/** A part of a word, and whether it may split the word. */
export interface Piece {
  readonly expr: Expr;
  readonly spread: ListItem['spread'];
}

/** Where a part stands: in quotes nothing is split; in an assignment nothing is split and braces are no list. */
export type Position = 'word' | 'quoted' | 'assigned';

/** A word of a command. */
export function wordItem(outer: Scope, word: Word): ListItem {
  const scope = inner(outer);
  const span = spanOf(scope, word);
  if (isTooDeep(scope, word)) return { value: opaque('nested too deeply', span), spread: 'no' };
  cover(scope, word);
  const parts = partsOf(word);
  const list = parts === undefined ? undefined : listExpansion(scope, parts, span);
  if (list !== undefined) return list;
  const pieces =
    parts === undefined ? bare(scope, word) : withRuns(parts).flatMap((part) => partPieces(scope, part, 'word'));
  return { value: joined(pieces, span), spread: isSplit(pieces) ? 'words' : 'no' };
}

/** Whether a word may become several. White space in quotes splits nothing: what expands beside it is taken for one word. */
function isSplit(pieces: readonly Piece[]): boolean {
  const hasSpace = pieces.some(({ expr }) => expr.kind === 'literal' && /[ \t\n]/.test(expr.text));
  return !hasSpace && pieces.some((piece) => piece.spread !== 'no');
}

/** A word where it is not split: what is assigned, the subject of a case, the target of a redirection. */
export function wordText(outer: Scope, word: Word): Expr {
  const scope = inner(outer);
  const span = spanOf(scope, word);
  if (isTooDeep(scope, word)) return opaque('nested too deeply', span);
  cover(scope, word);
  const parts = partsOf(word);
  const pieces =
    parts === undefined ? bare(scope, word) : withRuns(parts).flatMap((part) => partPieces(scope, part, 'assigned'));
  return joined(pieces, span);
}

/** The items of an array, `NAME=( … )`. */
export function arrayList(scope: Scope, array: ArrayValue): Expr {
  const span = spanOf(scope, array);
  cover(scope, array, 0);
  if (array.elements.some((element) => element.text.startsWith('['))) return keyedArray(scope, array.elements, span);
  return { kind: 'list', items: array.elements.map((element) => wordItem(scope, element)), span };
}

/** `([key]=value …)`. */
function keyedArray(scope: Scope, elements: readonly Word[], span: Span): Expr {
  const entries = elements.map((element) => {
    const value = wordText(scope, element);
    const match = /^\[(?:"([^"$`\\]*)"|'([^']*)'|([\w.:/-]+))\]=/.exec(element.text);
    const key = match?.[1] ?? match?.[2] ?? match?.[3];
    const rest = key === undefined ? undefined : withoutStart(value, `[${key}]=`);
    return key === undefined || rest === undefined
      ? undefined
      : { key: { kind: 'literal' as const, text: key, span: spanOf(scope, element) }, value: rest };
  });
  const read = entries.filter((entry) => entry !== undefined);
  return read.length < entries.length ? opaque('an array with keys', span) : { kind: 'record', entries: read, span };
}

/** `expr` without the text that it begins with. */
function withoutStart(expr: Expr, start: string): Expr | undefined {
  if (expr.kind === 'concat') {
    let left = start;
    const parts = [...expr.parts];
    for (
      let [first] = parts;
      left !== '' && first?.kind === 'literal' && left.startsWith(first.text);
      [first] = parts
    ) {
      left = left.slice(first.text.length);
      parts.shift();
    }
    const [first] = parts;
    if (left === '') return { ...expr, parts };
    const rest = first === undefined ? undefined : withoutStart(first, left);
    return rest === undefined ? undefined : { ...expr, parts: [rest, ...parts.slice(1)] };
  }
  if (expr.kind !== 'literal' || !expr.text.startsWith(start)) return undefined;
  return { kind: 'literal', text: expr.text.slice(start.length), span: expr.span };
}

/** The parts with each run of bare text as one: a `?` or `[` in it is a wildcard only to a file of such a name. */
function withRuns(parts: readonly WordPart[]): readonly WordPart[] {
  const runs: WordPart[] = [];
  for (const part of parts) {
    const isBare =
      part.type === 'Literal' || (part.type === 'Glob' && (part.parts ?? []).every((one) => one.type === 'Literal'));
    const last = runs.at(-1);
    if (isBare && last?.type === 'Literal') runs[runs.length - 1] = { ...last, end: part.end };
    else if (isBare) runs.push({ type: 'Literal', pos: part.pos, end: part.end, text: part.text, value: part.text });
    else runs.push(part);
  }
  return runs;
}

/** The pieces of one part of a word. */
export function partPieces(scope: Scope, part: WordPart, position: Position): readonly Piece[] {
  const span = spanOf(scope, part);
  const whole = (expr: Expr, canSplit = true): readonly Piece[] => [
    { expr, spread: canSplit && position === 'word' ? 'words' : 'no' },
  ];
  switch (part.type) {
    case 'Literal':
      return literalPieces(scope, part.pos, part.end, position === 'quoted' ? doubleQuoted : bareWord, position);
    case 'Glob':
    case 'ExtendedGlob':
      // When no file has such a name the word stays as it is: so does the query of a URL.
      return withGaps(scope, part, part.parts ?? []);
    case 'SingleQuoted':
      return quoted(scope, part, 1, singleQuoted);
    case 'AnsiCQuoted':
      return quoted(scope, part, 2, ansiQuoted);
    case 'DoubleQuoted':
    case 'LocaleString':
      return doubleQuotedPieces(scope, part);
    case 'SimpleExpansion':
      return whole(simpleExpansion(part.text, span, scope));
    case 'ParameterExpansion':
      return whole(parameterExpansion(scope, part, position !== 'word'));
    case 'CommandExpansion':
      return whole(substitution(scope, part));
    case 'ArithmeticExpansion':
      return whole(arithmetic(scope, part), false);
    case 'ProcessSubstitution':
      substitution(scope, part);
      return whole(opaque('a file that a command writes', span), false);
    case 'BraceExpansion':
      return position === 'word' ? [bracesPiece(scope, part)] : withGaps(scope, part, part.parts ?? []);
  }
}

/** One expression for the pieces of a word or text that spans `span`. */
export function joined(pieces: readonly Piece[], span: Span): Expr {
  const [only] = pieces;
  if (only === undefined) return { kind: 'literal', text: '', span };
  if (pieces.length > 1) return { kind: 'concat', parts: pieces.map((piece) => piece.expr), span };
  return { ...only.expr, span };
}

/** The literal that `codec` reads between two offsets of the source, split around the document's holes. */
export function literalPieces(
  scope: Scope,
  start: number,
  end: number,
  codec: Codec,
  position: Position,
): readonly Piece[] {
  const { source, out } = scope;
  const pieces: Piece[] = [];
  const literal = (from: number, to: number): void => {
    if (from < to) pieces.push({ expr: writtenLiteral(scope, from, to, codec), spread: 'no' });
  };
  let from = start;
  for (let at = nextHole(scope, start, end); at < end && out.holes.size > 0; at = nextHole(scope, at + 1, end)) {
    literal(from, at);
    const span = source.spanOf(at, at + 1);
    pieces.push({ expr: { kind: 'hole', offset: span.start, span }, spread: position === 'word' ? 'words' : 'no' });
    from = at + 1;
  }
  literal(from, end);
  return pieces;
}

function nextHole({ source, out }: Scope, from: number, end: number): number {
  if (out.holes.size === 0) return end;
  for (let at = source.text.indexOf(HOLE, from); at !== -1 && at < end; at = source.text.indexOf(HOLE, at + 1)) {
    if (out.holes.has(source.spanOf(at, at + 1).start)) return at;
  }
  return end;
}

function writtenLiteral({ source }: Scope, start: number, end: number, codec: Codec): Expr {
  const text = readBy(codec, source.text.slice(start, end));
  const span = source.spanOf(start, end);
  if (source.isDerived) return { kind: 'literal', text, span };
  const literal: WrittenLiteral = { kind: 'literal', text, span, inner: span, codec };
  return literal;
}

function bare(scope: Scope, word: Word): readonly Piece[] {
  return literalPieces(scope, word.pos, word.end, bareWord, 'word');
}

type Node = { readonly pos: number; readonly end: number };

/** What stands between quotes; `opening` is how long the opening one is. The closing one may be missing. */
function quoted(scope: Scope, part: Node & { readonly text: string }, opening: number, codec: Codec): readonly Piece[] {
  const isClosed = part.text.length > opening && part.text.endsWith("'");
  const end = isClosed ? part.end - 1 : part.end;
  const pieces = literalPieces(scope, part.pos + opening, end, codec, 'quoted');
  return pieces.length > 1 ? pieces : withQuotes(scope, part, pieces, { start: part.pos + opening, end }, codec);
}

/** A literal that is all there is between quotes spans them; without any text it is there all the same. */
function withQuotes(scope: Scope, part: Node, pieces: readonly Piece[], inside: Span, codec: Codec): readonly Piece[] {
  const [only] = pieces;
  if (only !== undefined && only.expr.kind !== 'literal') return pieces;
  const span = spanOf(scope, part);
  if (only !== undefined) return [{ ...only, expr: { ...only.expr, span } }];
  const literal: WrittenLiteral = {
    kind: 'literal',
    text: '',
    span,
    inner: scope.source.spanOf(inside.start, inside.end),
    codec,
  };
  return [{ expr: literal, spread: 'no' }];
}

function doubleQuotedPieces(
  scope: Scope,
  part: Extract<WordPart, { type: 'DoubleQuoted' | 'LocaleString' }>,
): readonly Piece[] {
  const pieces = part.parts.flatMap((child) => partPieces(scope, child, 'quoted'));
  if (pieces.length > 1) return pieces;
  const opening = part.type === 'LocaleString' ? 2 : 1;
  return withQuotes(
    scope,
    part,
    pieces,
    { start: part.pos + opening, end: Math.max(part.pos + opening, part.end - 1) },
    doubleQuoted,
  );
}

/** The parts inside of `node` as they are, and what stands between them as bare text. */
function withGaps(scope: Scope, node: Node, parts: readonly WordPart[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = node.pos;
  for (const part of parts) {
    pieces.push(
      ...literalPieces(scope, at, part.pos, bareWord, 'assigned'),
      ...partPieces(inner(scope), part, 'assigned'),
    );
    at = part.end;
  }
  return [...pieces, ...literalPieces(scope, at, node.end, bareWord, 'assigned')];
}

/** The items that stand in a word that is several: `a "b c" $D`. */
export function listOfItems(items: readonly ListItem[], span: Span): ListExpr {
  return { kind: 'list', items, span };
}

/** A variable. */
export function reference(name: string, span: Span): RefExpr {
  return { kind: 'ref', name, span };
}
