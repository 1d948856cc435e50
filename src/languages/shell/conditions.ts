/** What a condition tells of a variable (`[ -n "$T" ]`), and whether control leaves where a list of commands ends. */
import type { Expr, Region } from '../../model/expr.js';
import {
  partsOf,
  valueOf,
  type AndOr,
  type Command,
  type CompoundList,
  type PipelineNode,
  type Statement,
  type TestExpression,
  type Word,
} from './parse.js';
import { spanOf, type Scope } from './scope.js';

type Test = NonNullable<Region['test']>;

/** What holds when a condition is met, and when it is not, as far as it is a plain test of a variable. */
export interface Condition {
  readonly whenTrue?: Test;
  readonly whenFalse?: Test;
}

type Node = PipelineNode | AndOr | CompoundList;

/** What `node`, as a condition, tells. */
export function conditionOf(scope: Scope, node: Node | undefined): Condition {
  switch (node?.type) {
    case 'CompoundList':
      return conditionOf(scope, node.commands.at(-1)?.command);
    case 'Pipeline': {
      const [only] = node.commands;
      if (node.commands.length !== 1 || only === undefined) return {};
      const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
      return isNegated ? negated(conditionOf(scope, only)) : conditionOf(scope, only);
    }
    case 'AndOr':
      return combined(
        node.commands.map((one) => conditionOf(scope, one)),
        new Set(node.operators),
      );
    case 'Command':
      return node.name === undefined ? assignmentTest(scope, node) : bracketTest(scope, node);
    case 'TestCommand':
      return doubleBracketTest(scope, node.expression, 0);
    default:
      return {};
  }
}

function negated({ whenTrue, whenFalse }: Condition): Condition {
  return {
    ...(whenFalse === undefined ? {} : { whenTrue: whenFalse }),
    ...(whenTrue === undefined ? {} : { whenFalse: whenTrue }),
  };
}

/** When all of several have to hold, each of them does; the first that is plain is taken. */
function combined(conditions: readonly Condition[], operators: ReadonlySet<string>): Condition {
  if (operators.size !== 1) return {};
  const [operator] = operators;
  const whenTrue = operator === '&&' ? conditions.find((one) => one.whenTrue !== undefined)?.whenTrue : undefined;
  const whenFalse = operator === '||' ? conditions.find((one) => one.whenFalse !== undefined)?.whenFalse : undefined;
  return { ...(whenTrue === undefined ? {} : { whenTrue }), ...(whenFalse === undefined ? {} : { whenFalse }) };
}

/** `if T=$(…)`: the command failed that T was to be read from, and T is empty. When it did not fail, T may be empty too. */
function assignmentTest(scope: Scope, command: Command): Condition {
  const last = command.prefix.at(-1);
  if (last?.type !== 'Assignment' || last.append === true || last.index !== undefined) return {};
  const assigned = valueOf(last);
  if (assigned?.type !== 'Word' || !/^"?(?:\$\((?!\()|`)/.test(assigned.text)) return {};
  return { whenFalse: { value: { kind: 'ref', name: last.name, span: spanOf(scope, last) }, holds: false } };
}

/** `[ … ]` and `test …`. */
function bracketTest(scope: Scope, command: Command): Condition {
  const name = command.name?.value;
  if (name !== '[' && name !== 'test') return {};
  let words = command.suffix.filter((word) => word.type === 'Word');
  if (name === '[') words = words.slice(0, -1);
  const isNegated = words[0]?.text === '!';
  if (isNegated) words = words.slice(1);
  const condition = wordsTest(scope, words);
  return isNegated ? negated(condition) : condition;
}

function wordsTest(scope: Scope, words: readonly Word[]): Condition {
  const [a, b, c] = words;
  if (words.length === 1 && a !== undefined) return presence(scope, a, true);
  if (words.length === 2 && a !== undefined && b !== undefined) return unary(scope, a.text, b);
  if (words.length === 3 && a !== undefined && b !== undefined && c !== undefined) return binary(scope, b.text, a, c);
  return {};
}

function unary(scope: Scope, operator: string, operand: Word): Condition {
  return operator === '-n' || operator === '-z' ? presence(scope, operand, operator === '-n') : {};
}

function binary(scope: Scope, operator: string, left: Word, right: Word): Condition {
  const isEqual = operator === '=' || operator === '==';
  if (!isEqual && operator !== '!=') return {};
  // `[ "x$T" != x ]` guards against a T that looks like an operator.
  const empty = right.value === '' || (/^[xX_]$/.test(right.value) && left.value.startsWith(right.value));
  return empty ? presence(scope, left, !isEqual) : {};
}

function presence(scope: Scope, word: Word, whenTrue: boolean): Condition {
  const value = variableOf(scope, word);
  if (value === undefined) return {};
  return { whenTrue: { value, holds: whenTrue }, whenFalse: { value, holds: !whenTrue } };
}

/** The variable that `word` is: `$T`, `"${T}"`, `"${T:-}"`, `"x$T"`. */
function variableOf(scope: Scope, word: Word): Expr | undefined {
  const name = /^["xX_]*\$(?:\{(\w+)(?::?[-+])?\w*\}|(\w+))"?$/.exec(word.text);
  const found = name?.[1] ?? name?.[2];
  return found === undefined || partsOf(word) === undefined
    ? undefined
    : { kind: 'ref', name: found, span: spanOf(scope, word) };
}

/** How deep `[[ ]]` is looked into. */
const MAX_TEST_DEPTH = 20;

function doubleBracketTest(scope: Scope, test: TestExpression, depth: number): Condition {
  if (depth > MAX_TEST_DEPTH) return {};
  const at = (inner: TestExpression): Condition => doubleBracketTest(scope, inner, depth + 1);
  switch (test.type) {
    case 'TestUnary':
      return unary(scope, test.operator, test.operand);
    case 'TestBinary':
      return binary(scope, test.operator, test.left, test.right);
    case 'TestNot':
      return test.negations.length % 2 === 1 ? negated(at(test.operand)) : at(test.operand);
    case 'TestGroup':
      return at(test.expression);
    case 'TestLogical':
      return combined(test.operands.map(at), new Set([test.operator]));
  }
}

const leavers: ReadonlySet<string> = new Set(['return', 'exit', 'continue', 'break', 'exec']);

/** Whether control never passes the end of these commands. */
export function leaves(nodes: readonly (Statement | PipelineNode | AndOr)[], depth = 0): boolean {
  const last = nodes.at(-1);
  const node = last?.type === 'Statement' ? last.command : last;
  if (depth > MAX_TEST_DEPTH) return false;
  switch (node?.type) {
    case 'Command': {
      const name = node.name?.value ?? '';
      // Without a command, `exec` only redirects.
      return leavers.has(name) && (name !== 'exec' || node.suffix.some((word) => word.type === 'Word'));
    }
    case 'AndOr':
      // `return 2> /dev/null || exit`: whichever can.
      return (
        node.operators.every((operator) => operator === '||') && node.commands.every((one) => leaves([one], depth + 1))
      );
    case 'BraceGroup':
      return leaves(node.body.commands, depth + 1);
    case 'Redirected':
      return leaves([node.command], depth + 1);
    case 'If': {
      const ways = [node.then, ...node.elif.map((way) => way.then)];
      return node.else !== undefined && [...ways, node.else].every((way) => leaves(way.commands, depth + 1));
    }
    default:
      return false;
  }
}
