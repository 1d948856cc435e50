/** Texts of data: what scalars hold as a dialect reads it, put together or taken apart, and as expressions. */
import type { ConcatExpr, Expr, LiteralExpr } from '../../model/expr.js';
import { MappedText, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { fixedText } from '../codecs/fixed.js';
import { verbatim } from '../codecs/verbatim.js';
import { textOfScalar, type DataNode, type Scalar } from '../data/tree.js';
import { filledElsewhere, withHoles, type Notation } from './notation.js';
import { template } from './template-holes.js';

/**
 * The text of `scalar` as `notation` reads it, to be put together with others: it is a text of the document itself.
 * Undefined without text.
 */
export function readText(scalar: Scalar, parent: MappedText, notation: Notation | undefined): MappedText | undefined {
  const written = textOfScalar(scalar, parent);
  const text = scalar.isTemplated ? written && withHoles(written, template, scalar.span) : written;
  return text === undefined || notation === undefined ? text : withHoles(text, notation, scalar.span);
}

/** Texts one after the other, with `separator` in between, which is not written anywhere. */
export function joined(texts: readonly MappedText[], separator: string): MappedText | undefined {
  const fragments = texts.flatMap((parent, i): readonly Fragment[] => {
    const end = parent.text.length;
    const between: Fragment = { kind: 'text', parent, span: { start: 0, end: 0 }, codec: fixedText(separator) };
    const all: Fragment = { kind: 'text', parent, span: { start: 0, end }, codec: verbatim };
    return i === 0 || separator === '' ? [all] : [between, all];
  });
  return MappedText.compose(fragments, 0);
}

/** A part of `text`, a text of the document itself. */
export function slice(text: MappedText, start: number, end: number): MappedText | undefined {
  return MappedText.compose([{ kind: 'text', parent: text, span: { start, end }, codec: verbatim }], 0);
}

/** An expression that knows the text which it was read from. */
export type DataExpr = (LiteralExpr | ConcatExpr) & { readonly mapped: MappedText | undefined };

/** The value of a scalar, as `notation` reads it. */
export function exprOf(node: DataNode, parent: MappedText, notation?: Notation): Expr {
  if (node.kind !== 'scalar') return filledElsewhere(node.span, 'data that is no text');
  const mapped = readText(node, parent, notation);
  return exprOfText(mapped, node.span);
}

/** The value of a text with holes that stands at `span`. */
export function exprOfText(mapped: MappedText | undefined, span: Span): DataExpr {
  const literal = (text: string): LiteralExpr => ({ kind: 'literal', text, span });
  if (mapped === undefined || mapped.holes.length === 0) return { ...literal(mapped?.text ?? ''), mapped };
  const parts: Expr[] = [];
  let start = 0;
  for (const { offset, expr, depth } of mapped.holes) {
    if (offset > start) parts.push(literal(mapped.text.slice(start, offset)));
    // What fills a hole of a document around is no expression of this one.
    parts.push(depth === 0 ? expr : filledElsewhere(span));
    start = offset + 1;
  }
  if (start < mapped.text.length) parts.push(literal(mapped.text.slice(start)));
  return { kind: 'concat', parts, span, mapped };
}

/** The text that `expr` writes: what a language of data gives as code. */
export function writtenData(expr: Expr): readonly Fragment[] | undefined {
  if (!('mapped' in expr) || !(expr.mapped instanceof MappedText)) return undefined;
  const parent = expr.mapped;
  return [{ kind: 'text', parent, span: { start: 0, end: parent.text.length }, codec: verbatim }];
}
