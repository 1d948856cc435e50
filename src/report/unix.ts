/** One line for each finding, as compilers write it: `path:line:column: level: message [rule]`. */
import type { Report } from '../model/finding.js';
import { inFileOrder } from './order.js';
import { printable, seenFrom, withoutCommands } from './printable.js';

/** The findings, a line each; nothing at all when there are none. */
export function unix(
  report: Report,
  {
    from = '',
    reportSuppressed = false,
  }: { readonly from?: string | undefined; readonly reportSuppressed?: boolean | undefined } = {},
): string {
  const told = reportSuppressed ? [...report.findings, ...report.suppressed] : report.findings;
  const lines = inFileOrder(told).map(({ location: { path, start }, level, message, ruleId }) => {
    const place = `${printable(seenFrom(from, path))}:${String(start.line)}:${String(start.column)}`;
    return `${place}: ${level}: ${printable(message)} [${ruleId}]\n`;
  });
  return withoutCommands(lines.join(''));
}
