/** Expressions of a shell as they are written: fragments of text to be read as code, and holes for what expands. */
import type { Expr } from '../../model/expr.js';
import type { Codec, Fragment, MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import type { WrittenLiteral } from './scope.js';

/** The text that `expr` writes; undefined when nothing of it is written out. */
export function writtenBy(expr: Expr, text: MappedText): readonly Fragment[] | undefined {
  const fragments = fragmentsOf(expr, text);
  return fragments.some((fragment) => fragment.kind === 'text') ? fragments : undefined;
}

/** The fragments of `expr`, everything that is not literal a hole. */
export function fragmentsOf(expr: Expr, parent: MappedText): readonly Fragment[] {
  if (expr.kind === 'concat') return expr.parts.flatMap((part) => fragmentsOf(part, parent));
  if (isWritten(expr)) return [{ kind: 'text', parent, span: expr.inner, codec: expr.codec }];
  return [{ kind: 'hole', parent, span: expr.span, expr }];
}

function isWritten(expr: Expr): expr is WrittenLiteral {
  return expr.kind === 'literal' && 'codec' in expr;
}

/** White space between two words reads as one space, wherever the second begins. */
const space: Codec = {
  decode: (source) => (source === '' ? [] : [{ text: ' ', from: { start: 0, end: source.length } }]),
  encode: () => undefined,
};

/** What stands between two words that are joined to one text. */
export function gap(parent: MappedText, span: Span): Fragment {
  return { kind: 'text', parent, span, codec: space };
}
