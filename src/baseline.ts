/** The baseline: problems that are known, and are not told of again until they are gone. */
import type { Baseline } from './config.js';
import type { Judged } from './ignores.js';
import type { Finding, KnownFinding, Notice, Report, SuppressedFinding } from './model/finding.js';
import { siteFingerprints } from './report/fingerprint.js';
import type { SourceLines } from './report/source-lines.js';

/** What is known of the files of this run. Paths are relative to the root. */
export interface Surroundings {
  readonly sources: (path: string) => SourceLines | undefined;
  /** Whether the run looked at the file, so that what it does not find is not there; or there is no such file. */
  readonly isKnown: (path: string) => boolean;
  /** Whether the rule of this id was applied. */
  readonly isApplied: (id: string) => boolean;
  /** Whether the run looked at all that there is: what it did not meet then is not to be known any more. */
  readonly isWhole: boolean;
}

export interface Compared extends Judged {
  /** What the baseline lists of files that this run did not look at, and of rules that it did not apply. */
  readonly unseen: readonly KnownFinding[];
}

/** Takes out of what was found what the baseline knows; entries that are found no more are told of. */
export function applyBaseline(judged: Judged, baseline: Baseline | undefined, around: Surroundings): Compared {
  if (baseline === undefined) return { ...judged, unseen: [] };
  const fingerprints = siteFingerprints([...judged.findings, ...judged.suppressed], around.sources);
  const entries = new Map(baseline.findings.map((entry) => [keyOf(entry), entry]));
  const left: Finding[] = [];
  const suppressed: SuppressedFinding[] = [...judged.suppressed];
  const met = new Set<string>();
  for (const finding of [...judged.findings, ...judged.suppressed]) {
    const key = keyOf(entryOf(finding, fingerprints));
    met.add(key);
    if ('suppression' in finding) continue;
    if (entries.has(key)) suppressed.push({ ...finding, suppression: { kind: 'baseline', reason: undefined } });
    else left.push(finding);
  }
  const unmet = [...entries].flatMap(([key, entry]) => (met.has(key) ? [] : [entry]));
  const stale = unmet.filter(({ path, rule }) => around.isKnown(path) && around.isApplied(rule));
  const unseen = unmet.filter(({ path, rule }) => !around.isApplied(rule) || !(around.isWhole || around.isKnown(path)));
  return {
    findings: left,
    suppressed,
    notices: [...judged.notices, ...stale.map((entry) => staleNotice(entry, baseline))],
    unseen,
  };
}

function staleNotice({ rule, path }: KnownFinding, baseline: Baseline): Notice {
  const message = `${baseline.path} lists a problem of ${rule} that is there no more: write it anew with --update-baseline`;
  return { kind: 'baseline', path, message, position: undefined };
}

/** The entries of a baseline that knows all that a run found and no comment ignores, and still what it did not look at; in order. */
export function baselineOf(
  { findings, suppressed, unseen }: Pick<Report, 'findings' | 'suppressed' | 'unseen'>,
  sources: (path: string) => SourceLines | undefined,
): readonly KnownFinding[] {
  const fingerprints = siteFingerprints([...findings, ...suppressed], sources);
  const known = suppressed.filter(({ suppression }) => suppression.kind === 'baseline');
  const found = [...findings, ...known].map((finding) => entryOf(finding, fingerprints));
  const byKey = new Map([...unseen, ...found].map((entry) => [keyOf(entry), entry]));
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, entry]) => entry);
}

function entryOf(finding: Finding, fingerprints: ReadonlyMap<Finding, string>): KnownFinding {
  return { rule: finding.ruleId, path: finding.location.path, fingerprint: fingerprints.get(finding) ?? '' };
}

function keyOf({ rule, path, fingerprint }: KnownFinding): string {
  return `${path}\0${rule}\0${fingerprint}`;
}
