/** Expressions that are one of several: which of them, as far as tests and what is there tell. */
import type { ChoiceExpr, Expr } from '../model/expr.js';
import { decide, nothing, type Value } from '../model/value.js';
import { fails } from './conditions.js';
import type { Context, Evaluator } from './evaluate.js';
import { joinOf } from './flow.js';
import { firstPresent, presenceOf } from './presence.js';
import { toldOf } from './told.js';

/** The value of `expr`; `read` is how an option is read: whole, or a path into it. */
export function choiceValue(
  evaluator: Evaluator,
  expr: ChoiceExpr,
  context: Context,
  read: (option: Expr) => Value,
): Value {
  const [first, ...others] = expr.options;
  if (first === undefined) return nothing;
  const id = joinOf(expr, '');
  const at = { ...context, region: expr.region ?? context.region };
  if (expr.mode === 'either') return oneOf(evaluator, expr, at, read);
  const value = evaluator.evaluate(first, context);
  const presence = presenceAt(evaluator, first, value, at);
  if (expr.mode === 'guarded') {
    const [second] = others;
    if (second === undefined || presence === 'absent') return nothing;
    return presence === 'present' ? read(second) : decide([nothing, read(second)], id);
  }
  if (presence === 'present' || others.length === 0) return read(first);
  const fallback = choiceValue(evaluator, { ...expr, options: others }, context, read);
  return presence === 'absent' ? fallback : firstPresent(value, read(first), fallback, id);
}

/** Whether `value` of `expr` is there: by itself, or because it was tested for around. */
function presenceAt(evaluator: Evaluator, expr: Expr, value: Value, at: Context): ReturnType<typeof presenceOf> {
  const presence = presenceOf(value);
  const told = presence === 'unknown' ? toldOf(expr, at.region, at.document, evaluator.project) : undefined;
  return told === undefined ? presence : told ? 'present' : 'absent';
}

/** Those of the options whose tests may hold. */
function oneOf(evaluator: Evaluator, expr: ChoiceExpr, at: Context, read: (option: Expr) => Value): Value {
  const alive = expr.options.map((_, i) => !fails(evaluator, expr.tests?.[i] ?? [], at));
  const left = alive.every((one) => one) || !alive.includes(true) ? '' : alive.join();
  return decide(expr.options.filter((_, i) => left === '' || alive[i] === true).map(read), joinOf(expr, left));
}
