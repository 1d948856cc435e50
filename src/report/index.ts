/** Every way to write a report. */
import type { Report } from '../model/finding.js';
import type { Rule } from '../rule.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { htmlReport } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import type { Scanned } from './part.js';
import { rdjson } from './rdjson.js';
import { sarif, type SarifContext } from './sarif.js';
import { text, type TextOptions } from './text.js';
import { unix } from './unix.js';

export { unifiedDiff } from './diff.js';
export type { Scanned } from './part.js';
export type { SarifContext, VersionControl } from './sarif.js';
export type { TextOptions } from './text.js';

export const formats = [
  'text',
  'json',
  'sarif',
  'html',
  'markdown',
  'github',
  'gitlab',
  'junit',
  'rdjson',
  'unix',
] as const;

export type Format = (typeof formats)[number];

/** What the formats need beside the report. `rules` are all rules, those that were not run included. */
export interface RenderContext extends TextOptions, SarifContext {
  /** What a report on a shard is of. */
  readonly scanned?: Scanned | undefined;
  readonly rules: readonly Rule[];
}

/** The report in the given format, with a line break at its end. */
export function render(format: Format, report: Report, context: RenderContext): string {
  switch (format) {
    case 'markdown':
      return markdown(report, context);
    case 'github':
      return github(report, context);
    case 'gitlab':
      return gitlab(report, context);
    case 'junit':
      return junit(report, context);
    case 'rdjson':
      return rdjson(report, context);
    case 'unix':
      return unix(report, context);
    case 'text':
      return text(report, context);
    case 'json':
      return json(report, context);
    case 'html':
      return htmlReport(report, context);
    case 'sarif':
      return sarif(report, context.rules, context);
  }
}
