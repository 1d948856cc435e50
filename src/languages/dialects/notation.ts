/** How a dialect reads the text of a scalar once more: what of it is filled in when it is used, and what is escaped. */
import type { Expr } from '../../model/expr.js';
import { MappedText, type Codec, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { verbatim } from '../codecs/verbatim.js';

export interface Notation {
  /** What is filled in: each match is a hole. With the flag g. */
  readonly holes: RegExp;
  /** What fills a hole; `span` is where the text stands that has it. */
  readonly fills: (match: RegExpExecArray, span: Span) => Expr;
  /** How all else is written. */
  readonly codec: Codec;
}

/** `${{ … }}`, as GitHub Actions and Azure Pipelines have it; group 1 is what is in it. */
export const EXPRESSION = /\$\{\{((?:[^}$]|\}(?!\})|\$(?!\{\{))*)\}\}/g;

/** A hole that nothing is known of. */
export function filledElsewhere(span: Span, why = 'a value that is filled in elsewhere'): Expr {
  return { kind: 'opaque', why, span };
}

/** A codec for text beside holes: nothing may be written that would be a hole. */
export function beside(holes: RegExp): Codec {
  return {
    decode: (source) => verbatim.decode(source),
    encode: (plain) => (new RegExp(holes.source, holes.flags).test(plain) ? undefined : plain),
  };
}

/** `text` with its holes; it stays a text of the same document. */
export function withHoles(text: MappedText, { holes, fills, codec }: Notation, at: Span): MappedText | undefined {
  const fragments: Fragment[] = [];
  const add = (start: number, end: number): void => {
    if (start < end) fragments.push({ kind: 'text', parent: text, span: { start, end }, codec });
  };
  let start = 0;
  for (const match of text.text.matchAll(holes)) {
    add(start, match.index);
    start = match.index + match[0].length;
    fragments.push({ kind: 'hole', parent: text, span: { start: match.index, end: start }, expr: fills(match, at) });
  }
  add(start, text.text.length);
  return MappedText.compose(fragments, 0) ?? text;
}
