/** Finds the expressions between braces of components (`{#await load()}`, `on:click={() => …}`), which are no HTML. */
import type { Span } from '../../model/source-file.js';

export interface Braced {
  /** The text, as long as before, with the expressions and their braces blotted out. */
  readonly text: string;
  /** What stands between the braces. */
  readonly expressions: readonly Span[];
  /** A brace that is never closed: nothing after it was looked at. */
  readonly unclosed: number | undefined;
}

/** The expressions of `text` from `from` on, outside of scripts, styles and comments. */
export function findBraces(text: string, from: number): Braced {
  const expressions: Span[] = [];
  const kept: string[] = [];
  let done = 0;
  const marks = /<!--|<(script|style)(?=[\s>/])|\{/gi;
  marks.lastIndex = from;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const end = mark[0] === '{' ? closingBrace(text, mark.index) : endOfRaw(text, mark.index, mark[1]);
    if (end === undefined) {
      const unclosed = mark[0] === '{' ? mark.index : undefined;
      return { text: kept.join('') + text.slice(done), expressions, unclosed };
    }
    if (mark[0] === '{') {
      expressions.push({ start: mark.index + 1, end: end - 1 });
      kept.push(text.slice(done, mark.index), 'x'.repeat(end - mark.index));
      done = end;
    }
    marks.lastIndex = end;
  }
  return { text: kept.join('') + text.slice(done), expressions, unclosed: undefined };
}

/** The end of a comment, a script or a style that begins at `start`. */
function endOfRaw(text: string, start: number, name: string | undefined): number | undefined {
  const body = name === undefined ? start : text.indexOf('>', start);
  if (body < 0) return undefined;
  if (name !== undefined && text.charAt(body - 1) === '/') return body + 1;
  const closing = name === undefined ? /-->/g : new RegExp(`</${name}`, 'gi');
  closing.lastIndex = body;
  return closing.test(text) ? closing.lastIndex : undefined;
}

/** The offset after the brace that closes the one at `start`; strings, templates and comments are passed over. */
function closingBrace(text: string, start: number): number | undefined {
  // What ends each thing that is open, the outermost first: a brace, or a template.
  const open: string[] = [];
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    const inTemplate = open.at(-1) === '`';
    if (character === '\\') at += 1;
    else if (inTemplate && character === '$' && text.charAt(at + 1) === '{') {
      open.push('}');
      at += 1;
    } else if (character === open.at(-1)) {
      open.pop();
      if (open.length === 0) return at + 1;
    } else if (inTemplate) continue;
    else if (character === '{') open.push('}');
    else if (character === '`') open.push('`');
    else at = afterQuoted(text, at) - 1;
  }
  return undefined;
}

/** The offset after the string or comment that begins at `at`, or after that one character. */
function afterQuoted(text: string, at: number): number {
  const quoted = /'[^'\\\n]*(?:\\[^][^'\\\n]*)*'?|"[^"\\\n]*(?:\\[^][^"\\\n]*)*"?|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y;
  // In text between tags, an apostrophe in a word is no quotation mark.
  const isInWord = text.charAt(at) === "'" && /[a-z]/i.test(text.charAt(at - 1));
  quoted.lastIndex = at;
  return !isInWord && quoted.test(text) ? quoted.lastIndex : at + 1;
}
