/** The functions of CloudFormation templates, as far as they make texts: Fn::Sub, Fn::Join, Ref. */
import type { Expr } from '../../model/expr.js';
import { MappedText, type Codec } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { unescape } from '../codecs/shell-quotes.js';
import { entriesOf, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import { filledElsewhere, type Notation } from './notation.js';
import { exprOf, exprOfText, joined, readText } from './texts.js';

const WHY = 'a value that CloudFormation fills in';

/** A function of a template and what it is given: `!Sub x`, `{ "Fn::Sub": x }`. */
export interface Intrinsic {
  readonly name: string;
  readonly argument: DataNode;
}

export function intrinsicOf(node: DataNode): Intrinsic | undefined {
  if (node.tag?.startsWith('!') === true && node.tag.length > 1)
    return { name: node.tag.slice(1), argument: { ...node, tag: undefined } };
  const [only, more] = entriesOf(node);
  if (only === undefined || more !== undefined) return undefined;
  const name = /^(?:Fn::(\w+)|(Ref|Condition))$/.exec(only.key);
  return name === null ? undefined : { name: name[1] ?? name[2] ?? '', argument: only.value };
}

/** What is filled in between `${` and `}` by Fn::Sub; `${!x}` is what is written for `${x}`. */
const SUBSTITUTED = /\$\{(?!!)([^${}]+)\}/g;
const substitution: Codec = {
  decode: (source) => unescape(source, /\$\{!([^{}]*)\}/g, (match) => `\${${match[1] ?? ''}}`),
  encode: (plain) => (plain.endsWith('$') ? undefined : plain.replaceAll('${', '${!')),
};

/** `names`: what the second argument of Fn::Sub binds. */
function notationOf(names: ReadonlyMap<string, DataNode>, text: MappedText, depth: number): Notation {
  return {
    holes: SUBSTITUTED,
    fills: (match, span) => {
      const name = (match[1] ?? '').trim();
      const given = names.get(name);
      return given === undefined ? parameter(name, span) : templateExpr(given, text, depth + 1);
    },
    codec: substitution,
  };
}

/** A parameter is a name of the document; attributes and what AWS gives are not. */
function parameter(name: string, span: Span): Expr {
  return /^\w+$/.test(name) ? { kind: 'ref', name, span } : filledElsewhere(span, WHY);
}

/** Functions within functions are followed this deep. */
const MAX_DEPTH = 12;

/** The text that `node` makes, with holes; undefined when it is no text. */
export function templateText(node: DataNode, text: MappedText, depth = 0): MappedText | undefined {
  const call = intrinsicOf(node);
  if (depth > MAX_DEPTH) return undefined;
  if (call === undefined) return node.kind === 'scalar' ? readText(node, text, undefined) : undefined;
  const { name, argument } = call;
  if (name === 'Base64') return templateText(argument, text, depth + 1);
  if (name === 'Sub') return substituted(argument, text, depth);
  if (name !== 'Join') return hole(node, templateExpr(node, text, depth), text);
  const [separator, list] = itemsOf(argument);
  const items = itemsOf(list).map((item) => templateText(item, text, depth + 1) ?? hole(item, undefined, text));
  return separator === undefined
    ? undefined
    : joined(
        items.filter((item) => item !== undefined),
        scalarText(separator) ?? '',
      );
}

function substituted(argument: DataNode, text: MappedText, depth: number): MappedText | undefined {
  const [first, second] = argument.kind === 'sequence' ? argument.items : [argument];
  if (first?.kind !== 'scalar') return undefined;
  const names = new Map(entriesOf(second).map(({ key, value }) => [key, value]));
  return readText(first, text, notationOf(names, text, depth));
}

/** A text that is all hole. */
function hole(node: DataNode, expr: Expr | undefined, parent: MappedText): MappedText | undefined {
  const fills = expr ?? filledElsewhere(node.span, WHY);
  return MappedText.compose([{ kind: 'hole', parent, span: node.span, expr: fills }], 0);
}

/** The value of `node`. */
export function templateExpr(node: DataNode, text: MappedText, depth = 0): Expr {
  const call = intrinsicOf(node);
  if (call === undefined) return exprOf(node, text);
  const { name, argument } = call;
  const { span } = node;
  if (depth > MAX_DEPTH) return filledElsewhere(span, WHY);
  if (name === 'Ref') return parameter(scalarText(argument) ?? '', span);
  if (name === 'If') {
    const options = itemsOf(argument)
      .slice(1)
      .map((option) => templateExpr(option, text, depth + 1));
    return { kind: 'choice', mode: 'either', options, span };
  }
  if (name !== 'Sub' && name !== 'Join' && name !== 'Base64') return filledElsewhere(span, WHY);
  const made = templateText(node, text, depth);
  return made === undefined ? filledElsewhere(span, WHY) : exprOfText(made, span);
}
