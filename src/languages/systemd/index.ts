/** Units of systemd: the commands that they run. */
import type { ListItem } from '../../model/expr.js';
import { MappedText, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { unitWord } from '../codecs/systemd-unit.js';
import { addCall, bind, nothingFound, type Found } from '../dialects/found.js';
import { filledElsewhere } from '../dialects/notation.js';
import { exprOfText } from '../dialects/texts.js';
import { hostLanguage } from '../host.js';
import { claimsSystemd } from './claims.js';
import { commandsIn, type Word } from './words.js';

export const systemd = hostLanguage('systemd', claimsSystemd, findCode);

const SETTING = /^[ \t]*(Environment|Exec(?:Start|Stop|Reload|Condition)(?:Pre|Post)?)[ \t]*=[ \t]*/;
/** What stands before a command: how its failure counts, as whom it runs. */
const PREFIX = /^[@\-:+!|]*/;

function findCode(text: MappedText): Found {
  const found = nothingFound(text);
  for (const span of linesOf(text.text)) {
    const [head, key] = SETTING.exec(text.text.slice(span.start, Math.min(span.end, span.start + 200))) ?? [];
    if (head === undefined || key === undefined) continue;
    const value = { start: span.start + head.length, end: span.end };
    if (key === 'Environment') addEnvironment(found, value);
    else addCommands(found, value);
  }
  return found;
}

/** The lines of `text`; one that goes on is one, comments in between included. */
function* linesOf(text: string): Iterable<Span> {
  for (let start = 0; start < text.length;) {
    let end = lineEnd(text, start);
    const isComment = /^[ \t]*[#;]/.test(text.slice(start, Math.min(end, start + 200)));
    while (!isComment && text.charAt(end - 1) === '\\' && end > start && end < text.length) {
      end = lineEnd(text, end + 1);
      let next = lineStart(text, end);
      while (end < text.length && /^[ \t]*[#;]/.test(text.slice(next, Math.min(end, next + 200)))) {
        next = end + 1;
        end = lineEnd(text, next);
      }
    }
    yield { start, end };
    start = end + 1;
  }
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

function lineStart(text: string, end: number): number {
  return end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
}

function addEnvironment(found: Found, at: Span): void {
  for (const word of commandsIn(found.text.text, at, false).flat()) {
    const text = textOf(found.text, word, false)?.text ?? '';
    const equals = text.indexOf('=');
    if (equals > 0)
      bind(
        found,
        text.slice(0, equals),
        { kind: 'literal', text: text.slice(equals + 1), span: word.span },
        found.root,
      );
  }
}

function addCommands(found: Found, value: Span): void {
  const text = found.text.text;
  const prefix = PREFIX.exec(text.slice(value.start, Math.min(value.end, value.start + 20)))?.[0] ?? '';
  const expands = !prefix.includes(':');
  const span = { start: value.start + prefix.length, end: value.end };
  for (const words of commandsIn(text, span, expands)) {
    const [first, second] = words;
    if (first === undefined) continue;
    // With an at sign, the second word is what the program is told that it is called.
    const isRenamed = prefix.includes('@') && second !== undefined;
    const given = isRenamed ? [first, ...words.slice(2)] : words;
    const isEnv = given.length > 1 && /(?:^|\/)env$/.test(text.slice(first.span.start, first.span.end));
    const items = (isEnv ? given.slice(1) : given).map((word) => itemOf(found.text, word, expands));
    const [callee] = items;
    if (callee === undefined) continue;
    const at = { start: first.span.start, end: words.at(-1)?.span.end ?? span.end };
    addCall(found, callee.value, { kind: 'list', items, span: at }, found.root, true);
  }
}

function itemOf(text: MappedText, word: Word, expands: boolean): ListItem {
  const { span, spread } = word;
  if (spread !== undefined) return { value: { kind: 'ref', name: spread, span }, spread: 'words' };
  return { value: exprOfText(textOf(text, word, expands), span), spread: 'no' };
}

function textOf(parent: MappedText, { parts }: Word, expands: boolean): MappedText | undefined {
  const fragments = parts.map((part): Fragment => {
    const { span } = part;
    switch (part.kind) {
      case 'text':
        return { kind: 'text', parent, span, codec: unitWord({ quote: part.quote, expands }) };
      case 'variable':
        return { kind: 'hole', parent, span, expr: { kind: 'ref', name: part.name, span } };
      case 'elsewhere':
        return { kind: 'hole', parent, span, expr: filledElsewhere(span) };
    }
  });
  return MappedText.compose(fragments, 0);
}
