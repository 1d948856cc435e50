/** PowerShell's texts to expressions: quoted, here-strings and bare words, with what expands in them. */
import type { Expr } from '../../model/expr.js';
import type { Codec } from '../../model/mapped-text.js';
import { bareArgument, expandable, expandableHere, verbatimHere, verbatimQuoted } from '../codecs/powershell-quotes.js';
import { readBy } from '../codecs/shell-quotes.js';
import { lowerExpression } from './expressions.js';
import { literal, spanOf, type Scope, type WrittenLiteral } from './lowering.js';
import type { SyntaxNode } from './parse.js';
import { reference } from './variables.js';
import { addAll } from '../../model/long-lists.js';

/** `"…"`, `'…'`, `@"…"@` and `@'…'@`. */
export function lowerString(scope: Scope, node: SyntaxNode): Expr {
  const [only] = node.children;
  const inner = node.type === 'string_literal' && only !== undefined ? only : node;
  switch (inner.type) {
    case 'expandable_string_literal':
      return quoted(scope, inner, { start: inner.start + 1, end: inner.end - 1 }, expandable);
    case 'verbatim_string_characters':
      return quoted(scope, inner, { start: inner.start + 1, end: inner.end - 1 }, verbatimQuoted);
    case 'expandable_here_string_literal':
      return quoted(scope, inner, linesOf(scope, inner), expandableHere);
    case 'verbatim_here_string_characters':
      return quoted(scope, inner, linesOf(scope, inner), verbatimHere);
    default:
      return literal('', spanOf(node));
  }
}

/** Between the line of `@"` and the end of line before `"@`. */
function linesOf({ out }: Scope, { start, end }: SyntaxNode): { readonly start: number; readonly end: number } {
  const first = out.text.text.indexOf('\n', start) + 1;
  const last = out.text.text.lastIndexOf('\n', end - 1);
  return { start: first === 0 ? end : first, end: Math.max(first, last) };
}

function quoted(
  scope: Scope,
  node: SyntaxNode,
  inside: { readonly start: number; readonly end: number },
  codec: Codec,
): Expr {
  const parts: Expr[] = [];
  let at = inside.start;
  for (const child of node.children.filter((one) => one.isNamed)) {
    addAll(parts, pieces(scope, at, Math.min(child.start, inside.end), codec));
    parts.push(lowerExpression(scope, child));
    at = child.end;
  }
  addAll(parts, pieces(scope, at, inside.end, codec));
  return joined(parts, node, inside.start, codec);
}

/** One expression for the parts of a text; a literal that is all there is spans its quotes. */
function joined(parts: readonly Expr[], node: SyntaxNode, inside: number, codec: Codec): Expr {
  const span = spanOf(node);
  const [only] = parts;
  if (only === undefined) {
    const empty: WrittenLiteral = { ...literal('', span), inner: { start: inside, end: inside }, codec };
    return empty;
  }
  if (parts.length > 1 || only.kind !== 'literal') return { kind: 'concat', parts, span };
  return { ...only, span };
}

/** The literals between two offsets, and the document's holes between them. */
function pieces({ out }: Scope, start: number, end: number, codec: Codec): readonly Expr[] {
  const found: Expr[] = [];
  const add = (from: number, to: number): void => {
    if (from >= to) return;
    const span = { start: from, end: to };
    const text = readBy(codec, out.text.text.slice(from, to));
    const written: WrittenLiteral = { ...literal(text, span), inner: span, codec };
    found.push(written);
  };
  let from = start;
  for (const { offset } of out.text.holes) {
    if (offset < start || offset >= end) continue;
    add(from, offset);
    found.push({ kind: 'hole', offset, span: { start: offset, end: offset + 1 } });
    from = offset + 1;
  }
  add(from, end);
  return found;
}

const BARE_EXPANSION = /\$(?:\{([^{}\n]+)\}|\(\$((?:\w+:)?\w+)\)|((?:\w+:)?\w+))/g;

/** A word without quotes: `http://$host/path`. */
export function lowerBareWord(scope: Scope, node: SyntaxNode): Expr {
  const parts: Expr[] = [];
  let at = node.start;
  const source = scope.out.text.text.slice(node.start, node.end);
  for (const match of source.matchAll(BARE_EXPANSION)) {
    const start = node.start + match.index;
    const end = start + match[0].length;
    addAll(parts, pieces(scope, at, start, bareArgument));
    parts.push(reference(match[1] ?? match[2] ?? match[3] ?? '', { start, end }));
    at = end;
  }
  addAll(parts, pieces(scope, at, node.end, bareArgument));
  return joined(parts, node, node.start, bareArgument);
}
