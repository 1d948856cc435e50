/** What `merge` was asked to do, as the command line says it; there is no configuration for it. */
import { UserError } from '../config.js';
import type { Level } from '../model/finding.js';
import type { ArgumentReader } from './argument-reader.js';
import { colourChoices } from './colour.js';
import { failLevels, unusedIgnores } from './config-shape.js';
import type { ExitRules } from './exit-code.js';
import { formats, readOutputs, refuseTwice } from './outputs.js';
import type { Reporting } from './reports.js';

export interface MergeCommand extends ExitRules, Reporting {
  readonly kind: 'merge';
  /** At least one. */
  readonly files: readonly string[];
}

export function readMerge(reader: ArgumentReader, literal: readonly string[]): MergeCommand {
  const files = [...reader.texts('files'), ...literal];
  if (files.includes('')) throw new UserError('a file is empty', 'merge takes the files of reports');
  const failOn: Level | 'none' | undefined = reader.isSet('exit-zero') ? 'none' : reader.oneOf('fail-on', failLevels);
  return {
    kind: 'merge',
    files,
    outputs: refuseTwice(readOutputs(reader.oneOf('format', formats), reader.texts('output'))),
    reportSuppressed: reader.isSet('report-suppressed'),
    failOn: failOn ?? 'error',
    strict: reader.isSet('strict'),
    unusedIgnores: reader.oneOf('report-unused-ignores', unusedIgnores) ?? 'warn',
    allowsStaleBaseline: reader.isSet('allow-stale-baseline'),
    colour: reader.oneOf('color', colourChoices) ?? 'auto',
    verbose: reader.isSet('verbose'),
    quiet: reader.isSet('quiet'),
  };
}
