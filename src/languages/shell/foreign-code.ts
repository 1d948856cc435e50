/** Code of other languages in a script: what it hands to their interpreters, and writes into files that are named like theirs. */
import type { LanguageId } from '../../model/document.js';
import type { Expr, ListItem } from '../../model/expr.js';
import { embed } from './embed.js';
import type { Scope } from './scope.js';

/** A language by the names of its interpreters and files: one that is read, or only what it is called. */
interface Foreign {
  readonly interpreter: RegExp;
  readonly file: RegExp;
  /** Options whose value is code; of languages that are read, `runnerOf` tells them. */
  readonly option: RegExp | undefined;
  readonly language: LanguageId | undefined;
  readonly called: string;
}

const languages: readonly Foreign[] = [
  { interpreter: /^(?:node|nodejs|bun)$/, file: /\.[cm]?js$/, option: undefined, language: 'javascript', called: '' },
  {
    interpreter: /^(?:pwsh|powershell)(?:\.exe)?$/i,
    file: /\.ps1$/i,
    option: undefined,
    language: 'powershell',
    called: '',
  },
  { interpreter: /^systemctl$/, file: /\.service$/, option: undefined, language: 'systemd', called: '' },
  { interpreter: /^python[\d.]*$/, file: /\.py$/, option: /^-[A-Za-z]*c$/, language: undefined, called: 'Python' },
  { interpreter: /^perl$/, file: /\.p[lm]$/, option: /^-[A-Za-z0-9]*[eE]$/, language: undefined, called: 'Perl' },
  { interpreter: /^ruby$/, file: /\.rb$/, option: /^-[A-Za-z]*e$/, language: undefined, called: 'Ruby' },
  { interpreter: /^php$/, file: /\.php$/, option: /^-r$/, language: undefined, called: 'PHP' },
];

/** Adds the code that a command with these words is given, reads from `input` or writes to `targets`. */
export function embedForeign(
  scope: Scope,
  items: readonly ListItem[],
  input: Expr | undefined,
  targets: readonly (Expr | undefined)[],
): void {
  // Most commands of most scripts are given no code: they must cost next to nothing.
  if (items.length < 2 && input === undefined) return;
  const names = items.map(({ value }) => (value.kind === 'literal' ? value.text : ''));
  const at = names.findIndex((name) => languages.some((one) => one.interpreter.test(basename(name))));
  const run = languages.find((one) => one.interpreter.test(basename(names[at] ?? '')));
  if (run?.option !== undefined) {
    const option = names.findIndex((name, i) => i > at && run.option?.test(name) === true);
    const code = option === -1 ? undefined : items[option + 1]?.value;
    if (code !== undefined) addCode(scope, run, code);
  }
  if (input === undefined) return;
  const isRead = run !== undefined && names.slice(at + 1).every((name) => name.startsWith('-'));
  const written = languages.find((one) =>
    targets.some((target) => target !== undefined && one.file.test(endOf(target))),
  );
  const shebang = /^#!.{0,80}?(\w[\w.]*)[^\S\n]*\n/.exec(startOf(input))?.[1] ?? '';
  const said = languages.find((one) => one.language === undefined && one.interpreter.test(shebang));
  const language = written ?? said ?? (isRead ? run : undefined);
  if (language !== undefined) addCode(scope, language, input);
}

function addCode(scope: Scope, { language, called }: Foreign, code: Expr): void {
  if (language !== undefined) embed(scope, [{ value: code, spread: 'no' }], false, language);
  else scope.out.unread.push({ span: code.span, what: `code in ${called}` });
}

function startOf(expr: Expr): string {
  if (expr.kind === 'literal') return expr.text.slice(0, 200);
  return expr.kind === 'concat' && expr.parts[0] !== undefined ? startOf(expr.parts[0]) : '';
}

function endOf(expr: Expr): string {
  const last = expr.kind === 'concat' ? expr.parts.at(-1) : expr;
  return last?.kind === 'literal' ? last.text : '';
}

/** The last part of a path: what a program is called. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
