/** Lowers calls: what is called with what, what is called upon the result, and what a call hands on to functions. */
import type { Call, CallExpr, Expr, ListExpr, Region } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { lowerBind } from './lower-bound.js';
import { noteEffects } from './lower-effects.js';
import { lowerItems, lowerTemplate } from './lower-expressions.js';
import { lowerFeatures } from './lower-features.js';
import { continuationOf } from './lower-continuations.js';
import { listOf, ref, spanOf, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

type CallNode = Tree.CallExpression | Tree.NewExpression;

/** Calls on calls on calls: how many of them learn of the last one. */
const MAX_CHAIN = 64;

/** Functions that compilers put around a required module; they give it back. */
const INTEROP =
  /^(?:_+interop(?:RequireDefault|RequireWildcard|Namespace|Default|NamespaceDefault)\d*|__import(?:Default|Star)|__toESM|_interop_require_(?:default|wildcard))$/;

/** The value of a call, `require` and its like being an import; the call is noted, with what it does to names. */
export function lowerCall(lowering: Lowering, node: CallNode, region: Region): Expr {
  const span = spanOf(node);
  const special = lowerModuleCall(lowering, node, region, span);
  if (special !== undefined) return special;
  const made = node.type === Syntax.CallExpression ? lowerFeatures(lowering, node, region) : undefined;
  if (made !== undefined) return made;
  const callee = lowering.expression(node.callee, region);
  const args: ListExpr = {
    kind: 'list',
    items: lowerItems(lowering, node.arguments, region),
    span: argumentsSpan(node),
  };
  const isNew = node.type === Syntax.NewExpression;
  const bound = isNew ? undefined : lowerBind(lowering, callee, args, region, span);
  if (bound !== undefined) return bound;
  const direct = isNew || node.optional ? undefined : invoked(callee, args);
  const superclass = node.callee.type === Syntax.Super ? superclassOf(lowering, region) : undefined;
  const call: Call = {
    span,
    callee: superclass ?? direct?.callee ?? callee,
    args: direct?.args ?? args,
    isNew: isNew || superclass !== undefined,
    isCommand: false,
    region,
    chain: [],
  };
  lowering.calls.push(call);
  chainUp(callee, args, span);
  const result: CallExpr = { kind: 'call', call, span };
  if (isNew && node.callee.type === Syntax.Identifier && node.callee.name === 'Promise') {
    return { kind: 'opaque', why: 'what a promise settles to later', span };
  }
  noteEffects(lowering, callee, args, region, span);
  return (isNew ? undefined : continuationOf(lowering, call)) ?? result;
}

/** Where the arguments stand: after the callee, to the end. */
function argumentsSpan(node: CallNode): Span {
  const [first] = node.arguments;
  return { start: first?.range[0] ?? node.range[1], end: node.arguments.at(-1)?.range[1] ?? node.range[1] };
}

/** `f.call(this, a)` and `f.apply(this, list)` are calls of `f`. */
function invoked(callee: Expr, args: ListExpr): { readonly callee: Expr; readonly args: ListExpr } | undefined {
  if (callee.kind !== 'member' || callee.property?.kind !== 'literal') return undefined;
  const [receiver, second, ...others] = args.items;
  if (receiver === undefined || !isReceiver(receiver.value, callee.object)) return undefined;
  const { text } = callee.property;
  if (text === 'call') return { callee: callee.object, args: { ...args, items: args.items.slice(1) } };
  if (text !== 'apply' || others.length > 0) return undefined;
  const items = second === undefined ? [] : [{ value: second.value, spread: 'items' } as const];
  return { callee: callee.object, args: { ...args, items } };
}

/** Whether `value` looks like what `this` is to be: many things have a method named `call`. */
function isReceiver(value: Expr, fn: Expr): boolean {
  if (value.kind === 'nothing') return true;
  if (value.kind === 'ref' && /^(?:this|self|that|_this|me)$/.test(value.name)) return true;
  return value.kind === 'ref' && fn.kind === 'member' && fn.object.kind === 'ref' && fn.object.name === value.name;
}

function superclassOf(lowering: Lowering, region: Region): Expr | undefined {
  for (let at: Region | undefined = region; at !== undefined; at = at.parent) {
    if (at.kind !== 'class') continue;
    for (const cls of lowering.classes.values()) if (cls.region === at) return cls.superclass;
  }
  return undefined;
}

/** Tells the calls whose result this one is called upon. */
function chainUp(callee: Expr, args: ListExpr, span: Span): void {
  let at = callee;
  let [method, depth] = ['', 0];
  while (depth < MAX_CHAIN) {
    if (at.kind === 'member') {
      if (method === '' && at.property?.kind !== 'literal') return;
      if (method === '' && at.property?.kind === 'literal') method = at.property.text;
      at = at.object;
      if (at.kind === 'call') {
        // Lists of a call are made here and nowhere else until the document is done.
        (at.call.chain as Call['chain'][number][]).push({ method, args, span });
        at = at.call.callee;
        depth += 1;
      }
    } else return;
  }
}

/** `tag\`text\`` calls `tag` with the text. */
export function lowerTagged(lowering: Lowering, node: Tree.TaggedTemplateExpression, region: Region): Expr {
  const span = spanOf(node);
  const isGlobal =
    node.tag.type === Syntax.Identifier && node.tag.name === '$' && !lowering.bindings.some((one) => one.name === '$');
  const callee = isGlobal ? ref('$`', spanOf(node.tag)) : lowering.expression(node.tag, region);
  const text = lowerTemplate(lowering, node.quasi, region);
  const call: Call = {
    span,
    callee,
    args: listOf([text], text.span),
    isNew: false,
    isCommand: false,
    region,
    chain: [],
  };
  lowering.calls.push(call);
  return { kind: 'call', call, span };
}

/** `require('m')`, `import('m')` and what compilers make of them. */
function lowerModuleCall(lowering: Lowering, node: CallNode, region: Region, span: Span): Expr | undefined {
  const [first, second] = node.arguments;
  const { callee } = node;
  if (node.type === Syntax.NewExpression || first === undefined) return undefined;
  if (callee.type === Syntax.Identifier) {
    if (second === undefined && lowering.loaders.has(callee.name)) return lowerImport(lowering, first, region, span);
    // In what may be a script, `await (x)` reads as a call.
    if (INTEROP.test(callee.name) || (callee.name === 'await' && second === undefined))
      return lowering.expression(first, region);
  }
  if (callee.type === Syntax.MemberExpression && callee.property.type === Syntax.Identifier) {
    const { object, property } = callee;
    if (object.type === Syntax.Identifier && /^tslib/.test(object.name) && INTEROP.test(property.name)) {
      return lowering.expression(first, region);
    }
  }
  return undefined;
}

/** What the module that `specifier` names gives. */
export function lowerImport(lowering: Lowering, specifier: Tree.Node, region: Region, span: Span): Expr {
  const name = lowering.expression(specifier, region);
  if (name.kind === 'literal') lowering.imports.push({ specifier: name.text, span: name.span });
  return { kind: 'import', specifier: name, span };
}
