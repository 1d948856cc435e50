/** What differs between two texts, as known from the edits that made the one into the other. */
import { inOrder } from './edits.js';
import type { Edit, Span } from './model/source-file.js';

/** A stretch of the text before, and the stretch of the text after that stands there instead. */
export interface Change {
  readonly before: Span;
  readonly after: Span;
}

/**
 * What differs from the text before once the text after `changes` has had `edits` applied to it, whose spans count in
 * that. `changes` and what is given are in the order of the text, and none touches another.
 */
export function changedFurther(changes: readonly Change[], edits: readonly Edit[]): readonly Change[] {
  const further = changesOf(edits);
  const growths = [
    ...changes.map((change) => ({ between: change.after, back: -growthOf(change), forth: 0 })),
    ...further.map((change) => ({ between: change.before, back: 0, forth: growthOf(change) })),
  ].toSorted((a, b) => a.between.start - b.between.start || a.between.end - b.between.end);
  const joined: Change[] = [];
  // How far the text before, and the text after, are from the text between them; behind all that was joined.
  let [back, forth] = [0, 0];
  let end = -1;
  for (const { between, ...growth } of growths) {
    const last = between.start <= end ? joined.pop() : undefined;
    end = Math.max(end, between.end);
    const starts = last ?? { before: shifted(between, back), after: shifted(between, forth) };
    back += growth.back;
    forth += growth.forth;
    joined.push({
      before: { start: starts.before.start, end: end + back },
      after: { start: starts.after.start, end: end + forth },
    });
  }
  return joined;
}

/** What `applyEdits` changes. */
function changesOf(edits: readonly Edit[]): readonly Change[] {
  const changes: Change[] = [];
  let growth = 0;
  for (const { span, text } of inOrder(edits)) {
    const touched = span.start <= (changes.at(-1)?.before.end ?? -1) ? changes.pop() : undefined;
    const start = touched?.before.start ?? span.start;
    const before = { start, end: Math.max(touched?.before.end ?? 0, span.end) };
    const after = touched?.after ?? { start: start + growth, end: start + growth };
    const change = { before, after: { start: after.start, end: after.end + text.length } };
    changes.push(change);
    growth = change.after.end - change.before.end;
  }
  return changes;
}

function growthOf({ before, after }: Change): number {
  return after.end - after.start - (before.end - before.start);
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
