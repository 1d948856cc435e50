/** Writes changed files: all of the new text or nothing, and only where the file is still what was read. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { basename, dirname, join, relative, resolve, isAbsolute } from 'node:path';

/** A text to put in place of another. */
export interface Replacement {
  /** Absolute. */
  readonly path: string;
  /** The text as it was read. */
  readonly before: string;
  readonly after: string;
}

/**
 * Puts `after` in the place of `before`, by a new file that is renamed. Gives back why that was not done; then the file is as
 * it was. Only a regular file below one of `allowed` (absolute paths of directories and files) is written, no link is
 * followed, and mode, owner and line endings stay.
 */
export function replaceFile(replacement: Replacement, allowed: readonly string[]): string | undefined {
  try {
    return refusal(replacement, allowed) ?? swap(replacement);
  } catch (error) {
    return reasonOf(error);
  }
}

function refusal({ path, before }: Replacement, allowed: readonly string[]): string | undefined {
  const stat = fs.lstatSync(path);
  if (stat.isSymbolicLink()) return 'it is a symbolic link';
  if (!stat.isFile()) return 'it is no regular file';
  const real = fs.realpathSync(path);
  if (!allowed.some((place) => isWithin(real, realPath(place)))) return 'it lies outside of what was named';
  fs.accessSync(path, fs.constants.W_OK);
  return isUnchanged(path, before) ? undefined : 'it changed since it was read, or is not UTF-8';
}

function swap({ path, before, after }: Replacement): string | undefined {
  const stat = fs.lstatSync(path);
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    writeDurably(temporary, after, stat);
    if (fs.lstatSync(path).ino !== stat.ino || !isUnchanged(path, before)) {
      fs.unlinkSync(temporary);
      return 'it changed while it was being written';
    }
    fs.renameSync(temporary, path);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  return undefined;
}

/** A new file with the mode and owner of `like`, on disk before this returns. */
function writeDurably(path: string, text: string, like: fs.Stats): void {
  const file = fs.openSync(path, 'wx', 0o600);
  try {
    fs.writeFileSync(file, text, 'utf8');
    const { uid, gid } = fs.fstatSync(file);
    if (uid !== like.uid || gid !== like.gid) fs.fchownSync(file, like.uid, like.gid);
    fs.fchmodSync(file, like.mode & 0o7777);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

function isUnchanged(path: string, text: string): boolean {
  return fs.readFileSync(path).equals(Buffer.from(text, 'utf8'));
}

function isWithin(path: string, place: string): boolean {
  const way = relative(place, path);
  return way === '' || (way !== '..' && !/^\.\.[/\\]/.test(way) && !isAbsolute(way));
}

function realPath(path: string): string {
  try {
    return fs.realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it may not be written';
    case 'ENOENT':
      return 'it is gone';
    case 'ENOSPC':
      return 'there is no space left';
    default:
      return message;
  }
}
