/** What a configuration may say, and what is wrong with one that says something else. `schema/config.schema.json` says the same. */
import { UserError } from '../config.js';
import type { LevelLayer } from '../config.js';
import type { Expr } from '../model/expr.js';
import type { Level } from '../model/finding.js';
import { lineStarts, positionOf } from '../model/source-file.js';
import type { Rule } from '../rule.js';
import { closest } from './closest.js';
import { readSize } from './size.js';

/** A configuration as it was written; what it does not say is undefined. */
export interface Configuration {
  readonly extends: readonly string[];
  readonly exclude: readonly string[];
  /** Those of `rules`, then those of `overrides`, in their order. */
  readonly levels: readonly LevelLayer[];
  readonly failOn: Level | 'none' | undefined;
  /** Bytes. */
  readonly maxFileSize: number | undefined;
  readonly useIgnoreFiles: boolean | undefined;
  readonly requireReason: boolean | undefined;
  readonly reportUnusedIgnores: UnusedIgnores | undefined;
  readonly baseline: string | undefined;
}

export const unusedIgnores = ['error', 'warn', 'off'] as const;
export type UnusedIgnores = (typeof unusedIgnores)[number];

export const failLevels = ['error', 'warning', 'note', 'none'] as const;
const levelNames = ['error', 'warning', 'note', 'off'] as const;

/** The keys that there are, in the order of the documentation. */
export const keys = [
  '$schema',
  'extends',
  'exclude',
  'rules',
  'overrides',
  'failOn',
  'baseline',
  'requireReason',
  'reportUnusedIgnores',
  'maxFileSize',
  'useIgnoreFiles',
] as const;

/** Where a configuration is written, for what is said of it. */
export interface Written {
  /** As it is shown. */
  readonly path: string;
  readonly text: string;
}

/** Takes `value` for a configuration. Throws a `UserError`, with its place, for what none may hold. */
export function readConfiguration(value: Expr, written: Written, rules: readonly Rule[]): Configuration {
  const reader = new Reader(written, rules);
  const entries = reader.record(value, keys, 'a configuration');
  const of = (name: (typeof keys)[number]): Expr | undefined => entries.get(name);
  const given = <T>(name: (typeof keys)[number], read: (expr: Expr) => T): T | undefined => {
    const expr = of(name);
    return expr === undefined ? undefined : read(expr);
  };
  const own = given('rules', (expr) => reader.levels(expr));
  return {
    extends: given('extends', (expr) => reader.texts(expr, 'extends')) ?? [],
    exclude: given('exclude', (expr) => reader.texts(expr, 'exclude')) ?? [],
    levels: [
      ...(own === undefined ? [] : [{ files: undefined, levels: own }]),
      ...(given('overrides', (expr) => reader.overrides(expr)) ?? []),
    ],
    failOn: given('failOn', (expr) => reader.oneOf(expr, failLevels, 'failOn')),
    maxFileSize: given('maxFileSize', (expr) => reader.size(expr)),
    useIgnoreFiles: given('useIgnoreFiles', (expr) => reader.flag(expr, 'useIgnoreFiles')),
    requireReason: given('requireReason', (expr) => reader.flag(expr, 'requireReason')),
    reportUnusedIgnores: given('reportUnusedIgnores', (expr) =>
      reader.oneOf(expr, unusedIgnores, 'reportUnusedIgnores'),
    ),
    baseline: given('baseline', (expr) => reader.text(expr, 'baseline')),
  };
}

class Reader {
  readonly #written: Written;
  readonly #rules: readonly Rule[];

  constructor(written: Written, rules: readonly Rule[]) {
    this.#written = written;
    this.#rules = rules;
  }

  #refuse(at: Expr, message: string, hint?: string): never {
    const { line, column } = positionOf(lineStarts(this.#written.text), at.span.start);
    throw new UserError(`${this.#written.path}:${String(line)}:${String(column)}: ${message}`, hint);
  }

  record(value: Expr, allowed: readonly string[], what: string): ReadonlyMap<string, Expr> {
    if (value.kind !== 'record') return this.#refuse(value, `${what} is an object`);
    const entries = new Map<string, Expr>();
    for (const entry of value.entries) {
      if (!('key' in entry) || entry.key.kind !== 'literal') continue;
      const { text } = entry.key;
      if (!allowed.includes(text)) {
        const meant = closest(text, allowed);
        this.#refuse(
          entry.key,
          `${what} has no key ${text}`,
          meant === undefined ? `it has ${allowed.join(', ')}` : `did you mean ${meant}?`,
        );
      }
      entries.set(text, entry.value);
    }
    return entries;
  }

  text(value: Expr, name: string): string {
    if (value.kind === 'literal' && this.#isText(value) && value.text !== '') return value.text;
    return this.#refuse(value, `${name} is a text`);
  }

  /** A number or a word of JSON is read as a literal, too. */
  #isText(value: Expr): boolean {
    return this.#written.text.charAt(value.span.start) === '"';
  }

  texts(value: Expr, name: string): readonly string[] {
    if (value.kind !== 'list') return [this.text(value, name)];
    return value.items.map((item) => this.text(item.value, `each of ${name}`));
  }

  flag(value: Expr, name: string): boolean {
    if (value.kind === 'literal' && !this.#isText(value) && /^(?:true|false)$/.test(value.text))
      return value.text === 'true';
    return this.#refuse(value, `${name} is true or false`);
  }

  oneOf<Choice extends string>(value: Expr, choices: readonly Choice[], name: string): Choice {
    const written = value.kind === 'literal' ? value.text : '';
    const known = choices.find((choice) => choice === written);
    if (known !== undefined) return known;
    const meant = closest(written, choices);
    return this.#refuse(
      value,
      `${name} is one of ${choices.join(', ')}`,
      meant === undefined ? undefined : `did you mean ${meant}?`,
    );
  }

  size(value: Expr): number {
    const written = value.kind === 'literal' ? value.text : '';
    return readSize(written) ?? this.#refuse(value, 'maxFileSize is a number of bytes, or a text like "512k" or "2M"');
  }

  levels(value: Expr): ReadonlyMap<string, Level | 'off'> {
    const names = this.#rules.flatMap(({ id, name }) => [id, name]);
    const levels = new Map<string, Level | 'off'>();
    for (const [name, level] of this.record(value, names, 'rules')) {
      const rule = this.#rules.find((each) => each.id === name || each.name === name);
      if (rule !== undefined) levels.set(rule.id, this.oneOf(level, levelNames, `the level of ${name}`));
    }
    return levels;
  }

  overrides(value: Expr): readonly LevelLayer[] {
    if (value.kind !== 'list') return this.#refuse(value, 'overrides is a list');
    return value.items.map((item) => {
      const entries = this.record(item.value, ['files', 'rules'], 'an override');
      const files = entries.get('files');
      const rules = entries.get('rules');
      if (files === undefined || rules === undefined)
        return this.#refuse(item.value, 'an override has files and rules');
      return { files: this.texts(files, 'files'), levels: this.levels(rules) };
    });
  }
}
