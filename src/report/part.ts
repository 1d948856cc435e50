/** What a report has beside itself so that it can be put together with others: see `src/merge`. */
import type { Finding, Report } from '../model/finding.js';
import { inOrder } from './order.js';
import { publicUri, type VersionControl } from './sarif.js';

/** What was scanned: how it is called, and where it comes from. */
export interface Scanned {
  /** 'owner/name', or the name of the folder. */
  readonly name: string;
  readonly versionControl: VersionControl | undefined;
}

/** The part of a report on a shard; `suppressed` as the report lists them. */
export function partObject(report: Report, scanned: Scanned, suppressed: readonly object[]): object {
  return {
    shard: report.verdict.shard,
    name: scanned.name,
    repository: repositoryObject(scanned.versionControl),
    suppressed,
    sources: Object.fromEntries(spokenOf(report)),
  };
}

function repositoryObject(versionControl: VersionControl | undefined): object | null {
  const uri = versionControl && publicUri(versionControl.repositoryUri);
  if (versionControl === undefined || uri === undefined) return null;
  const { revisionId, branch } = versionControl;
  return { uri, revision: revisionId ?? null, branch: branch ?? null };
}

/** The texts that some format may quote: of the places and ways of findings, and of what fixes change; by path. */
function spokenOf({ findings, suppressed, sources }: Report): readonly (readonly [string, string])[] {
  const paths = new Set([...findings, ...suppressed].flatMap(pathsOf));
  return inOrder(
    [...sources].filter(([path]) => paths.has(path)),
    ([path]) => [path],
  );
}

function pathsOf({ location, related, fix }: Finding): readonly string[] {
  const steps = related.map((step) => step.location.path);
  return [location.path, ...steps, ...(fix?.edits.map(({ path }) => path) ?? [])];
}
