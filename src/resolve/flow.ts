/** What a variable holds at a place: its bindings followed in order, branches joined, as far as the regions tell. */
import type { Binding, Branch, Expr, Region, Test } from '../model/expr.js';
import { choose, decide, textOf, type Value } from '../model/value.js';
import { childToward, isWithin, type Variable } from './scopes.js';

/** Where a variable is read. Without `use`, at the end of its scope, all its bindings made. */
export interface Use {
  readonly region: Region;
  readonly offset: number;
}

/** What a binding makes of the state before it. `undefined` is a variable that nothing has been bound to. */
export type Apply = (state: Value | undefined, binding: Binding) => Value | undefined;

/**
 * The value of `variable` at `use`; undefined when nothing can have been bound to it by then. Variables that are set in the
 * arms of one branch are choices that are made together.
 */
export function valueAt(variable: Variable, use: Use | undefined, apply: Apply, fails: Fails): Value | undefined {
  return new Flow(use, apply, fails).run(variable.all, variable.scope, undefined);
}

/** The same for the bindings inside of `fn`, `before` being the state when it was called. */
export function valueInside(
  variable: Variable,
  fn: Region,
  use: Use,
  before: Value | undefined,
  apply: Apply,
  fails: Fails,
): Value | undefined {
  const inside = variable.all.filter((binding) => isWithin(binding.region, fn));
  return inside.length === 0 ? before : new Flow(use, apply, fails).run(inside, fn, before);
}

/** Whether one of `tests`, which stand in `region`, is known to fail. */
export type Fails = (tests: readonly Test[], region: Region) => boolean;

const joins = new WeakMap<object, Map<string, object>>();

/** The identity of the choice that `branch` makes, `key` telling kinds of it apart: the same at each use, so that uses agree. */
export function joinOf(branch: object, key: string): object {
  const known = joins.get(branch) ?? new Map<string, object>();
  joins.set(branch, known);
  const id = known.get(key) ?? {};
  known.set(key, id);
  return id;
}

class Flow {
  readonly #use: Use | undefined;
  readonly #apply: Apply;
  readonly #fails: Fails;

  constructor(use: Use | undefined, apply: Apply, fails: Fails) {
    this.#use = use;
    this.#apply = apply;
    this.#fails = fails;
  }

  /** The state after `bindings`, all of them in `region` or below, as seen by the use. */
  run(bindings: readonly Binding[], region: Region, before: Value | undefined): Value | undefined {
    let state = before;
    for (let i = 0; i < bindings.length;) {
      const binding = bindings[i];
      if (binding === undefined || this.#isLater(binding)) break;
      const child = childToward(region, binding.region);
      if (child === undefined) {
        state = this.#apply(state, binding);
        i += 1;
        continue;
      }
      const inside = this.#take(bindings, i, region, child);
      i += inside.length;
      state = this.#enter(child, inside, state);
    }
    return state;
  }

  #isLater(binding: Binding): boolean {
    return this.#use !== undefined && binding.span.end > this.#use.offset;
  }

  /** The bindings from `first` on that lie in `child`, or in another arm of its branch. */
  #take(bindings: readonly Binding[], first: number, region: Region, child: Region): readonly Binding[] {
    let end = first;
    for (; end < bindings.length; end += 1) {
      const binding = bindings[end];
      const other = binding === undefined ? undefined : childToward(region, binding.region);
      if (other !== child && (other?.branch === undefined || other.branch !== child.branch)) break;
    }
    return bindings.slice(first, end);
  }

  #enter(child: Region, bindings: readonly Binding[], state: Value | undefined): Value | undefined {
    if (child.branch !== undefined) return this.#branch(child.branch, bindings, state);
    const seenFromInside = this.#use !== undefined && isWithin(this.#use.region, child);
    if (runsAlways(child) || seenFromInside || this.#isRun(child)) {
      return this.run(bindings, child, state);
    }
    return this.#maybe(child, state, this.run(bindings, child, state));
  }

  #branch(branch: Branch, bindings: readonly Binding[], state: Value | undefined): Value | undefined {
    const inArm = (arm: Region): readonly Binding[] => bindings.filter((binding) => isWithin(binding.region, arm));
    const use = this.#use;
    const around = use === undefined ? undefined : branch.arms.find((arm) => isWithin(use.region, arm));
    if (around !== undefined) return this.run(inArm(around), around, state);
    const alive = branch.arms.filter((arm) => arm.test === undefined || !this.#fail([arm.test], arm.parent));
    const passes = !branch.exhaustive && !this.#fail(branch.otherwise ?? [], branch.arms[0]?.parent);
    const after = alive
      .filter((arm) => arm.leaves !== true)
      .map((arm) => {
        const within = inArm(arm);
        return within.length === 0 ? state : this.run(within, arm, state);
      });
    // Where no arm is left to run, nothing is known to be changed by them.
    if (passes || alive.length === 0) after.push(state);
    const isWhole = alive.length === branch.arms.length && passes !== branch.exhaustive;
    const left = isWhole ? '' : `${alive.map((arm) => branch.arms.indexOf(arm)).join()} ${String(passes)}`;
    return this.#join(after, branch, left);
  }

  #fail(tests: readonly Test[], region: Region | undefined): boolean {
    return region !== undefined && tests.length > 0 && this.#fails(tests, region);
  }

  /** Whether a loop runs at least once: there is something in the list that it goes over. */
  #isRun({ over, parent }: Region): boolean {
    if (over === undefined) return false;
    const first: Expr = {
      kind: 'member',
      object: over,
      property: { kind: 'literal', text: '0', span: over.span },
      span: over.span,
    };
    return this.#fail([{ value: first, holds: false }], parent);
  }

  #maybe(region: Region, before: Value | undefined, after: Value | undefined): Value | undefined {
    return region.kind === 'function' && isAddition(before, after) ? after : this.#join([before, after], region, '');
  }

  /**
   * One of several states; that a variable may not be bound at all is forgotten where another state binds it. `left` tells
   * which of them there are, when they are not all.
   */
  #join(states: readonly (Value | undefined)[], at: object, left: string): Value | undefined {
    const bound = states.filter((state) => state !== undefined);
    if (bound.length === 0) return undefined;
    // Whatever is bound on all ways is decided together: variables that are set in the same arms belong together.
    return bound.length === states.length ? decide(bound, joinOf(at, left)) : choose(bound);
  }
}

/** Whether control enters a region whenever it passes there; a constructor has run when anything else of an instance does. */
function runsAlways({ kind, constructs }: Region): boolean {
  return kind === 'block' || kind === 'class' || kind === 'root' || constructs === true;
}

/** Whether a function that makes `after` of the object `before` only adds to it: who adds means it to be called. */
function isAddition(before: Value | undefined, after: Value | undefined): boolean {
  if (before?.kind !== 'record' || after?.kind !== 'record') return false;
  return before.entries.every(({ key, value }) =>
    after.entries.some((entry) => entry.value === value && textOf(entry.key) === textOf(key)),
  );
}
