/** Notes what calls do to what they are called upon: `headers.set(k, v)` and `Object.assign(o, …)` are assignments. */
import type { Binding, Expr, ListExpr, RecordExpr, Region } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { bind, implied, literal, targetOf, type Lowering, type Target } from './lowering.js';

/** An assignment that a call amounts to: `into` is below what the call is made upon. */
interface Effect {
  readonly into: readonly Expr[];
  readonly value: Expr;
  readonly how: 'assign' | 'append';
}

type Reading = (args: readonly Expr[], span: Span) => readonly Effect[];

const set: Reading = ([key, value]) => {
  if (key?.kind === 'record' && value === undefined) return entriesOf(key, []);
  return key === undefined || value === undefined ? [] : [{ into: [key], value, how: 'assign' }];
};

const setHeader: Reading = ([key, value], span) => {
  const headers = literal('headers', span);
  return key === undefined || value === undefined ? [] : [{ into: [headers, key], value, how: 'assign' }];
};

/** Methods that change what they are called upon. */
const METHODS: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['set', set],
  ['append', set],
  ['setHeader', setHeader],
  ['setRequestHeader', setHeader],
  ['push', (args, span) => [{ into: [], value: { kind: 'list', items: plain(args), span }, how: 'append' }]],
]);

const MERGERS = new Set(['assign', 'extend', 'merge', 'defaults', '_extend']);
const MERGING_OBJECTS = new Set(['Object', '_', 'lodash', '$', 'jQuery', 'util', 'angular', 'R']);

function plain(values: readonly Expr[]): ListExpr['items'] {
  return values.map((value) => ({ value, spread: 'no' }));
}

/** Notes the assignments that calling `callee` with `args` amounts to. */
export function noteEffects(lowering: Lowering, callee: Expr, args: ListExpr, region: Region, span: Span): void {
  if (callee.kind !== 'member' || callee.property?.kind !== 'literal')
    return noteExport(lowering, callee, args, region, span);
  const method = callee.property.text;
  const { object } = callee;
  const values = args.items.map((item) => item.value);
  const at = { region, span, how: 'assign' } as const;
  if (method === 'use' && isInterceptor(object)) {
    noteInterceptor(lowering, targetOf(object), values[0], at);
    return;
  }
  if (object.kind === 'ref' && MERGING_OBJECTS.has(object.name) && MERGERS.has(method)) {
    noteMerge(lowering, args, method === 'defaults', at);
    return;
  }
  if (object.kind === 'ref' && object.name === 'Object' && method === 'defineProperty') {
    noteProperty(lowering, values, at);
    return;
  }
  if (object.kind === 'ref' && /^tslib/.test(object.name)) noteExport(lowering, callee, args, region, span);
  const spreads = args.items.some((item) => item.spread !== 'no');
  const target = targetOf(object);
  if (target === undefined) return;
  if (method === 'push' && spreads) return bind(lowering, target, args, { ...at, how: 'append' });
  for (const effect of METHODS.get(method)?.(values, span) ?? []) {
    bind(lowering, { name: target.name, path: [...target.path, ...effect.into] }, effect.value, {
      ...at,
      how: effect.how,
    });
  }
}

/** An interceptor is given the options of a request and gives them back; each is kept by its place. */
function noteInterceptor(lowering: Lowering, target: Target | undefined, fn: Expr | undefined, at: At): void {
  if (target === undefined || fn === undefined || fn.kind === 'nothing') return;
  const { span } = at;
  const headers = { key: literal('headers', span), value: { kind: 'record', entries: [], span } } as const;
  const call = implied(fn, [{ kind: 'record', entries: [headers], span }], at.region, span);
  const path = [...target.path, literal(String(span.start), span)];
  bind(lowering, { name: target.name, path }, { kind: 'call', call, span }, at);
}

/** `client.interceptors.request` */
function isInterceptor(object: Expr): boolean {
  if (object.kind !== 'member' || object.property?.kind !== 'literal' || object.property.text !== 'request')
    return false;
  const { object: of } = object;
  return of.kind === 'member' && of.property?.kind === 'literal' && of.property.text === 'interceptors';
}

function entriesOf(record: RecordExpr, below: readonly Expr[]): readonly Effect[] {
  return record.entries.flatMap((entry): readonly Effect[] => {
    return 'spread' in entry ? [] : [{ into: [...below, entry.key], value: entry.value, how: 'assign' }];
  });
}

interface At {
  readonly region: Region;
  readonly span: Span;
  readonly how: Binding['how'];
}

/** `Object.assign(target, a, b)`: entry by entry where they are written out, else the whole of it anew. */
function noteMerge(lowering: Lowering, args: ListExpr, keepsOwn: boolean, at: At): void {
  const [first, ...others] = args.items;
  const target = first === undefined ? undefined : targetOf(first.value);
  if (first === undefined || target === undefined) return;
  const sources = others.map((item) => item.value);
  const isWrittenOut = (value: Expr): value is RecordExpr =>
    value.kind === 'record' && value.entries.every((entry) => !('spread' in entry));
  if (!keepsOwn && sources.every(isWrittenOut)) {
    for (const effect of sources.flatMap((source) => entriesOf(source, []))) {
      bind(lowering, { name: target.name, path: [...target.path, ...effect.into] }, effect.value, at);
    }
    return;
  }
  const order = keepsOwn ? [...sources, first.value] : [first.value, ...sources];
  const value: Expr = { kind: 'record', entries: order.map((spread) => ({ spread })), span: at.span };
  bind(lowering, target, value, at);
}

/** `Object.defineProperty(exports, 'x', { get: () => y })` */
function noteProperty(lowering: Lowering, [object, key, descriptor]: readonly Expr[], at: At): void {
  const target = object === undefined ? undefined : targetOf(object);
  if (target === undefined || key === undefined || descriptor?.kind !== 'record') return;
  const into: Target = { name: target.name, path: [...target.path, key] };
  for (const entry of descriptor.entries) {
    if ('spread' in entry || entry.key.kind !== 'literal') continue;
    if (entry.key.text === 'value') bind(lowering, into, entry.value, at);
    if (entry.key.text !== 'get' || entry.value.kind !== 'function') continue;
    const [only] = entry.value.returns;
    if (only !== undefined) bind(lowering, into, only.value, at);
  }
}

/** `__exportStar(require('./x'), exports)`, as compilers write `export * from './x'`. */
function noteExport(lowering: Lowering, callee: Expr, args: ListExpr, region: Region, span: Span): void {
  const name =
    callee.kind === 'ref'
      ? callee.name
      : callee.kind === 'member' && callee.property?.kind === 'literal'
        ? callee.property.text
        : '';
  const [module, target] = args.items;
  if (name !== '__exportStar' && name !== '__export') return;
  if (module === undefined || (target !== undefined && targetOf(target.value)?.name !== 'exports')) return;
  if (module.value.kind === 'import' && region === lowering.root) {
    lowering.starred.push(module.value);
    return;
  }
  const spreads = [{ spread: module.value }, { spread: { kind: 'ref', name: 'exports', span } }] as const;
  bind(
    lowering,
    { name: 'exports', path: [] },
    { kind: 'record', entries: spreads, span },
    { region, span, how: 'assign' },
  );
}
