/** Finds out what a file that is to be merged is, and reads it. */
import { UserError } from '../config.js';
import { version } from '../version.js';
import type { SarifPart } from './merge-sarif.js';
import { readLog } from './read-log.js';
import { readPart, type Part } from './read-part.js';
import { fields, list, ShapeError, text } from '../shape.js';

export type ReadReport =
  { readonly kind: 'JSON'; readonly part: Part } | { readonly kind: 'SARIF'; readonly part: SarifPart };

/** `content` is that of the file called `file`. Throws a `UserError` for what cannot be merged. */
export function readReport(content: string, file: string): ReadReport {
  const document = parsed(content, file);
  try {
    return 'runs' in document ? readSarif(document, file) : readJson(document, file);
  } catch (error) {
    if (error instanceof ShapeError) throw new UserError(`${file} is no report of imds-audit, or a broken one`);
    throw error;
  }
}

function parsed(content: string, file: string): Readonly<Record<string, unknown>> {
  try {
    return fields(JSON.parse(content.replace(/^\uFEFF/, '')));
  } catch {
    throw new UserError(`${file} is no JSON`, 'merge takes reports of --format json or sarif');
  }
}

function readJson(document: Readonly<Record<string, unknown>>, file: string): ReadReport {
  const { schemaVersion, tool, part } = document;
  const { name, version: written } = fields(tool);
  refuseOthers(file, text(name), text(written));
  if (schemaVersion !== 1) throw new ShapeError('another version');
  if (part === undefined) refuseWhole(file);
  return { kind: 'JSON', part: readPart(document, file) };
}

function readSarif(document: Readonly<Record<string, unknown>>, file: string): ReadReport {
  const [run, another] = list(fields)(document['runs']);
  if (run === undefined) throw new ShapeError('no run');
  const { name, version: written } = fields(fields(run['tool'])['driver']);
  refuseOthers(file, text(name), typeof written === 'string' ? written : 'without a version');
  if (another !== undefined) throw new ShapeError('several runs');
  const shard = run['properties'] === undefined ? undefined : fields(run['properties'])['shard'];
  if (shard === undefined) refuseWhole(file);
  return { kind: 'SARIF', part: readLog(run, shard, file) };
}

function refuseOthers(file: string, name: string, written: string): void {
  if (name !== 'imds-audit') throw new UserError(`${file} is a report of ${name}`);
  if (written !== version)
    throw new UserError(
      `${file} is a report of imds-audit ${written}, and this is ${version}`,
      'merge with the version that scanned',
    );
}

function refuseWhole(file: string): never {
  throw new UserError(`${file} is no part`, 'scan with --shard, and what is to be merged whole with --shard 1/1');
}
