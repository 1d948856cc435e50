/** Which binding a name means: the names of a document, each with the region that has it and all its bindings. */
import type { Lowered } from '../model/document.js';
import type { Binding, Region } from '../model/expr.js';

/** A name of one region, with everything that is bound to it, in the order of the text. */
export interface Variable {
  readonly name: string;
  readonly scope: Region;
  readonly bindings: readonly Binding[];
}

/** The names of one document. */
export class Scopes {
  readonly #variables = new Map<string, Map<Region, { name: string; scope: Region; bindings: Binding[] }>>();
  readonly #root: Region;

  constructor(lowered: Pick<Lowered, 'root' | 'bindings' | 'functions'>) {
    this.#root = lowered.root;
    const bindings = [...lowered.functions.flatMap(parameterBindings), ...lowered.bindings];
    for (const binding of bindings) {
      if (binding.how === 'declare' && !isSelf(binding.name)) this.#declare(binding.name, binding.region);
    }
    for (const binding of bindings) {
      const scope = this.#scopeOf(binding.name, binding.region) ?? this.#root;
      this.#declare(binding.name, scope).bindings.push(binding);
    }
    for (const regions of this.#variables.values()) {
      for (const variable of regions.values()) variable.bindings.sort((a, b) => a.span.end - b.span.end);
    }
  }

  /** The variable that `name` means in `region`; undefined when the document binds no such name. */
  find(name: string, region: Region): Variable | undefined {
    const scope = this.#scopeOf(name, region);
    return scope === undefined ? undefined : this.#variables.get(name)?.get(scope);
  }

  /** Every variable whose name `accepts`. */
  *all(): Iterable<Variable> {
    for (const regions of this.#variables.values()) yield* regions.values();
  }

  #declare(name: string, region: Region): { bindings: Binding[] } {
    const regions =
      this.#variables.get(name) ?? new Map<Region, { name: string; scope: Region; bindings: Binding[] }>();
    this.#variables.set(name, regions);
    const variable = regions.get(region) ?? { name, scope: region, bindings: [] };
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
