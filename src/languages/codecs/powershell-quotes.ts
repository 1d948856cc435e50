/** The ways in which PowerShell writes a text: in "…", in '…', in here-strings, and as a bare word. */
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';

const CONTROLS: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

function meaningOf(match: RegExpExecArray): string {
  const [, quote, escaped = ''] = match;
  return quote ?? CONTROLS[escaped] ?? escaped;
}

/** The inside of "…", expansions excepted. */
export const expandable: Codec = {
  decode: (source) => unescape(source, /"(")|`([^])/gu, meaningOf),
  encode: (plain) => plain.replace(/[`"$]/g, '`$&'),
};

/** The inside of '…'. */
export const verbatimQuoted: Codec = {
  decode: (source) => unescape(source, /''/g, () => "'"),
  encode: (plain) => plain.replaceAll("'", "''"),
};

/** The lines of @"…"@, expansions excepted: quotes are plain there. */
export const expandableHere: Codec = {
  decode: (source) => unescape(source, /()`([^])/gu, ([, , escaped = '']) => CONTROLS[escaped] ?? escaped),
  encode: (plain) => (/^"@/m.test(plain) ? undefined : plain.replace(/[`$]/g, '`$&')),
};

/** The lines of @'…'@, where all is plain. */
export const verbatimHere: Codec = {
  decode: (source) => unescape(source, /$^/g, () => ''),
  encode: (plain) => (/^'@/m.test(plain) ? undefined : plain),
};

/** A word without quotes, expansions excepted. */
export const bareArgument: Codec = {
  decode: (source) => unescape(source, /()`([^])/gu, ([, , escaped = '']) => CONTROLS[escaped] ?? escaped),
  encode: (plain) => (plain.includes('\n') ? undefined : plain.replace(/[\s`"'$(){};,|&<>#@]/g, '`$&')),
};
