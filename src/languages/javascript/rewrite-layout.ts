/** Where new lines stand in a file, and how they are written there: indentation, quotes, semicolons. */
import { ofLast } from '../../model/lately.js';
import { leastOf } from '../../model/long-lists.js';
import type { Tree } from './parse.js';
import type { Style } from './rewrite-clients.js';
import type { Change } from './rewrite-options.js';
import { deeper, indented } from './rewrite-writing.js';

/** How `code` is written, as `statement` and the rest of it show. */
export function styleOf(code: string, statement: Tree.Node | undefined): Style {
  const { quote, isEnded } = habitsOf(code);
  const ends =
    (statement !== undefined &&
      code
        .slice(...statement.range)
        .trimEnd()
        .endsWith(';')) ||
    isEnded;
  return { quote, semicolon: ends ? ';' : '' };
}

interface Habits {
  readonly quote: '"' | "'";
  /** Whether a semicolon ends a line. */
  readonly isEnded: boolean;
  readonly step: string;
}

/** Each finding asks. */
const habitsOf = ofLast((code: string): Habits => {
  const single = code.split("'").length;
  return {
    quote: code.split('"').length > single ? '"' : "'",
    isEnded: /;[ \t]*$/m.test(code),
    step: usualStep(code),
  };
});

/** One step of indentation. */
export function stepOf(code: string): string {
  return habitsOf(code).step;
}

function usualStep(code: string): string {
  const steps = [...code.matchAll(/^(\t| +)(?=[^\s*])/gm)].map((match) => match[1] ?? '');
  if (steps.includes('\t')) return '\t';
  const widths = steps.map((step) => step.length).filter((width) => width > 1);
  return ' '.repeat(
    widths.length === 0
      ? 2
      : Math.min(
          8,
          leastOf(widths, (width) => width),
        ),
  );
}

/** The white space that the line of `offset` begins with. */
export function indentAt(offset: number, code: string): string {
  return /^[ \t]*/.exec(code.slice(code.lastIndexOf('\n', offset - 1) + 1, offset))?.[0] ?? '';
}

/** `lines` before `statement`, each on a line of its own where the statement is. */
export function linesBefore(statement: Tree.Node, lines: readonly string[], code: string): Change {
  const [start] = statement.range;
  const indent = code.slice(code.lastIndexOf('\n', start - 1) + 1, start);
  const end = /^[ \t]*$/.test(indent) ? `\n${indent}` : ' ';
  // Without a semicolon, what begins like this would go on with the line before.
  const guard = /^[([`/+-]/.test(code.slice(start, start + 1)) || end === ' ' ? ';' : '';
  const text = lines.map((line) => (guard === '' || line.endsWith(';') ? line : line + guard)).join(end);
  return { span: { start, end: start }, text: text + end };
}

/** `lines` behind `node`, with its indentation. */
export function linesAfter(node: Tree.Node, lines: readonly string[], code: string): Change {
  const [start, end] = node.range;
  const indent = indentAt(start, code);
  const text = lines.map((line) => (line === '' ? '\n' : `\n${indent}${line}`)).join('');
  return { span: { start: end, end }, text };
}

/** `lines` as the first of a block. */
export function bodyStart(block: Tree.BlockStatement, lines: readonly string[], code: string): Change {
  const at = block.range[0] + 1;
  const [first] = block.body;
  const isOnLines = first !== undefined && code.slice(at, first.range[0]).includes('\n');
  const outer = indentAt(block.range[0], code);
  const indent = isOnLines ? indentAt(first.range[0], code) : outer + stepOf(code);
  const isEmpty = first === undefined && code.slice(at, block.range[1] - 1).trim() === '';
  const last = isEmpty && !code.slice(at, block.range[1] - 1).includes('\n') ? `\n${outer}` : '';
  return { span: { start: at, end: at }, text: lines.map((line) => `\n${indent}${line}`).join('') + last };
}

/** `node`, with `change` made in it, as the body of a function that what asks for the token hands it to. */
export function wrapped(node: Tree.Node, lines: readonly string[], change: Change, code: string): readonly Change[] {
  const [start, end] = node.range;
  const step = stepOf(code);
  const isReplaced = (at: number): boolean => change.span.start < at && at <= change.span.end;
  return [
    { span: { start, end: start }, text: lines.join(`\n${indentAt(start, code)}${step}`) },
    ...indented([node], step, code).filter(({ span }) => !isReplaced(span.start)),
    deeper(change, step),
    { span: { start: end, end }, text: ')' },
  ];
}
