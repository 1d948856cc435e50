/** Reads a SARIF report on a shard: what is looked at must have the shape that `src/report/sarif.ts` gives it. */
import type { Run } from 'sarif';
import type { VersionControl } from '../report/index.js';
import type { SarifPart } from './merge-sarif.js';
import { readShard } from './read-part.js';
import { fields, list, maybe, text } from '../shape.js';

/** Throws a `ShapeError` for a run of another shape. */
export function readLog(run: Readonly<Record<string, unknown>>, shard: unknown, file: string): SarifPart {
  list(readResult)(run['results']);
  maybe(list(readInvocation))(run['invocations']);
  const [versionControl] = maybe(list(readProvenance))(run['versionControlProvenance']) ?? [];
  const name = versionControl?.repositoryUri ?? 'this tree';
  return { file, shard: readShard(shard), name, versionControl, run: run as unknown as Run };
}

function readResult(value: unknown): void {
  readPlaces(value);
  const { suppressions, properties } = fields(value);
  maybe(list(fields))(suppressions);
  maybe(fields)(properties);
}

function readInvocation(value: unknown): void {
  maybe(list(readNotification))(fields(value)['toolExecutionNotifications']);
}

function readProvenance(value: unknown): VersionControl {
  const { repositoryUri, revisionId, branch } = fields(value);
  return {
    repositoryUri: text(repositoryUri),
    revisionId: maybe(text)(revisionId),
    branch: maybe(text)(branch),
  };
}

function readNotification(value: unknown): void {
  readPlaces(value);
  const descriptor = maybe(fields)(fields(value)['descriptor']);
  maybe(text)(descriptor?.['id']);
}

/** Of a result or notification. */
function readPlaces(value: unknown): void {
  maybe(list(readPlace))(fields(value)['locations']);
}

function readPlace(value: unknown): void {
  const place = maybe(fields)(fields(value)['physicalLocation']);
  const artifact = maybe(fields)(place?.['artifactLocation']);
  maybe(text)(artifact?.['uri']);
}
