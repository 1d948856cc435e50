/** The text that an expression writes, as fragments that know where they are written: code in strings. */
import type { Expr } from '../../model/expr.js';
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
      return expr.parts.flatMap((part) => writtenBy(part, text) ?? [holeOf(part, text)]);
    case 'call':
      return joined(expr.call.callee, expr.call.args.items[0]?.value, text);
    default:
      return undefined;
  }
}

function holeOf(expr: Expr, text: MappedText): Fragment {
  return { kind: 'hole', parent: text, span: expr.span, expr };
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
function joined(callee: Expr, separator: Expr | undefined, text: MappedText): readonly Fragment[] | undefined {
  if (callee.kind !== 'member' || callee.property?.kind !== 'literal') return undefined;
  const { object, property } = callee;
  if (/^trim(?:Start|End)?$/.test(property.text)) return writtenBy(object, text);
  if (property.text !== 'join' || object.kind !== 'list' || separator?.kind !== 'literal') return undefined;
  return object.items.flatMap(({ value, spread }, i) => {
    const between = i === 0 ? undefined : fragmentOf(separator.span, text);
    const item = (spread === 'no' ? writtenBy(value, text) : undefined) ?? [holeOf(value, text)];
    return between === undefined ? item : [between, ...item];
  });
}
