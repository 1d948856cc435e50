/** Reads a SARIF report on a shard: what is looked at must have the shape that `src/report/sarif.ts` gives it. */
import type { Run } from 'sarif';
import type { VersionControl } from '../report/index.js';
import type { SarifPart } from './merge-sarif.js';
import { readShard } from './read-part.js';
import { fields, list, text } from './shape.js';

/** Throws a `ShapeError` for a run of another shape. */
export function readLog(run: Readonly<Record<string, unknown>>, shard: unknown, file: string): SarifPart {
  list(run['results'], (result) => {
    readPlaces(result);
    optional(fields(result)['suppressions'], (all) => list(all, fields));
    optional(fields(result)['properties'], fields);
  });
  optional(run['invocations'], (all) =>
    list(all, (invocation) =>
      optional(fields(invocation)['toolExecutionNotifications'], (told) => list(told, readNotification)),
    ),
  );
  const [versionControl] = optional(run['versionControlProvenance'], (all) => list(all, readProvenance)) ?? [];
  const name = versionControl?.repositoryUri ?? 'this tree';
  return { file, shard: readShard(shard), name, versionControl, run: run as unknown as Run };
}

function readProvenance(value: unknown): VersionControl {
  const { repositoryUri, revisionId, branch } = fields(value);
  return {
    repositoryUri: text(repositoryUri),
    revisionId: optional(revisionId, text),
    branch: optional(branch, text),
  };
}

function readNotification(value: unknown): void {
  readPlaces(value);
  optional(fields(value)['descriptor'], (descriptor) => optional(fields(descriptor)['id'], text));
}

/** Of a result or notification. */
function readPlaces(value: unknown): void {
  optional(fields(value)['locations'], (all) =>
    list(all, (location) =>
      optional(fields(location)['physicalLocation'], (place) =>
        optional(fields(place)['artifactLocation'], (artifact) => optional(fields(artifact)['uri'], text)),
      ),
    ),
  );
}

/** Undefined for what is not there. */
function optional<Item>(value: unknown, read: (item: unknown) => Item): Item | undefined {
  return value === undefined ? undefined : read(value);
}
