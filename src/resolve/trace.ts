/** Follows a text back from where it is used to where it is written: the places that it passes on the way. */
import type { Binding, Call, Expr, RecordExpr, Region } from '../model/expr.js';
import type { Step } from '../model/site.js';
import type { Document } from '../model/document.js';
import type { Frame, Place, Value } from '../model/value.js';
import { calleeOf } from './calls.js';
import type { Context, Evaluator } from './evaluate.js';
import { noFrames } from './frames.js';
import { giving, starsOf } from './exports.js';

/** How many expressions are looked at for one text: the way is told as a help, never decided by. */
const MAX_VISITS = 600;

/** How many of the bindings of one name are looked at. */
const MAX_BINDINGS = 64;

/** Where the search stands: `within` says what happens to a name that is read here. */
interface Node {
  readonly expr: Expr;
  readonly context: Context;
  /** What of `expr` is read: `['a', 'b']` for `expr.a.b`; undefined for any one member. */
  readonly keys: readonly (string | undefined)[];
  readonly within: string | undefined;
  /** What was passed so far, the last first: the search goes from the use to the definition. */
  readonly passed: Passed | undefined;
}

interface Passed {
  readonly step: Step;
  readonly before: Passed | undefined;
}

/**
 * The shortest way from the literal at `target` to `call`, the first step the one nearest to the literal; [] when there is
 * nothing between the two, or no way is found. Names, imports, calls and holes are followed, whatever their conditions:
 * that the text arrives is known from its value.
 */
export function traceOf(
  evaluator: Evaluator,
  target: Place,
  call: Call,
  document: Document,
  frames: readonly Frame[],
): readonly Step[] {
  const context = { document, region: call.region, frames };
  const exprs = [...call.args.items.map((item) => item.value), call.callee, ...call.chain.map((link) => link.args)];
  const queue: Node[] = exprs.map((expr) => ({ expr, context, keys: [], within: undefined, passed: undefined }));
  const seen = new Map<Expr, Set<string>>();
  for (let i = 0; i < queue.length && i < MAX_VISITS; i += 1) {
    const node = queue[i];
    if (node === undefined || !isNew(seen, node)) continue;
    if (node.expr.kind === 'literal' && isAt(target, node)) return stepsOf(node.passed);
    for (const one of next(evaluator, node).slice(0, MAX_VISITS)) queue.push(one);
  }
  return [];
}

function isNew(seen: Map<Expr, Set<string>>, { expr, keys }: Node): boolean {
  const before = seen.get(expr) ?? new Set<string>();
  seen.set(expr, before);
  const key = keys.join('\0');
  return !before.has(key) && before.add(key).size > 0;
}

function isAt(target: Place, { expr, context }: Node): boolean {
  return (
    target.document === context.document && target.span.start === expr.span.start && target.span.end === expr.span.end
  );
}

/** `passed` runs from the definition to the use. */
function stepsOf(passed: Passed | undefined): readonly Step[] {
  const steps: Step[] = [];
  for (let at = passed; at !== undefined; at = at.before) steps.push(at.step);
  return steps;
}

/** What `node` may have its text from. */
function next(evaluator: Evaluator, node: Node): readonly Node[] {
  const { expr, context } = node;
  const parts = (exprs: readonly Expr[], keys: Node['keys']): readonly Node[] =>
    exprs.map((part) => ({ ...node, expr: part, keys }));
  switch (expr.kind) {
    case 'concat':
      return parts(expr.parts, []);
    case 'choice':
      return parts(expr.options, node.keys);
    case 'record':
      return entriesOf(expr, node);
    case 'list':
      return parts(
        expr.items.map((item) => item.value),
        node.keys.slice(1),
      );
    case 'member':
      return parts([expr.object], [literalOf(expr.property), ...node.keys]);
    case 'ref':
      return boundTo(evaluator, expr.name, context, node.within === undefined ? node : past(node, node.within));
    case 'call':
      return [
        ...given(calleeOf(evaluator, expr.call, { ...context, region: expr.call.region }), expr.call, node),
        ...parts([...expr.call.args.items.map((item) => item.value), expr.call.callee], []),
      ];
    case 'import':
      return exportedBy(evaluator.project.importedFrom(expr, context), evaluator, node);
    case 'hole':
      return filledIn(expr.offset, node);
    case 'parameter':
      return handedTo(evaluator, expr, node);
    case 'outcome':
    case 'literal':
    case 'function':
    case 'class':
    case 'nothing':
    case 'opaque':
      return [];
  }
}

/** The name that a property is written as; undefined when it is made at run time. */
function literalOf(property: Expr | undefined): string | undefined {
  return property?.kind === 'literal' ? property.text : undefined;
}

function entriesOf({ entries }: RecordExpr, node: Node): readonly Node[] {
  const [key, ...rest] = node.keys;
  return entries.flatMap((entry): readonly Node[] => {
    if ('spread' in entry) return [{ ...node, expr: entry.spread }];
    const name = literalOf(entry.key);
    const isOther = key !== undefined && name !== undefined && name !== key;
    return isOther ? [] : [{ ...node, expr: entry.value, keys: rest }];
  });
}

/** `node` after it passed its own place, where `message` happens. */
function past(node: Node, message: string, span = node.expr.span, document = node.context.document): Node {
  return { ...node, passed: { step: { place: { document, span }, message }, before: node.passed } };
}

/** All that is bound to `name`: here, in the document around, or in a file that is included. */
function boundTo(evaluator: Evaluator, name: string, context: Context, node: Node): readonly Node[] {
  const variable = evaluator.project.scopesOf(context.document).find(name, context.region);
  if (variable !== undefined) {
    return variable.bindings
      .slice(-MAX_BINDINGS)
      .flatMap((binding) => bound(binding, { ...context, region: binding.region }, node));
  }
  const parent = context.document.parent;
  if (parent?.embedding.inheritsNames === true) {
    const there = { document: parent.document, region: parent.embedding.region, frames: context.frames };
    const outer = evaluator.project.languageOf(context.document).inherited?.(name) ?? [name];
    return outer.flatMap((one) => boundTo(evaluator, one, there, node));
  }
  const use = { region: context.region, offset: node.expr.span.start };
  return evaluator.project.namesakes(context.document, use).flatMap((document) => {
    const variable = evaluator.project.scopesOf(document).find(name, document.root);
    return (variable?.bindings ?? [])
      .slice(-MAX_BINDINGS)
      .flatMap((binding) => bound(binding, { document, region: binding.region, frames: noFrames }, node));
  });
}

/** What `binding` gives of what `node` reads; [] when it is about another member. */
function bound(binding: Binding, context: Context, node: Node): readonly Node[] {
  const { path, value } = binding;
  const isOther = path.some((part, i) => {
    const [written, read] = [literalOf(part), node.keys[i]];
    return written !== undefined && read !== undefined && written !== read;
  });
  if (isOther) return [];
  const inner = { ...node, expr: value, context, keys: node.keys.slice(path.length), within: messageOf(binding) };
  if (!isImport(value)) return [inner];
  const message = binding.name === 'exports' ? 're-exported here' : 'imported here';
  return [{ ...past(inner, message, binding.span), within: undefined }];
}

function messageOf({ name, path, value }: Binding): string | undefined {
  if (name === 'exports' || value.kind === 'parameter') return undefined;
  const keys = path.map((key) => (key.kind === 'literal' ? key.text : '…'));
  return `passed on as ${[name, ...keys].join('.')}`;
}

function isImport(value: Expr): boolean {
  let at = value;
  while (at.kind === 'member') at = at.object;
  return at.kind === 'import';
}

function exportedBy(module: Document | undefined, evaluator: Evaluator, node: Node): readonly Node[] {
  if (module === undefined) return [];
  // What a CommonJS module exports is its default export.
  const readings = node.keys[0] === 'default' ? [node.keys, node.keys.slice(1)] : [node.keys];
  return readings.flatMap((keys): readonly Node[] => {
    const [key] = keys;
    const own = exportedIn(module, evaluator, { ...node, keys });
    if (own.length > 0 && key !== undefined) return own;
    if (key !== undefined)
      return giving(evaluator, module, key).flatMap((one) => exportedIn(one, evaluator, { ...node, keys }));
    const context = { document: module, region: module.root, frames: noFrames };
    return [...own, ...starsOf(module).map((expr) => ({ ...node, expr, context, keys, within: undefined }))];
  });
}

/** What `module` itself exports. */
function exportedIn(module: Document, evaluator: Evaluator, node: Node): readonly Node[] {
  const { bindings } = evaluator.project.scopesOf(module).find('exports', module.root) ?? { bindings: [] };
  return bindings.flatMap((binding) => {
    const context = { document: module, region: binding.region, frames: noFrames };
    return bound(binding, context, { ...node, within: undefined });
  });
}

/** What the function gives back that `call` calls. */
function given(callee: Value, call: Call, node: Node): readonly Node[] {
  if (callee.kind === 'choice') return callee.options.flatMap((option) => given(option, call, node));
  if (callee.kind !== 'function') return [];
  const { fn, document } = callee;
  const frame: Frame = { fn, call, document: node.context.document, frames: node.context.frames };
  const frames = [...callee.frames, ...node.context.frames, frame];
  return fn.returns.map(({ value, region }) => ({
    expr: value,
    context: { document, region, frames },
    keys: node.keys,
    within: fn.name === undefined ? 'given back here' : `given back by ${fn.name}`,
    passed: node.passed,
  }));
}

function filledIn(offset: number, node: Node): readonly Node[] {
  const { document, frames } = node.context;
  const hole = document.text.holeAt(offset);
  let parent = document.parent;
  for (let level = 1; hole !== undefined && level < hole.depth; level += 1) parent = parent?.document.parent;
  if (hole === undefined || parent === undefined) return [];
  const region: Region = parent.embedding.region;
  return [{ ...node, expr: hole.expr, context: { document: parent.document, region, frames } }];
}

/** What a caller hands over for a parameter, the list that a callback is called for, and the default. */
function handedTo(evaluator: Evaluator, expr: Extract<Expr, { kind: 'parameter' }>, node: Node): readonly Node[] {
  const { fn, parameter } = expr;
  const { document, frames, region } = node.context;
  const fallback = parameter.default === undefined ? [] : [{ ...node, expr: parameter.default, within: undefined }];
  const frame = frames.findLast((one) => one.fn === fn);
  if (frame === undefined) {
    const taker = evaluator.project.takerOf(document, fn.region);
    const around = { document, region: taker?.region ?? region, frames };
    return taker === undefined ? fallback : [...fallback, { ...node, expr: taker.callee, context: around, keys: [] }];
  }
  const { call } = frame;
  const context = { document: frame.document, region: call.region, frames: frame.frames };
  const items = call.isCommand ? call.args.items.slice(1) : call.args.items;
  const isPlain = !parameter.rest && items.every((item) => item.spread === 'no');
  const handed = isPlain ? items.slice(parameter.index, parameter.index + 1) : items;
  const from = past(node, 'called from here', call.span, frame.document);
  return [...handed.map((item) => ({ ...from, expr: item.value, context, within: undefined })), ...fallback];
}
