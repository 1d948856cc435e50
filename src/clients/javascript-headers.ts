/** The headers that options, arguments, and what is set later give a request. */
import { describe, known, textOf, unknown, type UnknownValue, type Value } from '../model/value.js';
import type { HeaderList } from './client.js';

export type Header = HeaderList['entries'][number];

/** Headers as they are collected, from the most general to the most specific. */
export interface Headers {
  readonly entries: readonly Header[];
  readonly open: UnknownValue | undefined;
}

export const noHeaders: Headers = { entries: [], open: undefined };

/** Keys under which axios keeps default headers, by method. */
const GROUPS = new Set(['common', 'get', 'delete', 'head', 'options', 'post', 'put', 'patch', 'query']);

/** `before` and `after` together: what `after` names, it replaces. */
export function overlay(before: Headers, after: Headers): Headers {
  const replaced = new Set(after.entries.map(nameOf).filter((name) => name !== undefined));
  const kept = before.entries.filter((entry) => {
    const name = nameOf(entry);
    return name === undefined || !replaced.has(name);
  });
  return { entries: [...kept, ...after.entries], open: before.open ?? after.open };
}

function nameOf(entry: Header): string | undefined {
  return textOf(entry.name)?.toLowerCase();
}

/** The headers that `value` is: an object, a list of pairs, a flat list of names and values. */
export function headersOf(value: Value | undefined): Headers {
  if (value === undefined) return noHeaders;
  switch (value.kind) {
    case 'nothing':
    case 'text':
      return noHeaders;
    case 'record':
      return fromRecord(value.entries, value.open);
    case 'list':
      return fromList(value.items, value.open);
    default:
      return { entries: [], open: whyOpen(value) };
  }
}

function fromRecord(
  entries: readonly { readonly key: Value; readonly value: Value }[],
  open: UnknownValue | undefined,
): Headers {
  let headers: Headers = { entries: [], open };
  for (const { key, value } of entries) {
    const name = textOf(key);
    const isGroup = name !== undefined && GROUPS.has(name.toLowerCase()) && value.kind !== 'text';
    const added: Headers = isGroup ? headersOf(value) : { entries: [{ name: key, value }], open: undefined };
    headers = overlay(headers, added);
  }
  return headers;
}

function fromList(items: readonly Value[], open: UnknownValue | undefined): Headers {
  const isFlat = items.length > 0 && items.every((item) => item.kind === 'text');
  if (isFlat) {
    const entries = items.flatMap((name, i) => (i % 2 === 0 ? [{ name, value: items[i + 1] ?? known('') }] : []));
    return { entries, open };
  }
  const headers = items.map((item): Headers => {
    const [name, value] = item.kind === 'list' ? item.items : [];
    return name === undefined
      ? headersOf(item.kind === 'list' ? unknown('an empty pair') : item)
      : { entries: [{ name, value: value ?? known('') }], open: undefined };
  });
  return headers.reduce(overlay, { entries: [], open });
}

/** Why a value that should hold options or headers tells nothing. */
export function whyOpen(value: Value): UnknownValue {
  return value.kind === 'unknown' ? value : unknown(describe(value));
}
