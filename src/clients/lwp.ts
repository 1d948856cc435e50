/** The commands of Perl's libwww: `GET url`, `HEAD url`, `lwp-request -m PUT -H 'Name: value' url`. */
import { known, type UnknownValue, type Value } from '../model/value.js';
import type { Argument, HeaderList, HttpRequest } from './client.js';
import { headerOf, partOf, shapeOf, UNKNOWN, whyUnknown } from './words.js';

/** The requests of such a command called `name`, with these words behind it; `open` is why there may be more of them. */
export function readLwp(
  name: string,
  words: readonly Argument[],
  open: UnknownValue | undefined,
): readonly HttpRequest[] {
  let method: Value = known(name.startsWith('lwp') ? 'GET' : name);
  let doubt = open;
  const entries: HeaderList['entries'][number][] = [];
  const urls: Argument[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) break;
    const shape = shapeOf(word.value);
    const letter = /^-([mbticHCpo])/.exec(shape)?.[1];
    if (letter === undefined) {
      if (!shape.startsWith('-') && shape !== '') urls.push(word);
      continue;
    }
    const value = shape.length > 2 ? { ...word, value: partOf(word.value, 2) } : words[++i];
    if (value === undefined) continue;
    if (letter === 'm') method = value.value;
    if (letter !== 'H') continue;
    const header = headerOf(value);
    if (header !== undefined) entries.push({ name: header.name, value: header.value, place: value.place });
    if (header === undefined || header.nameShape.includes(UNKNOWN)) doubt ??= whyUnknown(value.value);
  }
  return urls.map((word) => ({
    client: name,
    url: word.value,
    urlPlace: word.place,
    method,
    headers: { entries, open: doubt },
  }));
}
