/** Which parts belong together: the shards of one tree, all of them, each once. */
import { UserError } from '../config.js';
import type { Shard } from '../model/finding.js';
import { grouped } from '../model/grouped.js';
import type { VersionControl } from '../report/index.js';
import { publicUri } from '../report/sarif.js';

/** A part as it was named, and what it is of. */
export interface Sharded {
  readonly file: string;
  /** What the scanned tree is called; a path. */
  readonly name: string;
  readonly shard: Shard;
  /** Undefined where it is not known. */
  readonly versionControl: VersionControl | undefined;
}

/** The parts of each tree in the order of their shards, trees in the order of their names. Throws a `UserError` for one that is not whole, or of several commits. */
export function setsOf<Part extends Sharded>(parts: readonly Part[]): readonly (readonly Part[])[] {
  const sets = grouped(parts, (part) => {
    const { total, tree } = part.shard;
    // Parts of one tree may come from folders of other names; what is one of one may look like another repository.
    return JSON.stringify(total === 1 ? [part.name, addressOf(part), tree] : [total, tree]);
  });
  const all = [...sets.values()].map((set) => set.toSorted((a, b) => a.shard.index - b.shard.index));
  for (const set of all) refuseTwice(set);
  for (const set of all) refuseMissing(set, all);
  for (const set of all) refuseOtherCommits(set);
  return all.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** That two trees are both called `name`. */
export function otherFiles(one: Sharded, other: Sharded, name: string): UserError {
  return new UserError(
    `${one.file} and ${other.file} are both of ${name}, and of other files`,
    'merge one report of each repository',
  );
}

function addressOf({ versionControl }: Sharded): string | undefined {
  return versionControl && publicUri(versionControl.repositoryUri);
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
      `${fileOf(set)} and ${fileOf(other)} are shards of other files, or were made with other options`,
      'all shards are made of one checkout, with the same paths and options',
    );
  const has = new Set(set.map(({ shard }) => shard.index));
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter((index) => !has.has(index));
  const shown = missing.slice(0, 10).map(String).join(', ') + (missing.length > 10 ? ', …' : '');
  const of = all.length > 1 ? ` of ${first.name}` : '';
  const [noun, verb] = missing.length === 1 ? ['shard', 'is'] : ['shards', 'are'];
  throw new UserError(`${noun} ${shown} of ${String(total)}${of} ${verb} missing`);
}

/** Files of one size are not told apart by it. A checkout without its history is one of any commit. */
function refuseOtherCommits(set: readonly Sharded[]): void {
  const known = set.filter(({ versionControl }) => versionControl !== undefined);
  const commitOf = (part: Sharded): string => JSON.stringify([addressOf(part), part.versionControl?.revisionId]);
  const [first] = known;
  const other = known.find((part) => first !== undefined && commitOf(part) !== commitOf(first));
  if (first === undefined || other === undefined) return;
  throw new UserError(
    `${first.file} and ${other.file} are shards of other commits`,
    'all shards are made of one checkout, with the same paths and options',
  );
}
