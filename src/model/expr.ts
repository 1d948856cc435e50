/**
 * An expression, whatever the language: what `lower` makes of a syntax tree and `evaluate` reads.
 *
 * The design drew six forms; calls, functions, classes, members, lists and imports joined them when real code showed
 * that addresses and tokens travel through wrappers, option arrays, instances and modules.
 */
import type { Span } from './source-file.js';

export type Expr =
  | LiteralExpr
  | ConcatExpr
  | RefExpr
  | MemberExpr
  | ChoiceExpr
  | RecordExpr
  | ListExpr
  | CallExpr
  | FunctionExpr
  | ClassExpr
  | ImportExpr
  | HoleExpr
  | ParameterExpr
  | OutcomeExpr
  | NothingExpr
  | OpaqueExpr;

/** Among the arguments of a command what stands before that which it reads from its input. No word of a shell is this. */
export const INPUT = '<<<';

/** A text that is written out (numbers and booleans as they print). `span` includes quotes. */
export interface LiteralExpr {
  readonly kind: 'literal';
  readonly text: string;
  readonly span: Span;
}

/** Texts one after the other: `a + b`, `${a}/b`, "$A/b". */
export interface ConcatExpr {
  readonly kind: 'concat';
  readonly parts: readonly Expr[];
  readonly span: Span;
}

/** A name, looked up in the region where it stands. */
export interface RefExpr {
  readonly kind: 'ref';
  readonly name: string;
  readonly span: Span;
}

/** `object.property`, `object[property]`; property `undefined` means any one of them (the variable of a loop). */
export interface MemberExpr {
  readonly kind: 'member';
  readonly object: Expr;
  readonly property: Expr | undefined;
  readonly span: Span;
}

/**
 * One of several: `either` when nothing known decides (`c ? a : b`); `default` when the next is used only if the one
 * before is missing or empty (`a || b`, `a ?? b`, `${A:-b}`); `guarded` has two options, the second used only if the first
 * is there, else nothing (`a && b`, `${A:+b}`).
 */
export interface ChoiceExpr {
  readonly kind: 'choice';
  readonly mode: 'either' | 'default' | 'guarded';
  readonly options: readonly Expr[];
  /** Of `either`, what has to hold for each option, as far as it is told. */
  readonly tests?: readonly (readonly Test[])[];
  /** Where it stands, when that may be deeper than what it is a part of: what was tested around it tells of it. */
  readonly region?: Region;
  readonly span: Span;
}

/** Named values: an object literal. A `spread` entry stands for all entries of another record; later entries win. */
export interface RecordExpr {
  readonly kind: 'record';
  readonly entries: readonly RecordEntry[];
  readonly span: Span;
}
export type RecordEntry = { readonly key: Expr; readonly value: Expr } | { readonly spread: Expr };

/** Values in order: an array, a command's words. */
export interface ListExpr {
  readonly kind: 'list';
  readonly items: readonly ListItem[];
  readonly span: Span;
}
/**
 * `spread: 'items'` puts the items of a list in its place (`...args`, "${args[@]}"); `'words'` splits a text at white space
 * as a shell does with an unquoted expansion (an empty one vanishes).
 */
export interface ListItem {
  readonly value: Expr;
  readonly spread: 'no' | 'items' | 'words';
}

/** The result of a call (for a shell: what a command substitution reads). */
export interface CallExpr {
  readonly kind: 'call';
  readonly call: Call;
  readonly span: Span;
}

/** A function, method or shell function, as a value. */
export interface FunctionExpr {
  readonly kind: 'function';
  readonly name: string | undefined;
  readonly parameters: readonly Parameter[];
  /** Its body. */
  readonly region: Region;
  /** What it can give back (for a shell function: what it prints), each in the region where that is said. */
  readonly returns: readonly { readonly value: Expr; readonly region: Region }[];
  readonly span: Span;
}
/**
 * `name` is bound in the function's region to argument `index`, or with `rest` to the list of all arguments from `index` on.
 * A destructured parameter has a made-up name and bindings that read it. A shell function has '1' to '9' and a rest '@'.
 */
export interface Parameter {
  readonly name: string;
  readonly index: number;
  readonly default: Expr | undefined;
  readonly rest: boolean;
  readonly span: Span;
}

/** A class. Its members are bindings of `this` (statics: of `static this`) in its region, with the member's name as path. */
export interface ClassExpr {
  readonly kind: 'class';
  readonly name: string | undefined;
  readonly region: Region;
  readonly superclass: Expr | undefined;
  readonly constructor_: FunctionExpr | undefined;
  readonly span: Span;
}

/** What another module or file gives: `require('x')`, the namespace of `import 'x'`. */
export interface ImportExpr {
  readonly kind: 'import';
  readonly specifier: Expr;
  readonly span: Span;
}

/** A hole of the document's text: evaluated in the document that embeds it. */
export interface HoleExpr {
  readonly kind: 'hole';
  readonly offset: number;
  readonly span: Span;
}

/** A parameter of a function: made by the evaluator out of `FunctionExpr.parameters`, never by a language. */
export interface ParameterExpr {
  readonly kind: 'parameter';
  readonly fn: FunctionExpr;
  readonly parameter: Parameter;
  readonly span: Span;
}

/** What argument `index` of a call is once the call has returned: made by the evaluator, never by a language. */
export interface OutcomeExpr {
  readonly kind: 'outcome';
  readonly call: Call;
  readonly index: number;
  readonly span: Span;
}

/** null, undefined, unset, an empty argument list. */
export interface NothingExpr {
  readonly kind: 'nothing';
  readonly span: Span;
}

/** An expression that is not followed, and why (a phrase that can be shown to a person: "a regular expression"). */
export interface OpaqueExpr {
  readonly kind: 'opaque';
  readonly why: string;
  readonly span: Span;
}

/**
 * A stretch of code that runs as a whole or not at all, and may hold names of its own. They form a tree; `root` is the
 * document. `class` and `block` run whenever their parent does; an `arm` is one way of a branch, of which arms with the same
 * `branch` exclude each other; a `loop` body runs any number of times; a `function` runs when it is called.
 */
export interface Region {
  readonly kind: 'root' | 'function' | 'class' | 'block' | 'arm' | 'loop';
  readonly parent: Region | undefined;
  readonly span: Span;
  /** Arms of one branch share this object. `exhaustive`: one of its arms always runs (there is an else). */
  readonly branch?: Branch;
  /** What had to hold for an arm to run, as far as it is a plain test of a value (`if (token)`, `[ -n "$T" ]`). */
  readonly test?: Test;
  /** Whether control never passes the end of this arm (return, throw, exit, continue). */
  readonly leaves?: boolean;
  /** Of a loop, the list whose items it runs for. */
  readonly over?: Expr;
  /** Whether a function runs whenever an instance of the class around it is made. */
  readonly constructs?: boolean;
}

/** The arms of one if, switch, case, conditional expression, try/catch or `&&`/`||` list. */
export interface Branch {
  readonly exhaustive: boolean;
  readonly arms: readonly Region[];
  /** What has to hold for none of the arms to run, as far as it is told. */
  readonly otherwise?: readonly Test[];
}

/** A plain test of a value: whether it is there (neither missing nor empty), or with `holds` false, whether it is not. */
export interface Test {
  readonly value: Expr;
  readonly holds: boolean;
}

/** `name = value`, or with a path `name.path… = value`, which takes effect where it stands (`span.end`). */
export interface Binding {
  readonly name: string;
  readonly path: readonly Expr[];
  readonly value: Expr;
  readonly region: Region;
  readonly span: Span;
  /** `declare` makes the name one of `region` (hoisted: the whole of it); `append` is `+=`. */
  readonly how: 'declare' | 'assign' | 'append';
}

/**
 * Something is called with some arguments: the one thing a language must find. Of a shell command, `args` are all of its
 * words with the command's own first (it may expand to several words), `callee` is that first word again and `isCommand`
 * is true; functions and aliases that it may call are bound as 'name()'.
 */
export interface Call {
  readonly span: Span;
  readonly callee: Expr;
  readonly args: ListExpr;
  readonly isNew: boolean;
  readonly isCommand: boolean;
  readonly region: Region;
  /** Calls of methods of this call's result, in order: `.set(…)` in `get(url).set(…)`. Spans reach from the first receiver. */
  readonly chain: readonly { readonly method: string; readonly args: ListExpr; readonly span: Span }[];
}
