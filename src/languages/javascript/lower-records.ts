/** Lowers object literals: their values, methods, and what `this` is in those. */
import type { Expr, RecordEntry, RecordExpr, Region } from '../../model/expr.js';
import { lowerHooks } from './lower-bound.js';
import { keyOf } from './lower-expressions.js';
import { implied, ref, spanOf, type Hint, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** The record that an object literal is. In its methods `this` is the variable it is the value of, or the record itself. */
export function lowerRecord(lowering: Lowering, node: Tree.ObjectExpression, region: Region, hint?: Hint): Expr {
  const entries: RecordEntry[] = [];
  const record: RecordExpr = { kind: 'record', entries, span: spanOf(node) };
  const self = hint?.name === undefined ? record : ref(hint.name, record.span);
  for (const property of node.properties) {
    if (property.type === Syntax.SpreadElement) {
      entries.push({ spread: lowering.expression(property.argument, region) });
    } else {
      entries.push(lowerEntry(lowering, property, region, self));
    }
  }
  return record;
}

function lowerEntry(lowering: Lowering, node: Tree.Property, region: Region, self: Expr): RecordEntry {
  const key = keyOf(lowering, node.key, node.computed, region);
  const isMethod = node.value.type === Syntax.FunctionExpression;
  const hint: Hint = isMethod ? { ...(key.kind === 'literal' ? { name: key.text } : {}), self } : {};
  const value = lowering.expression(node.value, region, hint);
  if (key.kind === 'literal' && key.text === 'beforeRequest')
    return { key, value: lowerHooks(lowering, value, region) };
  if (node.kind !== 'get') return { key, value };
  return { key, value: { kind: 'call', call: implied(value, [], region, value.span), span: value.span } };
}
