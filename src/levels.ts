/** How grave the findings of a rule are, where the configuration says otherwise than the rule does. */
import type { Options } from './config.js';
import { compilePatterns } from './discover/patterns.js';
import type { Finding } from './model/finding.js';
import type { Rule } from './rule.js';

/** The rules that a run applies: those that are named, or all that are not optional and those that the levels turn on. */
export function rulesFor(rules: readonly Rule[], { rules: named, levels }: Options): readonly Rule[] {
  if (named.length > 0) return rules.filter(({ id, name }) => named.includes(id) || named.includes(name));
  return rules.filter(({ id, isOptional }) => {
    const given = levels.flatMap(({ levels: some }) => some.get(id) ?? []);
    return isOptional === true ? given.some((level) => level !== 'off') : true;
  });
}

/** The findings with the level that holds where they are; without those that are turned off there. */
export function grade(
  findings: readonly Finding[],
  rules: readonly Rule[],
  { levels, rules: named }: Options,
): readonly Finding[] {
  if (levels.length === 0) return findings;
  const optional = new Set(rules.filter((rule) => rule.isOptional === true).map(({ id }) => id));
  const layers = levels.map(({ files, levels: some }) => ({
    levels: some,
    holds: files === undefined ? () => true : compilePatterns(files),
  }));
  return findings.flatMap((finding) => {
    const { ruleId, location } = finding;
    const last = layers.findLast((layer) => layer.levels.has(ruleId) && layer.holds(location.path));
    const isAsked = named.length > 0 || !optional.has(ruleId);
    const level = last?.levels.get(ruleId) ?? (isAsked ? finding.level : 'off');
    return level === 'off' ? [] : [{ ...finding, level }];
  });
}
