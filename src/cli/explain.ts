/** The commands that tell about rules: `rules` and `explain`. */
import { UserError } from '../config.js';
import { greatestOf } from '../model/long-lists.js';
import type { Rule } from '../rule.js';
import { closest } from './closest.js';

/** The rule with this id or name. */
export function findRule(rules: readonly Rule[], idOrName: string): Rule {
  const wanted = idOrName.toLowerCase();
  const found = rules.find((rule) => rule.id.toLowerCase() === wanted || rule.name === wanted);
  if (found !== undefined) return found;
  const meant = closest(
    wanted,
    rules.flatMap((rule) => [rule.name, rule.id]),
  );
  const hint = meant === undefined ? 'imds-audit rules lists them' : `did you mean ${meant}?`;
  throw new UserError(`there is no rule ${idOrName === '' ? 'without a name' : idOrName}`, hint);
}

/** A line for each rule. */
export function listRules(rules: readonly Rule[]): string {
  const width = greatestOf(rules, (rule) => rule.name.length);
  const lines = rules.map((rule) => `${rule.id}  ${rule.level.padEnd(7)}  ${rule.name.padEnd(width)}  ${rule.title}\n`);
  return lines.join('');
}

/** The rules for programs to read. */
export function rulesAsJson(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, name, title, level, precision, fixes, since, references }) => {
    return { id, name, title, level, precision, fixes, since, references };
  });
  return `${JSON.stringify({ schemaVersion: 1, rules: rows }, null, 2)}\n`;
}
