/** Brace expansions: `{a,b}` is either of the texts (each becomes a word of its own), `{1..9}` is not followed. */
import type { Expr } from '../../model/expr.js';
import { bareWord } from '../codecs/shell-quotes.js';
import type { WordPart } from './parse.js';
import { opaque, spanOf, type Scope } from './scope.js';
import { lowerNested } from './substitutions.js';
import { literalPieces, type Piece } from './words.js';

/** The piece for a brace expansion in a word of a command. */
export function bracesPiece(scope: Scope, part: Extract<WordPart, { type: 'BraceExpansion' }>): Piece {
  const span = spanOf(scope, part);
  lowerNested(scope, part.parts ?? []);
  const inside = scope.source.text.slice(part.pos + 1, part.end - 1);
  if (!inside.includes(',') || /[{}$`'"\\]/.test(inside)) {
    return { expr: opaque('words that braces make', span), spread: 'no' };
  }
  let at = part.pos + 1;
  const options = inside.split(',').map((text): Expr => {
    const [piece] = literalPieces(scope, at, at + text.length, bareWord, 'assigned');
    at += text.length + 1;
    return piece?.expr ?? { kind: 'literal', text: '', span };
  });
  return { expr: { kind: 'choice', mode: 'either', options, span }, spread: 'no' };
}
