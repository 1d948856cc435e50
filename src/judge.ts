/** What is told of what was found: its levels, what comments and the baseline take out of it, and which files are asked about. */
import { applyBaseline, type Compared } from './baseline.js';
import type { Options } from './config.js';
import type { Discovery } from './discover/index.js';
import { applyIgnores } from './ignores.js';
import { grade } from './levels.js';
import type { Document } from './model/document.js';
import type { Finding } from './model/finding.js';
import { sourcesOf } from './report/source-lines.js';
import type { Rule } from './rule.js';
import { distinct, textsOf } from './summary.js';

/** What the findings are of. `rules` are all rules, `applied` those that were. */
export interface Audited {
  readonly discovery: Discovery;
  readonly documents: readonly Document[];
  readonly rules: readonly Rule[];
  readonly applied: readonly Rule[];
}

/** One finding a rule and place, in the order of the places, judged as `options` say. */
export function judge(
  found: readonly Finding[],
  { discovery, documents, rules, applied }: Audited,
  options: Options,
): Compared {
  const isApplied = (id: string): boolean => applied.some((rule) => rule.id === id);
  const named = rules.map(({ id, name }) => ({ id, name, isApplied: isApplied(id) }));
  const { isSettled, isOwn, isWhole } = discovery;
  const own = distinct(found).filter(({ location }) => isOwn(location.path));
  const judged = applyIgnores(grade(own, rules, options), documents, named, options);
  const sources = sourcesOf({ sources: textsOf(documents) });
  const isKnown = (path: string): boolean => isOwn(path) && isSettled(path);
  const known = applyBaseline(judged, options.baseline, { sources, isKnown, isApplied, isWhole });
  return options.isAsked === undefined ? known : narrowed(known, options.isAsked);
}

/** What concerns the files that are asked about: what is found in them, and what is found elsewhere because of them. */
function narrowed(known: Compared, isAsked: (path: string) => boolean): Compared {
  const { findings, suppressed, notices } = known;
  const concerns = ({ location, related }: Finding): boolean =>
    [location, ...related.map((step) => step.location)].some(({ path }) => isAsked(path));
  return {
    ...known,
    findings: findings.filter(concerns),
    suppressed: suppressed.filter(concerns),
    notices: notices.filter(({ path }) => isAsked(path)),
  };
}
