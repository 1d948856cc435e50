/** What tells that a file is still what it was without reading it: numbers of the file system that change with it. */

/**
 * Device, inode, size in bytes, and in milliseconds when its contents and when anything of it was last changed. Numbers of
 * 64 bits may have lost their last ones: what differs is another file, and one that is the same in all five has not changed.
 */
export type Stamp = readonly [device: number, inode: number, size: number, modified: number, changed: number];

/** How many numbers a stamp has. */
export const stampLength = 5;

/**
 * Milliseconds within which two changes may have the same time: two seconds where a file system counts in these, and some more
 * for clocks that do not agree.
 */
const margin = 3000;

/**
 * Whether the stamp of a file shows every change to come: not where the last one was `now` or a moment ago, for the next may
 * have the same time.
 */
export function isSettledAt([, , , modified, changed]: Stamp, now: number): boolean {
  return Math.max(modified, changed) < now - margin;
}

/** Whether `stamp` is the one that stands in `stamps` as the one with this number. */
export function isStampIn(stamps: Float64Array, number: number, stamp: Stamp): boolean {
  return stamp.every((value, index) => stamps[number * stampLength + index] === value);
}
