/** Resources of CloudFormation templates that make instances, as calls of their type with their properties. */
import type { Expr } from '../../model/expr.js';
import { at, scalarText, type DataNode, type Entry } from '../data/tree.js';
import { addCall, type Found } from './found.js';
import { intrinsicOf, templateExpr } from './intrinsics.js';
import { dataExpr } from './records.js';

/** Types whose properties say how instances are made; the others are many, and nobody asks for them. */
const MAKES_INSTANCES =
  /^AWS::(?:EC2::(?:Instance|LaunchTemplate)|AutoScaling::LaunchConfiguration|SageMaker::NotebookInstance|ImageBuilder::InfrastructureConfiguration|ElasticBeanstalk::(?:Environment|ConfigurationTemplate)|EMR::SecurityConfiguration)$/;

/** Adds the resource of `entry` if it makes instances. */
export function addResource(found: Found, { keySpan, value }: Entry): void {
  const type = scalarText(at(value, 'Type'));
  if (type === undefined || !MAKES_INSTANCES.test(type)) return;
  const span = { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) };
  const properties = at(value, 'Properties');
  const made: Expr = properties === undefined ? { kind: 'record', entries: [], span } : propertyExpr(found, properties);
  addCall(
    found,
    { kind: 'ref', name: type, span },
    { kind: 'list', items: [{ value: made, spread: 'no' }], span },
    found.root,
    false,
  );
}

function propertyExpr(found: Found, properties: DataNode): Expr {
  return dataExpr(properties, (node, readPart) => {
    const { span } = node;
    const call = intrinsicOf(node);
    if (call === undefined) return node.kind === 'scalar' ? templateExpr(node, found.text) : undefined;
    if (call.name === 'Ref' && scalarText(call.argument) === 'AWS::NoValue') return { kind: 'nothing', span };
    if (call.name !== 'If' || call.argument.kind !== 'sequence') return templateExpr(node, found.text);
    return { kind: 'choice', mode: 'either', options: call.argument.items.slice(1).map(readPart), span };
  });
}
