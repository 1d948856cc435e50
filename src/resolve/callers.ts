/** Who calls a function: the contexts in which its parameters are settled. */
import type { Document } from '../model/document.js';
import type { Call, FunctionExpr } from '../model/expr.js';
import { unknownsIn } from '../model/unknowns.js';
import type { Frame, Value } from '../model/value.js';
import { calleeOf } from './calls.js';
import { noFrames, withCaller } from './frames.js';
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
  readonly #askedIn = new Set<Document>();

  /** Callers are looked for in `documents` alone (it may grow): in what is analysed, not in all that imports lead to. */
  constructor(project: Project, documents: ReadonlySet<Document>) {
    this.#project = project;
    this.#documents = documents;
  }

  /** The documents with functions that callers were asked for: what they do, others may decide. */
  get askedIn(): ReadonlySet<Document> {
    return this.#askedIn;
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
      const next = depth >= MAX_CALLERS_DEPTH ? undefined : this.#settlers(evaluate(frames), frames);
      if (next === undefined) {
        if (steps.length > 0) settled.push(steps);
        return;
      }
      const { fn, callers } = next;
      for (const { call, document } of callers) {
        expand([...steps, withCaller(frames, { fn, call, document })], depth + 1);
      }
    };
    expand([], 0);
    return settled;
  }

  /** The callers of the first function, not followed yet, of which a parameter in `value` is not settled. */
  #settlers(
    value: Value,
    frames: readonly Frame[],
  ): { readonly fn: FunctionExpr; readonly callers: readonly Caller[] } | undefined {
    const asked = new Set(frames.map((frame) => frame.fn));
    for (const { parameter } of unknownsIn(value)) {
      if (parameter === undefined || asked.has(parameter.fn)) continue;
      asked.add(parameter.fn);
      this.#askedIn.add(parameter.document);
      const callers = this.of(parameter.fn);
      if (callers.length > 0) return { fn: parameter.fn, callers };
    }
    return undefined;
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
