/** How new code is written in a file: its quotes, semicolons and indentation, and whether it knows arrow functions. */
import type { Span } from '../../model/source-file.js';
import { Syntax, type Tree } from './parse.js';
import { quoted, type Style } from './rewrite-clients.js';
import type { Change } from './rewrite-options.js';
import { nodesIn } from './rewrite-scope.js';

/** The hand in which a file is written. */
export interface Hand extends Style {
  /** One step of indentation. */
  readonly step: string;
  /** Whether the file uses `const`, templates and arrow functions. */
  readonly isModern: boolean;
  /** Whether parameters need types. */
  readonly isTyped: boolean;
}

let last: { readonly code: string; readonly path: string; readonly hand: Hand } | undefined;

/** The hand of the code of a file. Many findings in one file ask for it in a row. */
export function handOf(code: string, path: string): Hand {
  if (last?.code !== code || last.path !== path) last = { code, path, hand: readHand(code, path) };
  return last.hand;
}

function readHand(code: string, path: string): Hand {
  const indents = [...code.matchAll(/^([ \t]+)[^\s*]/gm)].map(([, indent = '']) => indent);
  const widths = indents.filter((indent) => !indent.includes('\t')).map((indent) => indent.length);
  const isTabbed = indents.length > 0 && widths.length * 2 < indents.length;
  const width = widths.length > 0 && widths.every((one) => one % 4 === 0) ? 4 : 2;
  return {
    quote: code.split('"').length > code.split("'").length ? '"' : "'",
    semicolon: /;[ \t]*$/m.test(code) ? ';' : '',
    step: isTabbed ? '\t' : ' '.repeat(width),
    isModern: /=>|^\s*(?:const|let|import)\s/m.test(code),
    isTyped: /\.[cm]?tsx?$/i.test(path),
  };
}

/** The beginning of a function that code is moved into: `isArrow` where `this` in that code must stay what it is. */
export function opening(parameters: readonly string[], hand: Hand, isArrow: boolean): string {
  const list = `(${parameters.join(', ')})`;
  return hand.isModern || isArrow ? `${list} => {` : `function ${list} {`;
}

export function constant({ isModern }: Hand): string {
  return isModern ? 'const' : 'var';
}

/** The error of a token request that was answered with another status than 200. */
export function refusal(response: string, status: string, hand: Hand): string {
  const text = 'IMDSv2 token request failed: ';
  const message = hand.isModern
    ? `\`${text}\${${response}.${status}}\``
    : `${quoted(text, hand)} + ${response}.${status}`;
  return `new Error(${message})`;
}

/** The white space that the line of `offset` begins with. */
export function indentAt(offset: number, code: string): string {
  return /^[ \t]*/.exec(code.slice(code.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
}

/** Where lines begin within `nodes`, but for blank ones and those within a text, whose white space counts. */
export function linesWithin(nodes: readonly Tree.Node[], code: string): readonly number[] {
  const texts: Span[] = [];
  for (const node of nodes) for (const inner of nodesIn(node)) if (isText(inner)) texts.push(spanOf(inner));
  const start = nodes[0]?.range[0] ?? 0;
  const end = nodes.at(-1)?.range[1] ?? 0;
  return [...code.slice(start, end).matchAll(/\n(?=[^\r\n])/g)]
    .map((match) => start + match.index + 1)
    .filter((line) => !texts.some((text) => text.start < line && line <= text.end));
}

function isText({ type }: Tree.Node): boolean {
  return type === Syntax.TemplateElement || type === Syntax.Literal || type === Syntax.JSXText;
}

export function spanOf(node: Tree.Node): Span {
  return { start: node.range[0], end: node.range[1] };
}

/** What indents the lines of `nodes` by as much more. */
export function indented(nodes: readonly Tree.Node[], by: string, code: string): readonly Change[] {
  return linesWithin(nodes, code).map((line) => ({ span: { start: line, end: line }, text: by }));
}

/** The text of `node` with `changes` made in it. */
export function textWith(node: Tree.Node, changes: readonly Change[], code: string): string {
  const [start, end] = node.range;
  const ordered = [...changes].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let text = '';
  let from = start;
  for (const change of ordered) {
    text += code.slice(from, change.span.start) + change.text;
    from = change.span.end;
  }
  return text + code.slice(from, end);
}

/** The text of `node` with `changes`, where it stands in code that is indented by `indent`. */
export function textAt(node: Tree.Node, indent: string, changes: readonly Change[], code: string): string {
  return textWith(node, [...outdented(node, indent, code), ...changes], code);
}

/** What takes from the lines of `node` how much deeper they are than `indent`. */
export function outdented(node: Tree.Node, indent: string, code: string): readonly Change[] {
  const own = indentAt(node.range[0], code);
  if (own.length <= indent.length || !own.startsWith(indent)) return [];
  const excess = own.length - indent.length;
  return linesWithin([node], code)
    .filter((line) => code.startsWith(own, line))
    .map((line) => ({ span: { start: line, end: line + excess }, text: '' }));
}

/** A change in code that is moved `by` deeper. */
export function deeper({ span, text }: Change, by: string): Change {
  return { span, text: text.replaceAll('\n', `\n${by}`) };
}
