/** What a run ends with: decided by what was found, by what ignores and the baseline have to say, and by what was not read. */
import type { Level, Notice, Report } from '../model/finding.js';
import type { UnusedIgnores } from './config-shape.js';
import type { ExitCode } from './host.js';

export interface ExitRules {
  readonly failOn: Level | 'none';
  readonly strict: boolean;
  readonly unusedIgnores: UnusedIgnores;
  readonly allowsStaleBaseline: boolean;
}

/** What is decided by. */
interface Outcome {
  readonly findings: readonly { readonly level: Level }[];
  readonly notices: readonly Pick<Notice, 'kind'>[];
  /** Files that were not read, or not in full. */
  readonly unread: number;
}

const order: Readonly<Record<Level | 'none', number>> = { note: 0, warning: 1, error: 2, none: 3 };

export function exitCodeOf({ findings, notices, unread }: Outcome, rules: ExitRules): ExitCode {
  if (rules.strict && unread > 0) return 2;
  const isFailure =
    findings.some((finding) => order[finding.level] >= order[rules.failOn]) ||
    (rules.unusedIgnores === 'error' && notices.some(({ kind }) => kind === 'ignore')) ||
    (!rules.allowsStaleBaseline && notices.some(({ kind }) => kind === 'baseline'));
  return isFailure && rules.failOn !== 'none' ? 1 : 0;
}

/** The report without what is wrong with ignores, if nobody wants to know. */
export function withoutIgnores(report: Report, { unusedIgnores }: Pick<ExitRules, 'unusedIgnores'>): Report {
  if (unusedIgnores !== 'off') return report;
  return { ...report, notices: report.notices.filter(({ kind }) => kind !== 'ignore') };
}
