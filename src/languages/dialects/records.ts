/** Data as expressions: mappings are records, sequences are lists. */
import type { Expr, RecordEntry } from '../../model/expr.js';
import { entriesOf, itemsOf, type DataNode } from '../data/tree.js';
import { filledElsewhere } from './notation.js';

/** How deep data is followed. */
const MAX_DEPTH = 10;

/** Gives what a node says as a whole: a text, a function of a template; undefined where its parts are to be read one by one. */
export type ReadNode = (node: DataNode, readPart: (part: DataNode) => Expr) => Expr | undefined;

/** The value of `root`, of which every scalar and all else that is more than its parts is what `read` says. */
export function dataExpr(root: DataNode, read: ReadNode): Expr {
  // Data that is referred to in many places is read once.
  const known = new Map<DataNode, Expr>();
  const visit = (node: DataNode, depth: number): Expr => {
    const made = known.get(node) ?? make(node, depth);
    known.set(node, made);
    return made;
  };
  const make = (node: DataNode, depth: number): Expr => {
    const { span } = node;
    if (depth > MAX_DEPTH) return filledElsewhere(span, 'data nested deeper than is followed');
    const whole = read(node, (part) => visit(part, depth + 1));
    if (whole !== undefined) return whole;
    if (node.kind === 'sequence') {
      const items = itemsOf(node).map((item) => ({ value: visit(item, depth + 1), spread: 'no' as const }));
      return { kind: 'list', items, span };
    }
    const entries = entriesOf(node).map(({ key, keySpan, value }): RecordEntry => ({
      key: { kind: 'literal', text: key, span: keySpan },
      value: visit(value, depth + 1),
    }));
    return { kind: 'record', entries, span };
  };
  return visit(root, 0);
}
