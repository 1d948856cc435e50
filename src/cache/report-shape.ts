/** A report as JSON, and back. */
import {
  noticeKinds,
  type Finding,
  type KnownFinding,
  type Location,
  type Notice,
  type Report,
  type Repository,
  type Shard,
  type Statistics,
  type Suppression,
  type SuppressedFinding,
  type Verdict,
} from '../model/finding.js';
import type { Fix } from '../model/site.js';
import type { Position, Span } from '../model/source-file.js';
import { flag, list, maybe, number, object, oneOf, table, text, type Read } from '../shape.js';

export function writtenReport(report: Report): string {
  return JSON.stringify({ ...report, sources: [...report.sources] });
}

/** Throws for what is no report. */
export function readReport(written: string): Report {
  return reportIn(JSON.parse(written));
}

const position = object<Position>({ line: number, column: number });
const span = object<Span>({ start: number, end: number });
const level = oneOf('error', 'warning', 'note');
const location = object<Location>({ path: text, span, start: position, end: position, languages: list(text) });

const fix = object<Fix>({
  title: text,
  safety: oneOf('safe', 'unsafe'),
  edits: list(object<Fix['edits'][number]>({ path: text, span, text })),
  leaves: maybe(oneOf('none', 'one')),
  brings: maybe(object<NonNullable<Fix['brings']>>({ path: text, span })),
});

const findingMembers: { readonly [Name in keyof Finding]-?: Read<Finding[Name]> } = {
  ruleId: text,
  ruleName: text,
  level,
  certainty: oneOf('certain', 'possible'),
  message: text,
  reason: text,
  location,
  related: list(object<Finding['related'][number]>({ location, message: text })),
  remedy: text,
  fix: maybe(fix),
};

const known = object<KnownFinding>({ rule: text, path: text, fingerprint: text });

const verdict = object<Verdict>({
  ready: flag,
  partial: flag,
  shard: maybe(object<Shard>({ index: number, total: number, tree: text })),
  refused: number,
  fallback: number,
  undecided: number,
  sdkFallback: number,
  unread: number,
});

const reportIn = object<Report>({
  version: text,
  findings: list(object<Finding>(findingMembers)),
  suppressed: list(
    object<SuppressedFinding>({
      ...findingMembers,
      suppression: object<Suppression>({ kind: oneOf('ignore', 'baseline'), reason: maybe(text) }),
    }),
  ),
  notices: list(
    object<Notice>({
      kind: oneOf(...noticeKinds),
      path: text,
      message: text,
      position: maybe(position),
    }),
  ),
  statistics: object<Statistics>({
    scanned: number,
    analysed: table(number),
    followed: number,
    skipped: table(number),
    requests: number,
  }),
  verdict,
  repositories: list(
    object<Repository>({
      path: text,
      name: text,
      address: maybe(text),
      verdict,
      counts: object<Repository['counts']>({ error: number, warning: number, note: number }),
    }),
  ),
  unseen: list(known),
  sources: sourcesIn,
});

function sourcesIn(value: unknown): Report['sources'] {
  return new Map(list(list(text))(value).map(([path = '', source = '']) => [path, source]));
}
