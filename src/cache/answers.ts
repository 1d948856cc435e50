/** What the file system answers, in few characters: two answers that are the same here are the same to an audit. */
import { hash } from 'node:crypto';
import { digestOfListing } from '../discover/comparison.js';
import type { FileSystem } from '../discover/file-system.js';
import { readGitIndex } from '../discover/git-index.js';

export function answerOfDirectory(fs: FileSystem, path: string): string {
  return attempt(() => digestOfListing(fs.readDirectory(path)));
}

export function answerOfFile(fs: FileSystem, path: string, limit: number | undefined): string {
  return attempt(() => digestOf(path, fs.readFile(path, limit), limit));
}

export function answerOfKind(fs: FileSystem, path: string): string {
  return kindIn(fs.kindOf(path));
}

export function answerOfRealPath(fs: FileSystem, path: string): string {
  return attempt(() => `=${fs.realPath(path)}`);
}

/** Of what is longer than `limit` nothing more is said; of git's index the paths, for with each `git status` the rest may change. */
export function digestOf(path: string, bytes: Uint8Array, limit = Infinity): string {
  if (bytes.length > limit) return 'longer';
  return hash(
    'sha256',
    path.endsWith('/.git/index') ? [...readGitIndex(bytes).files()].join('\0') : bytes,
    'base64url',
  );
}

/** The size of a directory says nothing. */
export function kindIn(found: ReturnType<FileSystem['kindOf']>): string {
  if (found === undefined) return 'nothing';
  return found.kind === 'file' ? `file ${String(found.size)}` : found.kind;
}

export function failureOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return `! ${code} ${message}`;
}

function attempt(ask: () => string): string {
  try {
    return ask();
  } catch (error) {
    return failureOf(error);
  }
}
