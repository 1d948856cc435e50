/** Texts one after the other, of which some may be one of several. */
import {
  asText,
  choose,
  joinTexts,
  mapChoice,
  textOf,
  unknown,
  type ChoiceValue,
  type TextValue,
  type Value,
} from '../model/value.js';
import { worldsOf } from '../model/worlds.js';

/** The text that `operands` make; with choices among them one of several. */
export function concatenated(operands: readonly Value[]): Value {
  // What is no text is one part that is not known: choices within it make no difference to the text.
  const parts = operands.map((operand) => mapChoice(operand, (value) => asText(printed(value))));
  const choices = new Set(parts.filter((part) => part.kind === 'choice').map((part) => part.id));
  if (choices.size === 0) return joinTexts(parts as Exclude<Value, ChoiceValue>[]);
  const { worlds, complete } = worldsOf({ kind: 'list', items: parts, open: undefined });
  const texts = worlds.map((world): TextValue =>
    joinTexts(world.kind === 'list' ? (world.items as Exclude<Value, ChoiceValue>[]) : []),
  );
  const [id] = choices;
  const isFlat = parts.every(
    (part) => part.kind !== 'choice' || part.options.every((option) => option.kind !== 'choice'),
  );
  // Of one choice the result is that choice still: who picks an option of it elsewhere picks it here.
  if (choices.size === 1 && id !== undefined && complete && isFlat) return { kind: 'choice', id, options: texts };
  return choose(complete ? texts : [...texts, unknown('more alternatives than are followed')]);
}

/** What an object prints as, when it says so itself: a URL object's `toString` gives its address. */
function printed(value: Exclude<Value, ChoiceValue>): Exclude<Value, ChoiceValue> {
  if (value.kind !== 'record') return value;
  const method = value.entries.findLast((entry) => textOf(entry.key) === 'toString')?.value;
  return method?.kind === 'external' && method.receiver?.kind === 'text' ? method.receiver : value;
}
