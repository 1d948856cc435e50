/** Code inside of words: `$( )`, backticks, `<( )`, and arithmetic that holds such. */
import type { Expr } from '../../model/expr.js';
import {
  childrenOf,
  scriptOf,
  type CommandExpansionPart,
  type Parsed,
  type SyntaxNode,
  type WordPart,
} from './parse.js';
import { cover, inner, isTooDeep, opaque, regionIn, spanOf, type Printed, type Scope } from './scope.js';
import { backtickSource } from './source.js';
import { lowerStatements } from './statements.js';

type Substitution = CommandExpansionPart | Extract<WordPart, { type: 'ProcessSubstitution' }>;

/** What a command substitution reads; everything in it is lowered. */
export function substitution(outer: Scope, part: Substitution): Expr {
  const span = spanOf(outer, part);
  if (isTooDeep(outer, part)) return opaque('nested too deeply', span);
  const script = scriptOf(part);
  cover(outer, part, 0);
  const prints: Printed[] = [];
  const source =
    script.source === undefined
      ? outer.source
      : backtickSource(outer.source, part.pos + 1, part.end - 1, script.source);
  const scope = inner(outer, { source, region: regionIn(outer, 'block', part), prints, feedsShell: false });
  lowerScript(scope, script);
  return printedText(prints, span);
}

/** Lowers what was parsed, and notes what was wrong in it. */
export function lowerScript(scope: Scope, script: Parsed): void {
  for (const error of script.errors) {
    const span = scope.source.spanOf(error.pos, error.pos);
    const isKnown = scope.out.errors.some((known) => known.span.start === span.start);
    if (!isKnown && scope.out.errors.length < MAX_ERRORS) scope.out.errors.push({ message: error.message, span });
  }
  lowerStatements(scope, script.statements);
}

/** More syntax errors than these are not noted. */
const MAX_ERRORS = 50;

/** The text that a substitution reads when the code in it prints `prints`. */
function printedText(prints: readonly Printed[], span: Expr['span']): Expr {
  const [first, ...others] = prints;
  if (first === undefined) return { kind: 'nothing', span };
  if (others.length === 0) return withoutLastNewlines(first.value);
  // Ways that exclude each other, each of which prints one thing, are a choice.
  const branch = first.region.branch;
  const exclude =
    branch !== undefined &&
    prints.every((one) => one.region.branch === branch) &&
    new Set(prints.map((one) => one.region)).size === prints.length;
  const isFallback = prints.length === 2 && others[0]?.region.branch !== undefined && branch === undefined;
  if (!exclude && !isFallback) return opaque('the output of several commands', span);
  return { kind: 'choice', mode: 'either', options: prints.map((one) => withoutLastNewlines(one.value)), span };
}

/** A command substitution takes the newlines at the end of a here-document away. */
function withoutLastNewlines(value: Expr): Expr {
  if (value.kind === 'literal') return { ...value, text: value.text.replace(/\n+$/, '') };
  if (value.kind !== 'concat') return value;
  const last = value.parts.at(-1);
  if (last?.kind !== 'literal') return value;
  const trimmed = withoutLastNewlines(last);
  const isGone = trimmed.kind === 'literal' && trimmed.text === '';
  return { ...value, parts: [...value.parts.slice(0, -1), ...(isGone ? [] : [trimmed])] };
}

/** A computed number. */
export function arithmetic(scope: Scope, part: SyntaxNode): Expr {
  lowerNested(scope, childrenOf(part));
  return opaque('a computed number', spanOf(scope, part));
}

/** Lowers the commands that are anywhere in `nodes`: arithmetic, patterns, conditions. */
export function lowerNested(scope: Scope, nodes: readonly SyntaxNode[]): void {
  const pending = nodes.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.type) {
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        substitution(inner(scope), node);
        break;
      case 'ArithmeticCommandExpansion':
        substitution(inner(scope), { ...node, type: 'CommandExpansion', script: node.script });
        break;
      default:
        if (node.type === 'Word') cover(scope, node);
        for (const child of childrenOf(node).toReversed()) pending.push(child);
    }
  }
}
