/** Values of JSON as the tree of data that dialects read. */
import type { Expr } from '../../model/expr.js';
import { jsonString } from '../codecs/json-string.js';
import { verbatim } from '../codecs/verbatim.js';
import type { DataNode, Entry } from '../data/tree.js';

/** The tree of a value that was parsed out of `source`. It is as deep as the value, which is bounded. */
export function dataOf(value: Expr, source: string): DataNode {
  const { span } = value;
  switch (value.kind) {
    case 'record':
      return {
        kind: 'mapping',
        entries: value.entries.flatMap((entry): readonly Entry[] =>
          'spread' in entry || entry.key.kind !== 'literal'
            ? []
            : [{ key: entry.key.text, keySpan: entry.key.span, value: dataOf(entry.value, source) }],
        ),
        span,
        tag: undefined,
      };
    case 'list':
      return { kind: 'sequence', items: value.items.map((item) => dataOf(item.value, source)), span, tag: undefined };
    case 'literal': {
      const isString = source.charAt(span.start) === '"';
      const inner = isString ? { start: span.start + 1, end: Math.max(span.start + 1, span.end - 1) } : span;
      const written = [{ span: inner, codec: isString ? jsonString : verbatim }];
      return { kind: 'scalar', text: value.text, span, tag: undefined, written, isTemplated: false };
    }
    default:
      return { kind: 'scalar', text: '', span, tag: undefined, written: [], isTemplated: false };
  }
}
