/** The state in which a batch file is lowered: what was found so far, and where the lowering stands. */
import type { Binding, Call, Expr, Region } from '../../model/expr.js';
import type { MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';

/** What was found so far, in one document. */
export interface Output {
  readonly text: MappedText;
  readonly calls: Call[];
  readonly bindings: Binding[];
  readonly comments: Span[];
  /** Where labels stand, at which control may come from anywhere. */
  readonly labels: number[];
  /** Whether `!NAME!` is filled in. */
  readonly isDelayed: boolean;
  /** The index of the first hole of the text from an offset on. */
  firstHole(offset: number): number;
}

/** What is read before any of it runs: a line, with all blocks that it opens. Its `%NAME%` are what they were before it. */
export interface Unit {
  readonly start: number;
  readonly region: Region;
  /** The names that are set in it so far. */
  readonly set: Set<string>;
  /** Those of them that were read after that. */
  readonly frozen: Set<string>;
}

export interface Scope {
  readonly out: Output;
  readonly region: Region;
  readonly unit: Unit;
  /** The letters of the loops around. */
  readonly items: ReadonlySet<string>;
  /** How many blocks and conditions are around. */
  readonly depth: number;
}

export type Growing = { -readonly [Key in keyof Region]: Region[Key] };

/** Binds `name` where the scope stands. */
export function bind({ out, region, unit }: Scope, name: string, value: Expr, span: Span): void {
  unit.set.add(name);
  out.bindings.push({ name, path: [], value, region, span, how: 'assign' });
}

/** `%NAME%`: what it was when the line was read. */
export function referenceTo({ out, unit }: Scope, written: string, span: Span): Expr {
  const name = written.toUpperCase();
  if (!unit.set.has(name)) return { kind: 'ref', name, span };
  const before = `${name} before ${String(unit.start)}`;
  if (!unit.frozen.has(name)) {
    unit.frozen.add(name);
    const at = { start: unit.start, end: unit.start };
    const value: Expr = { kind: 'ref', name, span: at };
    out.bindings.push({ name: before, path: [], value, region: unit.region, span: at, how: 'declare' });
  }
  return { kind: 'ref', name: before, span };
}
