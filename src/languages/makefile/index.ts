/** Makefiles: the shell code of recipes and of `$(shell …)`. */
import type { Expr } from '../../model/expr.js';
import { MappedText, type Codec, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { makeRecipe, makeShell, makeValue } from '../codecs/make.js';
import { addCode, nothingFound, type Found } from '../dialects/found.js';
import { filledElsewhere } from '../dialects/notation.js';
import { exprOfText, joined } from '../dialects/texts.js';
import { hostLanguage } from '../host.js';
import { claimsMakefile } from './claims.js';
import { expansionsIn } from './expansions.js';
import { makeLinesIn, type MakeLine } from './lines.js';

export const makefile = hostLanguage('makefile', claimsMakefile, findCode);

/** `$(shell …)` within another is read so deep. */
const MAX_DEPTH = 6;

function findCode(text: MappedText): Found {
  const found = nothingFound(text);
  const isOneShell = /^\.ONESHELL[ \t]*:/m.test(text.text);
  const other = /^[ \t]*SHELL[ \t]*[:?]?=[ \t]*\S*?(python|perl|ruby|node|pwsh|powershell|cmd)[\d.]*(?=\s|$)/m.exec(
    text.text,
  )?.[1];
  let recipe: MappedText[] = [];
  const endRecipe = (): void => {
    const [first] = recipe;
    if (first !== undefined) addCode(found, joined(recipe, '\n'), first.originOf({ start: 0, end: first.text.length }));
    recipe = [];
  };
  for (const line of makeLinesIn(text.text)) {
    addShells(found, spanOf(line), 0);
    if (line.kind === 'assignment') assign(found, line);
    if (line.kind !== 'recipe') continue;
    if (other !== undefined) {
      found.unread.push({ span: line.span, what: `code for ${other}` });
      continue;
    }
    const span = isOneShell && !line.isFirst ? line.span : withoutPrefix(text.text, line.span);
    const code = composed(found, span, makeRecipe);
    if (!isOneShell) addCode(found, code, span);
    else {
      if (line.isFirst) endRecipe();
      if (code !== undefined) recipe.push(code);
    }
  }
  endRecipe();
  return found;
}

function spanOf(line: MakeLine): Span {
  return line.kind === 'assignment' ? line.value : line.span;
}

/** What make itself reads of a line of a recipe: whether it is shown, and whether its failure counts. */
function withoutPrefix(text: string, { start, end }: Span): Span {
  let at = start;
  while (at < end && /[@+\- \t]/.test(text.charAt(at))) at += 1;
  return { start: at, end };
}

function assign(found: Found, { name, operator, value }: Extract<MakeLine, { kind: 'assignment' }>): void {
  if (operator === '!=') addCode(found, composed(found, value, makeValue), value);
  const text = composed(found, withoutComment(found.text.text, value), makeValue);
  const isWhole = operator !== '!=' && operator !== '+=';
  const expr = isWhole ? exprOfText(text, value) : filledElsewhere(value, 'a value that is added to');
  found.bindings.push({ name, path: [], value: expr, region: found.root, span: value, how: 'assign' });
}

/** A `#` ends a value, but within brackets. */
function withoutComment(text: string, value: Span): Span {
  const expansions = expansionsIn(text, value);
  let next = 0;
  for (let at = value.start; at < value.end; at += 1) {
    const expansion = expansions[next];
    if (expansion?.span.start === at) {
      at = expansion.span.end - 1;
      next += 1;
    } else if (text.charAt(at) === '#' && text.charAt(at - 1) !== '\\')
      return { start: value.start, end: value.start + text.slice(value.start, at).trimEnd().length };
  }
  return value;
}

/** Adds the code of each `$(shell …)` in `span`. */
function addShells(found: Found, span: Span, depth: number): void {
  if (depth > MAX_DEPTH) return;
  const text = found.text.text;
  for (const { inner } of expansionsIn(text, span)) {
    const head = /^shell\s+/.exec(text.slice(inner.start, Math.min(inner.end, inner.start + 200)))?.[0];
    if (head !== undefined)
      addCode(found, composed(found, { start: inner.start + head.length, end: inner.end }, makeShell), inner);
    if (inner.end - inner.start > 1) addShells(found, inner, depth + 1);
  }
}

/** The text in `span`, with what make fills in as holes. */
function composed({ text }: Found, span: Span, codec: Codec): MappedText | undefined {
  const fragments: Fragment[] = [];
  let at = span.start;
  const add = (end: number): void => {
    if (at < end) fragments.push({ kind: 'text', parent: text, span: { start: at, end }, codec });
  };
  for (const { span: hole, inner } of expansionsIn(text.text, span)) {
    add(hole.start);
    at = hole.end;
    fragments.push({
      kind: 'hole',
      parent: text,
      span: hole,
      expr: filledIn(text.text.slice(inner.start, inner.end), hole),
    });
  }
  add(span.end);
  return MappedText.compose(fragments, 0);
}

function filledIn(inner: string, span: Span): Expr {
  if (/^[A-Za-z_][\w.-]*$/.test(inner)) return { kind: 'ref', name: inner, span };
  return filledElsewhere(span, inner.length === 1 ? `$${inner} of make` : 'a function of make');
}
