/** Lists of frames: one and the same list each time, so that answers are found again. */
import type { Document } from '../model/document.js';
import type { Call, FunctionExpr } from '../model/expr.js';
import { obtain } from '../model/obtain.js';
import type { Frame } from '../model/value.js';

export const noFrames: readonly Frame[] = [];

type ByBoth = WeakMap<readonly Frame[], WeakMap<readonly Frame[], readonly Frame[]>>;

const joinedBy: ByBoth = new WeakMap();
const madeBy: ByBoth = new WeakMap();

type ByCall = WeakMap<Call, Map<FunctionExpr, readonly Frame[]>>;

const followedBy = new WeakMap<readonly Frame[], WeakMap<readonly Frame[], ByCall>>();
const callersBy = new WeakMap<readonly Frame[], ByCall>();

/** The frames inside `fn`, made where those of `closure` are, when `call` of `document` is followed into it. */
export function followed(
  call: Call,
  fn: FunctionExpr,
  closure: readonly Frame[],
  { document, frames }: { readonly document: Document; readonly frames: readonly Frame[] },
): readonly Frame[] {
  const byFrames = obtain(followedBy, closure, () => new WeakMap<readonly Frame[], ByCall>());
  return onceFor(byFrames, frames, call, fn, () => [
    ...new Set([...closure, ...frames]),
    { fn, call, document, frames },
  ]);
}

/**
 * `frames` and behind them `caller`, the last step of those that were taken from a call to the callers of the function
 * around it, and on: its parameters are settled one step further, so each of `frames` sees all the steps behind it.
 */
export function withCaller(frames: readonly Frame[], caller: Omit<Frame, 'frames'>): readonly Frame[] {
  return [...frames, caller].reduceRight<readonly Frame[]>(
    (behind, { fn, call, document }) =>
      onceFor(callersBy, behind, call, fn, () => [{ fn, call, document, frames: behind }, ...behind]),
    noFrames,
  );
}

function onceFor(
  byFrames: WeakMap<readonly Frame[], ByCall>,
  frames: readonly Frame[],
  call: Call,
  fn: FunctionExpr,
  make: () => readonly Frame[],
): readonly Frame[] {
  const byCall = obtain(byFrames, frames, (): ByCall => new WeakMap());
  const byFunction = obtain(byCall, call, () => new Map<FunctionExpr, readonly Frame[]>());
  return obtain(byFunction, fn, make);
}

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
