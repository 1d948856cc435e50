/** Whether a header is sent, over all the ways in which a request is made. */
import type { HeaderList } from '../clients/client.js';
import type { HeaderEvidence } from '../model/site.js';
import { describe, placesOf, textOf, textWithHoles, type Place, type Value } from '../model/value.js';
import type { Way } from './ways.js';

interface OneWay {
  /** `empty`: it is set to nothing; who sets it to something in other ways means to send it. */
  readonly sent: 'always' | 'never' | 'empty' | 'unknown';
  readonly why: string;
  readonly places: readonly Place[];
  readonly values: readonly Value[];
}

/** What is known of the header `name` (any case) over `ways`. */
export function headerEvidence(ways: readonly Way[], name: string): HeaderEvidence {
  const all = ways.map((way) => inOneWay(way, name.toLowerCase()));
  const having = (sent: OneWay['sent']): OneWay | undefined => all.find((one) => one.sent === sent);
  const places = all.flatMap((one) => one.places);
  const values = all.flatMap((one) => one.values);
  const undecided = having('unknown');
  if (undecided !== undefined) return { sent: 'unknown', why: undecided.why, places, values };
  const always = having('always');
  const never = having('never') ?? (always === undefined ? having('empty') : undefined);
  if (never !== undefined && always !== undefined) {
    return {
      sent: 'sometimes',
      why: `it is sent on some ways (${always.why}), and not on others (${never.why})`,
      places,
      values,
    };
  }
  if (always !== undefined) return { sent: 'always', why: always.why, places, values };
  return { sent: 'never', why: never?.why ?? 'no headers are sent', places, values };
}

function inOneWay({ request, complete }: Way, name: string): OneWay {
  const { headers } = request;
  const named = headers.entries.filter((entry) => textOf(entry.name)?.trim().toLowerCase() === name);
  const sending = named.filter((entry) => !isEmpty(entry.value));
  if (sending.length > 0) {
    const places = sending.flatMap((entry) => (entry.place === undefined ? placesOf(entry.value) : [entry.place]));
    return { sent: 'always', why: 'the header is set', places, values: sending.map((entry) => entry.value) };
  }
  const hidden = undecidedBy(headers, name) ?? (complete ? undefined : 'there are more alternatives than are followed');
  if (hidden !== undefined) return { sent: 'unknown', why: hidden, places: [], values: [] };
  if (named.length > 0) return { sent: 'empty', why: 'the header is set, but to nothing', places: [], values: [] };
  return { sent: 'never', why: absence(headers), places: [], values: [] };
}

function absence(headers: HeaderList): string {
  const names = headers.entries.map((entry) => textWithHoles(entry.name, '…'));
  return names.length === 0 ? 'no headers are sent' : `the only headers sent are ${names.join(', ')}`;
}

function isEmpty(value: Value): boolean {
  return value.kind === 'nothing' || textOf(value)?.trim() === '';
}

/** Why the header may be among what is not known; undefined when it cannot be. */
function undecidedBy(headers: HeaderList, name: string): string | undefined {
  for (const entry of headers.entries) {
    if (textOf(entry.name) === undefined && mayBe(entry.name, name))
      return `a header's name is ${describe(entry.name)}`;
  }
  return headers.open === undefined ? undefined : `the headers are not all known: ${headers.open.why}`;
}

/** Whether a partly known text may be `name`: its known ends fit. */
function mayBe(value: Value, name: string): boolean {
  if (value.kind !== 'text') return true;
  const first = value.parts[0];
  const last = value.parts.at(-1);
  const fitsStart = first?.kind !== 'known' || name.startsWith(first.text.toLowerCase());
  return fitsStart && (last?.kind !== 'known' || name.endsWith(last.text.toLowerCase()));
}
