/** The command of AWS as a call of an operation with its options: `aws ec2 run-instances --metadata-options HttpTokens=optional`. */
import {
  known,
  unknown,
  type ListValue,
  type RecordValue,
  type TextValue,
  type UnknownValue,
  type Value,
} from '../model/value.js';
import { partOf, shapeOf, UNKNOWN, whyUnknown } from './words.js';

export interface AwsCommand {
  /** 'aws ec2 run-instances' */
  readonly name: string;
  /** The index of the word behind which options may be written. */
  readonly operation: number;
  /** Options by their names without the dashes. */
  readonly options: RecordValue;
}

/** Options before the service that have a value of their own. */
const VALUED =
  /^--(?:region|profile|output|query|endpoint-url|color|ca-bundle|cli-read-timeout|cli-connect-timeout|cli-binary-format)$/;

/** What the words of a command ask for, its own name first; undefined when that is no operation. */
export function readAws({ items, open }: ListValue): AwsCommand | undefined {
  let at = 1;
  while (shapeOf(items[at] ?? known('')).startsWith('-')) at += VALUED.test(shapeOf(items[at] ?? known(''))) ? 2 : 1;
  const [service = '', operation = ''] = items.slice(at, at + 2).map(shapeOf);
  if (!/^[a-z\d-]+$/.test(service) || !/^[a-z\d-]+$/.test(operation)) return undefined;
  return {
    name: `aws ${service} ${operation}`,
    operation: at + 1,
    options: optionsIn(items.slice(at + 2), open),
  };
}

function optionsIn(words: readonly Value[], unseen: UnknownValue | undefined): RecordValue {
  const entries: RecordValue['entries'][number][] = [];
  let open = unseen;
  let name: string | undefined;
  for (const word of words) {
    const shape = shapeOf(word);
    const [, option, given] = /^--([a-z\d-]+)(?:=([\s\S]*))?$/.exec(shape) ?? [];
    if (option !== undefined) {
      name = given === undefined ? option : undefined;
      const value = given === undefined ? known('') : structured(partOf(word, option.length + 3));
      entries.push({ key: known(option), value });
      if (option.startsWith('cli-input-') || option === 'generate-cli-skeleton')
        open ??= unknown('options that are read from elsewhere');
    } else if (name !== undefined) {
      entries.push({ key: known(name), value: structured(word) });
      name = undefined;
    } else if (shape.includes(UNKNOWN)) open ??= whyUnknown(word);
  }
  return { kind: 'record', entries, open };
}

/** The value of an option: a structure in JSON or in short, a file that is elsewhere, or a text. */
function structured(word: Value): Value {
  const shape = shapeOf(word);
  if (/^fileb?:\/\//.test(shape)) return unknown('a file that is read when the command runs');
  if (/^\s*[{[]/.test(shape)) return jsonValue(word, shape);
  if (!/^\w+=/.test(shape) || shape.includes('{') || shape.includes('[')) return word;
  const entries: RecordValue['entries'][number][] = [];
  for (const part of shape.matchAll(/([^,=]+)=([^,]*)/g)) {
    const start = part.index + (part[1]?.length ?? 0) + 1;
    entries.push({
      key: known((part[1] ?? '').trim()),
      value: partOf(word, start, start + (part[2]?.length ?? 0)),
    });
  }
  return { kind: 'record', entries, open: undefined };
}

/** How deep JSON is followed. */
const MAX_DEPTH = 8;

function jsonValue(word: Value, shape: string): Value {
  let read: unknown;
  try {
    read = JSON.parse(shape);
  } catch {
    return unknown('JSON that is put together when the command runs');
  }
  // What is read stands in the text in the same order: each text is found behind the one before.
  let from = 0;
  const textValue = (text: string, isString: boolean): TextValue => {
    const written = isString ? JSON.stringify(text) : text;
    const at = shape.indexOf(written, from);
    if (at === -1) return text.includes(UNKNOWN) ? { kind: 'text', parts: [unknown('a part of JSON')] } : known(text);
    from = at + written.length;
    const edge = isString ? 1 : 0;
    const part = partOf(word, at + edge, from - edge);
    return part.kind === 'text' ? part : known(text);
  };
  const visit = (value: unknown, depth: number): Value => {
    if (typeof value === 'string') return textValue(value, true);
    if (typeof value !== 'object' || value === null) return textValue(String(value), false);
    if (depth > MAX_DEPTH) return unknown('JSON nested deeper than is followed');
    if (Array.isArray(value))
      return { kind: 'list', items: value.map((item) => visit(item, depth + 1)), open: undefined };
    const entries = Object.entries(value).map(([key, member]) => ({
      key: textValue(key, true),
      value: visit(member, depth + 1),
    }));
    return { kind: 'record', entries, open: undefined };
  };
  return visit(read, 0);
}
