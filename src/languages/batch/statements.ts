/** What controls the commands of batch files: blocks, `if`, `for`, labels, `&&` and `||`. */
import type { Expr, Region, Test } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { lowerCommand } from './commands.js';
import { conditionAt } from './conditions.js';
import { lowerFor } from './loops.js';
import { commandEnd, lineEnd, skipBlanks, type Operator, type Range } from './scan.js';
import type { Growing, Scope } from './scope.js';

/** Blocks, conditions and loops within one another; what is deeper is read as if it stood beside the last. */
export const MAX_DEPTH = 60;

/** What was read: where it ended, what follows, what it prints, and whether control never passes its end. */
export interface Done {
  readonly next: number;
  readonly operator: Operator;
  readonly value: Expr;
  readonly leaves: boolean;
}

/** Lowers all commands in `range`, a line at a time; gives what the last one prints. */
export function lowerRange(scope: Scope, range: Range): Expr | undefined {
  let value: Expr | undefined;
  for (let at = range.start; at < range.end;) {
    const start = skipBlanks(scope.out.text.text, at, range.end, true);
    if (start >= range.end) break;
    const unit = range.isInner
      ? scope.unit
      : { start, region: scope.region, set: new Set<string>(), frozen: new Set<string>() };
    const done = lowerList({ ...scope, unit }, start, range, 0);
    value = done.value;
    // A bracket that closes nothing is passed over.
    at = Math.max(done.next, start + 1);
  }
  return value;
}

/** Commands up to the end of a line: each behind `&&` or `||` runs only at times. */
function lowerList(scope: Scope, start: number, range: Range, blocks: number): Done {
  let at = scope;
  let done = lowerOne(at, start, range, blocks);
  let nested = 0;
  while (done.operator !== 'line' && done.operator !== 'end' && done.operator !== ')') {
    const { operator } = done;
    if (operator === '&') [at, nested] = [scope, 0];
    else if (operator !== '|' && nested < MAX_DEPTH) {
      nested += 1;
      at = { ...at, region: arm(at, { start: done.next, end: range.end }, undefined, { exhaustive: false, arms: [] }) };
    }
    const before = done;
    done = lowerOne(at, done.next, range, blocks);
    if (operator === '&&' || operator === '||') {
      const { region } = at;
      // Only what stands alone behind it tells whether the way ends there.
      if (done.leaves && region.kind === 'arm') (region as Growing).leaves = true;
      done = { ...done, leaves: false };
    } else if (operator === '|')
      done = { ...done, value: { kind: 'opaque', why: 'the output of a pipeline', span: done.value.span } };
    if (operator === '&' && before.leaves) done = { ...done, leaves: true };
  }
  return done;
}

/** One command, block, condition or loop. `blocks`: how many brackets are open. */
export function lowerOne(scope: Scope, from: number, range: Range, blocks: number): Done {
  const { text } = scope.out.text;
  let start = skipBlanks(text, from, range.end, false);
  while (text.charAt(start) === '@') start = skipBlanks(text, start + 1, range.end, false);
  const span = { start, end: start };
  // A bracket that closes nothing makes its line a remark.
  const isClosing = text.charAt(start) === ')' && blocks === 0;
  if (isClosing || text.charAt(start) === ':' || isRemark(text, start)) return passOver(scope, start, range);
  if (text.charAt(start) === '(' && scope.depth < MAX_DEPTH) return lowerBlock(scope, start, range, blocks);
  const keyword = scope.depth < MAX_DEPTH ? keywordAt(text, start) : undefined;
  if (keyword === 'if') return lowerIf(scope, start + 2, range, blocks);
  if (keyword === 'for') {
    const done = lowerFor(scope, start + 3, range, blocks);
    if (done !== undefined) return done;
  }
  const end = commandEnd(text, start, range, blocks);
  const value: Expr = end.end > start ? lowerCommand(scope, { start, end: end.end }) : { kind: 'nothing', span };
  const leaves = /^(?:goto|exit)\b/i.test(text.slice(start, Math.min(end.end, start + 8)));
  return { next: end.next, operator: end.operator, value, leaves };
}

function keywordAt(text: string, at: number): 'if' | 'for' | undefined {
  const word = /(if|for)(?=[\s(])/iy;
  word.lastIndex = at;
  return word.exec(text)?.[1]?.toLowerCase() as 'if' | 'for' | undefined;
}

function isRemark(text: string, at: number): boolean {
  return /^rem(?=[\s,;=/.&]|$)/i.test(text.slice(at, at + 4));
}

/** A label, or a comment, which is written as either. */
function passOver({ out }: Scope, start: number, range: Range): Done {
  const { text } = out.text;
  const end = lineEnd(text, start, range.end);
  if (/^:[ \t]*[\w.-]/.test(text.slice(start, start + 20))) out.labels.push(start);
  else out.comments.push({ start, end });
  const value: Expr = { kind: 'nothing', span: { start, end } };
  return { next: Math.min(end + 1, range.end), operator: end >= range.end ? 'end' : 'line', value, leaves: false };
}

/** What stands in brackets. */
function lowerBlock(scope: Scope, start: number, range: Range, blocks: number): Done {
  const { text } = scope.out.text;
  const inside = { ...scope, depth: scope.depth + 1 };
  let value: Expr = { kind: 'nothing', span: { start, end: start } };
  let leaves = false;
  for (let at = start + 1; ;) {
    const next = skipBlanks(text, at, range.end, true);
    if (next >= range.end) return { next: range.end, operator: 'end', value, leaves };
    if (text.charAt(next) === ')') return { ...behind(text, next + 1, range, blocks), value, leaves };
    const done = lowerList(inside, next, range, blocks + 1);
    ({ value, leaves } = done);
    if (done.operator === ')') return { ...behind(text, done.next, range, blocks), value, leaves };
    at = Math.max(done.next, next + 1);
  }
}

/** What follows a block: redirections are passed over, `else` is not. */
function behind(text: string, at: number, range: Range, blocks: number): Pick<Done, 'next' | 'operator'> {
  const start = skipBlanks(text, at, range.end, false);
  if (isElse(text, start)) return { next: start, operator: 'line' };
  return commandEnd(text, at, range, blocks);
}

function isElse(text: string, at: number): boolean {
  return /^else(?=[\s(])/i.test(text.slice(at, at + 5));
}

function lowerIf(scope: Scope, at: number, range: Range, blocks: number): Done {
  const { text } = scope.out.text;
  const condition = conditionAt(scope, at, range);
  const branch = { exhaustive: false, arms: [] as Region[] };
  const then = arm(scope, { start: condition.next, end: range.end }, condition.whenTrue, branch);
  const done = lowerOne({ ...scope, region: then, depth: scope.depth + 1 }, condition.next, range, blocks);
  then.leaves = done.leaves;
  then.span = { start: condition.next, end: done.next };
  const start = skipBlanks(text, done.next, range.end, false);
  const nothing: Expr = { kind: 'nothing', span: done.value.span };
  if (text.charAt(skipBlanks(text, condition.next, range.end, false)) !== '(' || !isElse(text, start))
    return { ...done, value: nothing, leaves: false };
  branch.exhaustive = true;
  const other = arm(scope, { start, end: range.end }, condition.whenFalse, branch);
  const last = lowerOne({ ...scope, region: other, depth: scope.depth + 1 }, start + 4, range, blocks);
  other.leaves = last.leaves;
  other.span = { start, end: last.next };
  return { ...last, value: nothing, leaves: done.leaves && last.leaves };
}

/** A way of `branch`. */
export function arm(
  { region }: Scope,
  span: Span,
  test: Test | undefined,
  branch: { exhaustive: boolean; readonly arms: Region[] },
): Growing {
  const made: Growing = {
    kind: 'arm',
    parent: region,
    span,
    branch,
    leaves: false,
    ...(test === undefined ? {} : { test }),
  };
  branch.arms.push(made);
  return made;
}
