/** What methods of texts and lists give: `trim`, `replace`, `join`, `concat`. */
import {
  asText,
  choose,
  joinTexts,
  known,
  textOf,
  unknown,
  type ListValue,
  type TextValue,
  type Value,
} from '../../model/value.js';
import { flattened } from './result-records.js';
import { cut, shapeOf } from '../../model/shape.js';
import { mapKnown, trim } from './texts.js';

/** The result of the method `name` of `text`; undefined where it cannot be told. */
export function textMethod(name: string, text: TextValue, args: readonly Value[]): Value | undefined {
  switch (name) {
    case 'toString':
    case 'valueOf':
    case 'normalize':
      return text;
    case 'trim':
      return trim(text);
    case 'trimStart':
    case 'trimLeft':
      return trim(text, 'start');
    case 'trimEnd':
    case 'trimRight':
      return trim(text, 'end');
    case 'toLowerCase':
    case 'toLocaleLowerCase':
      return mapKnown(text, (part) => part.toLowerCase());
    case 'toUpperCase':
    case 'toLocaleUpperCase':
      return mapKnown(text, (part) => part.toUpperCase());
    case 'concat':
      return joinTexts([text, ...args.map(asText)]);
    case 'replace':
    case 'replaceAll':
      return replaced(text, args, name === 'replaceAll');
    case 'slice':
    case 'substring':
    case 'substr':
      return sliced(name, text, args);
    case 'split':
      return split(text, args[0]);
    default:
      return undefined;
  }
}

function replaced(text: TextValue, [pattern, by]: readonly Value[], all: boolean): Value | undefined {
  const searched = pattern === undefined ? undefined : textOf(pattern);
  if (searched === undefined || searched === '' || by === undefined || by.kind === 'function') {
    // What is replaced is not known; where nothing is, the text stays as it is.
    return text.parts.length === 0 ? text : choose([text, unknown('a text that is changed by a pattern')]);
  }
  const parts: TextValue[] = [];
  const shape = shapeOf(text);
  let start = 0;
  for (let at = shape.indexOf(searched); at >= 0; at = all ? shape.indexOf(searched, start) : -1) {
    parts.push(cut(text, start, at), asText(by));
    start = at + searched.length;
  }
  return joinTexts([...parts, cut(text, start, shape.length)]);
}

function sliced(name: 'slice' | 'substring' | 'substr', text: TextValue, args: readonly Value[]): Value | undefined {
  const numbers = args.map((arg) => Number(textOf(arg) ?? Number.NaN));
  if (textOf(text) === undefined || numbers.some((number) => !Number.isInteger(number))) return undefined;
  const shape = shapeOf(text);
  const [first = 0, second] = numbers;
  const clamp = (at: number): number => (at < 0 ? Math.max(shape.length + at, 0) : Math.min(at, shape.length));
  if (name === 'substring') return cut(text, Math.max(first, 0), Math.max(second ?? shape.length, 0));
  const start = clamp(first);
  if (name === 'substr') return cut(text, start, start + (second ?? shape.length));
  return cut(text, start, second === undefined ? shape.length : clamp(second));
}

/** More pieces than this are not told apart. */
const MAX_PIECES = 256;

function split(text: TextValue, separator: Value | undefined): Value | undefined {
  const by = separator === undefined ? undefined : textOf(separator);
  if (by === undefined || by === '' || textOf(text) === undefined) return undefined;
  const items: TextValue[] = [];
  let start = 0;
  for (const piece of shapeOf(text).split(by).slice(0, MAX_PIECES)) {
    items.push(cut(text, start, start + piece.length));
    start += piece.length + by.length;
  }
  return { kind: 'list', items, open: undefined };
}

/** The result of the method `name` of `list`. */
export function listMethod(name: string, list: ListValue, args: readonly Value[]): Value | undefined {
  switch (name) {
    case 'join':
      return joined(list, args[0] ?? known(','));
    case 'toString':
      return joined(list, known(','));
    case 'concat':
      return flattened({ kind: 'list', items: [list, ...args], open: undefined });
    case 'flat':
      return flattened(list);
    case 'filter':
      return args[0]?.kind === 'external'
        ? { ...list, items: list.items.filter((item) => item.kind !== 'nothing') }
        : list;
    case 'slice':
    case 'reverse':
    case 'sort':
    case 'values':
      return args.length === 0 ? list : undefined;
    default:
      return undefined;
  }
}

function joined(list: ListValue, separator: Value): Value {
  const rest = list.open === undefined ? [] : [list.open];
  return joinTexts(
    [...list.items, ...rest].flatMap((item, i) => (i === 0 ? [asText(item)] : [asText(separator), asText(item)])),
  );
}

/** `util.format('%s…', …)` */
export function formatted(args: readonly Value[]): Value | undefined {
  const [format, ...values] = args;
  if (format?.kind !== 'text') return undefined;
  const shape = shapeOf(format);
  const parts: TextValue[] = [];
  let start = 0;
  for (const match of shape.matchAll(/%([sdifjoOc%])/g)) {
    const value = match[1] === '%' ? known('%') : values.shift();
    if (value === undefined) continue;
    parts.push(cut(format, start, match.index), asText(value));
    start = match.index + match[0].length;
  }
  const rest = values.flatMap((value) => [known(' '), asText(value)]);
  return joinTexts([...parts, cut(format, start, shape.length), ...rest]);
}
