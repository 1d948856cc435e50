/** The fixtures below `fixtures/rules`, each with its fixed form. */
import fs from 'node:fs';
import path from 'node:path';
import { rules } from '../../rules/index.js';

export const fixtureFolder = path.resolve(__dirname, '../../fixtures/rules');

export const ruleNames: ReadonlySet<string> = new Set(rules.map((rule) => rule.name));

/** A program that shows something, and how it is after its fixes. */
export interface Fixture {
  /** The name of the rule that it is kept with. */
  readonly rule: string;
  readonly language: string;
  /** 'tokenless-request/shell/curl.sh'. */
  readonly name: string;
  readonly file: string;
  /** The file with the text after all safe fixes (`.fixed`), or after all fixes (`.fixed-unsafely`), if there is one. */
  readonly fixed: { readonly file: string; readonly scope: 'safe' | 'all' } | undefined;
  /** Where such a file would be. */
  readonly fixedAt: Readonly<Record<'safe' | 'all', string>>;
}

/** All fixtures, by name. */
export function fixtures(): readonly Fixture[] {
  const found: Fixture[] = [];
  for (const rule of namesIn(fixtureFolder)) {
    for (const language of namesIn(path.join(fixtureFolder, rule))) {
      const folder = path.join(fixtureFolder, rule, language);
      for (const base of namesIn(folder).filter((name) => !isFixedForm(name))) {
        found.push(fixtureOf(rule, language, folder, base));
      }
    }
  }
  return found;
}

function fixtureOf(rule: string, language: string, folder: string, base: string): Fixture {
  const extension = path.extname(base);
  const stem = path.join(folder, path.basename(base, extension));
  const fixedAt = { safe: `${stem}.fixed${extension}`, all: `${stem}.fixed-unsafely${extension}` };
  const scope = (['safe', 'all'] as const).find((each) => fs.existsSync(fixedAt[each]));
  return {
    rule,
    language,
    name: `${rule}/${language}/${base}`,
    file: path.join(folder, base),
    fixed: scope === undefined ? undefined : { file: fixedAt[scope], scope },
    fixedAt,
  };
}

/** The fixed forms that belong to no fixture. */
export function orphans(): readonly string[] {
  const wanted = new Set(fixtures().flatMap((fixture) => (fixture.fixed === undefined ? [] : [fixture.fixed.file])));
  const all = fs.readdirSync(fixtureFolder, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => isFixedForm(path.basename(name)) && !wanted.has(path.join(fixtureFolder, name)));
}

function isFixedForm(name: string): boolean {
  return /\.fixed(?:-unsafely)?(?:\.\w+)?$/.test(name);
}

function namesIn(folder: string): readonly string[] {
  return fs.readdirSync(folder).sort();
}
