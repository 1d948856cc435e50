/** The value of an HTML attribute: character references stand for characters. */
import { decodeHTMLAttribute } from 'entities';
import type { Codec, Piece } from '../../model/mapped-text.js';

/** A reference, with what follows one that has no semicolon: that may make it none. */
const REFERENCE = /&(?:#[xX][0-9a-fA-F]{1,8}|#\d{1,8}|[a-zA-Z][a-zA-Z0-9]{1,40})(?:;|(?==)|)/g;

function decode(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  const run = (end: number): void => {
    if (start < end) pieces.push({ text: source.slice(start, end), from: { start, end } });
    start = end;
  };
  for (const { 0: reference, index } of source.matchAll(REFERENCE)) {
    const end = index + reference.length;
    const isOpen = !reference.endsWith(';') && source.charAt(end) === '=';
    const text = isOpen ? reference : decodeHTMLAttribute(reference);
    if (text === reference) continue;
    run(index);
    pieces.push({ text, from: { start: index, end } });
    start = end;
  }
  run(source.length);
  return pieces;
}

const WRITTEN: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', "'": '&#39;', '<': '&lt;' };

function encodeFor(special: RegExp): Codec['encode'] {
  return (plain) => plain.replace(special, (character) => WRITTEN[character] ?? character);
}

/** Between quotation marks of either kind; without any, white space and quotation marks end the value. */
export const doubleQuotedAttribute: Codec = { decode, encode: encodeFor(/[&"<]/g) };
export const singleQuotedAttribute: Codec = { decode, encode: encodeFor(/[&'<]/g) };
export const unquotedAttribute: Codec = {
  decode,
  encode: (plain) => (/[\s"'`=<>]/.test(plain) ? undefined : plain.replaceAll('&', '&amp;')),
};
