/** PowerShell's expressions: values, operators, members, and calls of methods. */
import type { Expr, ListItem, RecordEntry } from '../../model/expr.js';
import { lowerAssignment, settingOf } from './assignments.js';
import { lowerCommand } from './commands.js';
import { lowerFunctionBody } from './functions.js';
import {
  bind,
  literal,
  opaque,
  spanOf,
  textOf,
  type PowerShellCall,
  type Scope,
  type WrittenRecord,
} from './lowering.js';
import { childOf, fieldOf, named, type SyntaxNode } from './parse.js';
import { lowerPipeline } from './pipelines.js';
import { lowerStatements, statementValue } from './statements.js';
import { lowerBareWord, lowerString } from './strings.js';
import { typeReference } from './types.js';
import { reference } from './variables.js';

/** The value of `node`; everything in it is lowered. */
export function lowerExpression(scope: Scope, node: SyntaxNode): Expr {
  const span = spanOf(node);
  // Arguments of methods have a grammar of their own, which says the same.
  switch (node.type.replace('_argument_expression', '_expression')) {
    case 'pipeline':
      return lowerPipeline(scope, node);
    case 'command':
      return lowerCommand(scope, node);
    case 'assignment_expression':
      return lowerAssignment(scope, node);
    case 'variable':
      return reference(textOf(scope, node), span);
    case 'string_literal':
      return lowerString(scope, node);
    case 'generic_token':
    case 'command_parameter':
      return lowerBareWord(scope, node);
    case 'integer_literal':
    case 'real_literal':
    case 'simple_name':
      return literal(textOf(scope, node), span);
    case 'hash_literal_expression':
      return lowerTable(scope, node);
    case 'array_expression':
      return lowerArray(scope, node);
    case 'sub_expression':
      return lowerInner(scope, childOf(node, 'statement_list')) ?? { kind: 'nothing', span };
    case 'parenthesized_expression':
      return inner(scope, node);
    case 'cast_expression':
      return inner(scope, node, 1);
    case 'member_access':
    case 'element_access':
      return lowerMember(scope, node);
    case 'invokation_expression':
      return lowerInvocation(scope, node);
    case 'type_literal':
      return typeReference(scope, node);
    case 'additive_expression':
      return lowerSum(scope, node);
    case 'format_expression':
      return lowerFormat(scope, node);
    case 'array_literal_expression':
      return named(node).length > 1 ? listOf(scope, named(node), node) : inner(scope, node);
    case 'script_block_expression':
      return lowerFunctionBody(scope, node, undefined);
    default:
      return statementValue(scope, node) ?? lowerUnknown(scope, node);
  }
}

/** The value of statements within an expression: a single pipeline is part of the statement around. */
function lowerInner(scope: Scope, list: SyntaxNode | undefined): Expr | undefined {
  const [only, ...others] = list === undefined ? [] : named(list).filter(({ type }) => type !== 'empty_statement');
  const isPart = only?.type === 'pipeline' && others.length === 0 && list?.isBroken !== true;
  const isValue = isPart && named(only)[0]?.type !== 'assignment_expression';
  return isValue ? lowerExpression(scope, only) : lowerStatements(scope, list);
}

/** The value of the one expression in `node`, behind `skipped` others. */
function inner(scope: Scope, node: SyntaxNode, skipped = 0): Expr {
  const [first, ...others] = named(node).slice(skipped);
  if (first === undefined || others.length > 0) return lowerUnknown(scope, node);
  const value = lowerExpression(scope, first);
  // A command in parentheses is its result, and stands where the command does.
  return value.kind === 'literal' || value.kind === 'ref' ? { ...value, span: spanOf(node) } : value;
}

/** What is not followed: what it holds is lowered all the same. A wrapper of one thing is that thing. */
function lowerUnknown(scope: Scope, node: SyntaxNode): Expr {
  const parts = node.isBroken ? { ...scope, isBroken: true } : scope;
  const values = named(node).map((child) => lowerExpression(parts, child));
  const [only] = values;
  const isWrapper = values.length === 1 && node.children.length === 1;
  // A cast, and an operator that makes a value of another kind of the same.
  const isUnary = node.type === 'expression_with_unary_operator' && childOf(node, 'cast_expression') !== undefined;
  return only !== undefined && (isWrapper || isUnary) ? only : opaque('a computed value', spanOf(node));
}

/** `@{ name = value }`. Names have no case. */
function lowerTable(scope: Scope, node: SyntaxNode): Expr {
  const body = childOf(node, 'hash_literal_body');
  const entries = (body === undefined ? [] : named(body)).flatMap((entry): readonly RecordEntry[] => {
    const [key, value] = named(entry);
    const name = key === undefined ? undefined : named(key)[0];
    if (entry.type !== 'hash_entry' || name === undefined || value === undefined) {
      return [{ spread: lowerUnknown(scope, entry) }];
    }
    return [{ key: lowered(lowerExpression(scope, name)), value: lowerExpression(scope, value) }];
  });
  const table: WrittenRecord = { kind: 'record', entries, span: spanOf(node), opening: node.start + 2 };
  return table;
}

/** A name in lower case. */
export function lowered(expr: Expr): Expr {
  return expr.kind === 'literal' ? { ...expr, text: expr.text.toLowerCase() } : expr;
}

/** `@( … )`: what the statements in it give, a list as it is. */
function lowerArray(scope: Scope, node: SyntaxNode): Expr {
  const statements = childOf(node, 'statement_list');
  const all = statements === undefined ? [] : named(statements).filter(({ type }) => type !== 'empty_statement');
  const values = all.map((one) => lowerInner(scope, { ...node, type: 'statement_list', children: [one] }));
  const [only] = values;
  if (values.length === 1 && only?.kind === 'list') return only;
  const items = values.flatMap((value): readonly ListItem[] => (value === undefined ? [] : [{ value, spread: 'no' }]));
  return { kind: 'list', items, span: spanOf(node) };
}

function listOf(scope: Scope, nodes: readonly SyntaxNode[], whole: SyntaxNode): Expr {
  const items = nodes.map((one): ListItem => ({ value: lowerExpression(scope, one), spread: 'no' }));
  return { kind: 'list', items, span: spanOf(whole) };
}

/** `$a.Name`, `$a['name']`, `[Type]::Name`. Names of members have no case. */
export function lowerMember(scope: Scope, node: SyntaxNode): Expr {
  const [object, property] = named(node);
  if (object === undefined || property === undefined) return lowerUnknown(scope, node);
  const key = property.type === 'member_name' ? (named(property)[0] ?? property) : property;
  return {
    kind: 'member',
    object: lowerExpression(scope, object),
    property: lowered(lowerExpression(scope, key)),
    span: spanOf(node),
  };
}

/** `$a.Method(…)`, `[Type]::Method(…)`, `[Type]::new(…)`. */
function lowerInvocation(scope: Scope, node: SyntaxNode): Expr {
  const [object, member] = named(node);
  const given = childOf(node, 'argument_list');
  const block = childOf(node, 'script_block_expression');
  if (object === undefined || member?.type !== 'member_name') return lowerUnknown(scope, node);
  const callee = lowerMember(scope, node);
  const list = given === undefined ? undefined : fieldOf(given, 'argument_expression_list');
  const nodes = list === undefined ? [] : named(list);
  const values = [...nodes, ...(block === undefined ? [] : [block])].map((one) => lowerExpression(scope, one));
  if (callee.kind !== 'member' || callee.property?.kind !== 'literal') return opaque('a computed value', spanOf(node));
  const setting = settingOf(callee.object, callee.property.text, values);
  if (setting !== undefined) bind(scope, setting.name, setting.value, spanOf(node), { path: setting.path });
  const text = textCall(callee, values, node);
  if (text !== undefined) return text;
  const isNew = callee.property.text === 'new' && object.type === 'type_literal';
  return call(scope, isNew ? callee.object : callee, values, node, isNew);
}

/** Calls `callee` with `values`, and gives the result. */
export function call(scope: Scope, callee: Expr, values: readonly Expr[], node: SyntaxNode, isNew: boolean): Expr {
  const span = spanOf(node);
  const made: PowerShellCall = {
    span,
    callee,
    args: { kind: 'list', items: values.map((value) => ({ value, spread: 'no' })), span },
    isNew,
    isCommand: false,
    region: scope.region,
    chain: [],
    statement: scope.statement,
    written: undefined,
  };
  scope.out.calls.push(made);
  return { kind: 'call', call: made, span };
}

/** Methods that leave a text what it is, and those that make one. */
function textCall({ object, property }: Extract<Expr, { kind: 'member' }>, values: readonly Expr[], node: SyntaxNode) {
  const name = property?.kind === 'literal' ? property.text : '';
  if (/^(?:trim|trimend|trimstart|tostring)$/.test(name) && values.length === 0) return object;
  const [pattern, ...rest] = values;
  const isFormat = name === 'format' && object.kind === 'ref' && object.name === 'type:system.string';
  return isFormat && pattern !== undefined ? formatted(pattern, rest, node) : undefined;
}

/** `a + b`: of texts one after the other, of tables the one with the other. */
function lowerSum(scope: Scope, node: SyntaxNode): Expr {
  const operands = named(node);
  if (operands.length < 2) return inner(scope, node);
  const isSum = node.children.some((child) => child.type === '+');
  const parts = operands.map((one) => lowerExpression(scope, one));
  if (!isSum) return opaque('a computed value', spanOf(node));
  if (parts.some((part) => part.kind === 'record'))
    return { kind: 'record', entries: parts.map((spread) => ({ spread })), span: spanOf(node) };
  return { kind: 'concat', parts, span: spanOf(node) };
}

/** `'{0}/{1}' -f $a, $b`. */
function lowerFormat(scope: Scope, node: SyntaxNode): Expr {
  const [pattern, second, third] = named(node);
  const given = third ?? second;
  if (pattern === undefined || given === undefined || pattern === given) return inner(scope, node);
  const values = named(given).length > 1 && given.type.startsWith('array_literal') ? named(given) : [given];
  return formatted(
    lowerExpression(scope, pattern),
    values.map((value) => lowerExpression(scope, value)),
    node,
  );
}

function formatted(pattern: Expr, values: readonly Expr[], node: SyntaxNode): Expr {
  const span = spanOf(node);
  if (pattern.kind !== 'literal') return opaque('a formatted text', span);
  const parts: Expr[] = [];
  let at = 0;
  const plain = (end: number): void => {
    const text = pattern.text.slice(at, end).replaceAll('{{', '{').replaceAll('}}', '}');
    if (text !== '') parts.push(literal(text, pattern.span));
  };
  for (const match of pattern.text.matchAll(/(?<!\{)\{(\d{1,2})([^{}]*)\}/g)) {
    plain(match.index);
    at = match.index + match[0].length;
    const value = values[Number(match[1])];
    parts.push(value === undefined || match[2] !== '' ? opaque('a formatted value', span) : value);
  }
  plain(pattern.text.length);
  return { kind: 'concat', parts, span };
}
