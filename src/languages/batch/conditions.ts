/** Conditions of `if` in batch files: what they tell of a variable, and where they end. */
import type { Expr, Test } from '../../model/expr.js';
import { skipBlanks, type Range } from './scan.js';
import { referenceTo, type Scope } from './scope.js';

export interface Condition {
  readonly whenTrue?: Test;
  readonly whenFalse?: Test;
  /** Where the command begins. */
  readonly next: number;
}

const SIDE = String.raw`("(?:[^"\n]){0,500}"|[^\s"=]{1,500})`;
const COMPARISON = new RegExp(
  String.raw`${SIDE}[ \t]*(==|[ \t](?:equ|neq|lss|leq|gtr|geq)[ \t])[ \t]*("[^"\n]{0,500}"|[^\s"(]{0,500})`,
  'iy',
);
const ABOUT = /(defined|exist|errorlevel|cmdextversion)[ \t]+("[^"\n]{0,500}"|[^\s()]{1,500})/iy;

/** The condition at `at`, behind `if`. */
export function conditionAt(scope: Scope, at: number, range: Range): Condition {
  const { text } = scope.out.text;
  let isNot = false;
  let start = skipBlanks(text, at, range.end, false);
  for (;;) {
    const option = /(\/i|not)(?=[\s])/iy;
    option.lastIndex = start;
    const found = option.exec(text)?.[1];
    if (found === undefined) break;
    if (found.toLowerCase() === 'not') isNot = !isNot;
    start = skipBlanks(text, option.lastIndex, range.end, false);
  }
  ABOUT.lastIndex = start;
  const about = ABOUT.exec(text);
  if (about !== null) {
    const isDefined = about[1]?.toLowerCase() === 'defined';
    const name = (about[2] ?? '').replaceAll('"', '').toUpperCase();
    const span = { start, end: ABOUT.lastIndex };
    return told(isDefined ? { kind: 'ref', name, span } : undefined, isNot, Math.min(ABOUT.lastIndex, range.end));
  }
  COMPARISON.lastIndex = start;
  const match = COMPARISON.exec(text);
  if (match === null) return { next: Math.min(start + 1, range.end) };
  const [whole, left = '', operator = '', right = ''] = match;
  const next = Math.min(start + whole.length, range.end);
  const isEqual = /^(?:==|equ)$/i.test(operator.trim());
  const isUnequal = operator.trim().toLowerCase() === 'neq';
  const value = comparedToNothing(scope, left, right, start);
  return isEqual || isUnequal ? told(value, isEqual ? !isNot : isNot, next) : { next };
}

/** The variable that is compared to an empty text, with or without something around both. */
function comparedToNothing(scope: Scope, left: string, right: string, start: number): Expr | undefined {
  const around = right.length % 2 === 0 ? right.slice(0, right.length / 2) : undefined;
  if (!/^(?:""|\[\]|\(\)|\{\})$/.test(right) || around === undefined || !left.startsWith(around)) return undefined;
  const [, mark, name] = /^([%!])([A-Za-z_][\w.-]*)\1$/.exec(left.slice(1, -1)) ?? [];
  const span = { start, end: start + left.length };
  if (name === undefined) return undefined;
  return mark === '%' ? referenceTo(scope, name, span) : { kind: 'ref', name: name.toUpperCase(), span };
}

/** `isNot`: whether the condition holds where the value is not there. */
function told(value: Expr | undefined, isNot: boolean, next: number): Condition {
  if (value === undefined) return { next };
  return { whenTrue: { value, holds: !isNot }, whenFalse: { value, holds: isNot }, next };
}
