/** Lowers HCL: blocks to calls and names, and the code that they hand to machines to embedded documents. */
import { HANDED, type Embedding, type Handed, type Lowered } from '../../model/document.js';
import type { Binding, Call, Expr, RecordExpr, RecordEntry, Region } from '../../model/expr.js';
import type { MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { codeIn } from './code.js';
import { lowerExpression, spanOf, textOf, type Lowering } from './expressions.js';
import { childOf, nodesOf, type SyntaxNode } from './parse.js';
import { GIVEN } from './results.js';
import { siblingsIn } from './siblings.js';

/** What the tree of `text` says. */
export function lower(tree: SyntaxNode | undefined, text: MappedText): Lowered {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.text.length } };
  const lowering: Lowering = { text: text.text, root };
  const body = tree === undefined ? undefined : childOf(tree, 'body');
  const blocks = (body?.children ?? []).filter((child) => child.type === 'block');
  const attributes = (body?.children ?? []).filter((child) => child.type === 'attribute');
  const found = blocks.map((block) => lowerBlock(lowering, block));
  const embedded: readonly Embedding[] = tree === undefined ? [] : codeIn(lowering, tree, text);
  return {
    root,
    calls: found.flatMap((one) => one.calls),
    bindings: [
      ...found.flatMap((one) => one.bindings),
      ...attributes.flatMap((one) => named(lowering, one, (name) => HANDED + name)),
    ],
    functions: [],
    includes: siblingsIn(root),
    hands: found.flatMap(({ calls }) => calls.flatMap(handed)),
    imports: [],
    comments: tree === undefined ? [] : nodesOf(tree, 'comment').map(spanOf),
    embedded,
  };
}

interface Found {
  readonly calls: readonly Call[];
  readonly bindings: readonly Binding[];
}

/** The words of a block's head: `resource "aws_instance" "web"`. */
export function headOf(lowering: Lowering, block: SyntaxNode): readonly string[] {
  return block.children
    .filter((child) => child.type === 'identifier' || child.type === 'string_lit')
    .map((child) => textOf(lowering, child).replace(/^"|"$/g, ''));
}

function lowerBlock(lowering: Lowering, block: SyntaxNode): Found {
  const [kind = '', first = '', second = ''] = headOf(lowering, block);
  switch (kind) {
    case 'locals':
      return {
        calls: [],
        bindings: attributesOf(block).flatMap((one) => named(lowering, one, (name) => `local.${name}`)),
      };
    case 'variable':
      return { calls: [], bindings: variable(lowering, block, first) };
    case 'data':
      return made(lowering, block, `data.${first}`, `data.${first}.${second}`);
    case 'resource':
      return made(lowering, block, `resource.${first}`, `${first}.${second}`);
    case 'source':
      return made(lowering, block, `source.${first}`, `source.${first}.${second}`);
    case 'module':
      return made(lowering, block, 'module', `module.${first}`);
    default:
      return made(lowering, block, kind, undefined);
  }
}

/** A block is a call of what it makes, with what it says as the one argument; `name` is that of what is made. */
function made(lowering: Lowering, block: SyntaxNode, callee: string, name: string | undefined): Found {
  const span = spanOf(block);
  const value = recordOf(lowering, block, 0);
  const call: Call = {
    span,
    callee: { kind: 'ref', name: callee, span },
    args: { kind: 'list', items: [{ value, spread: 'no' }], span },
    isNew: false,
    isCommand: false,
    region: lowering.root,
    chain: [],
  };
  return { calls: [call], bindings: name === undefined ? [] : [bound(lowering, name, value)] };
}

/** A name means the same everywhere in a configuration: it is bound before all that is written. */
function bound({ root }: Lowering, name: string, value: Expr): Binding {
  return { name, path: [], value, region: root, span: { start: 0, end: 0 }, how: 'assign' };
}

/** What a use of a module of the project hands to it. */
function handed({ callee, args }: Call): readonly Handed[] {
  const [inputs] = args.items.map((item) => item.value);
  if (callee.kind !== 'ref' || callee.name !== 'module' || inputs?.kind !== 'record') return [];
  const source = inputs.entries.find((entry) => !('spread' in entry) && isNamed(entry.key, 'source'));
  const to = source === undefined || 'spread' in source ? undefined : source.value;
  return to?.kind === 'literal' && /^\.{1,2}\//.test(to.text) ? [{ to: to.text, inputs }] : [];
}

function isNamed(key: Expr, name: string): boolean {
  return key.kind === 'literal' && key.text === name;
}

/** A variable has its default, with those that its type gives to parts of it, or what the configuration around gives it. */
function variable(lowering: Lowering, block: SyntaxNode, name: string): readonly Binding[] {
  const valueUnder = (key: string): Expr | undefined => {
    const given = attributesOf(block).find((one) => nameOf(lowering, one) === key);
    return given === undefined ? undefined : valueOf(lowering, given);
  };
  const span = spanOf(block);
  const parts = defaultsIn(valueUnder('type'), 0);
  const whole = (value: Expr): Expr =>
    parts === undefined ? value : { ...parts, entries: [...parts.entries, { spread: value }] };
  const fallback = valueUnder('default');
  const set: Expr = { kind: 'opaque', why: `the variable '${name}', which others may set`, span };
  const isSaid = fallback !== undefined && fallback.kind !== 'nothing';
  const said = isSaid ? whole(fallback) : parts;
  const given: Expr = { kind: 'ref', name: HANDED + name, span };
  const otherwise: Expr =
    said === undefined ? set : { kind: 'choice', mode: 'either', options: [said, set], span: said.span };
  return [
    bound(
      lowering,
      `var.${name}`,
      calling(lowering, GIVEN, [given, parts ?? { kind: 'nothing', span }, otherwise], span),
    ),
  ];
}

/** `object({ a = optional(string, "x") })`: what parts of a value are when they are not given. */
function defaultsIn(type: Expr | undefined, depth: number): RecordExpr | undefined {
  if (type?.kind !== 'call' || depth > MAX_BLOCKS) return undefined;
  const [first, second] = type.call.args.items.map((item) => item.value);
  if (type.call.callee.kind !== 'ref' || first === undefined) return undefined;
  if (type.call.callee.name === 'function.optional') return defaultsIn(first, depth + 1) ?? entryless(second);
  if (type.call.callee.name !== 'function.object' || first.kind !== 'record') return undefined;
  const entries = first.entries.flatMap((entry): readonly RecordEntry[] => {
    if ('spread' in entry || entry.value.kind !== 'call') return [];
    const [inner, given] = entry.value.call.args.items.map((item) => item.value);
    const value = defaultsIn(inner, depth + 1) ?? given;
    return value === undefined ? [] : [{ key: entry.key, value }];
  });
  return { kind: 'record', entries, span: first.span };
}

function calling({ root }: Lowering, name: string, values: readonly Expr[], span: Span): Expr {
  const items = values.map((value) => ({ value, spread: 'no' as const }));
  const args = { kind: 'list' as const, items, span };
  const callee: Expr = { kind: 'ref', name: `function.${name}`, span };
  return { kind: 'call', call: { span, callee, args, isNew: false, isCommand: false, region: root, chain: [] }, span };
}

function entryless(value: Expr | undefined): RecordExpr | undefined {
  return value?.kind === 'record' ? value : undefined;
}

function named(lowering: Lowering, attribute: SyntaxNode, rename: (name: string) => string): readonly Binding[] {
  const value = valueOf(lowering, attribute);
  return value === undefined ? [] : [bound(lowering, rename(nameOf(lowering, attribute)), value)];
}

export function attributesOf(block: SyntaxNode): readonly SyntaxNode[] {
  return (childOf(block, 'body')?.children ?? []).filter((child) => child.type === 'attribute');
}

export function nameOf(lowering: Lowering, attribute: SyntaxNode): string {
  const name = childOf(attribute, 'identifier');
  return name === undefined ? '' : textOf(lowering, name);
}

function valueOf(lowering: Lowering, attribute: SyntaxNode): Expr | undefined {
  const value = childOf(attribute, 'expression');
  return value === undefined ? undefined : lowerExpression(lowering, value);
}

/** Blocks in blocks deeper than this say nothing of interest. */
const MAX_BLOCKS = 6;

/**
 * What a block says: its attributes, and its blocks as lists of records by their name. Of `dynamic "x"` the `content` is
 * one of the blocks `x`, of which there may be none.
 */
function recordOf(lowering: Lowering, block: SyntaxNode, depth: number): RecordExpr {
  const attributes = attributesOf(block).flatMap((one): readonly RecordEntry[] => {
    const value = valueOf(lowering, one);
    const key = childOf(one, 'identifier') ?? one;
    return value === undefined
      ? []
      : [{ key: { kind: 'literal', text: nameOf(lowering, one), span: spanOf(key) }, value }];
  });
  const inner =
    depth >= MAX_BLOCKS ? [] : (childOf(block, 'body')?.children ?? []).filter(({ type }) => type === 'block');
  const byName = new Map<string, Expr[]>();
  for (const one of inner) {
    const [kind = '', label = ''] = headOf(lowering, one);
    const content = kind === 'dynamic' ? contentOf(lowering, one) : one;
    const name = kind === 'dynamic' ? label : kind;
    if (content === undefined) continue;
    byName.set(name, [...(byName.get(name) ?? []), recordOf(lowering, content, depth + 1)]);
  }
  const blocks = [...byName].map(([name, records]): RecordEntry => {
    const span = records[0]?.span ?? spanOf(block);
    return {
      key: { kind: 'literal', text: name, span },
      value: { kind: 'list', items: records.map((value) => ({ value, spread: 'no' })), span },
    };
  });
  return { kind: 'record', entries: [...attributes, ...blocks], span: spanOf(block) };
}

function contentOf(lowering: Lowering, dynamic: SyntaxNode): SyntaxNode | undefined {
  return (childOf(dynamic, 'body')?.children ?? []).find(
    (child) => child.type === 'block' && headOf(lowering, child)[0] === 'content',
  );
}
