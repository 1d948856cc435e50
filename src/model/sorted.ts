/** Looks things up where they are in order. */

/** The first of the numbers below `count` for which `isSo`, or `count` if there is none; it must be so for all behind it. */
export function firstIndex(count: number, isSo: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
