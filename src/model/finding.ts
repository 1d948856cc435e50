/** What a run has to say: problems placed in files, and all else of the report. */
import type { Certainty } from './certainty.js';
import type { Fix } from './site.js';
import type { Position, Span } from './source-file.js';

export type Level = 'error' | 'warning' | 'note';

/** A place in a file, ready to be printed. `end` is one past the last column. */
export interface Location {
  readonly path: string;
  readonly span: Span;
  readonly start: Position;
  readonly end: Position;
  /** How the place is nested, outermost first: ['javascript', 'shell']; one entry for a whole file. */
  readonly languages: readonly string[];
}

export interface Finding {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly level: Level;
  readonly certainty: Exclude<Certainty, 'no'>;
  /** Without a period at the end; says what and where. */
  readonly message: string;
  /** Why this was decided so: the evidence, in a sentence. */
  readonly reason: string;
  /** The caller, the path…: what the message was made of, in order (for SARIF's message arguments). */
  readonly location: Location;
  readonly related: readonly { readonly location: Location; readonly message: string }[];
  /** What to do, with a snippet for this client; shown where there is no fix. */
  readonly remedy: string;
  readonly fix: Fix | undefined;
}

/** Why a finding is not told of: a comment beside it says so, or the baseline knows it. */
export interface Suppression {
  readonly kind: 'ignore' | 'baseline';
  /** As the comment gives it; undefined when it gives none. */
  readonly reason: string | undefined;
}

export interface SuppressedFinding extends Finding {
  readonly suppression: Suppression;
}

export const noticeKinds = ['unreadable', 'syntax', 'not-analysed', 'undecided', 'ignore', 'baseline'] as const;

/**
 * What a person should know beside the findings: a file, or part of one, that was not read as code, and why; or something
 * that is wrong with an ignore or the baseline.
 */
export interface Notice {
  readonly kind: (typeof noticeKinds)[number];
  readonly path: string;
  readonly message: string;
  readonly position: Position | undefined;
}

export interface Statistics {
  /** Files whose bytes were looked at. */
  readonly scanned: number;
  /** Files that mention the service and were read as code, by language. */
  readonly analysed: Readonly<Record<string, number>>;
  /** Files that do not mention the service and were read because imports lead to them, or from them to what does. */
  readonly followed: number;
  /** Files and directories left out, by reason ('ignored by .gitignore', 'dependencies', 'generated or minified', 'binary', 'too large', …). */
  readonly skipped: Readonly<Record<string, number>>;
  /** Requests to the service that were found, and clients of SDKs that make some; those that are in order included. */
  readonly requests: number;
}

/** One known problem. The fingerprint holds no line number: it is of the rule, the path and the line's text. */
export interface KnownFinding {
  readonly rule: string;
  readonly path: string;
  readonly fingerprint: string;
}

/** A part of the code that one of several runs reports on. */
export interface Shard {
  /** From 1 to `total`. */
  readonly index: number;
  readonly total: number;
  /** A hash of the files of all shards: that of another tree is another one. */
  readonly tree: string;
}

/** One of several git repositories that a report speaks of. */
export interface Repository {
  /** From the root; what is reported of it lies below. */
  readonly path: string;
  /** 'owner/name' where it has an address, else its path. */
  readonly name: string;
  /** Where it can be seen; undefined where that is not known. */
  readonly address: string | undefined;
  readonly verdict: Verdict;
  /** What was found in it, by level. */
  readonly counts: Readonly<Record<Level, number>>;
}

/** Everything one run has to say. */
export interface Report {
  readonly version: string;
  readonly findings: readonly Finding[];
  /** What was found and is not told of; in the order of the findings. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly notices: readonly Notice[];
  readonly statistics: Statistics;
  /** May `HttpTokens=required` be set, as far as this code tells? */
  readonly verdict: Verdict;
  /** By path; none where all is of one. */
  readonly repositories: readonly Repository[];
  /** What the baseline lists of files that this run did not look at, and of rules that it did not apply. */
  readonly unseen: readonly KnownFinding[];
  /** The texts of files that findings lie in or fixes change, for code frames, SARIF snippets and fixes; by path. */
  readonly sources: ReadonlyMap<string, string>;
}

export interface Verdict {
  /** What documentation shows does not stand against it. Of a part of the code alone nobody can say it. */
  readonly ready: boolean;
  /** Whether only a part was asked about, what changed or a shard: what is counted is of that, and the rest may stand against it. */
  readonly partial: boolean;
  /** The part, of a run that was divided. */
  readonly shard?: Shard | undefined;
  /** Requests that version 2 would refuse. */
  readonly refused: number;
  /** Requests that can fall back to version 1. */
  readonly fallback: number;
  /** Requests that a person must judge. */
  readonly undecided: number;
  /** Clients of SDKs that ask for a token and may go on without one: they do not stand against it. */
  readonly sdkFallback: number;
  /** Files that could not be read, or not in full, or are in no language that is analysed: nobody knows what they ask for. */
  readonly unread: number;
}
