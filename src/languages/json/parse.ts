/** Text to values with their places: the one place that knows the parser. */
import { printParseErrorCode, visit, type ParseErrorCode } from 'jsonc-parser';
import type { SyntaxProblem } from '../../model/document.js';
import type { Expr, ListItem, RecordEntry } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';

/** How deep values may lie in one another; what lies deeper is not followed. */
const MAX_NESTING = 100;

export interface ParsedValue {
  readonly value: Expr;
  readonly comments: readonly Span[];
  readonly errors: readonly SyntaxProblem[];
}

/** An object or array that is being read. */
type Container =
  | { readonly kind: 'record'; readonly entries: RecordEntry[]; readonly span: OpenSpan }
  | { readonly kind: 'list'; readonly items: ListItem[]; readonly span: OpenSpan };

/** A span whose end is known only when it is reached. */
interface OpenSpan {
  readonly start: number;
  end: number;
}

/** The value that `text` is. Comments and trailing commas are as good as in a tsconfig.json; this never throws. */
export function parse(text: string): ParsedValue {
  const reader = new Reader(text);
  try {
    visit(text, reader, { allowTrailingComma: true, allowEmptyContent: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    reader.errors.push({ message: 'The values are nested too deeply to be read', span: { start: 0, end: 0 } });
  }
  return reader.parsed();
}

/** Takes the events of the parser. What it opened is filled while it is read, so a broken text gives what was read of it. */
class Reader {
  readonly errors: SyntaxProblem[] = [];
  readonly #text: string;
  readonly #comments: Span[] = [];
  readonly #open: Container[] = [];
  #key: Expr | undefined;
  #root: Expr | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  parsed(): ParsedValue {
    const nothing: Expr = { kind: 'nothing', span: { start: 0, end: this.#text.length } };
    return { value: this.#root ?? nothing, comments: this.#comments, errors: this.errors };
  }

  readonly onObjectBegin = (start: number): boolean => this.#begin({ kind: 'record', entries: [], span: at(start) });
  readonly onArrayBegin = (start: number): boolean => this.#begin({ kind: 'list', items: [], span: at(start) });
  readonly onObjectEnd = (start: number, length: number): void => {
    this.#end(start + length);
  };
  readonly onArrayEnd = this.onObjectEnd;
  readonly onObjectProperty = (name: string, start: number, length: number): void => {
    this.#key = { kind: 'literal', text: name, span: { start, end: start + length } };
  };
  readonly onLiteralValue = (value: unknown, start: number, length: number): void => {
    const span = { start, end: start + length };
    // Numbers are taken as they are written: a long one is no longer the same once it was a number.
    const written = typeof value === 'string' ? value : this.#text.slice(start, span.end);
    this.#add(value === null ? { kind: 'nothing', span } : { kind: 'literal', text: written, span });
  };
  readonly onComment = (start: number, length: number): void => {
    this.#comments.push({ start, end: start + length });
  };
  readonly onError = (code: ParseErrorCode, start: number, length: number): void => {
    // A text that is a template of JSON breaks at every hole; the first says enough.
    if (this.errors.length > 0) return;
    const words = printParseErrorCode(code).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    this.errors.push({ message: words, span: { start, end: start + length } });
  };

  /** Gives whether what is in it is read. */
  #begin(container: Container): boolean {
    const isTooDeep = this.#open.length >= MAX_NESTING;
    this.#add(isTooDeep ? { kind: 'opaque', why: 'a value nested too deeply', span: container.span } : container);
    this.#open.push(container);
    return !isTooDeep;
  }

  #end(end: number): void {
    const container = this.#open.pop();
    if (container !== undefined) container.span.end = end;
  }

  #add(value: Expr): void {
    const around = this.#open.at(-1);
    if (around === undefined) this.#root ??= value;
    else if (around.kind === 'list') around.items.push({ value, spread: 'no' });
    else if (this.#key !== undefined) around.entries.push({ key: this.#key, value });
  }
}

function at(start: number): OpenSpan {
  return { start, end: start };
}
