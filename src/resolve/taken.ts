/** What a module gives of something that is looked for, and what others take of it. */
import type { Asked } from '../languages/language.js';

/** Under which names a module gives it; 'any' where those who take it need not write one of them. Without names nothing is given. */
export type Given = ReadonlySet<string> | 'any';

/** Whether who asks for so much of a module that gives `given` may take it. */
export function mayTake({ names }: Asked, given: Given | undefined): boolean {
  if (given === undefined) return false;
  return given === 'any' || names === undefined || names.some((name) => given.has(name));
}

/** What is given in one way or another. */
export function anyOf(given: readonly Given[]): Given {
  const names = given.filter((one) => one !== 'any');
  return names.length < given.length ? 'any' : new Set(names.flatMap((one) => [...one]));
}

export function isNothing(given: Given): boolean {
  return given !== 'any' && given.size === 0;
}

/** Whether `more` has a name that `given` has not. */
export function isMore(more: Given, given: Given): boolean {
  if (given === 'any') return false;
  return more === 'any' || [...more].some((name) => !given.has(name));
}
