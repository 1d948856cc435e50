/** Problems to findings: where in a file a problem is, ready to be printed. */
import type { Finding, Location } from './model/finding.js';
import { lineStarts, positionOf, type SourceFile } from './model/source-file.js';
import type { Place } from './model/value.js';
import type { Problem, Rule } from './rule.js';

/** The finding that `problem` of `rule` is; none when there is no problem. */
export function place(rule: Rule, problem: Problem | undefined): readonly Finding[] {
  if (problem === undefined) return [];
  const { certainty, message, reason, fix } = problem;
  return [
    {
      ruleId: rule.id,
      ruleName: rule.name,
      level: rule.level,
      certainty,
      message,
      reason,
      location: locationOf(problem.at),
      related: problem.related.map((step) => ({ location: locationOf(step.place), message: step.message })),
      remedy: problem.snippet,
      fix,
    },
  ];
}

const starts = new WeakMap<SourceFile, readonly number[]>();

/** Where a place is in its file. */
export function locationOf(at: Place): Location {
  const { file } = at.document;
  const lines = starts.get(file) ?? lineStarts(file.text);
  starts.set(file, lines);
  const span = at.document.text.originOf(at.span);
  const languages: string[] = [];
  for (
    let document: Place['document'] | undefined = at.document;
    document !== undefined;
    document = document.parent?.document
  ) {
    languages.unshift(document.language);
  }
  return { path: file.path, span, start: positionOf(lines, span.start), end: positionOf(lines, span.end), languages };
}
