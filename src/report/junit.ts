/** JUnit's XML: a failed test for each finding, for servers that show nothing else. */
import type { Finding, Report } from '../model/finding.js';
import { inFileOrder } from './order.js';
import { printable, withoutCommands } from './printable.js';
import { opened } from './words.js';

/** One suite; a run without findings is one test that passed, since servers refuse an empty suite. */
export function junit(
  report: Report,
  { reportSuppressed = false }: { readonly reportSuppressed?: boolean | undefined } = {},
): string {
  const suppressed = reportSuppressed ? report.suppressed : [];
  const told = inFileOrder([...report.findings, ...suppressed]);
  const failures = told.length - suppressed.length;
  const hidden = new Set<Finding>(suppressed);
  const cases = told.map((finding) => testCase(finding, hidden.has(finding)));
  const passed = '    <testcase classname="imds-audit" name="no findings"/>';
  const counts = `tests="${String(Math.max(1, told.length))}" failures="${String(failures)}"`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="imds-audit" ${counts}>`,
    `  <testsuite name="imds-audit" ${counts} errors="0" skipped="${String(suppressed.length)}">`,
    ...(told.length === 0 ? [passed] : cases),
    '  </testsuite>',
    '</testsuites>',
    '',
  ];
  return withoutCommands(lines.join('\n'));
}

function testCase({ ruleId, ruleName, level, message, reason, remedy, location }: Finding, isSkipped: boolean): string {
  const { path, start } = location;
  const place = `${path}:${String(start.line)}:${String(start.column)}`;
  const head = `    <testcase classname="${escaped(ruleName)}" name="${escaped(`${ruleId} ${place}`)}" file="${escaped(path)}" line="${String(start.line)}">`;
  if (isSkipped) return `${head}<skipped message="${escaped(message)}"/></testcase>`;
  const told = [place, opened(message), opened(reason), ...(remedy === '' ? [] : remedy.split(/\r?\n/))];
  return `${head}<failure type="${level}" message="${escaped(message)}">${told.map(escaped).join('\n')}</failure></testcase>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML has no way at all to write most controls: they are shown, and the two that never are characters with them. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
