/** How the repositories of one report are called, and the folders that their files are told of in: none lies in another. */
import { UserError } from '../config.js';
import { publicUri } from '../report/sarif.js';
import { otherFiles, type Sharded } from './sets.js';

interface Named {
  readonly first: Sharded;
  readonly name: string;
}

/**
 * By the first part of each, 'owner/name'; those whose names collide (such as 'infra/dns' of two groups of groups) by their
 * addresses, 'host/group/infra/dns'. Throws a `UserError` if those are not known or collide as well.
 */
export function foldersOf(firsts: readonly Sharded[]): ReadonlyMap<Sharded, string> {
  const short = firsts.map((first): Named => ({ first, name: first.name }));
  const colliding = new Set(collisions(short).flat());
  const long = short.map((one) => (colliding.has(one) ? { ...one, name: addressOf(one.first) ?? one.name } : one));
  const [still] = collisions(long);
  if (still !== undefined) refuse(still);
  return new Map(long.map(({ first, name }) => [first, name]));
}

/** 'example.com/acme/app'. */
function addressOf({ versionControl }: Sharded): string | undefined {
  const segments = (versionControl && publicUri(versionControl.repositoryUri))?.split('/').slice(2) ?? [];
  return segments.length < 2 ? undefined : segments.filter((segment) => !['', '.', '..'].includes(segment)).join('/');
}

/** Two that have one name, or of which the second would lie in the first. */
function collisions(all: readonly Named[]): readonly (readonly [Named, Named])[] {
  const byName = new Map<string, Named>();
  const same = all.flatMap((one): readonly (readonly [Named, Named])[] => {
    const before = byName.get(one.name);
    if (before === undefined) byName.set(one.name, one);
    return before === undefined ? [] : [[before, one]];
  });
  const inside = all.flatMap((one) => {
    const segments = one.name.split('/');
    return segments.flatMap((_, index): readonly (readonly [Named, Named])[] => {
      const outer = index === 0 ? undefined : byName.get(segments.slice(0, index).join('/'));
      return outer === undefined ? [] : [[outer, one]];
    });
  });
  return [...same, ...inside];
}

function refuse([{ first, name }, { first: other, name: inner }]: readonly [Named, Named]): never {
  if (name === inner) throw otherFiles(first, other, name);
  throw new UserError(
    `${first.file} is of ${name}, and ${other.file} of ${inner}, which would lie in it`,
    'a repository without an address is called by its folder: scan it in a folder of another name',
  );
}
