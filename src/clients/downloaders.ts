/** Browsers and downloaders of a terminal: `lynx -dump url`, `aria2c --header='Name: value' url`. They only ever GET. */
import { known, type UnknownValue } from '../model/value.js';
import type { Argument, HeaderList, HttpRequest } from './client.js';
import { headerOf, partOf, shapeOf, UNKNOWN, whyUnknown } from './words.js';

/** The option that sends a header, with its value behind it or behind a `=`; programs without one send none. */
const headerOptions: ReadonlyMap<string, RegExp> = new Map([
  ['aria2c', /^--header(?:=|$)/],
  ['axel', /^(?:-H|--header)(?:=|$)/],
  ['w3m', /^-header$/],
]);

/** Their names. */
export const downloaders: readonly string[] = ['aria2c', 'axel', 'elinks', 'links', 'lynx', 'w3m'];

/** The requests of such a program called `name`, with these words behind it; `open` is why there may be more of them. */
export function readDownloader(
  name: string,
  words: readonly Argument[],
  open: UnknownValue | undefined,
): readonly HttpRequest[] {
  const option = headerOptions.get(name);
  const entries: HeaderList['entries'][number][] = [];
  const urls: Argument[] = [];
  let doubt = open;
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) break;
    const shape = shapeOf(word.value);
    const match = option?.exec(shape);
    if (match === undefined || match === null) {
      if (!shape.startsWith('-') && shape !== '') urls.push(word);
      continue;
    }
    const value = match[0].endsWith('=') ? { ...word, value: partOf(word.value, match[0].length) } : words[++i];
    const header = value === undefined ? undefined : headerOf(value);
    if (header !== undefined) entries.push({ name: header.name, value: header.value, place: word.place });
    if (value !== undefined && (header === undefined || header.nameShape.includes(UNKNOWN)))
      doubt ??= whyUnknown(value.value);
  }
  return urls.map((word) => ({
    client: name,
    url: word.value,
    urlPlace: word.place,
    method: known('GET'),
    headers: { entries, open: doubt },
  }));
}
