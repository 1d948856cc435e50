/** Finds what a template's language fills in or leaves out, in the text of a template. */
import type { Span } from '../../model/source-file.js';
import type { TemplateNotation } from './claims.js';

/**
 * A stretch of a template that is not the text it makes: a `value` becomes some text, a `mark` becomes none, and an
 * `escape` the text that it says.
 */
export interface Construct {
  readonly kind: 'value' | 'mark' | 'escape';
  readonly span: Span;
  readonly text?: string;
}

/** What opens a construct and what closes it; where nothing does, it is whole. */
type Opening = readonly [opener: string, closer: string | undefined];

const OPENINGS: Readonly<Record<Exclude<TemplateNotation, 'autoconf'>, readonly Opening[]>> = {
  jinja: [
    ['{#', '#}'],
    ['{%', '%}'],
    ['{{', '}}'],
  ],
  erb: [
    ['<%%', undefined],
    ['<%', '%>'],
  ],
  go: [['{{', '}}']],
  terraform: [
    ['$${', undefined],
    ['%%{', undefined],
    ['%{', '}'],
    ['${', '}'],
  ],
};

/** Words that a Go template says something with that becomes no text. */
const GO_MARK = /^\{\{-?\s*(?:if|else|end|range|with|define|template|block|break|continue|\/\*|\$\w+\s*:?=)/;

/** How many of them are looked at. */
const MAX_CONSTRUCTS = 20_000;

/** The constructs of `text`, in order. */
export function constructsIn(text: string, notation: TemplateNotation): readonly Construct[] {
  const found: Construct[] = [];
  for (const span of spansIn(text, notation)) {
    if (found.length >= MAX_CONSTRUCTS) break;
    const written = text.slice(span.start, span.end);
    // `${NAME}` may be a shell's as well: as such it reads the same, a name that is set elsewhere.
    if (written.startsWith('${') && !/^\$\{~?\s*[A-Za-z_]\w*\s*[.(]/.test(written)) continue;
    found.push({ span, ...meaningOf(written, text, span.start) });
  }
  return found;
}

function* spansIn(text: string, notation: TemplateNotation): Iterable<Span> {
  const kind = mixed(text, notation);
  if (kind === 'autoconf') {
    for (const { index, 0: written } of text.matchAll(/@[A-Za-z_]\w{0,99}@/g))
      yield { start: index, end: index + written.length };
    return;
  }
  const openings = OPENINGS[kind];
  const unclosed = new Set<string>();
  const openers = new RegExp(openings.map(([opener]) => opener.replace(/[$%{}#<]/g, '\\$&')).join('|'), 'g');
  for (let match = openers.exec(text); match !== null; match = openers.exec(text)) {
    const { 0: found, index: start } = match;
    const closer = openings.find(([opener]) => opener === found)?.[1];
    if (closer === undefined) yield { start, end: openers.lastIndex };
    else if (!unclosed.has(closer)) {
      const at = text.indexOf(closer, openers.lastIndex);
      // None here is none further on: looking again would take as long each time.
      if (at === -1) unclosed.add(closer);
      else {
        openers.lastIndex = at + closer.length;
        yield { start, end: openers.lastIndex };
      }
    }
  }
}

/** `.tpl` is the ending of several kinds of templates. */
function mixed(text: string, notation: TemplateNotation): TemplateNotation {
  return notation === 'terraform' && !/[$%]\{/.test(text) && text.includes('{{') ? 'go' : notation;
}

function meaningOf(written: string, text: string, start: number): Omit<Construct, 'span'> {
  if (written === '$${') return { kind: 'escape', text: '${' };
  if (written === '%%{') return { kind: 'escape', text: '%{' };
  if (written === '<%%') return { kind: 'escape', text: '<%' };
  if (/^\{[%#]|^%\{/.test(written) || GO_MARK.test(written)) return { kind: 'mark' };
  if (written.startsWith('<%')) return { kind: written.startsWith('<%=') ? 'value' : 'mark' };
  // What stands alone on its line is most often a block of lines, or nothing.
  const isAlone = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, start - 200), start));
  return isAlone && /^(?:\r?\n|$)/.test(text.slice(start + written.length, start + written.length + 2))
    ? { kind: 'mark' }
    : { kind: 'value' };
}
