/** What a language must give: read this to add one. */
import type { LanguageId, Lowered, SyntaxProblem } from '../model/document.js';
import type { Expr } from '../model/expr.js';
import type { Fragment, MappedText } from '../model/mapped-text.js';
import type { Fix, MetadataRequest, Rewriter, Wrapper } from '../model/site.js';
import type { Edit } from '../model/source-file.js';
import type { ExternalValue, ListValue, Place, Value } from '../model/value.js';

export interface Language {
  readonly id: LanguageId;
  /** By name, extension or the first line (a shebang). */
  claims(path: string, firstLine: string): boolean;
  /** Never throws and always ends: what cannot be parsed is told in `errors`, the rest is lowered. `path` decides dialects. */
  read(text: MappedText, path: string): { readonly lowered: Lowered; readonly errors: readonly SyntaxProblem[] };
  /** What a name means that nothing in the project binds: 'globalThis.fetch', 'env:HOME'. */
  unbound(name: string): Value;
  /**
   * What `name` may be called in the document around that passes its names on, likeliest first: where only variables of
   * the environment are passed on, or names differ in case. Without it a name is the same name there.
   */
  inherited?(name: string): readonly string[];
  /**
   * What calling something from outside the project gives, where this language knows it (`url.parse`, `Object.assign`, a text's
   * `trim`); undefined where it does not. The arguments are choice-free. Pure.
   */
  result(callee: ExternalValue, args: ListValue, isNew: boolean, at: Place): Value | undefined;
  /** The files that an import or include can mean, most likely first, relative to the scan's root; [] for packages. */
  candidates(specifier: string, from: string): readonly string[];
  /** How modules are found that `candidates` does not lead to; made once for a project, when the first is asked for. */
  readonly finder?: (files: ProjectFiles) => ModuleFinder;
  /** What `text` asks other modules for, told without parsing it: all of that, and perhaps some more. */
  readonly asksIn?: (text: string) => readonly Asked[];
  /** Whether a module of this text exports nothing but under names that are written in it, told without parsing it. */
  readonly exportsPlainly?: (text: string) => boolean;
  /** Whether calling `callee` with `args` runs code of another language, and which argument is that code. */
  runs(callee: string, args?: readonly Expr[]): Runner | undefined;
  /**
   * The text that `expr` writes, to be read as code: literals decoded by the codec of their notation, all else as holes.
   * Undefined when `expr` writes no text.
   */
  written(expr: Expr, text: MappedText): readonly Fragment[] | undefined;
  /**
   * Gives `option` the value `value` (as code) in the object that is the first argument of the call at `made`, or the one at
   * index `argument`; with `instead` in the place of an option of that name. Undefined where that is no plain edit; languages without such objects have none.
   */
  setOption?(
    made: Place,
    option: { readonly option: string; readonly value: string; readonly instead?: string; readonly argument?: number },
  ): Edit | undefined;
  /** What can be done about `request`; it may parse `request.place.document.text` again. */
  rewriter(request: Omit<MetadataRequest, 'rewrite'>): Rewriter;
  /** Mends `request`, which stands at a call of `wrapper`, where one of both is to be changed; undefined where that is a guess. */
  mendWrapper?(request: Omit<MetadataRequest, 'rewrite'>, wrapper: Wrapper): Fix | undefined;
  /** Writes `setting`, as this language has it, into the resource at `place`; undefined where that is not mechanical. */
  insertSetting?(place: Place, setting: string): Fix | undefined;
  /** Writes what `names` lead to, `value`, before the entry of a mapping at `before`; undefined where that is not mechanical. */
  insertEntry?(before: Place, names: readonly string[], value: string): Edit | undefined;
  /** As of `MetadataRequest`, in languages in which a failure may pass unnoticed. */
  whyUnchecked?(request: Omit<MetadataRequest, 'rewrite' | 'whyUnchecked'>): string | undefined;
}

/** A module that is asked for as `specifier`, and what of it: the names of exports; undefined for all that it may have. */
export interface Asked {
  readonly specifier: string;
  readonly names: readonly string[] | undefined;
}

/** The files of a project, by paths relative to its root. */
export interface ProjectFiles {
  /** The text of a file; undefined when there is none, it lies outside, or it is too large. */
  read(path: string): string | undefined;
  isFile(path: string): boolean;
  /** The paths of the files that tell how the project is built, as far as they were seen. */
  readonly manifests: readonly string[];
  /** The paths of all code that was seen. */
  readonly code: readonly string[];
}

export interface ModuleFinder {
  /** The file that `specifier` in the file `from` means; undefined when it is none of the project. */
  find(specifier: string, from: string): string | undefined;
  /** Strings of which each text holds one that asks for the file at `path`, unless it does so by a path of dots alone. */
  askedAs?(path: string): readonly string[];
  /** The name of the package that the file at `path` is part of: what users call what its modules export. */
  packageOf(path: string): string | undefined;
  /** Whether the file at `path` is part of a package that others install. */
  isPublished(path: string): boolean;
  /** The files whose names are names of the file at `path` too; what a later one says counts before. */
  siblingsOf?(path: string): readonly string[];
  /** Where the module that the file at `path` is part of is used. */
  usersOf?(path: string): Users;
}

/** The files that use a module, and how they name it. `areAll`: nobody else is to be expected to use it. */
export interface Users {
  readonly users: readonly { readonly path: string; readonly as: string }[];
  readonly areAll: boolean;
}

/** `argument` is the code: a text or a list of texts (lines). With `rest` so is every argument from there on. */
export interface Runner {
  readonly language: LanguageId;
  readonly argument: number;
  readonly rest: boolean;
  /** Which item of a list that the argument is: `spawn('sh', ['-c', code])`. */
  readonly item?: number;
  /** The names that lead to it in a record that the argument is: `{ Parameters: { commands: code } }`. */
  readonly path?: readonly string[];
  /** Whether the code is only split into words: no shell is there that would expand what a fix writes. */
  readonly onlySplits?: boolean;
  /** Whether the code sees the names of the document around. */
  readonly passesNames?: boolean;
  /** What the text says that is given, where that is not the code as it is; undefined where it says nothing. */
  readonly decode?: (text: MappedText) => MappedText | undefined;
}
