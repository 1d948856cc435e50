/** Lowers HCL's expressions. A reference is one name as far as it names something: `var.x`, `aws_instance.web`. */
import type { Call, Expr, RecordEntry, Region } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { childOf, named, type SyntaxNode } from './parse.js';
import { partsOf, templateIn } from './templates.js';

/** What lowering one document keeps at hand. */
export interface Lowering {
  readonly text: string;
  readonly root: Region;
}

export function spanOf({ start, end }: SyntaxNode): Span {
  return { start, end };
}

export function textOf({ text }: Lowering, { start, end }: SyntaxNode): string {
  return text.slice(start, end);
}

export function opaque(why: string, node: SyntaxNode): Expr {
  return { kind: 'opaque', why, span: spanOf(node) };
}

/** The value of an expression. */
export function lowerExpression(lowering: Lowering, node: SyntaxNode): Expr {
  const [first, ...rest] = named(node);
  switch (node.type) {
    case 'expression':
      if (first === undefined) return opaque('an expression that could not be read', node);
      if (first.type === 'variable_expr') return lowerReference(lowering, first, rest, node);
      return lowerMembers(lowering, lowerExpression(lowering, first), rest, node);
    case 'literal_value':
      return lowerLiteral(lowering, node);
    case 'template_expr':
    case 'quoted_template':
    case 'heredoc_template':
      return lowerTemplate(lowering, node);
    case 'collection_value':
      return first === undefined ? opaque('a collection', node) : lowerExpression(lowering, first);
    case 'tuple':
      return {
        kind: 'list',
        items: named(node).flatMap((item) =>
          item.type === 'expression' ? [{ value: lowerExpression(lowering, item), spread: 'no' as const }] : [],
        ),
        span: spanOf(node),
      };
    case 'object':
      return { kind: 'record', entries: named(node).flatMap((one) => entryOf(lowering, one)), span: spanOf(node) };
    case 'function_call':
      return { kind: 'call', call: callOf(lowering, node), span: spanOf(node) };
    case 'conditional':
      return {
        kind: 'choice',
        mode: 'either',
        options: named(node)
          .slice(1)
          .map((option) => lowerExpression(lowering, option)),
        span: spanOf(node),
      };
    case 'variable_expr':
      return lowerReference(lowering, node, [], node);
    default:
      return opaque('an expression that is not followed', node);
  }
}

function lowerLiteral(lowering: Lowering, node: SyntaxNode): Expr {
  const template = templateIn(node);
  if (template !== undefined) return lowerTemplate(lowering, template);
  const text = textOf(lowering, node);
  return text === 'null' ? { kind: 'nothing', span: spanOf(node) } : { kind: 'literal', text, span: spanOf(node) };
}

/** A template's text; where it holds expressions, its parts one after the other. */
export function lowerTemplate(lowering: Lowering, node: SyntaxNode): Expr {
  const template = templateIn(node);
  if (template === undefined) return opaque('a text that could not be read', node);
  const parts = partsOf(template, lowering.text).map((part): Expr => {
    if (part.kind === 'hole')
      return part.expression === undefined
        ? opaque('an expression that could not be read', node)
        : lowerExpression(lowering, part.expression);
    const { start, end } = part.span;
    const text = part.codec
      .decode(lowering.text.slice(start, end))
      .map((piece) => piece.text)
      .join('');
    return { kind: 'literal', text, span: part.span };
  });
  const [only] = parts;
  if (only === undefined) return { kind: 'literal', text: '', span: spanOf(node) };
  return parts.length === 1 && only.kind === 'literal'
    ? { ...only, span: spanOf(template) }
    : { kind: 'concat', parts, span: spanOf(node) };
}

function entryOf(lowering: Lowering, node: SyntaxNode): readonly RecordEntry[] {
  const key = node.children.find((child) => child.field === 'key');
  const value = node.children.find((child) => child.field === 'val');
  if (key === undefined || value === undefined) return [];
  const [inner] = named(key);
  // A bare name is the name, not what it refers to.
  const isBare = inner?.type === 'variable_expr' && named(key).length === 1;
  const name: Expr = isBare
    ? { kind: 'literal', text: textOf(lowering, key), span: spanOf(key) }
    : lowerExpression(lowering, key);
  return [{ key: name, value: lowerExpression(lowering, value) }];
}

/** `base64encode(x)`: functions are named 'function.base64encode'. */
function callOf(lowering: Lowering, node: SyntaxNode): Call {
  const name = childOf(node, 'identifier');
  const given = childOf(node, 'function_arguments');
  const args = given === undefined ? [] : named(given).filter((one) => one.type === 'expression');
  return {
    span: spanOf(node),
    callee: { kind: 'ref', name: `function.${name === undefined ? '' : textOf(lowering, name)}`, span: spanOf(node) },
    args: {
      kind: 'list',
      items: args.map((one) => ({ value: lowerExpression(lowering, one), spread: 'no' })),
      span: spanOf(given ?? node),
    },
    isNew: false,
    isCommand: false,
    region: lowering.root,
    chain: [],
  };
}

/** How many names belong to the name of what is referred to, by the first of them. */
const LENGTHS: ReadonlyMap<string, number> = new Map([
  ['data', 3],
  ['path', 2],
  ['each', 2],
  ['count', 2],
  ['self', 1],
  ['terraform', 2],
]);

function lowerReference(lowering: Lowering, first: SyntaxNode, rest: readonly SyntaxNode[], whole: SyntaxNode): Expr {
  const names = [textOf(lowering, first)];
  const wanted = LENGTHS.get(names[0] ?? '') ?? 2;
  let used = 0;
  for (const part of rest) {
    if (names.length >= wanted || part.type !== 'get_attr') break;
    const name = childOf(part, 'identifier');
    names.push(name === undefined ? '' : textOf(lowering, name));
    used += 1;
  }
  const end = rest[used - 1]?.end ?? first.end;
  const base: Expr = { kind: 'ref', name: names.join('.'), span: { start: first.start, end } };
  return lowerMembers(lowering, base, rest.slice(used), whole);
}

function lowerMembers(lowering: Lowering, base: Expr, rest: readonly SyntaxNode[], whole: SyntaxNode): Expr {
  return rest.reduce<Expr>((object, part) => {
    const span = { start: whole.start, end: part.end };
    if (part.type === 'get_attr') {
      const name = childOf(part, 'identifier') ?? part;
      return {
        kind: 'member',
        object,
        property: { kind: 'literal', text: textOf(lowering, name), span: spanOf(name) },
        span,
      };
    }
    // Of several things that are made by one block, what is said of one holds for each.
    if (part.type === 'index' && object.kind === 'ref' && !/^(?:var|local)\./.test(object.name)) return object;
    const [inner] = part.type === 'index' ? part.children.filter((child) => child.isNamed) : [];
    const key = inner === undefined ? undefined : childOf(inner, 'expression');
    if (part.type === 'index' && key !== undefined)
      return { kind: 'member', object, property: lowerExpression(lowering, key), span };
    return opaque('members of several things', whole);
  }, base);
}
