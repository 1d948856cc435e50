/** curl: from the words of its command line to the requests it makes. */
import { known, unknown, type UnknownValue, type Value } from '../model/value.js';
import type { Argument, HeaderList, HttpRequest } from './client.js';
import { withConfiguration } from './curl-configuration.js';
import { longOption, shortOption } from './curl-options.js';
import { headerOf, partOf, shapeOf, UNKNOWN, whyUnknown } from './words.js';

/** What was read of one group of options, up to `--next`. */
interface Group {
  readonly urls: Argument[];
  /** Words that are either an address or options: nobody knows. */
  readonly unclear: Argument[];
  readonly headers: HeaderList['entries'][number][];
  open: UnknownValue | undefined;
  method: Value | undefined;
  /** The method that other options make of it. */
  implied: string;
  isGet: boolean;
  isLiteral: boolean;
}

const newGroup = (open: UnknownValue | undefined): Group => ({
  urls: [],
  unclear: [],
  headers: [],
  open,
  method: undefined,
  implied: 'GET',
  isGet: false,
  isLiteral: false,
});

/** The requests of a curl command with these words behind its name; `open` is why there may be more of them. */
export function readCurl(args: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const words = withConfiguration(args);
  const groups = [newGroup(open)];
  let hasEnded = false;
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    const group = groups.at(-1);
    if (word === undefined || group === undefined) break;
    const shape = shapeOf(word.value);
    if (hasEnded || !shape.startsWith('-') || shape === '-') {
      addAddress(group, word, shape);
    } else if (shape === '--') hasEnded = true;
    else {
      const option = optionsIn(word, shape);
      for (const flag of option.flags) {
        if (flag === 'next') groups.push(newGroup(open));
        else applyFlag(groups.at(-1) ?? group, flag);
      }
      if (option.valued === undefined) continue;
      const value = option.value ?? words[++i];
      if (value !== undefined) applyValue(groups.at(-1) ?? group, option.valued, value, option.expands);
    }
  }
  return groups.flatMap(requestsOf);
}

interface Options {
  readonly flags: readonly string[];
  /** The option whose value is `value`, or else the next word. */
  readonly valued: string | undefined;
  readonly value: Argument | undefined;
  readonly expands: boolean;
}

/** The options that one word holds: `-sSfH`, `-XPUT`, `--max-time`, `--header=X: y`. */
function optionsIn(word: Argument, shape: string): Options {
  if (shape.startsWith('--')) {
    const equals = shape.indexOf('=');
    const written = equals === -1 ? shape.slice(2) : shape.slice(2, equals);
    const { name, takesValue } = longOption(written);
    const value = equals === -1 ? undefined : { ...word, value: partOf(word.value, equals + 1) };
    const expands = written.startsWith('expand-');
    return takesValue
      ? { flags: [], valued: name, value, expands }
      : { flags: [name], valued: undefined, value: undefined, expands };
  }
  const flags: string[] = [];
  for (let at = 1; at < shape.length; at += 1) {
    const { name, takesValue } = shortOption(shape.charAt(at));
    if (takesValue) {
      const value = at + 1 < shape.length ? { ...word, value: partOf(word.value, at + 1) } : undefined;
      return { flags, valued: name, value, expands: false };
    }
    flags.push(shape.charAt(at) === UNKNOWN ? UNKNOWN : name);
  }
  return { flags, valued: undefined, value: undefined, expands: false };
}

/** A word that is no option: an address; or, when nothing of it is known, perhaps options. */
function addAddress(group: Group, word: Argument, shape: string): void {
  if (shape === '') return;
  if (shape.replaceAll(UNKNOWN, '') !== '') {
    group.urls.push(word);
    return;
  }
  group.unclear.push(word);
}

function applyFlag(group: Group, name: string): void {
  switch (name) {
    case 'get':
      group.isGet = true;
      break;
    case 'head':
      group.implied = 'HEAD';
      break;
    case 'globoff':
      group.isLiteral = true;
      break;
    case UNKNOWN:
      group.open ??= unknown('options that are made at run time');
      break;
  }
}

function applyValue(group: Group, name: string, word: Argument, expands: boolean): void {
  switch (name) {
    case 'url':
      group.urls.push(word);
      break;
    case 'request':
      group.method = word.value;
      break;
    case 'header':
      addHeader(group, word, expands);
      break;
    case 'config':
      group.open ??= unknown('options that are read from a file');
      break;
    case 'upload-file':
      group.implied = 'PUT';
      break;
    case 'data':
    case 'data-ascii':
    case 'data-binary':
    case 'data-raw':
    case 'data-urlencode':
    case 'json':
    case 'form':
    case 'form-string':
      group.implied = 'POST';
      break;
  }
}

function addHeader(group: Group, word: Argument, expands: boolean): void {
  const shape = shapeOf(word.value);
  if (shape.startsWith('@')) {
    group.open ??= unknown('headers that are read from a file');
    return;
  }
  const header = headerOf(word, true);
  if (header === undefined) {
    if (shape.includes(UNKNOWN)) group.open ??= whyUnknown(word.value);
    return;
  }
  if (header.nameShape.includes(UNKNOWN)) group.open ??= whyUnknown(header.name);
  const value = shapeOf(header.value);
  // A header whose value is empty is kept as such: curl leaves it out, and that is for the evidence to weigh.
  const sent = expands && value.includes('{{') ? unknown('a variable of curl') : header.value;
  group.headers.push({ name: header.name, value: sent, place: word.place });
}

function requestsOf(group: Group): readonly HttpRequest[] {
  const addresses = group.urls.length > 0 ? group.urls : group.unclear.slice(-1);
  const doubtful = group.urls.length > 0 ? group.unclear : group.unclear.slice(0, -1);
  const [doubt] = doubtful;
  const open = group.open ?? (doubt === undefined ? undefined : whyUnknown(doubt.value));
  const method = group.method ?? known(group.isGet && group.implied === 'POST' ? 'GET' : group.implied);
  return addresses.map((word) => ({
    client: 'curl',
    url: group.isLiteral ? word.value : firstOfGlobs(word.value),
    urlPlace: word.place,
    method,
    headers: { entries: group.headers, open },
  }));
}

/** curl fetches each of `{a,b}` and `[1-3]`: the first stands for all. */
function firstOfGlobs(url: Value): Value {
  if (url.kind !== 'text') return url;
  const parts = url.parts.map((part) => {
    if (part.kind !== 'known' || !/[{[]/.test(part.text)) return part;
    const text = part.text.replace(/\{([^{},]*)(?:,[^{}]*)?\}/g, '$1').replace(/\[(\w+)-\w+(?::\d+)?\]/g, '$1');
    return { ...part, text };
  });
  return { kind: 'text', parts };
}
