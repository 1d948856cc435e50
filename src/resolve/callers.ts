/** Who calls a function: the contexts in which its parameters are settled. */
import type { Document } from '../model/document.js';
import type { Call, FunctionExpr } from '../model/expr.js';
import { unknownsIn, type Frame, type Value } from '../model/value.js';
import { calleeOf } from './calls.js';
import { noFrames } from './evaluate.js';
import type { Project } from './project.js';

/** How far callers of callers are asked, and in how many ways one call may be reached. */
const MAX_CALLERS_DEPTH = 5;
const MAX_CONTEXTS = 128;

interface Caller {
  readonly call: Call;
  readonly document: Document;
}

/** The calls of functions of the project, by function. */
export class Callers {
  readonly #project: Project;
  readonly #documents: ReadonlySet<Document>;
  readonly #byDocument = new WeakMap<Document, ReadonlyMap<FunctionExpr, readonly Caller[]>>();

  /** Callers are looked for in `documents` alone (it may grow): in what is analysed, not in all that imports lead to. */
  constructor(project: Project, documents: ReadonlySet<Document>) {
    this.#project = project;
    this.#documents = documents;
  }

  /** The calls of `fn`. */
  of(fn: FunctionExpr): readonly Caller[] {
    return [...this.#documents].flatMap((document) => this.#callsIn(document).get(fn) ?? []);
  }

  /**
   * The ways in which `evaluate`'s unknown parameters are settled by callers: for each, the frames after one caller was
   * followed, after two, and so on to the last. [] when no parameter matters or nobody calls.
   */
  contexts(evaluate: (frames: readonly Frame[]) => Value): readonly (readonly (readonly Frame[])[])[] {
    const settled: (readonly (readonly Frame[])[])[] = [];
    const expand = (steps: readonly (readonly Frame[])[], depth: number): void => {
      const frames = steps.at(-1) ?? noFrames;
      if (settled.length >= MAX_CONTEXTS) return;
      const open = unknownsIn(evaluate(frames)).find(
        (one) => one.parameter !== undefined && !frames.some((frame) => frame.fn === one.parameter?.fn),
      );
      const callers = open?.parameter === undefined || depth >= MAX_CALLERS_DEPTH ? [] : this.of(open.parameter.fn);
      if (open?.parameter === undefined || callers.length === 0) {
        if (steps.length > 0) settled.push(steps);
        return;
      }
      for (const { call, document } of callers) {
        const frame = { fn: open.parameter.fn, call, document, frames: noFrames };
        // A caller's own parameters are settled one step further: the frames that were asked so far see that step too.
        expand([...steps, [...frames.map((one) => ({ ...one, frames: [...one.frames, frame] })), frame]], depth + 1);
      }
    };
    expand([], 0);
    return settled;
  }

  #callsIn(document: Document): ReadonlyMap<FunctionExpr, readonly Caller[]> {
    const known = this.#byDocument.get(document);
    if (known !== undefined) return known;
    const calls = new Map<FunctionExpr, Caller[]>();
    // Known before it is complete: evaluating callees may come back here.
    this.#byDocument.set(document, calls);
    for (const call of document.calls) {
      for (const fn of functionsIn(
        calleeOf(this.#project.evaluator, call, { document, region: call.region, frames: noFrames }),
        call.isNew,
      )) {
        calls.set(fn, [...(calls.get(fn) ?? []), { call, document }]);
      }
    }
    return calls;
  }
}

function functionsIn(callee: Value, isNew: boolean): readonly FunctionExpr[] {
  switch (callee.kind) {
    case 'function':
      return [callee.fn];
    case 'class':
      return isNew && callee.cls.constructor_ !== undefined ? [callee.cls.constructor_] : [];
    case 'choice':
      return callee.options.flatMap((option) => functionsIn(option, isNew));
    default:
      return [];
  }
}
