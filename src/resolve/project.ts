/** The documents of a run and how they find one another: lazy, memoised, bounded, safe from cycles. */
import type { Language, ModuleFinder } from '../languages/language.js';
import type { Document, LanguageId } from '../model/document.js';
import type { Call, ClassExpr, FunctionExpr, ImportExpr, Region } from '../model/expr.js';
import { isInside } from '../model/paths.js';
import { MappedText } from '../model/mapped-text.js';
import type { SourceFile } from '../model/source-file.js';
import { obtain } from '../model/obtain.js';
import { nothing, textWithHoles, type Value } from '../model/value.js';
import { read, type Readable } from './read.js';
import { codeOf, withoutCopies } from './embed.js';
import { Evaluator, type Context, type Memo } from './evaluate.js';
import { noFrames } from './frames.js';
import { exportedValue } from './exports.js';
import type { Use } from './flow.js';
import { Scopes } from './scopes.js';
import type { Given } from './taken.js';
import { UnparsedFiles } from './unparsed.js';
import { classesIn, functionsIn, replacedIn, takersIn } from './whereabouts.js';

/** How deep code may be nested in code, and how many files imports may lead to. */
const MAX_NESTING = 6;
const MAX_IMPORTED_FILES = 2000;

/** Where a project gets files and languages from. */
export interface Sources {
  /** The file at a path relative to the root; undefined when there is none, it lies outside, or it is too large. */
  read(path: string): SourceFile | undefined;
  /** Those of `paths` whose files may hold one of `strings`, in any case of letters. */
  among(paths: readonly string[], strings: readonly string[]): readonly string[];
  /** Strings of which each text holds one that asks for the file at `path` as a module: see `ModuleFinder`. */
  askedAs?(path: string): readonly string[];
  /** What finds modules that no candidate path leads to. There is much to look at for it: asked last. */
  finder?(language: Language): ModuleFinder | undefined;
  /** The language of a file, if one that is loaded claims it. */
  claim(file: SourceFile): Language | undefined;
  language(id: LanguageId): Language | undefined;
}

/** All that is known of the scanned code. */
export class Project {
  readonly evaluator: Evaluator;
  /** Files that could not be followed because of a bug of ours, and what it said. */
  readonly failures = new Map<string, string>();
  readonly #sources: Sources;
  readonly #documents = new Map<string, Document | undefined>();
  readonly #scopes = new WeakMap<Document, Scopes>();
  readonly #takers = new WeakMap<Document, ReadonlyMap<Region, Call>>();
  readonly #exports = new WeakMap<Document, Map<string, Memo>>();
  readonly #paths = new WeakMap<Document, Map<string, string | undefined>>();
  readonly #unparsed: UnparsedFiles;
  readonly #found = new WeakMap<Document, Map<string, Document | undefined>>();
  readonly #classes = new WeakMap<Document, ReadonlyMap<Region, ClassExpr>>();
  readonly #functions = new WeakMap<Document, ReadonlyMap<Region, FunctionExpr>>();
  readonly #replaced = new WeakMap<Document, ReadonlyMap<string, ReadonlySet<string>>>();
  readonly #reached = new Set<Document>();
  #imported = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#unparsed = new UnparsedFiles(sources);
    this.evaluator = new Evaluator(this);
  }

  /** The document of a whole file, with everything nested in it; undefined when no language claims it. */
  documentOf(file: SourceFile): Document | undefined {
    if (this.#documents.has(file.path)) return this.#documents.get(file.path);
    const language = this.#sources.claim(file);
    const document = language === undefined ? undefined : read(MappedText.ofFile(file), language, undefined);
    // Known before its nested code is looked for: that may follow imports, and those may lead back here.
    this.#documents.set(file.path, document);
    this.evaluator.grant(file.path);
    if (document !== undefined) this.#embed(document, 0);
    return document;
  }

  /** Every document that was read so far, nested ones included. */
  documents(): readonly Document[] {
    return [...this.#documents.values()].flatMap((document) => (document === undefined ? [] : withEmbedded(document)));
  }

  scopesOf(document: Document): Scopes {
    return obtain(this.#scopes, document, () => new Scopes(document));
  }

  languageOf(document: Document): Language {
    const language = this.#sources.language(document.language);
    if (language === undefined) throw new Error(`the language ${document.language} was not loaded`);
    return language;
  }

  /** The call that a function is handed to where it is written: `then(…)` of `then(() => …)`. */
  takerOf(document: Document, fn: Region): Call | undefined {
    return obtain(this.#takers, document, takersIn).get(fn);
  }

  /** Whether others install the package that `document` is a part of. */
  isPublished(document: Document): boolean {
    return this.#sources.finder?.(this.languageOf(document))?.isPublished(document.file.path) === true;
  }

  /** The document of the file at `path`, when it is one of the project. */
  documentAt(path: string): Document | undefined {
    if (this.#documents.has(path)) return this.#documents.get(path);
    const file = this.#sources.read(path);
    return file === undefined ? undefined : this.documentOf(file);
  }

  /** Those of `paths` whose files may name one of the files `targets`, as a module or by its name. Nothing is decoded. */
  mayName(paths: readonly string[], targets: readonly string[]): readonly string[] {
    const modules = targets.flatMap((path) => this.#sources.askedAs?.(path) ?? []);
    const names = targets.map((path) => path.slice(path.lastIndexOf('/') + 1));
    return this.mayHold(paths, [...names, ...modules]);
  }

  /** Those of `paths` whose files may hold one of `strings`. Nothing is decoded. */
  mayHold(paths: readonly string[], strings: readonly string[]): readonly string[] {
    return paths.length === 0 || strings.length === 0 ? [] : this.#sources.among(paths, [...new Set(strings)]);
  }

  /** The text of the file at `path`; nothing is parsed. */
  textAt(path: string): string | undefined {
    return this.#sources.read(path)?.text;
  }

  /** Whether the file at `path` has a part in the code: it holds some, or it is imported. */
  hasPart(path: string): boolean {
    const document = this.#documents.get(path);
    if (document === undefined) return false;
    return document.calls.length + document.embedded.length > 0 || this.#reached.has(document);
  }

  /**
   * Whether the file at `path` asks for one of the files `targets`, whose names without extension are `stems`, as its
   * language asks for modules, and for something that this gives; undefined when that cannot be told before it is parsed.
   */
  asksFor(path: string, targets: ReadonlyMap<string, Given>, stems: ReadonlySet<string>): boolean | undefined {
    return this.#unparsed.asksFor(path, targets, stems);
  }

  /** Whether `specifier`, as written in `from`, means `document`. */
  means(specifier: string, from: Document, document: Document): boolean {
    return this.pathOf(specifier, from) === document.file.path && this.#find(specifier, from) === document;
  }

  /** The path of the file that `specifier`, as written in `from`, means; undefined when it is none of the project. */
  pathOf(specifier: string, from: Document): string | undefined {
    const known = this.#paths.get(from) ?? new Map<string, string | undefined>();
    this.#paths.set(from, known);
    if (!known.has(specifier)) known.set(specifier, this.#pathOf(specifier, from));
    return known.get(specifier);
  }

  #pathOf(specifier: string, from: Document): string | undefined {
    const isThere = (path: string): boolean => this.#documents.get(path) !== undefined || this.#unparsed.has(path);
    const language = this.languageOf(from);
    const path = language.candidates(specifier, from.file.path).filter(isInside).find(isThere);
    return path ?? this.#sources.finder?.(language)?.find(specifier, from.file.path);
  }

  /** Whether what `from` stars as `star` may export `name`: told from its text. */
  mayExport({ specifier }: ImportExpr, name: string, from: Document): boolean {
    const path = specifier.kind === 'literal' ? this.pathOf(specifier.text, from) : undefined;
    return path === undefined || this.#unparsed.mayExport(path, name, (steps) => this.evaluator.spend(steps));
  }

  /** The name of the package that `document` is a part of. */
  packageOf(document: Document): string | undefined {
    return this.#sources.finder?.(this.languageOf(document))?.packageOf(document.file.path);
  }

  /** The class whose members are bound in `region`. */
  classOf(document: Document, region: Region): ClassExpr | undefined {
    return obtain(this.#classes, document, classesIn).get(region);
  }

  /** The members that classes of `document` have in place of those of the class that they extend, by its name. */
  replacedIn(document: Document): ReadonlyMap<string, ReadonlySet<string>> {
    return obtain(this.#replaced, document, () => replacedIn(document, this.scopesOf(document)));
  }

  /** The function whose body is `region`. */
  functionAt(document: Document, region: Region): FunctionExpr | undefined {
    return obtain(this.#functions, document, functionsIn).get(region);
  }

  /** The document that an import means, when it is a file of the project. */
  importedFrom(expr: ImportExpr, context: Context): Document | undefined {
    const specifier = textWithHoles(this.evaluator.evaluate(expr.specifier, context), '\uFFFC');
    return this.#find(specifier, context.document);
  }

  /** Whether `specifier` means a file rather than a package. */
  isLocal(specifier: string, from: Document): boolean {
    return this.languageOf(from).candidates(specifier, from.file.path).length > 0;
  }

  /** What a module exports under `keys`; the whole of it without. */
  exported(module: Document, keys: readonly string[]): Value {
    const memo = obtain(this.#exports, module, () => new Map<string, Memo>());
    return this.evaluator.remembered(memo, keys.join('\0'), () => exportedValue(this.evaluator, module, keys), nothing);
  }

  /** Other documents whose names are names of `document` too at `use`: the files that it includes. */
  namesakes(document: Document, use: Use): readonly Document[] {
    const found: Document[] = [];
    const visit = (from: Document, before: number, depth: number): void => {
      for (const include of from.includes) {
        if (include.span.start > before || depth > 8) continue;
        const path = this.evaluator.evaluate(include.path, {
          document: from,
          region: include.region,
          frames: noFrames,
        });
        const included = this.#find(textWithHoles(path, '\uFFFC'), from);
        if (included === undefined || included === document || found.includes(included)) continue;
        found.push(included);
        visit(included, Infinity, depth + 1);
      }
    };
    visit(document, document.root === use.region ? use.offset : Infinity, 0);
    for (const sibling of this.#siblingsOf(document)) if (!found.includes(sibling)) found.push(sibling);
    return found.toReversed();
  }

  /** The other files that `document` makes one configuration with. */
  #siblingsOf(document: Document): readonly Document[] {
    const finder = this.#sources.finder?.(this.languageOf(document));
    if (document.parent !== undefined || finder?.siblingsOf === undefined) return [];
    return finder
      .siblingsOf(document.file.path)
      .flatMap((path) => (path === document.file.path ? [] : (this.#open(path) ?? [])));
  }

  /** Where the module that `document` is part of is used, and how it is named there. */
  usersOf(document: Document): {
    readonly users: readonly { readonly user: Document; readonly as: string }[];
    readonly areAll: boolean;
  } {
    const finder = document.parent === undefined ? this.#sources.finder?.(this.languageOf(document)) : undefined;
    const { users, areAll } = finder?.usersOf?.(document.file.path) ?? { users: [], areAll: true };
    const opened = users.map(({ path, as }) => ({ user: this.#open(path), as }));
    return { users: opened.flatMap(({ user, as }) => (user === undefined ? [] : [{ user, as }])), areAll };
  }

  #find(specifier: string, from: Document): Document | undefined {
    const known = obtain(this.#found, from, () => new Map<string, Document | undefined>());
    if (!known.has(specifier)) known.set(specifier, this.#search(specifier, from));
    const found = known.get(specifier);
    if (found !== undefined) this.#reached.add(found);
    return found;
  }

  #search(specifier: string, from: Document): Document | undefined {
    for (const path of this.languageOf(from).candidates(specifier, from.file.path)) {
      const found = this.#open(path);
      if (found !== undefined) return moduleIn(found);
    }
    const path = this.#sources.finder?.(this.languageOf(from))?.find(specifier, from.file.path);
    const found = path === undefined ? undefined : this.#open(path);
    return found === undefined ? undefined : moduleIn(found);
  }

  /** The document of a file that an import leads to. */
  #open(path: string): Document | undefined {
    if (!isInside(path)) return undefined;
    const known = this.#documents.get(path);
    if (known !== undefined || this.#documents.has(path) || this.#imported >= MAX_IMPORTED_FILES) return known;
    const file = this.#sources.read(path);
    if (file === undefined) return undefined;
    this.#imported += 1;
    return this.documentOf(file);
  }

  /** Reads the code nested in `document`, and what is nested in that. */
  #embed(document: Readable, depth: number): void {
    if (depth >= MAX_NESTING) return;
    for (const embedding of withoutCopies(document.written, codeOf(document, this))) {
      const language = this.#sources.language(embedding.language);
      if (language === undefined) continue;
      const inner = read(embedding.text, language, { document, embedding });
      document.embedded.push(inner);
      this.#embed(inner, depth + 1);
    }
  }
}

/** What other files import when they import `document`: itself, or the code in it that is all of it. */
export function moduleIn(document: Document): Document {
  return document.embedded.find(({ parent }) => parent?.embedding.isModule === true) ?? document;
}

/** A document and all that is nested in it. */
export function withEmbedded(document: Document): readonly Document[] {
  return [document, ...document.embedded.flatMap(withEmbedded)];
}
