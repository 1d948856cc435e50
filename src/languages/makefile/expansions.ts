/** Finds what make fills in: `$(NAME)`, `${NAME}`, `$@`, `$(shell …)`. */
import type { Span } from '../../model/source-file.js';

export interface Expansion {
  readonly span: Span;
  /** What stands between its brackets, or the character behind the dollar sign. */
  readonly inner: Span;
}

/** The expansions in `span` of `text`, outermost ones only, in order; what is never closed ends them. */
export function expansionsIn(text: string, { start, end }: Span): readonly Expansion[] {
  const found: Expansion[] = [];
  for (let at = start; at < end - 1; at += 1) {
    if (text.charAt(at) !== '$') continue;
    const open = text.charAt(at + 1);
    if (open === '(' || open === '{') {
      const close = closing(text, at + 1, end);
      if (close === undefined) break;
      found.push({ span: { start: at, end: close + 1 }, inner: { start: at + 2, end: close } });
      at = close;
    } else {
      if (/[^\s$]/.test(open)) found.push({ span: { start: at, end: at + 2 }, inner: { start: at + 1, end: at + 2 } });
      at += 1;
    }
  }
  return found;
}

/** Where the bracket at `at` is closed; those of its kind within count. */
function closing(text: string, at: number, end: number): number | undefined {
  const open = text.charAt(at);
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let i = at; i < end; i += 1) {
    const character = text.charAt(i);
    if (character === open) depth += 1;
    else if (character === close && (depth -= 1) === 0) return i;
  }
  return undefined;
}
