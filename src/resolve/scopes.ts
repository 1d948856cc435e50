/** Which binding a name means: the names of a document, each with the region that has it and all its bindings. */
import type { Lowered } from '../model/document.js';
import type { Binding, Call, Expr, Region } from '../model/expr.js';
import { addAll } from '../model/long-lists.js';

/** A name of one region, with everything that is bound to it, in the order of the text. */
export interface Variable {
  readonly name: string;
  readonly scope: Region;
  readonly bindings: readonly Binding[];
  /** What calls that are given the variable, or what it holds, make of it: bindings to outcomes. */
  readonly handed: readonly Binding[];
  /** Both, in the order of the text. */
  readonly all: readonly Binding[];
}

interface Growing extends Variable {
  readonly bindings: Binding[];
  readonly handed: Binding[];
  readonly all: Binding[];
}

/** The names of one document. */
export class Scopes {
  readonly #variables = new Map<string, Map<Region, Growing>>();
  readonly #root: Region;

  constructor(lowered: Pick<Lowered, 'root' | 'bindings' | 'functions' | 'calls'>) {
    this.#root = lowered.root;
    const bindings = [...lowered.functions.flatMap(parameterBindings), ...lowered.bindings];
    for (const binding of bindings) {
      if (binding.how === 'declare' && !isSelf(binding.name)) this.#declare(binding.name, binding.region);
    }
    for (const binding of bindings) {
      const scope = this.#scopeOf(binding.name, binding.region) ?? this.#root;
      this.#declare(binding.name, scope).bindings.push(binding);
    }
    for (const variable of [...this.#every()]) this.#passOn(variable);
    for (const call of lowered.calls) this.#handOver(call);
    for (const variable of this.#every()) {
      variable.bindings.sort((a, b) => a.span.end - b.span.end);
      addAll(variable.all, variable.bindings);
      addAll(variable.all, variable.handed);
      if (variable.handed.length > 0) variable.all.sort((a, b) => a.span.end - b.span.end);
    }
  }

  /** The variable that `name` means in `region`; undefined when the document binds no such name. */
  find(name: string, region: Region): Variable | undefined {
    return this.#of(name, region);
  }

  /** Every variable whose name `accepts`. */
  *all(): Iterable<Variable> {
    yield* this.#every();
  }

  *#every(): Iterable<Growing> {
    for (const regions of this.#variables.values()) yield* regions.values();
  }

  /** `const h = options.headers; h.x = …` sets `options.headers.x` too. */
  #passOn({ bindings }: Growing): void {
    const [origin, ...others] = bindings.filter((binding) => binding.path.length === 0);
    const target = origin === undefined || others.length > 0 ? undefined : chainOf(origin.value);
    const scope = target === undefined || origin === undefined ? undefined : this.#scopeOf(target.name, origin.region);
    const holder = target === undefined || scope === undefined ? undefined : this.#declare(target.name, scope);
    if (target === undefined || holder === undefined || holder.bindings === bindings) return;
    for (const binding of bindings) {
      if (binding.path.length > 0)
        holder.bindings.push({ ...binding, name: target.name, path: [...target.path, ...binding.path] });
    }
  }

  /** Notes with each variable that `call` is given, or given a member of, that the call may change it. */
  #handOver(call: Call): void {
    if (call.isCommand) return;
    call.args.items.forEach(({ value, spread }, index) => {
      const target = spread === 'no' ? chainOf(value) : undefined;
      const variable = target === undefined ? undefined : this.#of(target.name, call.region);
      if (target === undefined || variable === undefined || (isSelf(target.name) && target.path.length === 0)) return;
      const { span, region } = call;
      const outcome = { kind: 'outcome', call, index, span } as const;
      variable.handed.push({ ...target, value: outcome, region, span, how: 'assign' });
    });
  }

  #of(name: string, region: Region): Growing | undefined {
    const scope = this.#scopeOf(name, region);
    return scope === undefined ? undefined : this.#variables.get(name)?.get(scope);
  }

  #declare(name: string, region: Region): Growing {
    const regions = this.#variables.get(name) ?? new Map<Region, Growing>();
    this.#variables.set(name, regions);
    const variable = regions.get(region) ?? { name, scope: region, bindings: [], handed: [], all: [] };
    regions.set(region, variable);
    return variable;
  }

  #scopeOf(name: string, region: Region): Region | undefined {
    const regions = this.#variables.get(name);
    for (let at: Region | undefined = region; at !== undefined; at = at.parent) {
      if (isSelf(name) ? at.kind === 'class' : regions?.has(at) === true) return at;
    }
    return undefined;
  }
}

/** The name, and the names of members behind it, that an expression is made of. */
function chainOf(expr: Expr): { readonly name: string; readonly path: readonly Expr[] } | undefined {
  const path: Expr[] = [];
  let at = expr;
  while (at.kind === 'member' && at.property?.kind === 'literal') {
    path.unshift(at.property);
    at = at.object;
  }
  return at.kind === 'ref' ? { name: at.name, path } : undefined;
}

/** `this` and the class itself are names of every class region, declared or not. */
function isSelf(name: string): boolean {
  return name === 'this' || name === 'static this';
}

function parameterBindings(fn: Lowered['functions'][number]): readonly Binding[] {
  return fn.parameters.map((parameter) => {
    const start = Math.min(parameter.span.start, fn.region.span.start);
    return {
      name: parameter.name,
      path: [],
      value: { kind: 'parameter', fn, parameter, span: parameter.span },
      region: fn.region,
      span: { start, end: start },
      how: 'declare',
    };
  });
}

/** The nearest function (or the root) around `region`, itself included. */
export function functionOf(region: Region): Region {
  let at = region;
  while (at.kind !== 'function' && at.parent !== undefined) at = at.parent;
  return at;
}

/** Whether `inner` is `outer` or lies in it. */
export function isWithin(inner: Region, outer: Region): boolean {
  for (let at: Region | undefined = inner; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

/** The region directly below `outer` on the way to `inner`; undefined when `inner` is `outer` itself or elsewhere. */
export function childToward(outer: Region, inner: Region): Region | undefined {
  for (let at: Region | undefined = inner; at !== undefined; at = at.parent) if (at.parent === outer) return at;
  return undefined;
}
