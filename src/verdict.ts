/** May `HttpTokens=required` be set? Of all that was scanned, and of each repository. */
import { repositoryOf } from './discover/repositories.js';
import type { Finding, Notice, Report, Repository, Verdict } from './model/finding.js';

/** What a verdict is made of. */
export type Told = Pick<Report, 'findings' | 'suppressed' | 'notices'>;

/** Which part of the code was asked about. */
export type Part = Pick<Verdict, 'partial' | 'shard'>;

/**
 * Not while something stands against it, what the baseline knows included, nor while something was not read, nor of a part
 * alone. One shard of one is no part.
 */
export function verdictOf({ findings, suppressed, notices }: Told, { partial: isPartial, shard }: Part): Verdict {
  const all = [...findings, ...suppressed.filter(({ suppression }) => suppression.kind === 'baseline')];
  const of = (name: string): readonly Finding[] => all.filter((finding) => finding.ruleName === name);
  const libraries = of('v1-only-library');
  const sure = libraries.filter((finding) => finding.certainty === 'certain').length;
  const refused = of('tokenless-request').length + of('rejected-token-request').length + sure;
  const fallback = of('token-fallback').length;
  const undecided = of('possibly-tokenless-request').length + libraries.length - sure;
  // An SDK that asks for a token works where one is required.
  const sdkFallback = of('sdk-v1-fallback').length;
  const unread = new Set(notices.filter(isUnread).map((notice) => notice.path)).size;
  const partial = isPartial || (shard !== undefined && shard.total > 1);
  const ready = !partial && refused + fallback + undecided + unread === 0;
  return { ready, partial, shard, refused, fallback, undecided, sdkFallback, unread };
}

/** Whether a file was not read, or not in full; what is wrong with an ignore hides no request. */
export function isUnread({ kind }: Pick<Notice, 'kind'>): boolean {
  return kind !== 'ignore' && kind !== 'baseline';
}

/** What is told of each of the repositories at `paths`; they are called by their paths. */
export function repositoriesOf(told: Told, paths: readonly string[], part: Part): readonly Repository[] {
  return rowsOf(
    told,
    paths.map((path) => ({ path, name: path, address: undefined })),
    part,
  );
}

/** The same of repositories whose names are known. */
export function rowsOf(
  { findings, suppressed, notices }: Told,
  places: readonly Pick<Repository, 'path' | 'name' | 'address'>[],
  part: Part,
): readonly Repository[] {
  const tops = new Set(places.map(({ path }) => path));
  const own = new Map<string, { findings: Finding[]; suppressed: Told['suppressed'][number][]; notices: Notice[] }>(
    places.map(({ path }) => [path, { findings: [], suppressed: [], notices: [] }]),
  );
  const ofPath = (path: string) => own.get(repositoryOf(path, tops));
  for (const finding of findings) ofPath(finding.location.path)?.findings.push(finding);
  for (const finding of suppressed) ofPath(finding.location.path)?.suppressed.push(finding);
  for (const notice of notices) ofPath(notice.path)?.notices.push(notice);
  return places.map(({ path, name, address }): Repository => {
    const told = own.get(path) ?? { findings: [], suppressed: [], notices: [] };
    const number = (level: Finding['level']): number => told.findings.filter((one) => one.level === level).length;
    const counts = { error: number('error'), warning: number('warning'), note: number('note') };
    return { path, name, address, verdict: verdictOf(told, part), counts };
  });
}
