/** Texts that the shell parses and where the document has them: the document itself, aliases, code between backticks. */
import type { Codec } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { backticks, quotedBackticks, readBy } from '../codecs/shell-quotes.js';
import type { Source } from './scope.js';

/** The document's own text. */
export function documentSource(text: string): Source {
  return { text, spanOf: (start, end) => ({ start, end }), isDerived: false };
}

/** The text that `codec` reads between `start` and `end` of `outer`. */
export function derivedSource(outer: Source, start: number, end: number, codec: Codec): Source {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (const piece of codec.decode(outer.text.slice(start, end))) {
    const isVerbatim = piece.text.length === piece.from.end - piece.from.start;
    for (let i = 0; i < piece.text.length; i += 1) {
      const from = start + (isVerbatim ? piece.from.start + i : piece.from.start);
      const to = start + (isVerbatim ? piece.from.start + i + 1 : piece.from.end);
      const span = outer.spanOf(from, to);
      starts.push(span.start);
      ends.push(span.end);
    }
    text += piece.text;
  }
  const last = outer.spanOf(end, end).start;
  const spanOf = (from: number, to: number): Span => {
    const at = starts[from] ?? last;
    return { start: at, end: to > from ? Math.max(at, ends[to - 1] ?? last) : at };
  };
  return { text, spanOf, isDerived: true };
}

/** The code between the backticks at `start` and `end` of `outer`, of which the parser read `decoded`. */
export function backtickSource(outer: Source, start: number, end: number, decoded: string): Source {
  const written = outer.text.slice(start, end);
  const codec = [backticks, quotedBackticks].find((one) => readBy(one, written) === decoded);
  if (codec !== undefined) return derivedSource(outer, start, end, codec);
  const whole = outer.spanOf(start, end);
  return { text: decoded, spanOf: () => whole, isDerived: true };
}
