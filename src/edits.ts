/** Edits of texts: applying them, whether two get in each other's way, and where an offset is afterwards. */
import type { Edit } from './model/source-file.js';

/** An edit of one of several files. */
export type PathEdit = Edit & { readonly path: string };

/** `text` with all `edits` made; their spans count in `text`. Of two at one place the first comes first. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const pieces: string[] = [];
  let from = 0;
  for (const edit of ordered) {
    pieces.push(text.slice(from, Math.max(from, edit.span.start)), edit.text);
    from = Math.max(from, edit.span.end);
  }
  return pieces.join('') + text.slice(from);
}

/** Whether edits of one file must not be made together: they overlap, or an insertion touches the other. */
export function conflicts(a: Edit, b: Edit): boolean {
  const isInsertion = a.span.start === a.span.end || b.span.start === b.span.end;
  if (isInsertion) return a.span.start <= b.span.end && b.span.start <= a.span.end;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

/** Where `offset` of the file at `path` is after `edits`; what stood in a replaced text is where its replacement begins. */
export function movedBy(edits: readonly PathEdit[], path: string, offset: number): number {
  let moved = offset;
  for (const { path: edited, span, text } of edits) {
    if (edited !== path || span.start > offset) continue;
    if (span.end <= offset) moved += text.length - (span.end - span.start);
    else moved -= offset - span.start;
  }
  return moved;
}
