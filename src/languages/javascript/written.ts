/** The text that an expression writes, as fragments that know where they are written: code in strings. */
import type { CallExpr, Expr } from '../../model/expr.js';
import type { Codec, Fragment, MappedText } from '../../model/mapped-text.js';
import { doubleQuotedString, singleQuotedString } from '../codecs/js-string.js';
import { templatePart } from '../codecs/js-template.js';

/** The fragments of the text that `expr` writes; undefined when it writes none. */
export function writtenBy(expr: Expr, text: MappedText): readonly Fragment[] | undefined {
  switch (expr.kind) {
    case 'literal': {
      const fragment = fragmentOf(expr.span, text);
      return fragment === undefined ? undefined : [fragment];
    }
    case 'concat':
      return expr.parts.flatMap((part) => writtenBy(part, text) ?? [holeOf(part, expr, text)]);
    case 'call':
      return joined(expr, text);
    default:
      return undefined;
  }
}

/** What is computed; in a template with its `${` and `}`. */
function holeOf(expr: Expr, around: Expr, text: MappedText): Fragment {
  const { span } = expr;
  const hole: Fragment = { kind: 'hole', parent: text, span, expr };
  if (text.text.charAt(around.span.start) !== '`') return hole;
  const start = text.text.lastIndexOf('${', span.start);
  const end = text.text.indexOf('}', span.end) + 1;
  return start < around.span.start || end === 0 || end > around.span.end ? hole : { ...hole, span: { start, end } };
}

/** A string literal, or a part of a template: what delimits it says how it is written. */
function fragmentOf(span: Expr['span'], text: MappedText): Fragment | undefined {
  const first = text.text.charAt(span.start);
  const codec = codecOf(first);
  if (codec === undefined) return undefined;
  const isOpen = codec === templatePart && text.text.slice(span.end - 2, span.end) === '${';
  const inner = { start: span.start + 1, end: span.end - (isOpen ? 2 : 1) };
  return inner.end < inner.start ? undefined : { kind: 'text', parent: text, span: inner, codec };
}

function codecOf(delimiter: string): Codec | undefined {
  if (delimiter === "'") return singleQuotedString;
  if (delimiter === '"') return doubleQuotedString;
  return delimiter === '`' || delimiter === '}' ? templatePart : undefined;
}

/** `[a, b].join('\n')`, and texts whose ends alone are changed: `\`…\`.trim()`. */
function joined(expr: CallExpr, text: MappedText): readonly Fragment[] | undefined {
  const { callee, args } = expr.call;
  const separator = args.items[0]?.value;
  if (callee.kind !== 'member' || callee.property?.kind !== 'literal') return undefined;
  const { object, property } = callee;
  if (/^trim(?:Start|End)?$/.test(property.text)) return writtenBy(object, text);
  if (property.text !== 'join' || object.kind !== 'list' || separator?.kind !== 'literal') return undefined;
  return object.items.flatMap(({ value, spread }, i) => {
    const between = i === 0 ? undefined : fragmentOf(separator.span, text);
    const item = (spread === 'no' ? writtenBy(value, text) : undefined) ?? [holeOf(value, expr, text)];
    return between === undefined ? item : [between, ...item];
  });
}
