/** How a report of several repositories tells of each of them. */
import type { Repository, Verdict } from '../model/finding.js';
import { inOrder } from './order.js';
import { count } from './words.js';

/** Where a repository stands: something is against it, nobody knows, or nothing is. */
export type Standing = 'not ready' | 'not decided' | 'ready';

const ranks: Readonly<Record<Standing, number>> = { 'not ready': 0, 'not decided': 1, ready: 2 };

export function standingOf({ ready, refused, fallback }: Verdict): Standing {
  if (ready) return 'ready';
  return refused + fallback > 0 ? 'not ready' : 'not decided';
}

/** What stands against each comes first; of those that stand alike the one with more of it. */
export function worstFirst(repositories: readonly Repository[]): readonly Repository[] {
  return inOrder(repositories, ({ verdict, counts, name, path }) => {
    const { refused, fallback, undecided, unread } = verdict;
    const found = [-refused, -fallback, -undecided, -unread, -counts.error, -counts.warning, -counts.note];
    return [ranks[standingOf(verdict)], ...found, name, path];
  });
}

/** 'acme/app', with where it lies if that is somewhere else. */
export function titleOf({ name, path }: Repository): string {
  return name === path ? name : `${name} (${path})`;
}

/** '3 repositories: 1 not ready, 2 ready'. */
export function standings(repositories: readonly Repository[]): string {
  const parts = (['not ready', 'not decided', 'ready'] as const).flatMap((standing) => {
    const number = repositories.filter(({ verdict }) => standingOf(verdict) === standing).length;
    return number === 0 ? [] : [`${String(number)} ${standing}`];
  });
  return `${count(repositories.length, 'repository', 'repositories')}: ${parts.join(', ')}`;
}
