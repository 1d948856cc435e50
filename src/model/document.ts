/** A text in one language: a whole file, or code inside another document. */
import type { Binding, Call, Expr, FunctionExpr, ImportExpr, RecordExpr, Region } from './expr.js';
import type { MappedText } from './mapped-text.js';
import type { SourceFile, Span } from './source-file.js';

export type LanguageId =
  | 'batch'
  | 'dockerfile'
  | 'groovy'
  | 'hcl'
  | 'html'
  | 'javascript'
  | 'json'
  | 'makefile'
  | 'markdown'
  | 'nix'
  | 'powershell'
  | 'shell'
  | 'systemd'
  | 'template'
  | 'yaml';

/** Something the parser did not accept; the rest of the document is read all the same. */
export interface SyntaxProblem {
  readonly message: string;
  readonly span: Span;
}

/** What a language's `lower` makes of a tree. Spans count in the document's text. */
export interface Lowered {
  readonly root: Region;
  readonly calls: readonly Call[];
  readonly bindings: readonly Binding[];
  readonly functions: readonly FunctionExpr[];
  /** Files whose names become names of this one where this stands: a shell's `source`. */
  readonly includes: readonly { readonly path: Expr; readonly region: Region; readonly span: Span }[];
  /** What is handed to another module, as its inputs by their names. `to` is how that is named here. */
  readonly hands?: readonly Handed[];
  /** What is imported from other modules: string literals of import, export … from, require. */
  readonly imports: readonly { readonly specifier: string; readonly span: Span }[];
  /** Modules of which all exports but the default are exports of this one, where it has none of that name: `export * from 'm'`. */
  readonly starred?: readonly ImportExpr[];
  /** Packages that a manifest has installed for the code to run with: by their names in the registry, and as code names them. */
  readonly installs?: readonly { readonly name: string; readonly as: string; readonly span: Span }[];
  readonly comments: readonly Span[];
  /** Code of another language in here that is such by its syntax alone (a here-document fed to a shell, `sh -c '…'`). */
  readonly embedded: readonly Embedding[];
  /** What may be code and is not read. */
  readonly unread?: readonly Unread[];
}

/** What is read of a text of which nothing is understood. */
export function nothingLowered(root: Region): Lowered {
  return { root, calls: [], bindings: [], functions: [], includes: [], imports: [], comments: [], embedded: [] };
}

/** How names begin that stand for what a module is given where it is used. */
export const HANDED = 'given.';

/** The inputs that a module is given where it is used. */
export interface Handed {
  readonly to: string;
  readonly inputs: RecordExpr;
}

/** A part that is not read as code, and what it is: 'code in PowerShell'. */
export interface Unread {
  readonly span: Span;
  readonly what: string;
}

/** Code inside a document: the text to parse, with its holes and positions already composed. */
export interface Embedding {
  readonly text: MappedText;
  readonly language: LanguageId;
  readonly span: Span;
  /** Where it stands: what it passes on to the embedded code is evaluated there. */
  readonly region: Region;
  /** Whether the embedded code sees this document's names (a `$( )` does, `ssh host '…'` and a JS string do not). */
  readonly inheritsNames: boolean;
  /** Whether the document is a module by this code alone: what it exports is what the file does (the script of a component). */
  readonly isModule?: boolean;
}

export interface Document extends Omit<Lowered, 'embedded'> {
  readonly file: SourceFile;
  readonly language: LanguageId;
  readonly text: MappedText;
  /** Undefined for a whole file. */
  readonly parent: { readonly document: Document; readonly embedding: Embedding } | undefined;
  readonly embedded: readonly Document[];
  /** Parsing never throws; a broken file is reported, never skipped silently. */
  readonly errors: readonly SyntaxProblem[];
}
