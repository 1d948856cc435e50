/** Reads a JSON report on a shard as the report that it was written from. `src/report/json.ts` and `part.ts` write it. */
import { mostShards } from '../config.js';
import {
  noticeKinds,
  type Finding,
  type Location,
  type Notice,
  type Report,
  type Shard,
  type SuppressedFinding,
} from '../model/finding.js';
import type { Fix } from '../model/site.js';
import type { Position } from '../model/source-file.js';
import type { VersionControl } from '../report/index.js';
import { publicUri } from '../report/sarif.js';
import { sourcesOf, type SourceLines } from '../report/source-lines.js';
import type { Sharded } from './sets.js';
import { table, fields, formed, list, oneOf, orNone, pathBelow, ShapeError, text, whole } from '../shape.js';

/** A report on a shard. */
export interface Part extends Sharded {
  readonly report: Pick<Report, 'findings' | 'suppressed' | 'notices' | 'statistics' | 'repositories' | 'sources'>;
}

type Sources = (path: string) => SourceLines | undefined;

/** Throws a `ShapeError` for what is no such report. */
export function readPart(document: unknown, file: string): Part {
  const { findings, notices, statistics, repositories = [], part } = fields(document);
  const { shard, name, repository, suppressed, sources } = fields(part);
  const texts = new Map(Object.entries(table(text)(sources)));
  const lines = sourcesOf({ sources: texts });
  return {
    file,
    shard: readShard(shard),
    name: pathBelow(name),
    versionControl: orNone(readRepository)(repository),
    report: {
      findings: list((one) => readFinding(one, lines))(findings),
      suppressed: list((one) => readSuppressed(one, lines))(suppressed),
      notices: list(readNotice)(notices),
      statistics: readStatistics(statistics),
      repositories: list(readRow)(repositories),
      sources: texts,
    },
  };
}

export function readShard(value: unknown): Shard {
  const { index, total, tree } = fields(value);
  const shard = { index: whole(index), total: whole(total), tree: text(tree) };
  if (shard.index < 1 || shard.index > shard.total || shard.total > mostShards) throw new ShapeError('no shard');
  return shard;
}

function readRepository(value: unknown): VersionControl {
  const { uri, revision, branch } = fields(value);
  return { repositoryUri: text(uri), revisionId: orNone(text)(revision), branch: orNone(text)(branch) };
}

function readFinding(value: unknown, lines: Sources): Finding {
  const { ruleId, ruleName, level, certainty, message, reason, location, related, remedy, fix } = fields(value);
  return {
    ruleId: formed(/^IMDS\d+$/)(ruleId),
    ruleName: formed(/^[\w-]+$/)(ruleName),
    level: oneOf('error', 'warning', 'note')(level),
    certainty: oneOf('certain', 'possible')(certainty),
    message: text(message),
    reason: text(reason),
    location: readLocation(location, lines),
    related: list((step) => {
      const { message: told, location: place } = fields(step);
      return { message: text(told), location: readLocation(place, lines) };
    })(related),
    remedy: text(remedy),
    fix: orNone(readFix)(fix),
  };
}

function readSuppressed(value: unknown, lines: Sources): SuppressedFinding {
  const { kind, reason } = fields(fields(value)['suppression']);
  const suppression = { kind: oneOf('ignore', 'baseline')(kind), reason: orNone(text)(reason) };
  return { ...readFinding(value, lines), suppression };
}

function readLocation(value: unknown, lines: Sources): Location {
  const { path, startLine, startColumn, endLine, endColumn, languages } = fields(value);
  const start = readPosition(startLine, startColumn);
  const end = readPosition(endLine, endColumn);
  const source = lines(pathBelow(path));
  const span = { start: source?.offset(start) ?? 0, end: source?.offset(end) ?? 0 };
  const named = list(formed(/^[\w-]+$/))(languages);
  return { path: text(path), span, start, end, languages: named };
}

function readPosition(line: unknown, column: unknown): Position {
  return { line: whole(line), column: whole(column) };
}

function readFix(value: unknown): Fix {
  const { title, safety, edits } = fields(value);
  return {
    title: text(title),
    safety: oneOf('safe', 'unsafe')(safety),
    edits: list((edit) => {
      const { path, startOffset, endOffset, text: inserted } = fields(edit);
      return {
        path: pathBelow(path),
        span: { start: whole(startOffset), end: whole(endOffset) },
        text: text(inserted),
      };
    })(edits),
  };
}

function readNotice(value: unknown): Notice {
  const { kind, path, line, column, message } = fields(value);
  return {
    kind: oneOf(...noticeKinds)(kind),
    path: text(path),
    message: text(message),
    position: line === null ? undefined : readPosition(line, column),
  };
}

function readStatistics(value: unknown): Report['statistics'] {
  const { scanned, analysed, followed, skipped, requests } = fields(value);
  return {
    scanned: whole(scanned),
    analysed: table(whole)(analysed),
    followed: whole(followed),
    skipped: table(whole)(skipped),
    requests: whole(requests),
  };
}

/** What is told of it is made again, of all parts. */
function readRow(value: unknown): Report['repositories'][number] {
  const { path, name, address } = fields(value);
  const verdict = { ready: false, partial: true, refused: 0, fallback: 0, undecided: 0, sdkFallback: 0, unread: 0 };
  const counts = { error: 0, warning: 0, note: 0 };
  const page = orNone((uri) => (/^https?:/.test(text(uri)) ? publicUri(text(uri)) : undefined))(address);
  return { path: pathBelow(path), name: text(name), address: page, verdict, counts };
}
