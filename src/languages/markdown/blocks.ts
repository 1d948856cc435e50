/** Finds the code in documentation: between fences, in indented blocks, between backticks. */
import type { Span } from '../../model/source-file.js';
import { addAll } from '../../model/long-lists.js';

/** A piece of code. `lines`: its lines without what is around them; `tag`: the language that it is said to be in. */
export interface Block {
  readonly kind: 'fenced' | 'indented' | 'inline';
  readonly tag: string | undefined;
  readonly lines: readonly Span[];
}

/** How the documents at a path mark code: with how many columns, and with which fences. */
interface Marks {
  readonly indent: number;
  readonly fence: RegExp;
}

const QUOTES_AND_ITEMS = String.raw`^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+)*`;
const MARKDOWN: Marks = { indent: 4, fence: new RegExp(`${QUOTES_AND_ITEMS}(\`{3,}|~{3,})`) };
const TEXT: Marks = { indent: 2, fence: MARKDOWN.fence };
const ASCIIDOC: Marks = { indent: 2, fence: /^(-{4,}|`{3,})/ };

/** What the line before a block says of its language, where fences do not. */
const DIRECTIVE = /^[ \t]*\.\. (?:code-block|code|sourcecode)::[ \t]*([\w-]+)|^\[source,[ \t]*([\w-]+)/;
/** No line that begins or ends a block is longer where it matters. */
const MAX_MARK = 200;

/** The code in `text`, the documentation at `path`. */
export function blocksIn(text: string, path: string): readonly Block[] {
  const marks = /\.(?:adoc|asciidoc)$/i.test(path) ? ASCIIDOC : /\.(?:rst|txt)$/i.test(path) ? TEXT : MARKDOWN;
  const blocks: Block[] = [];
  let fence: Fence | undefined;
  let indented: Span[] = [];
  let wasBlank = true;
  let directive: string | undefined;
  const endIndented = (): void => {
    if (indented.length > 0) blocks.push({ kind: 'indented', tag: directive, lines: indented });
    indented = [];
  };
  for (const line of linesOf(text)) {
    const head = text.slice(line.start, Math.min(line.end, line.start + MAX_MARK));
    if (fence !== undefined) {
      if (closes(head, fence)) {
        blocks.push({ kind: 'fenced', tag: fence.tag, lines: fence.lines });
        fence = undefined;
      } else fence.lines.push(withoutMargin(text, line, fence.width));
      continue;
    }
    const isBlank = head.trim() === '';
    const opening = marks.fence.exec(head);
    const width = /^[ \t]*/.exec(head)?.[0].replaceAll('\t', '    ').length ?? 0;
    if (opening?.[1] !== undefined) {
      endIndented();
      const said = /[A-Za-z][\w+#-]*/.exec(head.slice(opening[0].length))?.[0] ?? directive;
      const mark = opening[1];
      fence = { mark, tag: said?.replace(/^language-/, ''), width: opening[0].length - mark.length, lines: [] };
    } else if (!isBlank && width >= marks.indent && (wasBlank || indented.length > 0)) {
      indented.push(withoutMargin(text, line, marks.indent));
    } else if (!isBlank) {
      endIndented();
      const [, ofRst, ofAsciidoc] = DIRECTIVE.exec(head) ?? [];
      directive = ofRst ?? ofAsciidoc;
    }
    if (!isBlank && indented.length === 0 && fence === undefined) addAll(blocks, inlineIn(text, line));
    wasBlank = isBlank;
  }
  endIndented();
  if (fence !== undefined) blocks.push({ kind: 'fenced', tag: fence.tag, lines: fence.lines });
  return blocks;
}

interface Fence {
  readonly mark: string;
  readonly tag: string | undefined;
  /** Columns before it, which lines behind it have too. */
  readonly width: number;
  readonly lines: Span[];
}

function closes(head: string, { mark }: Fence): boolean {
  const closing = /^[ \t>]*([`~-]{3,})[ \t]*$/.exec(head)?.[1];
  return closing !== undefined && closing.startsWith(mark) && closing === mark.charAt(0).repeat(closing.length);
}

function* linesOf(text: string): Iterable<Span> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    yield { start, end };
    start = end + 1;
  }
}

/** `line` without the indentation or marks of a quotation that it shares with what is around. */
function withoutMargin(text: string, { start, end }: Span, width: number): Span {
  let at = start;
  while (at < end && at - start < width && /[ \t>]/.test(text.charAt(at))) at += 1;
  return { start: at, end };
}

/** What stands between runs of as many backticks in a line. */
function inlineIn(text: string, line: Span): readonly Block[] {
  const found = text.slice(line.start, line.end).matchAll(/`+/g);
  const runs = [...found].map(({ 0: run, index }) => ({
    start: line.start + index,
    end: line.start + index + run.length,
  }));
  const lengthOf = (run: Span): number => run.end - run.start;
  // For each run the next one of its length, found from the end.
  const nexts: (number | undefined)[] = [];
  const last = new Map<number, number>();
  for (let i = runs.length - 1; i >= 0; i -= 1) {
    const run = runs[i];
    if (run === undefined) continue;
    nexts[i] = last.get(lengthOf(run));
    last.set(lengthOf(run), i);
  }
  const blocks: Block[] = [];
  for (let i = 0; i < runs.length; i += 1) {
    const next = nexts[i];
    const [open, close] = [runs[i], next === undefined ? undefined : runs[next]];
    if (next === undefined || open === undefined || close === undefined) continue;
    blocks.push({ kind: 'inline', tag: undefined, lines: [{ start: open.end, end: close.start }] });
    i = next;
  }
  return blocks;
}
