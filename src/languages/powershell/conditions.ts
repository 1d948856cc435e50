/** What a condition of PowerShell tells of a value, and whether control passes the end of a block. */
import type { Test } from '../../model/expr.js';
import { lowerExpression } from './expressions.js';
import { textOf, type Scope } from './lowering.js';
import { childOf, fieldOf, named, type SyntaxNode } from './parse.js';

/** What holds when a condition does, and when it does not. */
export interface Condition {
  readonly whenTrue?: Test;
  readonly whenFalse?: Test;
}

/** `$token`, `-not $token`, `$token -ne $null`, `[string]::IsNullOrEmpty($token)`. */
export function conditionOf(scope: Scope, node: SyntaxNode): Condition {
  const [only, second, third] = named(node);
  switch (node.type.replace('_argument_expression', '_expression')) {
    case 'variable':
    case 'member_access':
      return present(scope, node);
    case 'expression_with_unary_operator': {
      const isNegation = /^(?:!|-not)$/i.test(textOf(scope, node.children[0] ?? node));
      return isNegation && only !== undefined ? negated(conditionOf(scope, only)) : {};
    }
    case 'comparison_expression': {
      if (second === undefined || third === undefined) break;
      const operator = textOf(scope, second).toLowerCase();
      const isNull = (one: SyntaxNode): boolean => /^(?:\$null|""|'')$/i.test(textOf(scope, one));
      const other = isNull(only ?? node) ? third : isNull(third) ? only : undefined;
      if (other === undefined) return {};
      const condition = conditionOf(scope, other);
      return operator === '-ne' ? condition : operator === '-eq' ? negated(condition) : {};
    }
    case 'invokation_expression': {
      if (!/^\[(?:system\.)?string\]::IsNullOr(?:Empty|WhiteSpace)\(/i.test(textOf(scope, node))) return {};
      const list = childOf(node, 'argument_list');
      const given = list === undefined ? undefined : fieldOf(list, 'argument_expression_list');
      return given === undefined ? {} : negated(conditionOf(scope, given));
    }
  }
  const isWrapper = node.children.filter((child) => child.isNamed).length === 1;
  return isWrapper && only !== undefined ? conditionOf(scope, only) : {};
}

/** A value that is looked up calls nothing: it can be lowered again. */
function present(scope: Scope, node: SyntaxNode): Condition {
  if (node.type === 'member_access' && named(node)[0]?.type !== 'variable') return {};
  const value = lowerExpression(scope, node);
  return { whenTrue: { value, holds: true }, whenFalse: { value, holds: false } };
}

function negated({ whenTrue, whenFalse }: Condition): Condition {
  return {
    ...(whenFalse === undefined ? {} : { whenTrue: whenFalse }),
    ...(whenTrue === undefined ? {} : { whenFalse: whenTrue }),
  };
}

/** Whether control never passes the end of `block`. */
export function leaves(scope: Scope, block: SyntaxNode): boolean {
  const list = childOf(block, 'statement_list');
  const last = list === undefined ? undefined : named(list).findLast(({ type }) => type !== 'empty_statement');
  return last !== undefined && /^(?:return|throw|exit|break|continue)\b/i.test(textOf(scope, last));
}
