/** Holes of template languages in data: Jinja, Helm and other Go templates, ERB. */
import type { Expr } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { beside, filledElsewhere, type Notation } from './notation.js';

/** What a template fills in, what it decides, and its comments. None goes past the start of another, so that all are found in one pass. */
export const TEMPLATE_HOLES =
  /\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}|\{%(?:[^%{]|%(?!\})|\{(?!%))*%\}|<%(?:[^%<]|%(?!>)|<(?!%))*%>|\{#(?:[^#{]|#(?!\})|\{(?!#))*#\}/g;

/** `{{ name }}` and `{{.name}}` is what `name` is bound to; all else is not known. */
export const template: Notation = {
  holes: TEMPLATE_HOLES,
  fills: (match, span) => nameIn(match[0], span) ?? filledElsewhere(span, 'a value of a template'),
  codec: beside(TEMPLATE_HOLES),
};

function nameIn(hole: string, span: Span): Expr | undefined {
  const name = /^\{\{-?\s*\.?([A-Za-z_]\w*)\s*-?\}\}$/.exec(hole)?.[1];
  return name === undefined ? undefined : { kind: 'ref', name, span };
}

/**
 * `source` with its holes written over, so that the parser of a format accepts it: lines of nothing but holes become blank,
 * others keep a word as long as the hole.
 */
export function blanked(source: string): string {
  const over = source.replace(TEMPLATE_HOLES, (hole) => hole.replace(/[^\n]/g, '\uE000'));
  return over.replace(/^[ \t]*\uE000[\uE000 \t]*$/gm, (line) => ' '.repeat(line.length)).replaceAll('\uE000', 'x');
}
