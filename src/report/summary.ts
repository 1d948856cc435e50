/** The end of the text report: what was not understood, what was looked at, and the verdict. */
import type { Finding, Notice, Report, SuppressedFinding, Verdict } from '../model/finding.js';
import type { Paint } from './paint.js';
import { inOrder } from './order.js';
import { standings } from './repositories.js';
import { printable, seenFrom } from './printable.js';
import { count, listed, tally } from './words.js';

/** Notices of one kind that are named; the others are counted. */
const maxNotices = 20;

const kinds: Readonly<Record<Notice['kind'], string>> = {
  unreadable: 'not read',
  syntax: 'syntax error',
  undecided: 'not decided',
  'not-analysed': 'not analysed',
  ignore: 'ignore',
  baseline: 'baseline',
};

const sections: readonly { readonly title: string; readonly kinds: readonly Notice['kind'][] }[] = [
  { title: 'Not understood:', kinds: ['unreadable', 'syntax', 'undecided'] },
  { title: 'These mention the metadata service and were not analysed:', kinds: ['not-analysed'] },
  { title: 'Ignores and the baseline:', kinds: ['ignore', 'baseline'] },
];
/** Whose title says all. */
const untold: readonly Notice['kind'][] = ['not-analysed'];

/** How the lines are to look. `from` is the directory that paths are shown relative to. */
interface Shown {
  readonly paint: Paint;
  readonly verbose: boolean;
  readonly from: string;
}

/** The lines on what was not understood; none when all was. When `verbose` all of it is named. */
export function noticeLines(notices: readonly Notice[], shown: Shown): readonly string[] {
  const limit = shown.verbose ? Infinity : maxNotices;
  return sections.flatMap(({ title, kinds: told }) => {
    return section(
      title,
      notices.filter(({ kind }) => told.includes(kind)),
      limit,
      shown,
    );
  });
}

function section(title: string, notices: readonly Notice[], limit: number, { paint, from }: Shown): readonly string[] {
  if (notices.length === 0) return [];
  const sorted = inOrder(notices, ({ path, position, message }) => [
    path,
    position?.line ?? 0,
    position?.column ?? 0,
    message,
  ]);
  const lines = sorted.slice(0, limit).map((notice) => {
    const message = untold.includes(notice.kind) ? '' : `  ${kinds[notice.kind]}: ${printable(notice.message)}`;
    return `  ${placeOf(notice, from)}${paint.faint(message)}`;
  });
  const more = notices.length - lines.length;
  return [paint.strong(title), ...lines, ...(more > 0 ? [`  … and ${String(more)} more`] : []), ''];
}

function placeOf({ path, position }: Notice, from: string): string {
  const where = position === undefined ? '' : `:${String(position.line)}:${String(position.column)}`;
  return printable(seenFrom(from, path)) + where;
}

/** What was scanned and found, then the verdict. */
export function summaryLines(report: Report, paint: Paint, verbose: boolean): readonly string[] {
  return [
    scannedLine(report),
    ...(verbose ? [followedLine(report)] : []),
    foundLine(report),
    ...suppressedLine(report),
    ...sdkLine(report.verdict),
    ...notUnderstoodLine(report.notices),
    ...(report.repositories.length === 0 ? [] : [`${standings(report.repositories)}.`]),
    verdictLine(report.verdict, paint),
  ];
}

function scannedLine({ statistics }: Report): string {
  const analysed = tally(statistics.analysed) ?? 'none';
  const skipped = tally(statistics.skipped);
  const left = skipped === undefined ? '' : `; skipped: ${printable(skipped)}`;
  return `Scanned ${count(statistics.scanned, 'file')}; analysed: ${printable(analysed)}${left}.`;
}

function followedLine({ statistics: { followed } }: Report): string {
  const files = `${count(followed, 'file')} that ${followed === 1 ? 'mentions' : 'mention'} nothing`;
  return `Imports were followed to ${followed === 0 ? 'no other files' : files}.`;
}

function foundLine({ findings, statistics }: Report): string {
  const requests =
    statistics.requests === 0
      ? 'No request to the metadata service was found'
      : `${count(statistics.requests, 'request')} to the metadata service ${statistics.requests === 1 ? 'was' : 'were'} found`;
  if (findings.length === 0) return `${requests}; no problems.`;
  const files = new Set(findings.map(({ location }) => location.path)).size;
  return `${requests}; ${count(findings.length, 'problem')} in ${count(files, 'file')} (${levels(findings)}).`;
}

function suppressedLine({ suppressed }: Report): readonly string[] {
  const of = (kind: SuppressedFinding['suppression']['kind']): number =>
    suppressed.filter(({ suppression }) => suppression.kind === kind).length;
  const ignored = of('ignore');
  const known = of('baseline');
  return [
    ...(ignored === 0 ? [] : [`${count(ignored, 'problem')} ${ignored === 1 ? 'is' : 'are'} ignored by comments.`]),
    ...(known === 0 ? [] : [`${count(known, 'problem')} ${known === 1 ? 'is' : 'are'} known by the baseline.`]),
  ];
}

function sdkLine({ sdkFallback: number }: Verdict): readonly string[] {
  if (number === 0) return [];
  const [asks, goes] = number === 1 ? ['asks', 'goes'] : ['ask', 'go'];
  return [`${count(number, 'SDK client')} ${asks} for a token and ${goes} on without one if that fails.`];
}

function levels(findings: readonly Finding[]): string {
  const of = (['error', 'warning', 'note'] as const).map((level) => {
    const number = findings.filter((finding) => finding.level === level).length;
    return number === 0 ? [] : [count(number, level)];
  });
  return of.flat().join(', ');
}

function notUnderstoodLine(notices: readonly Notice[]): readonly string[] {
  const numbers: Record<string, number> = {};
  for (const { kind } of notices)
    if (kind !== 'ignore' && kind !== 'baseline') numbers[kinds[kind]] = (numbers[kinds[kind]] ?? 0) + 1;
  const counts = tally(numbers);
  return counts === undefined ? [] : [`Not understood: ${counts}.`];
}

/** The answer to the question that the program is run for. */
export function verdictLine(verdict: Verdict, paint: Paint): string {
  if (verdict.ready) return paint.good('Ready for HttpTokens=required.');
  const { partial, shard, refused, fallback, undecided, unread } = verdict;
  const parts: string[] = [];
  const subject = (number: number): string => (parts.length === 0 ? count(number, 'request') : String(number));
  if (refused > 0) parts.push(`${subject(refused)} would be refused`);
  if (fallback > 0) parts.push(`${subject(fallback)} can fall back to version 1`);
  if (undecided > 0) parts.push(`${subject(undecided)} ${undecided === 1 ? 'needs' : 'need'} a person`);
  const reasons = listed(parts);
  const left = `${count(unread, 'file')} ${unread === 1 ? 'was' : 'were'} not read, or not in full`;
  if (reasons === undefined && unread > 0) return paint.bad(`Not known to be ready for HttpTokens=required: ${left}.`);
  if (reasons === undefined && partial && shard !== undefined)
    return paint.good(
      `Nothing in shard ${String(shard.index)} of ${String(shard.total)} stands against HttpTokens=required; the others are yet to be merged.`,
    );
  if (reasons === undefined && partial)
    return paint.good('Nothing that changed stands against HttpTokens=required; the rest was not asked about.');
  const besides = unread === 0 ? '' : `; besides, ${left}`;
  return paint.bad(`Not ready for HttpTokens=required${reasons === undefined ? '' : `: ${reasons}`}${besides}.`);
}
