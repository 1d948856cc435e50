/** The report for people: each finding with its code, why it is one and what to do; then a summary and the verdict. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding, Location, Report, SuppressedFinding } from '../model/finding.js';
import { codeFrame } from './code-frame.js';
import { paintWith, type Paint } from './paint.js';
import { inFileOrder } from './order.js';
import { printable, seenFrom, withoutCommands } from './printable.js';
import { pageOf } from './sarif-rule.js';
import { sourcesOf, type SourceLines } from './source-lines.js';
import { noticeLines, summaryLines } from './summary.js';

export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal; 100 when it is not known. */
  readonly width?: number | undefined;
  /** Leaves nothing out: all related places, the remedy beside a fix, all notices. */
  readonly verbose?: boolean | undefined;
  /** The directory that paths are shown relative to, from the root; '' for the root itself. */
  readonly from?: string | undefined;
  /** Makes paths and rules links of the terminal (OSC 8): to files below this absolute directory, and to the pages of rules. */
  readonly links?: { readonly root: string } | undefined;
  /** Whether what is suppressed is told of, too. */
  readonly reportSuppressed?: boolean | undefined;
}

/** Lines that the way to a finding takes unless all of it is wanted. */
const maxRelated = 3;
const indent = '  ';

/** The report as text, with a line break at its end. */
export function text(report: Report, options: TextOptions): string {
  const { color, width = 100, verbose = false, from = '', links, reportSuppressed = false } = options;
  const paint = paintWith(color);
  const sources = sourcesOf(report);
  const shown = { paint, width, verbose, from, links };
  const told = reportSuppressed ? [...report.findings, ...report.suppressed] : report.findings;
  const lines = inFileOrder(told).flatMap((finding) => {
    return [...findingLines(finding, sources(finding.location.path), shown), ''];
  });
  const all = [...lines, ...noticeLines(report.notices, shown), ...summaryLines(report, paint, verbose)];
  return withoutCommands(`${all.join('\n')}\n`);
}

interface Shown {
  readonly paint: Paint;
  readonly width: number;
  readonly verbose: boolean;
  readonly from: string;
  readonly links: TextOptions['links'];
}

function findingLines(finding: Finding, source: SourceLines | undefined, shown: Shown): readonly string[] {
  const { paint } = shown;
  const level = paint.level[finding.level];
  const rule = paint.faint(ruleName(finding, shown));
  return [
    `${place(finding.location, shown)}${nesting(finding.location)}  ${level(finding.level)}  ${printable(finding.message)}  ${rule}`,
    ...frameLines(finding, source, shown),
    ...('suppression' in finding ? [suppressionLine(finding as SuppressedFinding, paint)] : []),
    `${indent}${paint.strong('why:')} ${printable(finding.reason)}`,
    ...relatedLines(finding, shown),
    ...helpLines(finding, shown),
  ];
}

function suppressionLine({ suppression: { kind, reason } }: SuppressedFinding, paint: Paint): string {
  const by = kind === 'ignore' ? 'ignored by a comment' : 'known by the baseline';
  return `${indent}${paint.strong('suppressed:')} ${by}${reason === undefined ? '' : `: ${printable(reason)}`}`;
}

function frameLines({ location, level }: Finding, source: SourceLines | undefined, shown: Shown): readonly string[] {
  if (source === undefined) return [];
  const { paint } = shown;
  const options = { width: shown.width - indent.length, faint: paint.faint, mark: paint.level[level] };
  return codeFrame(source, location.start, location.end, options).map((line) => indent + line);
}

/** The way to the finding; of a long one where it begins and where it ends. */
function relatedLines({ related }: Finding, shown: Shown): readonly string[] {
  if (related.length === 0) return [];
  const { paint, verbose } = shown;
  const lines = related.map(
    ({ location, message }) => `${indent.repeat(2)}${place(location, shown)}  ${printable(message)}`,
  );
  const left = related.length - (maxRelated - 1);
  const elided = `${indent.repeat(2)}${paint.faint(`… ${String(left)} more places (all with --verbose)`)}`;
  const isShort = verbose || related.length <= maxRelated;
  const told = isShort ? lines : [...lines.slice(0, maxRelated - 2), elided, ...lines.slice(-1)];
  return [`${indent}${paint.strong('reached through:')}`, ...told];
}

function helpLines({ fix, remedy }: Finding, { paint, verbose }: Shown): readonly string[] {
  const remedyLines = remedy.split(/\r?\n/).map((line, index) => {
    const label = index === 0 ? paint.help('help:') : '     ';
    return `${indent}${label} ${printable(line)}`.trimEnd();
  });
  if (fix === undefined) return remedy === '' ? [] : remedyLines;
  const flags = fix.safety === 'safe' ? '--fix' : '--fix --unsafe-fixes';
  const offer = fix.safety === 'safe' ? 'a fix is available' : 'an unsafe fix is available';
  const offered = `${indent}${paint.help('fix:')} ${offer}: run with ${flags} (${printable(fix.title)})`;
  return verbose && remedy !== '' ? [offered, ...remedyLines] : [offered];
}

function place({ path, start }: Location, { from, links }: Shown): string {
  const shown = `${printable(seenFrom(from, path))}:${String(start.line)}:${String(start.column)}`;
  return links === undefined ? shown : link(pathToFileURL(resolve(links.root, path)).href, shown);
}

function ruleName({ ruleId, ruleName: name }: Finding, { links }: Shown): string {
  const shown = `${ruleId} ${name}`;
  return links === undefined ? shown : link(pageOf(name), shown);
}

/** A link as terminals know it. An address has no controls in it: what is unsafe is percent-encoded. */
function link(address: string, text: string): string {
  return `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`;
}

/** ' (shell in javascript)' for code inside code. */
function nesting({ languages }: Location): string {
  return languages.length < 2 ? '' : ` (${languages.toReversed().join(' in ')})`;
}
