/** The file system as the core sees it: synchronous, read-only; the tests have one in memory. */

export interface FileSystem {
  /**
   * The bytes of a file. Throws an `Error` with a `code` (ENOENT, EACCES…) like node:fs. The bytes may be reused by the next read.
   * With a `limit`, reading may stop as soon as there are more than `limit` bytes: a longer result says no more than that.
   */
  readFile(path: string, limit?: number): Uint8Array;
  /** What a directory holds, in no order. Throws like `readFile`. */
  readDirectory(path: string): readonly DirectoryEntry[];
  /** What a path is, links followed; undefined when there is nothing. */
  kindOf(path: string): { readonly kind: FileKind; readonly size: number } | undefined;
  /** The path with all links resolved. */
  realPath(path: string): string;
  /** Opens a survey, where many files can be looked into at once. */
  survey?(): Survey | undefined;
  /** Opens a survey that looks for `strings` (five characters or more) and for nothing else: shebangs do not matter to it. */
  search?(strings: readonly string[]): Survey | undefined;
}

/** Finds out which of many files need not be read by whoever asks: it may say nothing of some, or of all. */
export interface Survey {
  /** Looks into the file at `path` some time, unless it is larger than `limit` bytes. */
  add(path: string, limit: number): void;
  /** The paths of files that are plain text (no UTF-16), hold no string for which a file is read, and have no shebang. */
  finish(): ReadonlySet<string>;
}

export type FileKind = 'file' | 'directory' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: FileKind | 'link';
}
