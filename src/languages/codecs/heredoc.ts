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

/** The codec of one run of a here-document's text, expansions excepted. */
export function heredoc(notation: HeredocNotation): Codec {
  const { isQuoted, stripsTabs, startsLine, delimiter } = notation;
  const sources = [
    ...(isQuoted ? [] : ['\\\\([$`\\\\\\n])']),
    ...(stripsTabs ? ['(?<=\\n)\\t+', ...(startsLine ? ['^\\t+'] : [])] : []),
  ];
  return {
    decode: (source) => {
      if (sources.length === 0) return unescape(source, /(?!)/g, () => '');
      return unescape(source, new RegExp(sources.join('|'), 'g'), (match) =>
        match[1] === '\n' ? '' : (match[1] ?? ''),
      );
    },
    encode: (plain) => {
      if (stripsTabs && /(?:^|\n)\t/.test(plain)) return undefined;
      if (plain.split('\n').includes(delimiter)) return undefined;
      return isQuoted ? plain : plain.replace(/[\\$`]/g, '\\$&');
    },
  };
}
