/** Calls: what is called, and what that gives. */
import type { Call } from '../model/expr.js';
import { decide, known, mapChoice, textOf, unknown } from '../model/value.js';
import type { ChoiceValue, ExternalValue, Frame, FunctionValue, ListValue, Value } from '../model/value.js';
import { isReached } from './conditions.js';
import type { Context, Evaluator } from './evaluate.js';
import { joinOf } from './flow.js';
import { followed } from './frames.js';
import { nameValue } from './references.js';

/** How many calls are followed into one another. */
const MAX_FRAMES = 8;

type Single = Exclude<Value, ChoiceValue>;

/** What `call` calls. */
export function calleeOf(evaluator: Evaluator, call: Call, context: Context): Value {
  if (!call.isCommand) return evaluator.evaluate(call.callee, context);
  const [first] = call.args.items;
  // Most commands are named in place: their words need not be known for that.
  if (first?.spread === 'no') {
    return mapChoice(evaluator.evaluate(first.value, context), (word) => commandOf(evaluator, call, word, context));
  }
  return mapChoice(argumentsOf(evaluator, call, context), (words) =>
    commandOf(evaluator, call, words.kind === 'list' ? words.items[0] : undefined, context),
  );
}

/** What `call` is called with: a list, or a choice of lists; for a command its words, the command's own first. */
export function argumentsOf(evaluator: Evaluator, call: Call, context: Context): Value {
  return evaluator.evaluate(call.args, context);
}

/** The function, or else the program, that the first word names. */
function commandOf(evaluator: Evaluator, call: Call, first: Value | undefined, context: Context): Value {
  const name = first === undefined ? undefined : textOf(first);
  if (name === undefined || name === '')
    return first?.kind === 'unknown' ? first : unknown('a command that is made at run time');
  const use = { region: context.region, offset: call.span.start };
  const bound = nameValue(evaluator, `${name}()`, [], use, context);
  if (bound.kind === 'function' || (bound.kind === 'choice' && bound.options.every((o) => o.kind === 'function'))) {
    // A function that calls a command of its own name means the program.
    return mapChoice(bound, (one) => (one.kind === 'function' && isInside(call, one) ? program(name) : one));
  }
  return program(name);
}

function isInside(call: Call, value: FunctionValue): boolean {
  return (
    value.fn.name !== undefined &&
    call.region === value.fn.region &&
    value.fn.span.start <= call.span.start &&
    call.span.end <= value.fn.span.end
  );
}

function program(name: string): ExternalValue {
  return { kind: 'external', name: name.slice(name.lastIndexOf('/') + 1), receiver: undefined };
}

/** What `call` gives when it calls `callee`. */
export function resultOf(evaluator: Evaluator, call: Call, callee: Single, context: Context): Value {
  switch (callee.kind) {
    case 'function':
      return returnedBy(evaluator, call, callee, context);
    case 'class': {
      const made = callee.cls.constructor_;
      const frames = made === undefined ? callee.frames : followed(call, made, callee.frames, context);
      return call.isNew ? { ...callee, instance: true, frames } : unknown('what calling a class gives');
    }
    case 'external':
      return mapChoice(argumentsOf(evaluator, call, context), (one) =>
        externalResult(evaluator, call, callee, one, context),
      );
    case 'unknown':
      return callee;
    default:
      return unknown('what is called is not known');
  }
}

function externalResult(
  evaluator: Evaluator,
  call: Call,
  callee: ExternalValue,
  args: Single,
  context: Context,
): Value {
  const list: ListValue =
    args.kind === 'list' ? args : { kind: 'list', items: [], open: unknown('arguments that are not followed') };
  const at = { document: context.document, span: call.span };
  const language = evaluator.project.languageOf(context.document);
  const found = language.result(callee, list, call.isNew, at);
  return found ?? { kind: 'result', callee, args: list, isNew: call.isNew, at };
}

/** What a function of the project gives back, its parameters being the arguments of `call`. */
function returnedBy(evaluator: Evaluator, call: Call, callee: FunctionValue, context: Context): Value {
  const { fn, document } = callee;
  const frames = framesInto(call, callee, context);
  if (frames === undefined) return unknown('a function that calls itself, or calls nested deeper than is followed');
  const given = fn.returns.map((one) => ({ value: one.value, context: { document, region: one.region, frames } }));
  const alive = given.map((one) => isReached(evaluator, one.context));
  const left = alive.every((one) => one) || !alive.includes(true) ? '' : alive.join();
  const values = given
    .filter((_, i) => left === '' || alive[i] === true)
    .map((one) => evaluator.evaluate(one.value, one.context));
  return values.length === 0 ? known('') : decide(values, joinOf(fn, left));
}

/** The frames inside the function that `call` calls; undefined when it is in it already, or calls are nested too deeply. */
export function framesInto(call: Call, { fn, frames }: FunctionValue, context: Context): readonly Frame[] | undefined {
  if (frames.length + context.frames.length >= MAX_FRAMES * 2) return undefined;
  if (context.frames.length >= MAX_FRAMES || context.frames.some((frame) => frame.fn === fn)) return undefined;
  return followed(call, fn, frames, context);
}
