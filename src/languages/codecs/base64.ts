/** Text in base64: read whole, and never written. */
import { Buffer } from 'node:buffer';
import { fixedText } from './fixed.js';
import type { Codec } from '../../model/mapped-text.js';

/** The codec of `source`, when that is base64 of a text; undefined when it is not. */
export function base64(source: string): Codec | undefined {
  return decoder(source, 'utf8');
}

/** The same of a text in UTF-16, as PowerShell takes its code. */
export function base64Utf16(source: string): Codec | undefined {
  return decoder(source, 'utf16le');
}

function decoder(source: string, encoding: 'utf8' | 'utf16le'): Codec | undefined {
  const digits = source.replace(/\s/g, '');
  if (digits.length < 16 || !/^[A-Za-z0-9+/]+={0,2}$/.test(digits)) return undefined;
  const text = Buffer.from(digits, 'base64').toString(encoding).replaceAll('\r\n', '\n');
  return /[\0\uFFFD]/.test(text) ? undefined : fixedText(text);
}
