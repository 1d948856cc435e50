/** The report in GitHub's Markdown: for the summary of a job, or a comment on a pull request. */
import type { Finding, Report, Repository } from '../model/finding.js';
import type { Rule } from '../rule.js';
import { fixHunks } from './fix-lines.js';
import { code, codeBlock, plainText } from './markdown-text.js';
import { inFileOrder } from './order.js';
import { paintWith } from './paint.js';
import { withoutCommands } from './printable.js';
import { standingOf, standings, titleOf, worstFirst } from './repositories.js';
import { sourcesOf, type SourceLines } from './source-lines.js';
import { verdictLine } from './summary.js';
import { count, opened } from './words.js';

type Sources = (path: string) => SourceLines | undefined;

/** Rows of the table. */
const maxRows = 500;
/** Bytes of UTF-8: GitHub refuses a summary of 1 MiB. */
const maxBytes = 900_000;

/** The report as Markdown; the same report gives the same bytes. Nothing of it leads anywhere else. */
export function markdown(
  report: Report,
  {
    rules,
    reportSuppressed = false,
  }: { readonly rules: readonly Rule[]; readonly reportSuppressed?: boolean | undefined },
): string {
  const told = inFileOrder(reportSuppressed ? [...report.findings, ...report.suppressed] : report.findings);
  const suppressed = new Set<Finding>(report.suppressed);
  const sources = sourcesOf(report);
  const head = [
    '## imds-audit',
    '',
    `**${verdictLine(report.verdict, paintWith(false))}**`,
    '',
    ...repositoryTable(report.repositories),
    ...(told.length === 0 ? ['No problems were found.', ''] : countsByRule(told, rules)),
  ];
  const rows = told.map((finding) => row(finding, suppressed.has(finding)));
  const table = told.length === 0 ? [] : ['| where | level | what | rule |', '| --- | --- | --- | --- |'];
  const room = maxBytes - bytesOf([...head, ...table]);
  const shown = fitting(rows.slice(0, maxRows), room);
  const left = told.length - shown.length;
  const more = left > 0 ? ['', `${count(left, 'more finding')} ${left === 1 ? 'is' : 'are'} left out here.`] : [];
  const fixes = told.slice(0, shown.length).flatMap((finding) => fixOf(finding, sources) ?? []);
  const shownFixes = fitting(fixes, room - bytesOf(shown));
  const leftFixes = fixes.length - shownFixes.length;
  const moreFixes = leftFixes > 0 ? ['', `${count(leftFixes, 'more fix', 'more fixes')} left out here.`] : [];
  const lines = [...head, ...table, ...shown, ...more, ...shownFixes, ...moreFixes];
  return withoutCommands(`${lines.join('\n').trimEnd()}\n`);
}

/** A row for each repository, the worst first, as far as half of the room goes; none for a report of one. */
function repositoryTable(repositories: readonly Repository[]): readonly string[] {
  if (repositories.length === 0) return [];
  const rows = worstFirst(repositories).map((repository) => {
    const { verdict, counts } = repository;
    const numbers = [verdict.refused, verdict.fallback, verdict.undecided, verdict.unread];
    const cells = [...numbers, counts.error, counts.warning, counts.note].map(String);
    return `| ${[code(titleOf(repository)), standingOf(verdict), ...cells].join(' | ')} |`;
  });
  const shown = fitting(rows.slice(0, maxRows), maxBytes / 2);
  const left = rows.length - shown.length;
  const head = '| repository | verdict | refused | fall back | to be judged | not read | errors | warnings | notes |';
  const line = '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |';
  const more = left > 0 ? ['', `${count(left, 'more repository', 'more repositories')} left out here.`] : [];
  return [`${standings(repositories)}.`, '', head, line, ...shown, ...more, ''];
}

function countsByRule(findings: readonly Finding[], rules: readonly Rule[]): readonly string[] {
  const ids = [...new Set(findings.map(({ ruleId }) => ruleId))].toSorted();
  const rows = ids.map((id) => {
    const title = rules.find((rule) => rule.id === id)?.title ?? '';
    const number = findings.filter(({ ruleId }) => ruleId === id).length;
    return `| ${plainText(id)} | ${plainText(title)} | ${String(number)} |`;
  });
  return ['| rule | what it finds | findings |', '| --- | --- | ---: |', ...rows, ''];
}

function row(finding: Finding, isSuppressed: boolean): string {
  const { location, level, message, reason, ruleId, ruleName } = finding;
  const place = `${location.path}:${String(location.start.line)}:${String(location.start.column)}`;
  const what = `${plainText(opened(message))} ${plainText(opened(reason))}`;
  return `| ${code(place)} | ${level}${isSuppressed ? ' (suppressed)' : ''} | ${what} | ${plainText(`${ruleId} ${ruleName}`)} |`;
}

/** What a fix changes, folded up; undefined where there is none, or a file of it is not at hand. */
function fixOf({ fix, location, ruleId }: Finding, sources: Sources): string | undefined {
  const hunks = fix && fixHunks(fix, sources);
  if (fix === undefined || hunks === undefined) return undefined;
  const marks = { same: ' ', old: '-', new: '+' } as const;
  const lines = hunks.flatMap(({ path, line, lines: changed }) => [
    `@@ ${path}:${String(line)} @@`,
    ...changed.map(({ kind, text }) => marks[kind] + text),
  ]);
  const place = `${location.path}:${String(location.start.line)}`;
  const how = fix.safety === 'safe' ? '--fix' : '--fix --unsafe-fixes';
  const summary = `${plainText(`${ruleId} ${place}: ${opened(fix.title)}`)} (${how})`;
  return ['', `<details><summary>${summary}</summary>`, '', codeBlock('diff', lines), '', '</details>'].join('\n');
}

/** The first of `blocks` that `room` bytes hold. */
function fitting(blocks: readonly string[], room: number): readonly string[] {
  let size = 0;
  const end = blocks.findIndex((block) => (size += Buffer.byteLength(block) + 1) > room);
  return end < 0 ? blocks : blocks.slice(0, end);
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((size, line) => size + Buffer.byteLength(line) + 1, 0);
}
