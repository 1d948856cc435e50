/** Splits the command of a unit into words. */
import type { Span } from '../../model/source-file.js';
import { GOES_ON, type UnitWord } from '../codecs/systemd-unit.js';
import { TEMPLATE_HOLES } from '../dialects/template-holes.js';

/** A part of a word: text in its notation, or what is filled in. */
export type WordPart =
  | ({ readonly kind: 'text'; readonly span: Span } & Pick<UnitWord, 'quote'>)
  | { readonly kind: 'variable'; readonly span: Span; readonly name: string }
  /** A specifier such as `%i`, or what a template fills in. */
  | { readonly kind: 'elsewhere'; readonly span: Span };

export interface Word {
  readonly span: Span;
  readonly parts: readonly WordPart[];
  /** The variable whose words are put in its place: `$NAME`. */
  readonly spread: string | undefined;
}

const GAP = new RegExp(`(?:\\s|${GOES_ON.source})+`, 'y');
const HOLE = new RegExp(TEMPLATE_HOLES.source, 'y');

/** The commands in `span` of `text`: they are separated by semicolons that stand alone. */
export function commandsIn(text: string, { start, end }: Span, expands: boolean): readonly (readonly Word[])[] {
  const commands: Word[][] = [[]];
  for (let at = start; at < end;) {
    GAP.lastIndex = at;
    if (GAP.test(text)) at = GAP.lastIndex;
    else {
      const word = wordAt(text, { start: at, end }, expands);
      if (text.slice(at, word.span.end) === ';') commands.push([]);
      else commands.at(-1)?.push(word);
      at = word.span.end;
    }
  }
  return commands.filter((command) => command.length > 0);
}

/** A part that ends at white space, or at the quote that it began with. */
function wordAt(text: string, { start, end: last }: Span, expands: boolean): Word {
  const parts: WordPart[] = [];
  let quote: UnitWord['quote'] = '';
  let from = start;
  let at = start;
  const add = (end: number): void => {
    if (end > from) parts.push({ kind: 'text', span: { start: from, end }, quote });
  };
  for (; at < last; at += 1) {
    const character = text.charAt(at);
    if (quote === '' && (/\s/.test(character) || text.startsWith('\\\n', at))) break;
    if (character === '\\' || (character === '$' && text.charAt(at + 1) === '$') || text.startsWith('%%', at)) at += 1;
    else if (character === quote || (quote === '' && (character === '"' || character === "'"))) {
      add(at);
      quote = quote === '' && (character === '"' || character === "'") ? character : '';
      from = at + 1;
    } else {
      const filled = filledAt(text, at, expands);
      if (filled === undefined) continue;
      add(at);
      parts.push(filled);
      at = filled.span.end - 1;
      from = filled.span.end;
    }
  }
  const end = Math.min(at, last);
  add(end);
  const spread = expands ? /^\$([A-Za-z_]\w*)$/.exec(text.slice(start, Math.min(end, start + 200)))?.[1] : undefined;
  return { span: { start, end }, parts, spread };
}

/** What is filled in at `at`. */
function filledAt(text: string, at: number, expands: boolean): WordPart | undefined {
  const character = text.charAt(at);
  HOLE.lastIndex = at;
  if (/[{<]/.test(character) && HOLE.test(text)) return { kind: 'elsewhere', span: { start: at, end: HOLE.lastIndex } };
  if (character === '%' && /[A-Za-z]/.test(text.charAt(at + 1)))
    return { kind: 'elsewhere', span: { start: at, end: at + 2 } };
  if (character !== '$' || !expands) return undefined;
  const [whole, name] = /^\$\{([A-Za-z_]\w*)\}/.exec(text.slice(at, at + 200)) ?? [];
  return whole === undefined || name === undefined
    ? undefined
    : { kind: 'variable', name, span: { start: at, end: at + whole.length } };
}
