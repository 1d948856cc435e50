/** Edits of texts: applying them, whether two get in each other's way, and where an offset is afterwards. */
import { grouped } from './model/grouped.js';
import { obtain } from './model/obtain.js';
import type { Edit } from './model/source-file.js';
import { firstIndex } from './model/sorted.js';

/** An edit of one of several files. */
export type PathEdit = Edit & { readonly path: string };

/** `text` with all `edits` made; their spans count in `text`. Of two at one place the first comes first. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const edit of inOrder(edits)) {
    pieces.push(text.slice(from, Math.max(from, edit.span.start)), edit.text);
    from = Math.max(from, edit.span.end);
  }
  return pieces.join('') + text.slice(from);
}

/** As they are made. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Whether edits of one file must not be made together: they overlap, or an insertion touches the other. */
export function conflicts(a: Edit, b: Edit): boolean {
  const isInsertion = a.span.start === a.span.end || b.span.start === b.span.end;
  if (isInsertion) return a.span.start <= b.span.end && b.span.start <= a.span.end;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

/** How many characters make a stretch of a file, whose edits are looked at together. */
const STRETCH = 1024;

/** Edits of several files, and which others must not be made together with them. */
export class MadeTogether {
  /** By path and stretch. */
  readonly #edits = new Map<string, Map<number, Edit[]>>();

  add(edit: PathEdit): void {
    const stretches = obtain(this.#edits, edit.path, () => new Map<number, Edit[]>());
    for (const stretch of stretchesOf(edit)) obtain(stretches, stretch, (): Edit[] => []).push(edit);
  }

  /** Whether `edit` and one of them conflict. */
  conflictsWith(edit: PathEdit): boolean {
    const stretches = this.#edits.get(edit.path);
    if (stretches === undefined) return false;
    for (const stretch of stretchesOf(edit))
      if (stretches.get(stretch)?.some((other) => conflicts(edit, other)) === true) return true;
    return false;
  }
}

/** The stretches that an edit lies in or touches. Two edits that conflict have one in common. */
function* stretchesOf({ span }: Edit): Iterable<number> {
  const last = Math.floor(span.end / STRETCH);
  for (let stretch = Math.floor(span.start / STRETCH); stretch <= last; stretch += 1) yield stretch;
}

/** Where the offset of a file at a path is after some edits. */
export type Mover = (path: string, offset: number) => number;

/** Where offsets are after `edits`; what stood in a replaced text is where its replacement begins. */
export function moverOf(edits: readonly PathEdit[]): Mover {
  const byPath = new Map([...grouped(edits, ({ path }) => path)].map(([path, own]) => [path, shiftsOf(own)]));
  return (path, offset) => {
    const shifts = byPath.get(path) ?? [];
    let at = firstBehind(shifts, offset) - 1;
    let moved = offset + (shifts[at]?.sum ?? 0);
    for (; at >= 0 && (shifts[at]?.farthest ?? 0) > offset; at -= 1) {
      const edit = shifts[at]?.edit;
      if (edit !== undefined && edit.span.end > offset) moved -= growthOf(edit) + offset - edit.span.start;
    }
    return moved;
  };
}

/** An edit, by how much it and those before it make the text longer, and the farthest end of them. */
interface Shift {
  readonly edit: Edit;
  readonly sum: number;
  readonly farthest: number;
}

function shiftsOf(edits: readonly Edit[]): readonly Shift[] {
  let [sum, farthest] = [0, 0];
  return edits
    .toSorted((a, b) => a.span.start - b.span.start)
    .map((edit) => {
      sum += growthOf(edit);
      farthest = Math.max(farthest, edit.span.end);
      return { edit, sum, farthest };
    });
}

function growthOf({ span, text }: Edit): number {
  return text.length - (span.end - span.start);
}

/** How many of `shifts` begin at `offset` or before. */
function firstBehind(shifts: readonly Shift[], offset: number): number {
  return firstIndex(shifts.length, (index) => (shifts[index]?.edit.span.start ?? 0) > offset);
}
