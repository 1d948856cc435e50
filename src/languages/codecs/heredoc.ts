/** The body of a shell's here-document, with or without expansions and stripped tabs. */
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from './shell-quotes.js';

export interface HeredocNotation {
  /** Whether the delimiter was quoted: then nothing in the body has a meaning. */
  readonly isQuoted: boolean;
  /** Whether tabs at the start of lines are taken away (`<<-`). */
  readonly stripsTabs: boolean;
  readonly delimiter: string;
  /** Whether what is decoded begins at the start of a line; it does not behind an expansion. */
  readonly startsLine: boolean;
}

const ESCAPE = /\\([$`\\])|((?:\\\n\t*)+)/;
/** A line begins where the one before ends, unless that end is escaped: tabs behind such a one stay. */
const INDENT = { quoted: /(?<=\n)\t+/, unquoted: /(?<=\n)(?:\t|\\\n)+/ };
const FIRST_INDENT = { quoted: /^\t+/, unquoted: /^(?:\t|\\\n)+/ };

/** The codec of one run of a here-document's text, expansions excepted. */
export function heredoc(notation: HeredocNotation): Codec {
  const { isQuoted, stripsTabs, startsLine, delimiter } = notation;
  const kind = isQuoted ? 'quoted' : 'unquoted';
  const patterns = [
    ...(stripsTabs ? [INDENT[kind]] : []),
    ...(stripsTabs && startsLine ? [FIRST_INDENT[kind]] : []),
    ...(isQuoted ? [] : [ESCAPE]),
  ];
  const source = patterns.length === 0 ? '(?!)' : patterns.map((pattern) => pattern.source).join('|');
  return {
    decode: (text) =>
      unescape(text, new RegExp(source, 'g'), (match) => match[1] ?? match[2]?.replaceAll('\\\n', '') ?? ''),
    encode: (plain) => {
      if (stripsTabs && /(?:^|\n)\t/.test(plain)) return undefined;
      if (plain.split('\n').includes(delimiter)) return undefined;
      return isQuoted ? plain : plain.replace(/[\\$`]/g, '\\$&');
    },
  };
}
