/** Parameters to values: from the call that is followed, from the list a callback is mapped over, or unknown. */
import type { FunctionExpr, Parameter } from '../model/expr.js';
import {
  decide,
  mapChoice,
  nothing,
  type Frame,
  type ListValue,
  type UnknownValue,
  type Value,
} from '../model/value.js';
import type { Context, Evaluator } from './evaluate.js';
import { joinOf } from './flow.js';
import { memberOf } from './members.js';
import { presenceOf } from './presence.js';

/** The value of `parameter` of `fn` in `context`. */
export function parameterValue(evaluator: Evaluator, fn: FunctionExpr, parameter: Parameter, context: Context): Value {
  const frame = context.frames.findLast((one) => one.fn === fn);
  if (frame !== undefined) return argumentValue(evaluator, frame, parameter, context);
  const item = itemOfReceiver(evaluator, fn, parameter, context);
  if (item !== undefined) return item;
  const open: UnknownValue = {
    kind: 'unknown',
    why: `the parameter '${parameter.name}'${fn.name === undefined ? '' : ` of ${fn.name}`}, which no caller settles`,
    parameter: { fn, document: context.document },
  };
  if (parameter.default === undefined) return open;
  return decide(
    [open, evaluator.evaluate(parameter.default, { ...context, region: fn.region })],
    joinOf(parameter, ''),
  );
}

function argumentValue(evaluator: Evaluator, frame: Frame, parameter: Parameter, context: Context): Value {
  const { call, document, frames } = frame;
  const args = evaluator.evaluate(call.args, { document, region: call.region, frames });
  return mapChoice(args, (list) => {
    if (list.kind !== 'list') return list;
    // The first word of a command is the command itself.
    const given: ListValue = call.isCommand ? { ...list, items: list.items.slice(1) } : list;
    if (parameter.rest) return { ...given, items: given.items.slice(parameter.index) };
    const value = given.items[parameter.index] ?? given.open ?? nothing;
    if (parameter.default === undefined || presenceOf(value) === 'present') return value;
    const fallback = evaluator.evaluate(parameter.default, { ...context, region: frame.fn.region });
    return value.kind === 'nothing' ? fallback : value;
  });
}

/** Methods that hand each item of a list to a function, and at which argument. */
const EACH: ReadonlyMap<string, number> = new Map([
  ...['map', 'forEach', 'flatMap', 'filter', 'find', 'some', 'every', 'each'].map((name) => [name, 0] as const),
  ...['reduce', 'reduceRight'].map((name) => [name, 1] as const),
]);

/** In `list.map((item) => …)`, any item of the list. */
function itemOfReceiver(
  evaluator: Evaluator,
  fn: FunctionExpr,
  parameter: Parameter,
  context: Context,
): Value | undefined {
  const taker = evaluator.project.takerOf(context.document, fn.region);
  if (taker?.callee.kind !== 'member' || taker.args.items[0]?.value !== fn) return undefined;
  const { object, property } = taker.callee;
  if (property?.kind !== 'literal' || EACH.get(property.text) !== parameter.index) return undefined;
  const list = evaluator.evaluate(object, { ...context, region: taker.region });
  return list.kind === 'list' || list.kind === 'choice'
    ? mapChoice(list, (one) => memberOf(evaluator, one, undefined))
    : undefined;
}
