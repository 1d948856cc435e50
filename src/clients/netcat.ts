/** Requests written by hand to a connection: `printf 'GET / HTTP/1.0\r\n…' | nc HOST 80`, a shell's /dev/tcp. */
import { joinTexts, known, unknown, type ChoiceValue, type UnknownValue, type Value } from '../model/value.js';
import type { Argument, HeaderList, HttpRequest } from './client.js';
import { partOf, shapeOf, UNKNOWN, withInput } from './words.js';

type Single = Exclude<Value, ChoiceValue>;

/** The request of netcat: it sends what it reads, as far as that was seen. */
export function readNetcat(args: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const { words, input = [] } = withInput(args);
  const operands: Argument[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) break;
    const shape = shapeOf(word.value);
    // -z only looks whether the port is open, -l waits for others to connect.
    if (operands.length < 2 && /^-[A-Za-z]*[zl]/.test(shape)) return [];
    if (operands.length < 2 && /^-[A-Za-z0-9]*[wipsqxXeImMOPTVcgGd]$/.test(shape) && !/^-[A-Za-z]*[zlhvn]$/.test(shape))
      i += 1;
    else if (operands.length < 2 && shape.startsWith('-')) continue;
    else operands.push(word);
  }
  const [host, port] = operands;
  if (host === undefined || port === undefined) return [];
  const authority = joinTexts([host.value as Single, known(':'), port.value as Single]);
  return requestOf('nc', authority, host, input, open);
}

/** The request of socat: one of its addresses is that of a service, `TCP:HOST:80`. */
export function readSocat(args: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const { words, input = [] } = withInput(args);
  for (const word of words) {
    const [start] = /^TCP[46]?(?:-CONNECT)?:/i.exec(shapeOf(word.value)) ?? [];
    if (start === undefined) continue;
    const comma = shapeOf(word.value).indexOf(',');
    const authority = partOf(word.value, start.length, comma === -1 ? undefined : comma);
    return requestOf('socat', authority, word, input, open);
  }
  return [];
}

/** The request of `/dev/tcp/HOST/PORT`. */
export function readDevTcp(words: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const [target, ...sent] = words;
  if (target === undefined) return [];
  const shape = shapeOf(target.value);
  const slash = shape.lastIndexOf('/');
  const start = '/dev/tcp/'.length;
  if (!shape.startsWith('/dev/tcp/') || slash < start) return [];
  const [host, port] = [partOf(target.value, start, slash) as Single, partOf(target.value, slash + 1) as Single];
  return requestOf('/dev/tcp', joinTexts([host, known(':'), port]), target, sent, open);
}

function requestOf(
  client: string,
  authority: Value,
  at: Argument,
  sent: readonly Argument[],
  open: UnknownValue | undefined,
): readonly HttpRequest[] {
  // A connection over which nothing is seen to be sent is a test whether there is one.
  if (sent.length === 0) return [];
  const text = joinTexts(sent.map((word) => word.value as Single));
  const lines = linesOf(text);
  const [first, ...rest] = lines;
  const request = /^([A-Z]+) +([^ ]+)(?: |$)/.exec(shapeOf(first ?? text));
  const url = (path: Value): Value => joinTexts([known('http://'), authority as Single, path as Single]);
  if (first === undefined || request === null) {
    const why = open ?? unknown('what is sent is not known');
    return [
      {
        client,
        url: url(known('/')),
        urlPlace: at.place,
        method: unknown(why.why),
        headers: { entries: [], open: why },
      },
    ];
  }
  const start = request[0].indexOf(request[2] ?? '', (request[1] ?? '').length);
  const path = partOf(first, start, start + (request[2] ?? '').length);
  const entries: HeaderList['entries'][number][] = [];
  let doubt = open;
  for (const line of rest) {
    const shape = shapeOf(line);
    const colon = shape.indexOf(':');
    if (colon > 0)
      entries.push({
        name: partOf(line, 0, colon),
        value: partOf(line, colon + (shape.charAt(colon + 1) === ' ' ? 2 : 1)),
        place: at.place,
      });
    else if (shape.includes(UNKNOWN)) doubt ??= unknown('what is sent is not known');
  }
  return [
    { client, url: url(path), urlPlace: at.place, method: known(request[1] ?? ''), headers: { entries, open: doubt } },
  ];
}

function linesOf(text: Value): readonly Value[] {
  const shape = shapeOf(text);
  const lines: Value[] = [];
  let start = 0;
  for (const match of shape.matchAll(/\r?\n|$/g)) {
    if (match.index > start) lines.push(partOf(text, start, match.index));
    start = match.index + match[0].length;
  }
  return lines;
}
