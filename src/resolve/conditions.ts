/** Code that is never reached: what stands in an arm whose test is known to fail. */
import type { Expr, Region, Test } from '../model/expr.js';
import { textOf, type Value } from '../model/value.js';
import type { Context, Evaluator } from './evaluate.js';
import { presenceOf } from './presence.js';
import { toldOf } from './told.js';

/** Whether one of `tests`, which stand in `context`, is known to fail. */
export function fails(evaluator: Evaluator, tests: readonly Test[], context: Context): boolean {
  return tests.some(({ value, holds }) => {
    const told = toldOf(value, context.region, context.document, evaluator.project);
    if (told !== undefined) return told !== holds;
    if (!isLocal(value)) return false;
    const found = evaluator.evaluate(value, context);
    const presence = isOpen(found) ? 'unknown' : presenceOf(found);
    return presence === (holds ? 'absent' : 'present');
  });
}

/** Whether a test is of variables and what they hold. What an instance holds is set by anyone, at any time. */
function isLocal(value: Expr): boolean {
  switch (value.kind) {
    case 'ref':
      return !['this', 'static this', 'exports'].includes(value.name);
    case 'member':
      return isLocal(value.object);
    case 'call':
      return value.call.args.items.every((item) => isLocal(item.value));
    case 'literal':
      return true;
    case 'list':
      return value.items.every((item) => isLocal(item.value));
    case 'record':
      return value.entries.every((entry) => isLocal('spread' in entry ? entry.spread : entry.value));
    default:
      return false;
  }
}

/**
 * A yes or no that is written out is one that people change: both ways are looked at. What comes from outside need not be
 * there on every machine, nor need a member of it.
 */
function isOpen(value: Value): boolean {
  if (value.kind === 'choice') return value.options.some(isOpen);
  return value.kind === 'external' || /^(?:true|false|0|1)$/.test(textOf(value) ?? '');
}

/** Whether control never enters `region` when the region around it runs. */
export function isDead(evaluator: Evaluator, region: Region, context: Context): boolean {
  const around = { ...context, region: region.parent ?? region };
  return region.test !== undefined && fails(evaluator, [region.test], around);
}

/** Whether `context.region` can be reached once the function around it runs. */
export function isReached(evaluator: Evaluator, context: Context): boolean {
  for (let at: Region | undefined = context.region; at !== undefined && at.kind !== 'function'; at = at.parent) {
    if (isDead(evaluator, at, context)) return false;
  }
  return true;
}
