/** Annotations of a GitHub workflow: the worst findings as commands of the runner, and how many are left. */
import type { Finding, Report } from '../model/finding.js';
import { inOrder } from './order.js';
import { paintWith } from './paint.js';
import { printable, withoutCommands } from './printable.js';
import { verdictLine } from './summary.js';
import { count, opened } from './words.js';

/** GitHub shows no more of one step. */
const maxAnnotations = 10;

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;
const ranks = { error: 0, warning: 1, note: 2 } as const;

/** The report as workflow commands; the same report gives the same bytes. */
export function github(report: Report, { reportSuppressed = false }: GithubOptions = {}): string {
  const told = reportSuppressed ? [...report.findings, ...report.suppressed] : report.findings;
  const worstFirst = inOrder(told, ({ level, certainty, location, ruleId, message }) => {
    const { path, start } = location;
    return [ranks[level], certainty === 'certain' ? 0 : 1, path, start.line, start.column, ruleId, message];
  });
  const shown = worstFirst.slice(0, maxAnnotations).map(annotation);
  const left = told.length - shown.length;
  const rest = left > 0 ? [`${count(left, 'more finding')} ${left === 1 ? 'is' : 'are'} not shown here`] : [];
  const end = [...rest, verdictLine(report.verdict, paintWith(false))].map((part) => opened(part)).join(' ');
  return `${[...shown, `::notice title=imds-audit::${dataOf(end)}`].join('\n')}\n`;
}

interface GithubOptions {
  readonly reportSuppressed?: boolean | undefined;
}

function annotation({ level, ruleId, ruleName, location, message, reason }: Finding): string {
  const { path, start, end } = location;
  // Columns mean something only within one line.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = {
    file: path,
    line: start.line,
    endLine: end.line,
    ...columns,
    title: `${ruleId} ${ruleName}`,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${propertyOf(String(value))}`);
  return `::${commands[level]} ${written.join(',')}::${dataOf(`${opened(message)} ${opened(reason)}`)}`;
}

/** No line break can pass: what comes after one would be a command of its own. */
function dataOf(text: string): string {
  return withoutCommands(printable(text)).replaceAll('%', '%25');
}

function propertyOf(text: string): string {
  return dataOf(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
