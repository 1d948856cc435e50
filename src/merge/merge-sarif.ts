/** Puts SARIF reports on the shards of one tree together: to what one run on everything writes. */
import type { Invocation, Log, Notification, Result, Run } from 'sarif';
import { UserError } from '../config.js';
import type { Level, Notice } from '../model/finding.js';
import { inOrder } from '../report/order.js';
import { otherFiles, setsOf, type Sharded } from './sets.js';

/** A report on a shard. */
export interface SarifPart extends Sharded {
  readonly run: Run;
}

/** What decides over the exit code. */
export interface Outcome {
  readonly findings: readonly { readonly level: Level }[];
  readonly notices: readonly Pick<Notice, 'kind'>[];
}

export interface MergedSarif extends Outcome {
  /** The report, of a run that ended with this exit code. */
  write(exitCode: number): string;
}

/** Throws a `UserError` for parts that are not all that there are, or are of several trees. */
export function mergeSarif(
  parts: readonly SarifPart[],
  { keepsIgnores }: { readonly keepsIgnores: boolean },
): MergedSarif {
  const [set = [], another] = setsOf(parts);
  const [one, other] = [set[0], another?.[0]];
  if (one !== undefined && other !== undefined) refuseSeveral(one, other);
  const runs = set.map(({ run }) => run);
  const results = resultsOf(runs);
  const notifications = notificationsOf(runs).filter((one) => keepsIgnores || kindOf(one) !== 'ignore');
  return {
    findings: results.flatMap(({ level, suppressions = [] }) =>
      suppressions.length > 0 ? [] : [{ level: level === 'error' || level === 'warning' ? level : 'note' }],
    ),
    notices: notifications.map((one) => ({ kind: kindOf(one) })),
    write: (exitCode) => {
      const [first] = runs;
      const run = Object.fromEntries(Object.entries(first ?? {}).filter(([name]) => name !== 'properties'));
      const merged = { ...run, invocations: [invocation(notifications, exitCode)], results } as unknown as Run;
      const log: Log = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [merged],
      };
      return `${JSON.stringify(log, undefined, 2)}\n`;
    },
  };
}

function refuseSeveral(one: SarifPart, other: SarifPart): never {
  if (one.name === other.name) throw otherFiles(one, other, one.name);
  throw new UserError(`${one.file} and ${other.file} are of several repositories`, 'of those merge JSON reports');
}

/** In the order of their files, each of which is one shard's; what is suppressed is told of all if it is of one. */
function resultsOf(runs: readonly Run[]): Result[] {
  const results = runs.flatMap((run) => run.results ?? []);
  const hasSuppressed = results.some(({ suppressions }) => suppressions !== undefined);
  const told = hasSuppressed ? results.map(withSuppressions) : results;
  return [...inOrder(told, (result) => [uriOf(result)])];
}

function withSuppressions(result: Result): Result {
  if (result.suppressions !== undefined) return result;
  const { properties, ...rest } = result;
  return { ...rest, suppressions: [], ...(properties === undefined ? {} : { properties }) };
}

function notificationsOf(runs: readonly Run[]): readonly Notification[] {
  const all = runs.flatMap(({ invocations = [] }) =>
    invocations.flatMap(({ toolExecutionNotifications = [] }) => toolExecutionNotifications),
  );
  return inOrder(all, (notification) => [pathOf(uriOf(notification))]);
}

function invocation(notifications: readonly Notification[], exitCode: number): Invocation {
  return {
    executionSuccessful: exitCode < 2,
    exitCode,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: [...notifications] }),
  };
}

function kindOf({ descriptor }: Notification): Notice['kind'] {
  return (descriptor?.id ?? 'unreadable') as Notice['kind'];
}

function uriOf({ locations = [] }: Result | Notification): string {
  return locations[0]?.physicalLocation?.artifactLocation?.uri ?? '';
}

/** What a URI of ours was made of. */
function pathOf(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^file:\/\//, ''));
  } catch {
    return uri;
  }
}
