/** HTTPie and xh: `http PUT url Name:value`. */
import { known, type UnknownValue } from '../model/value.js';
import type { Argument, HeaderList, HttpRequest } from './client.js';
import { headerOf, shapeOf, UNKNOWN, whyUnknown } from './words.js';

const VALUED =
  /^(?:-[aAopPs]|--(?:auth|auth-type|output|print|style|session|session-read-only|timeout|proxy|verify|cert|cert-key|cert-key-pass|max-redirects|raw|boundary|format-options|pretty|response-charset|response-mime|ssl|ciphers|max-headers|default-scheme|resolve|interface|bearer|history-print))$/;

/** The requests of an `http` command with these words behind its name; `open` is why there may be more of them. */
export function readHttpie(words: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const operands: Argument[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) break;
    const shape = shapeOf(word.value);
    if (VALUED.test(shape)) i += 1;
    else if (!shape.startsWith('-') || shape === '-') operands.push(word);
  }
  const [first] = operands;
  const hasMethod = first !== undefined && operands.length > 1 && /^[A-Za-z]+$/.test(shapeOf(first.value));
  const [url, ...items] = hasMethod ? operands.slice(1) : operands;
  if (url === undefined) return [];
  const entries: HeaderList['entries'][number][] = [];
  let doubt = open;
  let hasData = false;
  for (const item of items) {
    const shape = shapeOf(item.value);
    const separator = /:=@?|==|=@?|@|:|;/.exec(shape)?.[0];
    if (separator === ':' || separator === ';') {
      const header = headerOf(item, true);
      // `Name:` takes a header away.
      if (header !== undefined && (separator === ';' || shapeOf(header.value) !== ''))
        entries.push({ ...header, place: item.place });
      if (header?.nameShape.includes(UNKNOWN) === true) doubt ??= whyUnknown(item.value);
    } else if (separator === undefined && shape.includes(UNKNOWN)) doubt ??= whyUnknown(item.value);
    else if (separator !== '==') hasData = true;
  }
  const method = hasMethod ? first.value : known(hasData ? 'POST' : 'GET');
  return [{ client: 'http', url: url.value, urlPlace: url.place, method, headers: { entries, open: doubt } }];
}
