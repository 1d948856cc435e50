/** Comments that say `imds-audit: ignore[RULE] reason`, in any language: what they ignore, and what is wrong with them. */
import type { Document } from './model/document.js';
import type { Finding, Notice, SuppressedFinding } from './model/finding.js';
import { contains, type Span } from './model/source-file.js';
import { locationOf } from './place.js';
import { addAll } from './model/long-lists.js';

/** What decides whether an ignore counts. */
export interface IgnoreOptions {
  /** Whether ignores are read at all. */
  readonly useIgnores: boolean;
  /** Whether an ignore without a reason is refused. */
  readonly requireReason: boolean;
  /** Today as YYYY-MM-DD: an ignore holds up to and on the day that it names. */
  readonly today: string;
}

/** A rule as an ignore can name it, and whether it was applied in this run. */
export interface NamedRule {
  readonly id: string;
  readonly name: string;
  readonly isApplied: boolean;
}

/** What is left of some findings, what is ignored of them, and what there is to say of the ignores. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notices: readonly Notice[];
}

/** A comment that says it. Spans count in the file. */
interface Ignore {
  readonly document: Document;
  /** Where the words stand, in the document's text. */
  readonly at: Span;
  readonly rules: readonly NamedRule[];
  readonly reason: string | undefined;
  /** Whether a finding that starts there is meant. */
  readonly covers: (start: number) => boolean;
}

/** What a comment may begin with in some language; in a comment of several lines a line may begin with a star. */
const LEADER = /(?:^|\s)(?:#+|\/{2,}|\/\*+|\*|<!--|\{\/\*|\{#|\{\{-?\s*\/\*|<%#|<#|;+|--|::|rem|dnl)\s*$/i;
const WORDS = /imds-audit:[ \t]*(ignore(?:-file)?)(?![\w-])[ \t]*(?:\[([^\]\n]*)\])?([^\n]*)/g;
const CLOSER = /(?:\*\/\}?|-->|#\}|-?%>|#>|\*\/-?\}\})\s*$/;
/** An equals sign asks for a day; without one only what is a day is meant. */
const UNTIL = /(?:^|[\s(])until(?:\s*=\s*(\S*?)|[:\s]\s*(\d{4}-\d\d-\d\d))[,;:.)]*(?=\s|$)/i;

/** Takes out of `findings` what comments in `documents` ignore. Of nested documents the innermost one's reading counts. */
export function applyIgnores(
  findings: readonly Finding[],
  documents: readonly Document[],
  rules: readonly NamedRule[],
  options: IgnoreOptions,
): Judged {
  if (!options.useIgnores) return { findings, suppressed: [], notices: [] };
  const notices: Notice[] = [];
  const ignores = ignoresIn(documents, rules, options, notices);
  const used = new Map<Ignore, Set<string>>();
  const left: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const byPath = new Map<string, readonly Ignore[]>();
  for (const ignore of ignores)
    byPath.set(ignore.document.file.path, [...(byPath.get(ignore.document.file.path) ?? []), ignore]);
  for (const finding of findings) {
    const { path, span } = finding.location;
    const meant = (byPath.get(path) ?? []).filter(
      ({ rules: named, covers }) => named.some(({ id }) => id === finding.ruleId) && covers(span.start),
    );
    for (const ignore of meant) used.set(ignore, (used.get(ignore) ?? new Set()).add(finding.ruleId));
    const [first] = meant;
    if (first === undefined) left.push(finding);
    else suppressed.push({ ...finding, suppression: { kind: 'ignore', reason: first.reason } });
  }
  return { findings: left, suppressed, notices: [...notices, ...ignores.flatMap((one) => unused(one, used.get(one)))] };
}

function unused(ignore: Ignore, used: ReadonlySet<string> | undefined): readonly Notice[] {
  const idle = ignore.rules.filter(({ id, isApplied }) => isApplied && used?.has(id) !== true);
  return idle.length === 0
    ? []
    : [notice(ignore, `nothing here is to be ignored for ${idle.map(({ id }) => id).join(', ')}: the comment can go`)];
}

function notice({ document, at }: Pick<Ignore, 'document' | 'at'>, message: string): Notice {
  const { path, start } = locationOf({ document, span: at });
  return { kind: 'ignore', path, message, position: start };
}

function ignoresIn(
  documents: readonly Document[],
  rules: readonly NamedRule[],
  options: IgnoreOptions,
  notices: Notice[],
): readonly Ignore[] {
  const found: Ignore[] = [];
  const seen = new Set<string>();
  const mentioning = documents.filter(({ text }) => text.text.includes('imds-audit:'));
  for (const document of mentioning.toSorted((a, b) => depthOf(b) - depthOf(a))) {
    for (const match of document.text.text.matchAll(WORDS)) {
      const at = { start: match.index, end: match.index + match[0].length };
      const place = `${String(document.text.originOf(at).start)} ${document.file.path}`;
      if (seen.has(place) || !isComment(document, at.start)) continue;
      seen.add(place);
      const [, kind = '', names, tail = ''] = match;
      const read = readIgnore({ names, tail: tail.replace(CLOSER, '').trim() }, rules, options);
      const here = { document, at: { start: at.start, end: at.start + 'imds-audit:'.length } };
      addAll(
        notices,
        read.complaints.map((message) => notice(here, message)),
      );
      if (read.rules.length > 0)
        found.push({ ...here, ...read, covers: kind === 'ignore' ? coveredBy(document, at) : () => true });
    }
  }
  return found;
}

function depthOf({ parent }: Document): number {
  return parent === undefined ? 0 : 1 + depthOf(parent.document);
}

function isComment({ text, comments }: Document, start: number): boolean {
  if (comments.length > 0) return comments.some((span) => span.start <= start && start < span.end);
  return LEADER.test(text.text.slice(Math.max(lineStart(text.text, start), start - 40), start));
}

interface ReadIgnore {
  /** None when the ignore does not count. */
  readonly rules: readonly NamedRule[];
  readonly reason: string | undefined;
  readonly complaints: readonly string[];
}

function readIgnore(
  { names, tail }: { readonly names: string | undefined; readonly tail: string },
  rules: readonly NamedRule[],
  { requireReason, today }: IgnoreOptions,
): ReadIgnore {
  const refused = (why: string): ReadIgnore => ({ rules: [], reason: undefined, complaints: [why] });
  const wanted = (names ?? '').split(',').map((name) => name.trim());
  if (wanted.every((name) => name === ''))
    return refused('an ignore names the rules that it is for: imds-audit: ignore[IMDS001] reason');
  const [, asked, said] = UNTIL.exec(tail) ?? [];
  const until = asked ?? said;
  const reason = tail
    .replace(UNTIL, ' ')
    .trim()
    .replace(/^[-–:]\s*/, '');
  if (until !== undefined && !isDay(until)) return refused(`until=${until} is no day: write until=YYYY-MM-DD`);
  if (until !== undefined && until < today) return refused(`this ignore ended on ${until}`);
  if (requireReason && reason === '') return refused('an ignore needs a reason: write it behind the brackets');
  const known = wanted.flatMap((name) => rules.filter((rule) => isCalled(rule, name)));
  const unknown = wanted.filter((name) => !rules.some((rule) => isCalled(rule, name)));
  return {
    rules: known,
    reason: reason === '' ? undefined : reason,
    complaints: unknown.map((name) => `there is no rule ${name === '' ? 'without a name' : name} to ignore`),
  };
}

function isCalled({ id, name }: NamedRule, wanted: string): boolean {
  return id.toLowerCase() === wanted.toLowerCase() || name === wanted;
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What a comment at `at` is for: its line and what ends there, or where it has a line for itself what begins on the next. */
function coveredBy(document: Document, at: Span): (start: number) => boolean {
  const { text } = document.text;
  const isAlone = isOnlyComment(text.slice(lineStart(text, at.start), at.start)) || isInBlock(document, at);
  const { parent } = document;
  // A recipe is a document for each line: what follows the comment is in another one.
  if (isAlone && parent !== undefined && nextCode(document, lineEnd(text, at.end)).start === text.length)
    return coveredBy(fileOf(parent.document), document.text.originOf(at));
  const line = isAlone ? nextCode(document, lineEnd(text, at.end)) : { start: lineStart(text, at.start), end: at.end };
  const spans = [
    line,
    ...[...document.calls, ...document.bindings]
      .map(({ span }) => span)
      .filter(({ start, end }) => isIn(line, start) || (!isAlone && isIn(line, end))),
  ];
  const embedded = document.embedded.flatMap(({ parent: host }) => host?.embedding.span ?? []);
  // A script may begin on the line below the one that introduces it.
  if (isAlone)
    addAll(
      spans,
      embedded.filter(({ start }) => line.start <= start && start <= line.end + 1),
    );
  const bodies = document.functions.map(({ span }) => span);
  const covered = spans.map((span) => ({
    whole: document.text.originOf(span),
    // What is called in a function that is handed over is another statement.
    parts: bodies
      .filter((body) => contains(span, body) && !isIn(line, body.end))
      .map((body) => document.text.originOf(body)),
  }));
  const own = document.text.originOf(line);
  return (start) =>
    isIn(own, start) ||
    covered.some(({ whole, parts }) => isIn(whole, start) && !parts.some((part) => isIn(part, start)));
}

/** The document that is the whole file. */
function fileOf(document: Document): Document {
  return document.parent === undefined ? document : fileOf(document.parent.document);
}

function isIn({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** Whether nothing but the leader of a comment stands before it on its line. */
function isOnlyComment(before: string): boolean {
  return LEADER.test(before) && before.replace(LEADER, '').trim() === '';
}

/** Whether it stands in a comment of several lines that has all of them for itself. */
function isInBlock({ text: { text }, comments }: Document, { start }: Span): boolean {
  const block = comments.find((span) => span.start < start && start < span.end);
  if (block === undefined || block.start >= lineStart(text, start)) return false;
  const before = text.slice(lineStart(text, block.start), block.start);
  return `${before}${text.slice(block.end, lineEnd(text, block.end))}`.trim() === '';
}

/** The next line from `from` on that has more than a comment. */
function nextCode({ text: { text }, comments }: Document, from: number): Span {
  for (let start = from + 1; start < text.length; start = lineEnd(text, start) + 1) {
    const end = lineEnd(text, start);
    const line = text.slice(start, end);
    const first = start + line.length - line.trimStart().length;
    const isInComment = comments.some((span) => span.start <= first && end <= span.end + 1);
    if (line.trim() !== '' && !isInComment && !/^\s*(?:#|\/\/|\*|<!--|-->|;|--|::)/.test(line)) return { start, end };
  }
  return { start: text.length, end: text.length };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}
