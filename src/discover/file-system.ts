/** The file system as the core sees it: synchronous, read-only; the tests have one in memory. */
import type { Stamp } from './stamps.js';

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
  /** Opens a survey that looks for `strings` (three bytes or more) and for nothing else: shebangs do not matter to it. */
  search?(strings: readonly string[]): Survey | undefined;
  /** What shows every change of the regular file at `path`; undefined where nothing does. */
  stampOf?(path: string): Stamp | undefined;
  /** Compares many files and directories with what is remembered of them. */
  compare?(remembered: Remembered): Comparison;
}

/** What of something remembered is as it was. */
export interface Comparison {
  /** One for each file that surely is what it was. */
  readonly files: Uint8Array;
  /** One for each directory that holds what it held. */
  readonly directories: Uint8Array;
}

/** Files with their stamps, and directories with the digests of what they held. */
export interface Remembered {
  readonly files: readonly string[];
  /** One after another; NaN for what has none. */
  readonly stamps: Float64Array;
  readonly directories: readonly string[];
  readonly digests: readonly string[];
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
