/** Every way to write a report. */
import type { Report } from '../model/finding.js';
import type { Rule } from '../rule.js';
import { htmlReport } from './html.js';
import { json } from './json.js';
import { sarif, type SarifContext } from './sarif.js';
import { text, type TextOptions } from './text.js';

export { unifiedDiff } from './diff.js';
export type { SarifContext, VersionControl } from './sarif.js';
export type { TextOptions } from './text.js';

export type Format = 'text' | 'json' | 'sarif' | 'html';

export const formats: readonly Format[] = ['text', 'json', 'sarif', 'html'];

/** What the formats need beside the report. `rules` are all rules, those that were not run included. */
export interface RenderContext extends TextOptions, SarifContext {
  readonly rules: readonly Rule[];
}

/** The report in the given format, with a line break at its end. */
export function render(format: Format, report: Report, context: RenderContext): string {
  switch (format) {
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
