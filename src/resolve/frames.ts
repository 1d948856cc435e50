/** Lists of frames: one and the same list each time, so that answers are found again. */
import { obtain } from '../model/obtain.js';
import type { Frame } from '../model/value.js';

type ByBoth = WeakMap<readonly Frame[], WeakMap<readonly Frame[], readonly Frame[]>>;

const joinedBy: ByBoth = new WeakMap();
const madeBy: ByBoth = new WeakMap();

/** The frames of both. */
export function joined(first: readonly Frame[], second: readonly Frame[]): readonly Frame[] {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  return once(joinedBy, first, second, () => [...first, ...second]);
}

/** `frames`, and those of `others` that are not among them and in which something is made. */
export function withMade(frames: readonly Frame[], others: readonly Frame[]): readonly Frame[] {
  return once(madeBy, frames, others, () => {
    const made = others.filter((one) => one.fn.region.constructs === true && !frames.includes(one));
    return made.length === 0 ? frames : [...frames, ...made];
  });
}

function once(
  known: ByBoth,
  first: readonly Frame[],
  second: readonly Frame[],
  make: () => readonly Frame[],
): readonly Frame[] {
  const bySecond = obtain(known, first, () => new WeakMap<readonly Frame[], readonly Frame[]>());
  return obtain(bySecond, second, make);
}
