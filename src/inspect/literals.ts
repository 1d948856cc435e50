/** Lists the literals of a document, each with how it is used: handed to whom, bound to what, in a list. */
import type { Document } from '../model/document.js';
import type { Call, Expr, Region, Test } from '../model/expr.js';
import type { Span } from '../model/source-file.js';

/** A literal, and a phrase for a person that says what becomes of it. */
export interface UsedLiteral {
  readonly span: Span;
  readonly setting: string;
}

interface Pending {
  readonly expr: Expr;
  readonly setting: string;
}

/** Every literal of `document`, not of what is nested in it. */
export function literalsIn(document: Document): readonly UsedLiteral[] {
  const found: UsedLiteral[] = [];
  const seen = new Set<Expr>();
  // A list of what is left to do: texts may be put together more deeply than calls may be.
  const pending = rootsOf(document);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { expr, setting } = next;
    if (seen.has(expr)) continue;
    seen.add(expr);
    if (expr.kind === 'literal') found.push({ span: expr.span, setting });
    for (const part of partsOf(next)) pending.push(part);
  }
  return found;
}

/** The last is looked at first: a call says more of a literal than what the call is part of. */
function rootsOf(document: Document): Pending[] {
  const regions = new Set<Region>([
    ...document.calls.map((call) => call.region),
    ...document.functions.map((fn) => fn.region),
    ...document.bindings.map((binding) => binding.region),
  ]);
  const compared = [...regions].flatMap(testsOf).map(({ value }) => ({ expr: value, setting: 'compared or tested' }));
  const bound = document.bindings.map(({ name, path, value }) => {
    const keys = path.map((key) => (key.kind === 'literal' ? key.text : '…'));
    return { expr: value, setting: `the value of ${[name, ...keys].join('.')}, which reaches no request` };
  });
  const returned = document.functions.flatMap((fn) =>
    fn.returns.map(({ value }) => ({
      expr: value,
      setting: `given back by ${fn.name ?? 'a function'}, which reaches no request`,
    })),
  );
  return [...compared, ...bound, ...returned, ...document.calls.toReversed().flatMap(handed)];
}

function testsOf(region: Region): readonly Test[] {
  const { test, branch } = region;
  return [...(test === undefined ? [] : [test]), ...(branch?.otherwise ?? [])];
}

function handed(call: Call): readonly Pending[] {
  const name = calleeName(call);
  // Operators are lowered to calls of their names.
  const given = /\w/.test(name) ? `handed to ${name}, which sends no request with it` : `an operand of ${name}`;
  return [
    ...call.args.items.map((item) => ({ expr: item.value, setting: given })),
    { expr: call.callee, setting: `part of what is called` },
    ...call.chain.map((link) => ({
      expr: link.args,
      setting: `handed to .${link.method}(…), which sends no request with it`,
    })),
  ];
}

/** How the callee is written. */
function calleeName(call: Call): string {
  const names: string[] = [];
  let at = call.callee;
  for (; at.kind === 'member'; at = at.object) names.unshift(at.property?.kind === 'literal' ? at.property.text : '…');
  const first = at.kind === 'ref' ? at.name : at.kind === 'literal' ? at.text : '…';
  return [first, ...names].join('.');
}

function partsOf({ expr, setting }: Pending): readonly Pending[] {
  const inside = (parts: readonly Expr[], how = setting): readonly Pending[] =>
    parts.map((part) => ({ expr: part, setting: how }));
  switch (expr.kind) {
    case 'concat':
      return inside(expr.parts);
    case 'choice':
      return inside(expr.options);
    case 'member':
      return inside(expr.property === undefined ? [expr.object] : [expr.object, expr.property]);
    case 'list':
      return inside(
        expr.items.map((item) => item.value),
        setting.startsWith('in a list') ? setting : `in a list, ${setting}`,
      );
    case 'record':
      return expr.entries.flatMap((entry) =>
        'spread' in entry ? inside([entry.spread]) : inside([entry.key, entry.value]),
      );
    case 'import':
      return inside([expr.specifier], 'the name of a module');
    case 'call':
      return handed(expr.call);
    case 'ref':
    case 'literal':
    case 'function':
    case 'class':
    case 'hole':
    case 'parameter':
    case 'outcome':
    case 'nothing':
    case 'opaque':
      return [];
  }
}
