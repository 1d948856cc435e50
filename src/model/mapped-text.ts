/** A text that knows, character by character, where in its file it was written. */
import type { Expr } from './expr.js';
import type { Edit, SourceFile, Span } from './source-file.js';
import { firstIndex } from './sorted.js';

/** A run of decoded text and the run of source text it was decoded from (offsets into what `decode` was given). */
export interface Piece {
  readonly text: string;
  readonly from: Span;
}

/**
 * One way of writing a text inside another text: a JSON string, a YAML block scalar, a Dockerfile RUN.
 * Decoding `encode(plain)` gives `plain` back; what a codec cannot write (a newline in a Dockerfile RUN) it refuses
 * with `undefined`.
 */
export interface Codec {
  decode(source: string): readonly Piece[];
  encode(plain: string): string | undefined;
}

/** A part of a composed text: a span of some parent text read by a codec, or a hole that the parent language fills. */
export type Fragment =
  | { readonly kind: 'text'; readonly parent: MappedText; readonly span: Span; readonly codec: Codec }
  | { readonly kind: 'hole'; readonly parent: MappedText; readonly span: Span; readonly expr: Expr };

/** A place of a text that is computed when the program runs; it reads as one `HOLE` character at `offset`. */
export interface Hole {
  readonly offset: number;
  /** What fills it, in the language of the document `depth` levels up. */
  readonly expr: Expr;
  readonly depth: number;
}

/** What a hole reads as: the object replacement character. Only `holeAt` tells a hole from the same character written. */
export const HOLE = '\uFFFC';

type Encode = (plain: string) => string | undefined;

interface Segment {
  readonly start: number;
  readonly end: number;
  readonly origin: Span;
  /** Whether each character stands for the same character at its origin. */
  readonly verbatim: boolean;
  /** How an insertion here is written in the file; undefined in a hole. */
  readonly encode: Encode | undefined;
}

/**
 * A text that remembers, character by character, where in the outermost file it was written. However deep the nesting,
 * `originOf` is one binary search: decoding composes with what is already known. All spans are UTF-16 offsets.
 */
export class MappedText {
  readonly file: SourceFile;
  readonly text: string;
  readonly holes: readonly Hole[];
  readonly #segments: readonly Segment[];
  readonly #holesByOffset: ReadonlyMap<number, Hole>;

  private constructor(file: SourceFile, text: string, segments: readonly Segment[], holes: readonly Hole[]) {
    this.file = file;
    this.text = text;
    this.holes = holes;
    this.#segments = segments;
    this.#holesByOffset = new Map(holes.map((hole) => [hole.offset, hole]));
  }

  /** The whole of a file: without its byte-order mark, with LF for CRLF; edits write CRLF where the file does. */
  static ofFile(file: SourceFile): MappedText {
    const bom = file.text.startsWith('\uFEFF') ? 1 : 0;
    const usesCrlf = file.text.includes('\r\n');
    const encode: Encode = usesCrlf ? (plain) => plain.replace(/\r?\n/g, '\r\n') : (plain) => plain;
    const segments: Segment[] = [];
    let text = '';
    const add = (from: Span, decoded: string): void => {
      if (decoded === '') return;
      const verbatim = decoded.length === from.end - from.start;
      segments.push({ start: text.length, end: text.length + decoded.length, origin: from, verbatim, encode });
      text += decoded;
    };
    let start = bom;
    if (usesCrlf) {
      for (const match of file.text.matchAll(/\r\n/g)) {
        add({ start, end: match.index }, file.text.slice(start, match.index));
        start = match.index + 2;
        add({ start: match.index, end: start }, '\n');
      }
    }
    add({ start, end: file.text.length }, file.text.slice(start));
    return new MappedText(file, text, segments, []);
  }

  /** The text that `codec` reads out of `span`. */
  embed(span: Span, codec: Codec): MappedText {
    return MappedText.compose([{ kind: 'text', parent: this, span, codec }]) ?? this.#empty();
  }

  /**
   * The text made of `fragments`, in order; undefined without any, or when they are of several files. `levels` is 0 for a
   * text that is no document of its own: one out of which others are put together.
   */
  static compose(fragments: readonly Fragment[], levels: 0 | 1 = 1): MappedText | undefined {
    const file = fragments[0]?.parent.file;
    if (file === undefined || fragments.some((fragment) => fragment.parent.file !== file)) return undefined;
    const segments: Segment[] = [];
    const holes: Hole[] = [];
    let text = '';
    for (const fragment of fragments) {
      if (fragment.kind === 'hole') {
        const origin = fragment.parent.originOf(fragment.span);
        holes.push({ offset: text.length, expr: fragment.expr, depth: levels });
        segments.push({ start: text.length, end: text.length + 1, origin, verbatim: false, encode: undefined });
        text += HOLE;
        continue;
      }
      text = decodeInto(fragment, text, segments, holes, levels);
    }
    return new MappedText(file, text, segments, holes);
  }

  /** Where `span` was written in the outermost file. */
  originOf(span: Span): Span {
    const start = this.#originOfStart(span.start);
    return { start, end: span.end > span.start ? Math.max(start, this.#originOfEnd(span.end)) : start };
  }

  /** The hole that reads as the character at `offset`, if that is one. */
  holeAt(offset: number): Hole | undefined {
    return this.#holesByOffset.get(offset);
  }

  /**
   * The edit of the outermost file that makes `span` read `replacement`. There is none when `span` cuts an escape in
   * two or holds a hole, when source that was dropped in decoding lies inside it, or when an enclosing syntax cannot
   * write `replacement`, of which a hole is no part.
   */
  edit(span: Span, replacement: string): Edit | undefined {
    if (replacement.includes(HOLE)) return undefined;
    const touched = this.#overlapping(span);
    if (touched.some((s) => s.encode === undefined || (!s.verbatim && (s.start < span.start || s.end > span.end)))) {
      return undefined;
    }
    if (span.start === span.end && this.#cuts(span.start)) return undefined;
    if (!touched.every((s, i) => i === 0 || touched[i - 1]?.origin.end === s.origin.start)) return undefined;
    const writer = touched[0] ?? this.#writerAt(span.start);
    if (touched.some((s) => s.encode !== writer?.encode)) return undefined;
    const text = writer?.encode?.(replacement);
    if (writer === undefined || text === undefined) return undefined;
    const at = touched.length > 0 ? this.originOf(span) : this.#insertionPoint(writer, span.start);
    return { span: at, text };
  }

  /** The segment that an insertion at `offset` joins: the one that ends there, else the one that begins there. */
  #writerAt(offset: number): Segment | undefined {
    const before = offset > 0 ? this.#segments[this.#indexAt(offset - 1)] : undefined;
    if (before?.encode !== undefined) return before;
    const after = this.#segments[this.#indexAt(offset)];
    return after !== undefined && after.start <= offset ? after : undefined;
  }

  #insertionPoint(writer: Segment, offset: number): Span {
    const inside = writer.verbatim ? writer.origin.start + (offset - writer.start) : undefined;
    const at = inside ?? (offset === writer.start ? writer.origin.start : writer.origin.end);
    return { start: at, end: at };
  }

  #empty(): MappedText {
    return new MappedText(this.file, '', [], []);
  }

  /** The index of the first segment that ends after `offset`. */
  #indexAt(offset: number): number {
    return firstIndex(this.#segments.length, (index) => (this.#segments[index]?.end ?? 0) > offset);
  }

  #overlapping(span: Span): readonly Segment[] {
    const found: Segment[] = [];
    for (let i = this.#indexAt(span.start); i < this.#segments.length; i += 1) {
      const segment = this.#segments[i];
      if (segment === undefined || segment.start >= span.end) break;
      found.push(segment);
    }
    return found;
  }

  /** Whether `offset` lies strictly inside an escape. */
  #cuts(offset: number): boolean {
    const segment = this.#segments[this.#indexAt(offset)];
    return segment !== undefined && !segment.verbatim && segment.start < offset;
  }

  #originOfStart(offset: number): number {
    const segment = this.#segments[this.#indexAt(offset)];
    if (segment === undefined) return this.#segments.at(-1)?.origin.end ?? 0;
    return segment.verbatim ? segment.origin.start + (offset - segment.start) : segment.origin.start;
  }

  #originOfEnd(offset: number): number {
    const segment = this.#segments[this.#indexAt(offset - 1)];
    if (segment === undefined) return this.#originOfStart(offset);
    return segment.verbatim ? segment.origin.start + (offset - segment.start) : segment.origin.end;
  }

  /** The parts of `span` with their origins, for a text decoded out of it. */
  partsOf(span: Span): readonly {
    readonly span: Span;
    readonly origin: Span;
    readonly verbatim: boolean;
    readonly encode: Encode | undefined;
  }[] {
    return this.#overlapping(span).map((s) => {
      const part = { start: Math.max(s.start, span.start), end: Math.min(s.end, span.end) };
      return {
        span: part,
        origin: s.verbatim ? this.originOf(part) : s.origin,
        verbatim: s.verbatim,
        encode: s.encode,
      };
    });
  }
}

type TextFragment = Extract<Fragment, { kind: 'text' }>;

/** Decodes `fragment` behind the text `before`: adds its segments and the parent's holes that it holds, and gives the new text. */
function decodeInto(fragment: TextFragment, before: string, segments: Segment[], holes: Hole[], levels: 0 | 1): string {
  const { parent, codec, span } = fragment;
  let text = before;
  const encoders = new Map<Encode | undefined, Encode | undefined>();
  // One function per outer writer, so that neighbouring segments of one string compare equal.
  const encodeVia = (outer: Encode | undefined): Encode | undefined => {
    if (outer === undefined) return undefined;
    const known = encoders.get(outer);
    if (known !== undefined) return known;
    const made: Encode = (plain) => {
      const encoded = codec.encode(plain);
      return encoded === undefined ? undefined : outer(encoded);
    };
    encoders.set(outer, made);
    return made;
  };
  for (const piece of codec.decode(parent.text.slice(span.start, span.end))) {
    const from = { start: span.start + piece.from.start, end: span.start + piece.from.end };
    const parts = parent.partsOf(from);
    if (piece.text !== '' && piece.text === parent.text.slice(from.start, from.end)) {
      for (const part of parts) {
        const start = text.length + (part.span.start - from.start);
        const { origin, verbatim } = part;
        segments.push({
          start,
          end: start + part.span.end - part.span.start,
          origin,
          verbatim,
          encode: encodeVia(part.encode),
        });
        const hole = part.verbatim ? undefined : parent.holeAt(part.span.start);
        if (hole !== undefined) holes.push({ offset: start, expr: hole.expr, depth: hole.depth + levels });
      }
    } else if (piece.text !== '') {
      const end = text.length + piece.text.length;
      segments.push({
        start: text.length,
        end,
        origin: parent.originOf(from),
        verbatim: false,
        // What stands nowhere in the source cannot be written there.
        encode: from.end > from.start ? encodeVia(parts[0]?.encode) : undefined,
      });
    }
    text += piece.text;
  }
  return text;
}
