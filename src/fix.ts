/** Applies fixes to texts, audits them again in memory, and keeps only what held. */
import { changedFurther, type Change } from './changed.js';
import { applyEdits, MadeTogether, moverOf, type Mover } from './edits.js';
import type { PathEdit } from './edits.js';
import type { Finding, Report } from './model/finding.js';
import { grouped } from './model/grouped.js';
import type { Fix } from './model/site.js';
import { contains } from './model/source-file.js';

/** Audits the project as it would be if these files had these texts; by path, as in findings. */
export type Audit = (texts: ReadonlyMap<string, string>) => Promise<Report>;

/** A file that fixes changed. */
export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** What the fixes changed, in the order of the text: nothing else differs. */
  readonly changes: readonly Change[];
}

/** What came of applying fixes. Findings are as they were when they were fixed or given up. */
export interface FixResult {
  readonly files: readonly FixedFile[];
  readonly applied: readonly Finding[];
  /** Fixes that did not hold, and why: a phrase. */
  readonly withheld: readonly { readonly finding: Finding; readonly why: string }[];
  /** What is to be said of the fixed texts. */
  readonly report: Report;
}

/** Which fixes to apply: the safe ones, or all. */
export type FixScope = 'safe' | 'all';

/** A fix for the findings that share it. */
interface Candidate {
  readonly findings: readonly Finding[];
  readonly edits: readonly PathEdit[];
  readonly brings: Fix['brings'];
  /** How many requests are gone after it. */
  readonly removed: number;
}

/** What stands after some rounds. */
interface State {
  readonly report: Report;
  readonly texts: ReadonlyMap<string, string>;
  /** What differs in `texts` from how the files were before all rounds. */
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** Why fixes were given up; by the key of their finding. */
  readonly withheld: ReadonlyMap<string, { readonly finding: Finding; readonly why: string }>;
  readonly applied: readonly Finding[];
}

const maximalRounds = 10;

/**
 * Applies the fixes of `report`, round by round until nothing changes. All edits of a fix are applied or none; fixes that
 * overlap wait for the next round. A fix is kept only if the audit of the texts no longer has its finding, has no finding
 * that was not there before, and reads everything that it could read before.
 */
export async function applyFixes(report: Report, scope: FixScope, audit: Audit): Promise<FixResult> {
  let state: State = { report, texts: new Map(), changes: new Map(), withheld: new Map(), applied: [] };
  for (let round = 0; round < maximalRounds; round += 1) {
    const next = await applyRound(state, scope, audit);
    const isDone = next.applied.length === state.applied.length;
    state = next;
    if (isDone) break;
  }
  const files = [...state.texts].map(([path, after]) => ({
    path,
    before: report.sources.get(path) ?? '',
    after,
    changes: state.changes.get(path) ?? [],
  }));
  return {
    files: files.filter((file) => file.before !== file.after),
    applied: state.applied,
    withheld: [...state.withheld.values()],
    report: state.report,
  };
}

async function applyRound(state: State, scope: FixScope, audit: Audit): Promise<State> {
  const candidates = pick(candidatesOf(state, scope));
  const withheld = new Map(state.withheld);
  let kept: readonly Candidate[] = [];
  let report = state.report;
  const pending: (readonly Candidate[])[] = [candidates];
  for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
    if (group.length === 0) continue;
    const trial = [...kept, ...group];
    const audited = await audit(textsWith(state, trial));
    const why = objection(state.report, audited, trial);
    if (why === undefined) {
      kept = trial;
      report = audited;
    } else if (group.length === 1) {
      for (const finding of group.flatMap((candidate) => candidate.findings))
        withheld.set(keyOf(finding), { finding, why });
    } else {
      const middle = Math.ceil(group.length / 2);
      pending.push(group.slice(middle), group.slice(0, middle));
    }
  }
  return {
    report,
    texts: textsWith(state, kept),
    changes: changesWith(state, kept),
    withheld: moved(withheld, kept),
    applied: [...state.applied, ...kept.flatMap((candidate) => candidate.findings)],
  };
}

/** The fixes in `scope` that are not given up, in the order of their places. */
function candidatesOf(state: State, scope: FixScope): readonly Candidate[] {
  const byEdits = new Map<string, Candidate>();
  for (const finding of state.report.findings) {
    const { fix } = finding;
    if (fix === undefined || (fix.safety === 'unsafe' && scope === 'safe') || state.withheld.has(keyOf(finding)))
      continue;
    if (fix.edits.length === 0 || !fix.edits.every((edit) => textOfFile(state, edit.path) !== undefined)) continue;
    const key = JSON.stringify(fix.edits);
    const findings = [...(byEdits.get(key)?.findings ?? []), finding];
    const removed = fix.leaves === 'none' ? findings.length : fix.leaves === 'one' ? findings.length - 1 : 0;
    byEdits.set(key, { edits: fix.edits, brings: fix.brings, removed, findings });
  }
  return [...byEdits.values()];
}

/** As many candidates as do not touch one another, and do not bring what another does. */
function pick(candidates: readonly Candidate[]): readonly Candidate[] {
  const picked: Candidate[] = [];
  const bringing: Candidate[] = [];
  const taken = new MadeTogether();
  for (const candidate of candidates) {
    if (candidate.edits.some((edit) => taken.conflictsWith(edit))) continue;
    if (bringing.some((other) => isBroughtBy(other, candidate))) continue;
    picked.push(candidate);
    if (candidate.brings !== undefined) bringing.push(candidate);
    for (const edit of candidate.edits) taken.add(edit);
  }
  return picked;
}

/** Whether `other` brings what `candidate` would bring where that is. */
function isBroughtBy({ brings: there }: Candidate, { brings: here }: Candidate): boolean {
  return there !== undefined && here !== undefined && there.path === here.path && contains(there.span, here.span);
}

function textsWith(state: State, candidates: readonly Candidate[]): ReadonlyMap<string, string> {
  const texts = new Map(state.texts);
  for (const [path, edits] of editsByPath(candidates)) {
    const text = textOfFile(state, path);
    if (text !== undefined) texts.set(path, applyEdits(text, edits));
  }
  return texts;
}

function changesWith(state: State, candidates: readonly Candidate[]): State['changes'] {
  const changes = new Map(state.changes);
  for (const [path, edits] of editsByPath(candidates))
    changes.set(path, changedFurther(changes.get(path) ?? [], edits));
  return changes;
}

function editsByPath(candidates: readonly Candidate[]): ReadonlyMap<string, readonly PathEdit[]> {
  return grouped(
    candidates.flatMap((candidate) => candidate.edits),
    ({ path }) => path,
  );
}

function textOfFile(state: State, path: string): string | undefined {
  return state.texts.get(path) ?? state.report.sources.get(path);
}

/** Why the edits of `candidates` must not stay, given what is said before and after; undefined when they may. */
function objection(before: Report, after: Report, candidates: readonly Candidate[]): string | undefined {
  const move = moverOf(candidates.flatMap((candidate) => candidate.edits));
  const left = new Set(after.findings.map((finding) => keyOf(finding)));
  const fixed = candidates.flatMap((candidate) => candidate.findings);
  if (fixed.some((finding) => left.has(movedKey(finding, move)))) return 'the finding would still be there';
  const expected = new Set(before.findings.map((finding) => movedKey(finding, move)));
  const added = after.findings.find((finding) => !expected.has(keyOf(finding)));
  if (added !== undefined) return `there would be a new finding: ${added.message}`;
  const unread = unreadable(before, after);
  if (unread !== undefined) return unread;
  const removed = candidates.reduce((sum, candidate) => sum + candidate.removed, 0);
  if (after.statistics.requests < before.statistics.requests - removed)
    return 'the request would no longer be recognised';
  return undefined;
}

/** What can no longer be read, if there is such a thing. */
function unreadable(before: Report, after: Report): string | undefined {
  const counts = new Map<string, number>();
  for (const notice of before.notices) {
    const key = `${notice.kind} ${notice.path}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const notice of after.notices) {
    // That an ignore is no longer needed is no harm.
    if (['undecided', 'ignore', 'baseline'].includes(notice.kind)) continue;
    const key = `${notice.kind} ${notice.path}`;
    const count = (counts.get(key) ?? 0) - 1;
    counts.set(key, count);
    if (count < 0) return `the file could no longer be read: ${notice.message}`;
  }
  return undefined;
}

/** What a finding is recognised by from one audit to the next. */
function keyOf(finding: Finding, start = finding.location.span.start): string {
  return `${finding.ruleId} ${finding.location.path} ${String(start)}`;
}

function movedKey(finding: Finding, move: Mover): string {
  return keyOf(finding, move(finding.location.path, finding.location.span.start));
}

/** `withheld` by the keys that its findings have after the edits of `candidates`. */
function moved(withheld: State['withheld'], candidates: readonly Candidate[]): State['withheld'] {
  const move = moverOf(candidates.flatMap((candidate) => candidate.edits));
  return new Map(
    [...withheld].map(([key, held]) => {
      const start = Number(key.slice(key.lastIndexOf(' ') + 1));
      return [keyOf(held.finding, move(held.finding.location.path, start)), held];
    }),
  );
}
