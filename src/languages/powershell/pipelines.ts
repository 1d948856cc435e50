/** Pipelines: what one command gives, the next is run for. */
import type { Expr } from '../../model/expr.js';
import { lowerExpression } from './expressions.js';
import { opaque, spanOf, textOf, type Scope } from './lowering.js';
import { blockOf, childOf, named, type SyntaxNode } from './parse.js';
import { lowerScriptBlock } from './functions.js';

/** Commands that hand on what they are given, in the same form or another. */
const PASSING = /^(?:out-string|convertfrom-json|out-null|tee-object|write-output|select-object|select|sort-object)$/i;

/** The value of a pipeline: that of its only element, or of the first where the others only hand it on. */
export function lowerPipeline(scope: Scope, node: SyntaxNode): Expr {
  const elements = named(node).flatMap((child) => (child.type === 'pipeline_chain' ? elementsOf(child) : [child]));
  let value: Expr | undefined;
  for (const element of elements) value = lowerElement(scope, element, value);
  return value ?? opaque('a computed value', spanOf(node));
}

function elementsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return named(node).flatMap((child) => (child.type === 'pipeline_chain' ? elementsOf(child) : [child]));
}

function lowerElement(scope: Scope, node: SyntaxNode, input: Expr | undefined): Expr {
  if (input === undefined || node.type !== 'command') return lowerExpression(scope, node);
  const name = childOf(node, 'command_name');
  const written = name === undefined ? '' : textOf(scope, name);
  if (/^(?:foreach-object|foreach|%|where-object|where|\?)$/i.test(written)) {
    const elements = childOf(node, 'command_elements');
    const [block, ...others] = (elements?.children ?? []).flatMap((one) => blockOf(one) ?? []);
    if (block !== undefined && others.length === 0) {
      const value = lowerScriptBlock(scope, block, 'loop', { name: '_', over: input });
      return value ?? opaque('what a pipeline gives', spanOf(node));
    }
  }
  const value = lowerExpression(scope, node);
  const plain = childOf(node, 'command_elements') === undefined || /^(?:out|convertfrom|write)/i.test(written);
  if (PASSING.test(written) && plain && /^out-string|^write-output|^tee/i.test(written)) return input;
  return value;
}
