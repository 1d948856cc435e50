/** What operators that tests are made of give: something where they hold, nothing where they do not. */
import { known, nothing, textOf, type Value } from '../../model/value.js';

type Operator = (args: readonly Value[]) => Value | undefined;

const TYPES = ['function', 'object', 'string'] as const;

/** The operators by the names under which conditions call them. */
export const operators: readonly (readonly [string, Operator])[] = [
  ['globalThis.===', ([a, b]) => isEqual(a, b)],
  ...TYPES.map((type): readonly [string, Operator] => [`globalThis.typeof ${type}`, ([value]) => hasType(value, type)]),
];

function answer(holds: boolean): Value {
  return holds ? known('yes') : nothing;
}

function isEqual(a: Value | undefined, b: Value | undefined): Value | undefined {
  const texts = [a, b].map((value) => (value === undefined ? undefined : textOf(value)));
  // Numbers and booleans are read as texts, and what compares them by `==` or `===` may mean either.
  if (texts.some((text) => text === undefined || /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(text))) return undefined;
  return answer(texts[0] === texts[1]);
}

function hasType(value: Value | undefined, type: (typeof TYPES)[number]): Value | undefined {
  switch (value?.kind) {
    case 'function':
    case 'class':
      return value.kind === 'class' && value.instance ? answer(type === 'object') : answer(type === 'function');
    case 'record':
    case 'list':
      return answer(type === 'object');
    case 'nothing':
      // What is missing may be null, which is an object.
      return type === 'object' ? undefined : nothing;
    case 'text':
      return isNumberOrBoolean(value) ? undefined : answer(type === 'string');
    default:
      return undefined;
  }
}

function isNumberOrBoolean(value: Value): boolean {
  return /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(textOf(value) ?? '0');
}
