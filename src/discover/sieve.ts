/** Looks at files one by one, and keeps those that mention the metadata service. */
import { constants } from 'node:buffer';
import { READ_ANCHORS, SERVICE_ANCHORS } from '../imds/anchors.js';
import type { Notice } from '../model/finding.js';
import type { SourceFile } from '../model/source-file.js';
import { decode, isBinary, searchable } from './decode.js';
import { latePrefilter } from './prefilter.js';
import { isMinified } from './skips.js';
import type { SkipReason } from './skips.js';

/** What became of the files that were looked at. Every one is either scanned, skipped or in the notices. */
export interface Sifted {
  /** Files that mention the service and that a language claims; by path. */
  readonly files: readonly SourceFile[];
  /** The paths of files that name the service and that are no code of a language that is known. */
  readonly unclaimed: readonly string[];
  /** The paths of code that does not mention it: it may import what does. */
  readonly silent: readonly string[];
  /** The paths of the files that tell how a project is built. */
  readonly manifests: readonly string[];
  /** How many files were searched, those in which nothing was found included. */
  readonly scanned: number;
  /** How many files and directories were left out, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly notices: readonly Notice[];
}

/** What a file is, by its path and first line, and, where it mentions the service, its text: code, data that code may read, or what tells how a project is built. */
export type Claims = (path: string, firstLine: string, text?: string) => 'code' | 'data' | 'manifest' | undefined;

export interface Sieve {
  /** Counts something that was left out. */
  skip(reason: SkipReason): void;
  /** The same of a file. */
  leaveOut(path: string, reason: SkipReason): void;
  /** Notes that something could not be read; of one path once, however often it is said. */
  fail(path: string, error: unknown): void;
  /** Takes a file. With `asWritten` it is also taken if it looks like the output of a program. */
  take(path: string, bytes: Uint8Array, asWritten: boolean): void;
  /** Takes a file that mentions nothing and has no shebang, as a survey found out. */
  takeEmpty(path: string): void;
  discovery(): Sifted;
}

/** Bytes; a text cannot be longer. */
export const longestText = constants.MAX_STRING_LENGTH;

/** Whether a text as it is searched holds a word that a request to the service, or its settings, may have. */
export const mentionsService = latePrefilter(READ_ANCHORS);
const namesService = latePrefilter(SERVICE_ANCHORS);

/** A sieve that has seen nothing yet. Paths are as they are reported; what is not counted is known all the same. */
export function openSieve(claims: Claims, isCounted: (path: string) => boolean = () => true): Sieve {
  const files: SourceFile[] = [];
  const unclaimed: string[] = [];
  const silent: string[] = [];
  const manifests: string[] = [];
  const notices = new Map<string, Notice>();
  const skipped = new Map<SkipReason, number>();
  let scanned = 0;

  function skip(reason: SkipReason): void {
    skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  }

  function leaveOut(path: string, reason: SkipReason): void {
    if (isCounted(path)) skip(reason);
  }

  function fail(path: string, error: unknown): void {
    notices.set(path, { kind: 'unreadable', path, message: whyUnreadable(error), position: undefined });
  }

  function take(path: string, bytes: Uint8Array, asWritten: boolean): void {
    if (isBinary(bytes)) {
      leaveOut(path, 'binary');
    } else if (bytes.length > longestText) {
      fail(path, new Error('it is too large'));
    } else {
      const content = searchable(bytes);
      if (!mentionsService(content)) takeSilent(path, shebangOf(content));
      else if (sort(path, content, decode(bytes), asWritten)) count(path);
    }
  }

  function count(path: string): void {
    if (isCounted(path)) scanned += 1;
  }

  function takeSilent(path: string, shebang: string): void {
    count(path);
    const kind = claims(path, shebang);
    if (kind === 'code') silent.push(path);
    else if (kind === 'manifest') manifests.push(path);
  }

  /** Puts a file that mentions the service where it belongs; false when it is left out after all. */
  function sort(path: string, content: Uint8Array, text: string, asWritten: boolean): boolean {
    if (!asWritten && isMinified(path, text)) {
      leaveOut(path, 'generated or minified');
      return false;
    }
    const kind = claims(path, firstLineOf(text), text);
    if (kind !== undefined) files.push({ path, text });
    if (kind === 'manifest') manifests.push(path);
    // Data may turn out to be read by code; until it does nobody knows what it is for.
    if ((kind === undefined || kind === 'data') && namesService(content)) unclaimed.push(path);
    return true;
  }

  return {
    skip,
    leaveOut,
    fail,
    take,
    takeEmpty: (path) => {
      takeSilent(path, '');
    },
    discovery: () => ({
      files: files.toSorted(byPath),
      unclaimed: unclaimed.toSorted(),
      silent: silent.toSorted(),
      manifests: manifests.toSorted(),
      scanned,
      skipped: Object.fromEntries([...skipped].toSorted()),
      notices: [...notices.values()].toSorted(byPath),
    }),
  };
}

/** In the order of UTF-16 units, which is the same everywhere. */
function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** Enough for any shebang. */
const longestFirstLine = 1024;

/** The first line where it is a shebang; nothing else is decoded of a file that mentions nothing. */
function shebangOf(bytes: Uint8Array): string {
  const start = bytes[0] === 0x23 && bytes[1] === 0x21 ? bytes.subarray(0, longestFirstLine) : bytes.subarray(0, 0);
  return firstLineOf(decode(start));
}

function firstLineOf(text: string): string {
  return /^\uFEFF?([^\r\n]*)/.exec(text.slice(0, longestFirstLine))?.[1] ?? '';
}

const phrases: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['ENOENT', 'it is gone, or its name is not in UTF-8'],
  ['ENAMETOOLONG', 'its path is too long'],
  ['ELOOP', 'too many symbolic links'],
  ['EMFILE', 'too many open files'],
  ['EIO', 'the disk gives an error'],
]);

/** For a person: 'cannot be read: permission denied (EACCES)'. */
function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const phrase = phrases.get(code) ?? (error instanceof Error ? error.message : 'for an unknown reason');
  return typeof code === 'string' && phrases.has(code)
    ? `cannot be read: ${phrase} (${code})`
    : `cannot be read: ${phrase}`;
}
