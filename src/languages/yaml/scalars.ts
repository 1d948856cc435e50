/** Scalars of YAML: their text, and the codecs that read it out of the places where it is written. */
import type { Codec } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { fixedText } from '../codecs/fixed.js';
import { readBy } from '../codecs/shell-quotes.js';
import { yamlFolded, yamlLiteral } from '../codecs/yaml-block.js';
import { yamlDoubleQuoted, yamlPlain, yamlSingleQuoted } from '../codecs/yaml-flow.js';
import type { Scalar } from '../data/tree.js';

type Written = Scalar['written'];

/** What the parser says of a scalar. */
export interface ParsedScalar {
  readonly text: string;
  readonly style: 'plain' | 'single-quoted' | 'double-quoted' | 'block';
  readonly span: Span;
  readonly tag: string | undefined;
  /** The indentation of what the scalar is in. */
  readonly parentIndent: number;
  /** Whether it stands between brackets. */
  readonly inFlow: boolean;
}

/** The scalar that was parsed from `source`. What no codec reads as the parser does cannot be edited. */
export function scalarOf(parsed: ParsedScalar, source: string, isTemplated: boolean): Scalar {
  const { text, span, tag } = parsed;
  const written = writtenAt(parsed, source);
  const reads = written.map(({ span: at, codec }) => readBy(codec, source.slice(at.start, at.end))).join('');
  if (reads === text) return { kind: 'scalar', text, span, tag, written, isTemplated };
  return { kind: 'scalar', text, span, tag, written: [{ span, codec: fixedText(text) }], isTemplated };
}

function writtenAt({ style, span, inFlow, parentIndent }: ParsedScalar, source: string): Written {
  const inside = { start: span.start + 1, end: Math.max(span.start + 1, span.end - 1) };
  switch (style) {
    case 'double-quoted':
      return [{ span: inside, codec: yamlDoubleQuoted }];
    case 'single-quoted':
      return [{ span: inside, codec: yamlSingleQuoted }];
    case 'block':
      return blockAt(source, span, parentIndent);
    case 'plain':
      return span.start === span.end ? [] : [{ span, codec: yamlPlain(inFlow) }];
  }
}

/** A block: its lines, and behind them the ends of lines that its header keeps; only the lines can be edited. */
function blockAt(source: string, { start, end }: Span, parentIndent: number): Written {
  const newline = source.indexOf('\n', start);
  const header = source.slice(start, newline === -1 || newline > end ? end : newline);
  const body = start + header.length + 1;
  if (body > end) return [];
  const [marks = ''] = /^[|>][-+0-9]*/.exec(header) ?? [];
  const given = /[1-9]/.exec(marks)?.[0];
  const indent = given === undefined ? indentOf(source, body, end) : Math.max(0, parentIndent) + Number(given);
  const last = endOfLines(source, body, end, indent);
  const tail = tailOf(marks, source.slice(last, end), last === body);
  const lines: Codec = marks.startsWith('|') ? yamlLiteral(indent) : yamlFolded(indent);
  return [
    { span: { start: body, end: last }, codec: lines },
    { span: { start: last, end }, codec: fixedText(tail) },
  ];
}

/** The indentation of the first line with text. */
function indentOf(source: string, body: number, end: number): number {
  const [blank = ''] = /^(?: *\n)* */.exec(source.slice(body, end)) ?? [];
  return blank.length - 1 - blank.lastIndexOf('\n');
}

/** Where the last line with text ends; `body` when there is none. */
function endOfLines(source: string, body: number, end: number, indent: number): number {
  let stop = end;
  for (;;) {
    const start = Math.max(body, source.lastIndexOf('\n', stop - 1) + 1);
    const line = source.slice(start, stop);
    if (/[^ ]/.test(line) || line.length > indent) return stop;
    if (start <= body) return body;
    stop = start - 1;
  }
}

/** The ends of lines that are part of the text. */
function tailOf(marks: string, rest: string, isEmpty: boolean): string {
  const count = rest.split('\n').length - 1;
  if (marks.includes('-')) return '';
  if (marks.includes('+')) return '\n'.repeat(Math.max(1, count));
  return isEmpty ? '' : '\n';
}
