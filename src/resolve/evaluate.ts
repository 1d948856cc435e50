/** The only evaluator, for every language: expressions to values. */
import type { Document } from '../model/document.js';
import type { CallExpr, ConcatExpr, Expr, ParameterExpr, RecordExpr, Region } from '../model/expr.js';
import { choose, known, mapChoice, nothing, textOf, unknown } from '../model/value.js';
import type { Frame, RecordValue, Value } from '../model/value.js';
import { calleeOf, resultOf } from './calls.js';
import { choiceValue } from './choices.js';
import { concatenated } from './concatenate.js';
import { listOf } from './lists.js';
import { memberOf } from './members.js';
import { objectAfter } from './outcomes.js';
import { parameterValue } from './parameters.js';
import type { Project } from './project.js';
import { dependsOn, opened, type Open } from './open.js';
import { merge, withEntries } from './records.js';
import { referenceValue } from './references.js';

/** Where an expression is evaluated: its document, its region, and the calls that were followed to get there. */
export interface Context {
  readonly document: Document;
  readonly region: Region;
  readonly frames: readonly Frame[];
}

/** How many expressions one question may look at, and how deep it may go; beyond that the answer is unknown. */
const MAX_STEPS = 20_000;
const MAX_DEPTH = 120;
const MAX_STEPS_A_FILE = 500_000;

const TOO_MUCH = 'more code than is followed';

/** An answer, and what cut it short: it holds as long as it `dependsOn` that. Or at which depth it is being worked out. */
export type Memo = { readonly value: Value; readonly cutBy: Open | undefined } | { readonly depth: number };

/** Answers by what was asked. */
export interface MemoTable<Key> {
  get(key: Key): Memo | undefined;
  set(key: Key, memo: Memo): unknown;
}

/** Evaluates expressions of a project's documents. Memoised; ends on every input: cycles and great depths are unknown. */
export class Evaluator {
  readonly project: Project;
  readonly #memo = new WeakMap<Expr, WeakMap<readonly Frame[], Memo>>();
  readonly #paths = new WeakMap<Expr, WeakMap<readonly Frame[], Map<string, Memo>>>();
  #steps = 0;
  /** What is being worked out at each depth; at depth 0 the question. */
  readonly #open: Open[] = [];
  #depth = 0;
  /** The depth of the outermost thing being worked out that cut an answer short; Infinity when nothing did. */
  #cutAt = Infinity;
  #budget = MAX_STEPS_A_FILE;
  #path = '';
  /** The files whose steps did not suffice: what is said of them is not complete. */
  readonly exhausted = new Set<string>();

  constructor(project: Project) {
    this.project = project;
  }

  /** The value of `expr`. */
  evaluate(expr: Expr, context: Context): Value {
    // A command may have any number of words: what says itself what it is takes no step.
    if (expr.kind === 'literal') return this.#evaluate(expr, context);
    const memo = this.#memo.get(expr) ?? new WeakMap<readonly Frame[], Memo>();
    this.#memo.set(expr, memo);
    return this.remembered(memo, context.frames, () => this.#evaluate(expr, context));
  }

  /**
   * What `compute` gives, worked out once for each `key` of `memo`. What asks for itself on the way is `cyclic` there, or
   * unknown: then what was made of that is forgotten once the cycle is left.
   */
  remembered<Key>(memo: MemoTable<Key>, key: Key, compute: () => Value, cyclic?: Value): Value {
    const before = memo.get(key);
    if (before !== undefined && 'depth' in before)
      return cyclic ?? this.#cut(before.depth, 'a value that depends on itself');
    const cutter = dependsOn(before?.cutBy);
    if (before !== undefined && (before.cutBy === undefined || cutter !== undefined)) {
      if (cutter !== undefined) this.#cutAt = Math.min(this.#cutAt, cutter.depth);
      return before.value;
    }
    const refusal = this.#enter();
    if (refusal !== undefined) return refusal;
    const depth = this.#depth;
    const outerCut = this.#cutAt;
    this.#cutAt = Infinity;
    memo.set(key, { depth });
    let value: Value | undefined;
    try {
      value = compute();
      return value;
    } finally {
      const open = this.#open[depth] ?? opened(depth);
      open.isOpen = false;
      // What failed is forgotten: it may be asked for again.
      if (value !== undefined && this.#cutAt < depth) open.cutBy = this.#open[this.#cutAt];
      memo.set(key, value === undefined ? { value: unknown('a failure'), cutBy: open } : { value, cutBy: open.cutBy });
      this.#depth = depth - 1;
      this.#cutAt = Math.min(outerCut, this.#cutAt < depth ? this.#cutAt : Infinity);
    }
  }

  /** Grants the steps that looking into one file may cost. */
  grant(path: string): void {
    this.#path = path;
    this.#budget = MAX_STEPS_A_FILE;
  }

  /** Takes `steps` from what the file may cost; what to answer instead when that is used up. */
  spend(steps: number): Value | undefined {
    this.#budget -= steps;
    return this.#budget <= 0 ? this.#exhaust() : undefined;
  }

  /** What `keys` name in `expr`, without evaluating what they pass by. */
  evaluatePath(expr: Expr, keys: readonly string[], context: Context): Value {
    const [key, ...rest] = keys;
    if (key === undefined) return this.evaluate(expr, context);
    const byFrames = this.#paths.get(expr) ?? new WeakMap<readonly Frame[], Map<string, Memo>>();
    this.#paths.set(expr, byFrames);
    const memo = byFrames.get(context.frames) ?? new Map<string, Memo>();
    byFrames.set(context.frames, memo);
    return this.remembered(memo, keys.join('\0'), () => this.#evaluatePath(expr, key, rest, context));
  }

  /** Goes one level deeper, or says why not. At the top a new question begins. */
  #enter(): Value | undefined {
    if (this.#depth === 0) {
      const last = this.#open[0];
      if (last !== undefined) last.isOpen = false;
      this.#open[0] = opened(0);
      this.#steps = 0;
      this.#cutAt = Infinity;
    }
    if (this.#budget <= 0) return this.#exhaust();
    if (this.#depth >= MAX_DEPTH || this.#steps >= MAX_STEPS) return this.#cut(0, TOO_MUCH);
    this.#steps += 1;
    this.#budget -= 1;
    this.#depth += 1;
    this.#open[this.#depth] = opened(this.#depth);
    return undefined;
  }

  #exhaust(): Value {
    this.exhausted.add(this.#path);
    return this.#cut(0, TOO_MUCH);
  }

  #cut(depth: number, why: string): Value {
    this.#cutAt = Math.min(this.#cutAt, depth);
    return unknown(why);
  }

  #evaluatePath(expr: Expr, key: string, rest: readonly string[], context: Context): Value {
    switch (expr.kind) {
      case 'record':
        return this.#recordPath(expr, key, rest, context);
      case 'ref':
        return referenceValue(this, expr, [key, ...rest], context);
      case 'member': {
        const property = expr.property === undefined ? undefined : textOf(this.evaluate(expr.property, context));
        if (property === undefined) return this.#membersOf(this.evaluate(expr, context), [key, ...rest]);
        return this.evaluatePath(expr.object, [property, key, ...rest], context);
      }
      case 'choice':
        return choiceValue(this, expr, context, (option) => this.evaluatePath(option, [key, ...rest], context));
      case 'import': {
        const module = this.project.importedFrom(expr, context);
        if (module !== undefined) return this.project.exported(module, [key, ...rest]);
        return this.#membersOf(this.evaluate(expr, context), [key, ...rest]);
      }
      default:
        return this.#membersOf(this.evaluate(expr, context), [key, ...rest]);
    }
  }

  #recordPath(expr: RecordExpr, key: string, rest: readonly string[], context: Context): Value {
    const maybe: Value[] = [];
    for (const entry of expr.entries.toReversed()) {
      if ('spread' in entry) {
        const value = this.evaluatePath(entry.spread, [key], context);
        if (value.kind === 'nothing') continue;
        const inner = this.#membersOf(value, rest);
        if (value.kind !== 'unknown' && value.kind !== 'choice') return choose([...maybe, inner]);
        maybe.push(inner);
        continue;
      }
      // A large table is not worth a step for each of its names.
      const name = entry.key.kind === 'literal' ? entry.key.text : textOf(this.evaluate(entry.key, context));
      if (name === key) return choose([...maybe, this.evaluatePath(entry.value, rest, context)]);
      if (name === undefined) maybe.push(this.evaluatePath(entry.value, rest, context));
    }
    return choose([...maybe, nothing]);
  }

  #membersOf(value: Value, keys: readonly string[]): Value {
    return keys.reduce<Value>((object, key) => mapChoice(object, (one) => memberOf(this, one, known(key))), value);
  }

  #evaluate(expr: Expr, context: Context): Value {
    switch (expr.kind) {
      case 'literal':
        return known(expr.text, { document: context.document, span: expr.span });
      case 'concat':
        return this.#concat(expr, context);
      case 'ref':
        return referenceValue(this, expr, [], context);
      case 'member':
        return this.#member(expr.object, expr.property, context);
      case 'choice':
        return choiceValue(this, expr, context, (option) => this.evaluate(option, context));
      case 'record':
        return this.#record(expr, context);
      case 'list':
        this.#budget -= expr.items.length;
        return listOf(expr.items.map((item) => ({ value: this.evaluate(item.value, context), spread: item.spread })));
      case 'call':
        return this.#call(expr, context);
      case 'function':
        return { kind: 'function', fn: expr, document: context.document, frames: context.frames };
      case 'class':
        return { kind: 'class', cls: expr, document: context.document, frames: context.frames, instance: false };
      case 'import': {
        const module = this.project.importedFrom(expr, context);
        if (module !== undefined) return this.project.exported(module, []);
        const name = textOf(this.evaluate(expr.specifier, context));
        if (name === undefined) return unknown('a module whose name is made at run time');
        if (this.project.isLocal(name, context.document)) return unknown(`the module '${name}', which was not found`);
        return { kind: 'external', name: name.replace(/^node:/, ''), receiver: undefined };
      }
      case 'hole':
        return this.#hole(expr.offset, context);
      case 'parameter':
        return this.#parameter(expr, context);
      case 'outcome':
        return objectAfter(this, expr, context);
      case 'nothing':
        return nothing;
      case 'opaque':
        return unknown(expr.why);
    }
  }

  #parameter(expr: ParameterExpr, context: Context): Value {
    return parameterValue(this, expr.fn, expr.parameter, context);
  }

  #member(object: Expr, property: Expr | undefined, context: Context): Value {
    const key = property === undefined ? undefined : this.evaluate(property, context);
    const name = key === undefined ? undefined : textOf(key);
    if (name !== undefined) return this.evaluatePath(object, [name], context);
    return mapChoice(this.evaluate(object, context), (one) => memberOf(this, one, key));
  }

  #concat(expr: ConcatExpr, context: Context): Value {
    return concatenated(expr.parts.map((part) => this.evaluate(part, context)));
  }

  #record(expr: RecordExpr, context: Context): Value {
    const build = (from: number, before: RecordValue): Value => {
      let record = before;
      const added: RecordValue['entries'][number][] = [];
      for (let i = from; i < expr.entries.length; i += 1) {
        const entry = expr.entries[i];
        if (entry === undefined) break;
        if ('spread' in entry) {
          const spread = this.evaluate(entry.spread, context);
          const so = withEntries(record, added.splice(0));
          if (spread.kind === 'choice') return mapChoice(spread, (one) => build(i + 1, merge(so, one)));
          record = merge(so, spread);
          continue;
        }
        added.push({ key: this.evaluate(entry.key, context), value: this.evaluate(entry.value, context) });
      }
      return withEntries(record, added);
    };
    return build(0, { kind: 'record', entries: [], open: undefined });
  }

  #call(expr: CallExpr, context: Context): Value {
    const at = { ...context, region: expr.call.region };
    return mapChoice(calleeOf(this, expr.call, at), (one) => resultOf(this, expr.call, one, at));
  }

  #hole(offset: number, context: Context): Value {
    const hole = context.document.text.holeAt(offset);
    let parent = context.document.parent;
    for (let level = 1; hole !== undefined && level < hole.depth; level += 1) parent = parent?.document.parent;
    if (hole === undefined || parent === undefined) return unknown('a part that is filled in elsewhere');
    return this.evaluate(hole.expr, {
      document: parent.document,
      region: parent.embedding.region,
      frames: context.frames,
    });
  }
}
