/** Which parts belong together: the shards of one tree, all of them, each once. */
import { UserError } from '../config.js';
import type { Shard } from '../model/finding.js';

/** A part as it was named, and what it is of. */
export interface Sharded {
  readonly file: string;
  readonly name: string;
  readonly shard: Shard;
}

/** The parts of each tree in the order of their shards, trees in the order of their names. Throws a `UserError` for one that is not whole. */
export function setsOf<Part extends Sharded>(parts: readonly Part[]): readonly (readonly Part[])[] {
  const sets = new Map<string, Part[]>();
  for (const part of parts) {
    const { total, tree } = part.shard;
    // Parts of one tree may come from folders of other names; what is one of one may look like another repository.
    const key = JSON.stringify(total === 1 ? [part.name, tree] : [total, tree]);
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [part]);
    else set.push(part);
  }
  const all = [...sets.values()].map((set) => set.toSorted((a, b) => a.shard.index - b.shard.index));
  for (const set of all) refuseTwice(set);
  for (const set of all) refuseMissing(set, all);
  const sorted = all.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  for (const [index, set] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before !== undefined && nameOf(before) === nameOf(set))
      throw new UserError(
        `${fileOf(before)} and ${fileOf(set)} are both of ${nameOf(set)}, and of other files`,
        'merge one report of each repository',
      );
  }
  return sorted;
}

function nameOf([first]: readonly Sharded[]): string {
  return first?.name ?? '';
}

function fileOf([first]: readonly Sharded[]): string {
  return first?.file ?? '';
}

function refuseTwice(set: readonly Sharded[]): void {
  for (const [index, { file, shard, name }] of set.entries()) {
    const before = set[index - 1];
    if (before?.shard.index !== shard.index) continue;
    const what = shard.total === 1 ? `of ${name}` : `shard ${String(shard.index)} of ${String(shard.total)}`;
    throw new UserError(`${before.file} and ${file} are both ${what}`);
  }
}

function refuseMissing(set: readonly Sharded[], all: readonly (readonly Sharded[])[]): void {
  const [first] = set;
  if (first === undefined || set.length === first.shard.total) return;
  const { total } = first.shard;
  const other = all.find((one) => one !== set && one.length < total && one[0]?.shard.total === total);
  if (other !== undefined)
    throw new UserError(
      `${fileOf(set)} and ${fileOf(other)} are shards of other files`,
      'all shards are made of one checkout, with the same paths and options',
    );
  const has = new Set(set.map(({ shard }) => shard.index));
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter((index) => !has.has(index));
  const shown = missing.slice(0, 10).map(String).join(', ') + (missing.length > 10 ? ', …' : '');
  const of = all.length > 1 ? ` of ${first.name}` : '';
  const [noun, verb] = missing.length === 1 ? ['shard', 'is'] : ['shards', 'are'];
  throw new UserError(`${noun} ${shown} of ${String(total)}${of} ${verb} missing`);
}
