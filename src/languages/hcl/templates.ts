/** Templates: the texts that hold expressions, quoted or as here-documents, and what of them is text. */
import type { Codec } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { hereTemplate, quotedTemplate } from '../codecs/hcl-template.js';
import { childOf, named, type SyntaxNode } from './parse.js';

/** A part of a template: text in its notation, or the expression of `${…}`, with the whole of that as `span`. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly span: Span; readonly codec: Codec }
  | { readonly kind: 'hole'; readonly span: Span; readonly expression: SyntaxNode | undefined };

/** The node that holds the parts of a template; undefined when `node` is none. */
export function templateIn(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'string_lit':
    case 'quoted_template':
    case 'heredoc_template':
      return node;
    case 'literal_value':
    case 'template_expr': {
      const [only] = named(node);
      return only === undefined ? undefined : templateIn(only);
    }
    default:
      return undefined;
  }
}

/**
 * The parts of a template. What stands between the markers of `%{ if }` and `%{ for }` is text; the markers are nothing.
 */
export function partsOf(template: SyntaxNode, text: string): readonly TemplatePart[] {
  const here = template.type === 'heredoc_template' ? hereDocument(template, text) : undefined;
  const body = here?.body ?? quotedBody(template);
  const parts: TemplatePart[] = [];
  let at = body.start;
  const addText = (end: number): void => {
    if (end <= at) return;
    const startsLine = at === body.start || text.charAt(at - 1) === '\n';
    const codec = here === undefined ? quotedTemplate : hereTemplate(here.indent, startsLine, here.delimiter);
    parts.push({ kind: 'text', span: { start: at, end }, codec });
  };
  for (const gap of gapsIn(template)) {
    addText(gap.start);
    at = Math.max(at, gap.end);
    if (gap.type === 'template_interpolation')
      parts.push({ kind: 'hole', span: { start: gap.start, end: gap.end }, expression: childOf(gap, 'expression') });
  }
  addText(body.end);
  return parts;
}

/** What in a template is no text: expressions, and the markers of directives. */
function gapsIn(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.flatMap((child): readonly SyntaxNode[] => {
    if (child.type === 'template_interpolation') return [child];
    if (/^template_(?:if|else|for)_\w+$|^template_else$/.test(child.type)) return [child];
    return /^template_(?:directive|if|for)$/.test(child.type) ? gapsIn(child) : [];
  });
}

function quotedBody({ start, end, children }: SyntaxNode): Span {
  const closing = children.findLast((child) => child.type === 'quoted_template_end');
  return { start: start + 1, end: Math.max(start + 1, closing?.start ?? end) };
}

/** Of a here-document, the lines between its delimiters. */
function hereDocument(
  { children, end }: SyntaxNode,
  text: string,
): { readonly body: Span; readonly indent: number; readonly delimiter: string } {
  const [opening, closing] = children.filter((child) => child.type === 'heredoc_identifier');
  const start = text.indexOf('\n', opening?.end ?? end) + 1;
  const last = text.lastIndexOf('\n', (closing?.start ?? end) - 1) + 1;
  const body = { start, end: Math.max(start, last) };
  const mark = childOf({ children } as SyntaxNode, 'heredoc_start');
  const strips = mark !== undefined && text.slice(mark.start, mark.end).endsWith('-');
  return {
    body,
    indent: strips ? indentOf(text.slice(body.start, body.end)) : 0,
    delimiter: opening === undefined ? '' : text.slice(opening.start, opening.end),
  };
}

/** The indentation that all lines of `text` share, blank ones aside. */
function indentOf(text: string): number {
  const indents = text
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [/^[ \t]*/.exec(line)?.[0].length ?? 0]));
  return indents.reduce((least, one) => Math.min(least, one), indents[0] ?? 0);
}
