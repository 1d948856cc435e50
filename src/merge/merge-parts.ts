/** Puts the reports on all shards together: to what one run on everything says; those of several repositories to one report. */
import type { Finding, Location, Notice, Report, Repository, Statistics } from '../model/finding.js';
import type { VersionControl } from '../report/index.js';
import { publicUri } from '../report/sarif.js';
import { rowsOf, verdictOf } from '../verdict.js';
import { version } from '../version.js';
import { foldersOf } from './folders.js';
import type { Part } from './read-part.js';
import { setsOf } from './sets.js';

/** What was merged, and where it comes from when all is of one repository. */
export interface Merged {
  readonly report: Report;
  readonly versionControl: VersionControl | undefined;
}

const whole = { partial: false, shard: undefined };

/** Throws a `UserError` for parts that are not all that there are. */
export function mergeParts(parts: readonly Part[]): Merged {
  const sets = setsOf(parts);
  const [only, second] = sets;
  if (only !== undefined && second === undefined) {
    const places = only.flatMap(({ report }) => report.repositories);
    return { report: mergeSet(only, distinct(places)), versionControl: only[0]?.versionControl };
  }
  const folders = foldersOf(sets.flatMap(([first]) => first ?? []));
  const named = sets.map((set) => ({ set, folder: (set[0] && folders.get(set[0])) ?? '' }));
  return { report: mergeNamed(named.toSorted((a, b) => (a.folder < b.folder ? -1 : 1))), versionControl: undefined };
}

function mergeNamed(sets: readonly { readonly set: readonly Part[]; readonly folder: string }[]): Report {
  const moved = sets.map(({ set, folder }) => set.map((part) => below(part, folder)));
  const places = sets.flatMap(({ set, folder }, index) => {
    const own = distinct((moved[index] ?? []).flatMap(({ report }) => report.repositories));
    return own.length === 0 ? rowOf(set, folder) : own;
  });
  return mergeSet(moved.flat(), places);
}

type Place = Pick<Repository, 'path' | 'name' | 'address'>;

function mergeSet(parts: readonly Part[], places: readonly Place[]): Report {
  const reports = parts.map(({ report }) => report);
  const told = {
    findings: reports.flatMap(({ findings }) => findings),
    suppressed: reports.flatMap(({ suppressed }) => suppressed),
    notices: reports.flatMap(({ notices }) => notices),
  };
  return {
    version,
    ...told,
    statistics: sum(reports.map(({ statistics }) => statistics)),
    verdict: verdictOf(told, whole),
    repositories: rowsOf(told, places, whole),
    unseen: [],
    sources: new Map(reports.flatMap(({ sources }) => [...sources])),
  };
}

/** By path, each once: a repository that is divided is told of by several shards. */
function distinct(places: readonly Place[]): readonly Place[] {
  const byPath = new Map(places.map((place) => [place.path, place]));
  return [...byPath].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

function rowOf([first]: readonly Part[], folder: string): readonly Place[] {
  if (first === undefined) return [];
  const address = first.versionControl && publicUri(first.versionControl.repositoryUri);
  return [{ path: folder, name: folder, address }];
}

function sum(all: readonly Statistics[]): Statistics {
  const of = (count: (one: Statistics) => number): number => all.reduce((total, one) => total + count(one), 0);
  return {
    scanned: of(({ scanned }) => scanned),
    analysed: sumBy(all.map(({ analysed }) => analysed)),
    followed: of(({ followed }) => followed),
    skipped: sumBy(all.map(({ skipped }) => skipped)),
    requests: of(({ requests }) => requests),
  };
}

function sumBy(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const [name, number] of all.flatMap((one) => Object.entries(one)))
    sums.set(name, (sums.get(name) ?? 0) + number);
  return Object.fromEntries(sums);
}

/** The part as if its tree lay in a folder of this name. */
function below(part: Part, folder: string): Part {
  const under = (path: string): string => `${folder}/${path}`;
  const place = (location: Location): Location => ({ ...location, path: under(location.path) });
  const moved = <Item extends Finding>(finding: Item): Item => ({
    ...finding,
    location: place(finding.location),
    related: finding.related.map((step) => ({ ...step, location: place(step.location) })),
    fix: finding.fix && {
      ...finding.fix,
      edits: finding.fix.edits.map((edit) => ({ ...edit, path: under(edit.path) })),
    },
  });
  const { report } = part;
  return {
    ...part,
    report: {
      ...report,
      findings: report.findings.map(moved),
      suppressed: report.suppressed.map(moved),
      notices: report.notices.map((notice): Notice => ({ ...notice, path: under(notice.path) })),
      repositories: report.repositories.map((row) => ({ ...row, path: under(row.path) })),
      sources: new Map([...report.sources].map(([path, text]) => [under(path), text])),
    },
  };
}
