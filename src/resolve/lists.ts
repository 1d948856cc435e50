/** Lists and words: what spreading and splitting make of values. */
import {
  mapChoice,
  unknown,
  unknownFrom,
  type KnownPart,
  type TextValue,
  type UnknownValue,
  type Value,
} from '../model/value.js';
import type { ListItem } from '../model/expr.js';

/** How many choices may be spread into one list; more of them leave the list open. */
const MAX_SPREAD_CHOICES = 6;

interface Built {
  readonly items: readonly Value[];
  readonly open: UnknownValue | undefined;
}

/** The list of these items, each with its value; a choice that is spread makes the whole a choice of lists. */
export function listOf(items: readonly { readonly value: Value; readonly spread: ListItem['spread'] }[]): Value {
  let choices = 0;
  const build = (from: number, before: Built): Value => {
    const built = { items: [...before.items], open: before.open };
    for (let i = from; i < items.length; i += 1) {
      const item = items[i];
      if (item === undefined) break;
      const { value, spread } = item;
      if (spread !== 'no' && value.kind === 'choice') {
        choices += 1;
        if (choices > MAX_SPREAD_CHOICES) {
          built.open = unknown('more alternatives than are followed');
          continue;
        }
        return mapChoice(value, (option) => build(i + 1, append(built, spreadOf(option, spread))));
      }
      const more = spread === 'no' ? { items: [value], open: undefined } : spreadOf(value, spread);
      for (const one of more.items) built.items.push(one);
      built.open ??= more.open;
    }
    return { kind: 'list', items: built.items, open: built.open };
  };
  return build(0, { items: [], open: undefined });
}

function append(built: Built, more: Built): Built {
  return { items: [...built.items, ...more.items], open: built.open ?? more.open };
}

/** What stands in a list where `value` is spread. */
function spreadOf(value: Value, spread: ListItem['spread']): Built {
  switch (value.kind) {
    case 'nothing':
      return { items: [], open: undefined };
    case 'list':
      return { items: value.items, open: value.open };
    case 'text':
      return spread === 'words' ? wordsOf(value) : { items: [value], open: undefined };
    default:
      // Of words, whoever reads the command tells whether an unknown one can hide others: as an option's value it cannot.
      if (spread === 'words') return { items: [value], open: undefined };
      return {
        items: [value],
        open: value.kind === 'unknown' ? value : unknownFrom(value, 'items that are not known'),
      };
  }
}

/** The words of a text as an unquoted expansion splits it: at white space, quotes having no meaning. */
function wordsOf(text: TextValue): Built {
  const [only] = text.parts;
  if (text.parts.length === 1 && only?.kind === 'unknown') return { items: [only], open: undefined };
  const words: TextValue[] = [];
  let parts: (KnownPart | UnknownValue)[] = [];
  const finish = (): void => {
    if (parts.length > 0) words.push({ kind: 'text', parts });
    parts = [];
  };
  for (const part of text.parts) {
    if (part.kind === 'unknown') {
      parts.push(part);
      continue;
    }
    part.text.split(/[ \t\n]/).forEach((word, i) => {
      if (i > 0) finish();
      if (word !== '') parts.push({ ...part, text: word });
    });
  }
  finish();
  return { items: words, open: undefined };
}
