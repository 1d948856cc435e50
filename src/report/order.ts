/** The order of reports, the same on every machine. */
import type { Finding, Notice } from '../model/finding.js';

/** `items` sorted by their keys, first key first; by code units, so that no locale changes it. */
export function inOrder<Item>(
  items: readonly Item[],
  keys: (item: Item) => readonly (string | number)[],
): readonly Item[] {
  const keyed = items.map((item) => ({ item, keys: keys(item) }));
  return keyed.sort((a, b) => compare(a.keys, b.keys)).map(({ item }) => item);
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined || left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}

/** Findings by path, line, column and rule. */
export function inFileOrder<Item extends Finding>(findings: readonly Item[]): readonly Item[] {
  return inOrder(findings, ({ location, ruleId, message }) => {
    return [location.path, location.start.line, location.start.column, ruleId, message];
  });
}

/** Notices by path, place and kind. */
export function noticesInOrder(notices: readonly Notice[]): readonly Notice[] {
  return inOrder(notices, ({ path, position, kind, message }) => {
    return [path, position?.line ?? 0, position?.column ?? 0, kind, message];
  });
}
