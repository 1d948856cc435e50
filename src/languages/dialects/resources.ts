/** Resources of CloudFormation templates that make instances, as calls of their type with their properties. */
import type { Expr, RecordEntry } from '../../model/expr.js';
import { at, scalarText, type DataNode, type Entry } from '../data/tree.js';
import { addCall, type Found } from './found.js';
import { intrinsicOf, templateExpr } from './intrinsics.js';

/** Types whose properties say how instances are made; the others are many, and nobody asks for them. */
const MAKES_INSTANCES =
  /^AWS::(?:EC2::(?:Instance|LaunchTemplate)|AutoScaling::LaunchConfiguration|SageMaker::NotebookInstance)$/;

/** How deep properties are followed; MetadataOptions lie three deep. */
const MAX_DEPTH = 6;

/** Adds the resource of `entry` if it makes instances. */
export function addResource(found: Found, { keySpan, value }: Entry): void {
  const type = scalarText(at(value, 'Type'));
  if (type === undefined || !MAKES_INSTANCES.test(type)) return;
  const span = { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) };
  const properties = at(value, 'Properties');
  const made: Expr =
    properties === undefined ? { kind: 'record', entries: [], span } : propertyExpr(found, properties, 0);
  addCall(
    found,
    { kind: 'ref', name: type, span },
    { kind: 'list', items: [{ value: made, spread: 'no' }], span },
    found.root,
    false,
  );
}

function propertyExpr(found: Found, node: DataNode, depth: number): Expr {
  const { span } = node;
  const call = intrinsicOf(node);
  if (call !== undefined) {
    const isNothing = call.name === 'Ref' && scalarText(call.argument) === 'AWS::NoValue';
    if (isNothing) return { kind: 'nothing', span };
    if (call.name !== 'If' || call.argument.kind !== 'sequence' || depth > MAX_DEPTH)
      return templateExpr(node, found.text);
    const options = call.argument.items.slice(1).map((option) => propertyExpr(found, option, depth + 1));
    return { kind: 'choice', mode: 'either', options, span };
  }
  if (node.kind === 'scalar') return templateExpr(node, found.text);
  if (depth > MAX_DEPTH) return { kind: 'opaque', why: 'properties nested deeper than is followed', span };
  if (node.kind === 'sequence') {
    const items = node.items.map((item) => ({ value: propertyExpr(found, item, depth + 1), spread: 'no' as const }));
    return { kind: 'list', items, span };
  }
  const entries = node.entries.map(({ key, keySpan, value }): RecordEntry => ({
    key: { kind: 'literal', text: key, span: keySpan },
    value: propertyExpr(found, value, depth + 1),
  }));
  return { kind: 'record', entries, span };
}
