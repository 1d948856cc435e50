/** Lists that may be long. */

/** Puts `items` behind what `list` holds: given as arguments, some hundred thousand of them would overflow the stack. */
export function addAll<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}

/** The least of what `of` gives for `items`; Infinity without any. */
export function leastOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((least, item) => Math.min(least, of(item)), Infinity);
}

/** The greatest of what `of` gives for `items`; -Infinity without any. */
export function greatestOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((greatest, item) => Math.max(greatest, of(item)), -Infinity);
}
