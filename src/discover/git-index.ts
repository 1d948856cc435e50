/** The paths that git tracks, out of the index of a work tree: ignore files say nothing of them. */
import { folderOf } from '../model/paths.js';

/** Bytes of an entry before its name: times, device, inode, mode, owner, size and hash, and at the end its flags. */
const FIXED = 62;
const EXTENDED = 0x4000;
const LENGTH = 0x0fff;

/**
 * The tracked files and the directories above them, as binary strings relative to the work tree; nothing where the index is
 * in a form that is not known (of a repository with SHA-256, or damaged).
 */
export function readGitIndex(bytes: Uint8Array): ReadonlySet<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tracked = new Set<string>();
  const version = buffer.length < 12 || buffer.toString('latin1', 0, 4) !== 'DIRC' ? 0 : buffer.readUInt32BE(4);
  if (version < 2 || version > 4) return tracked;
  let at = 12;
  let path = '';
  for (let count = buffer.readUInt32BE(8); count > 0; count -= 1) {
    const entry = readEntry(buffer, at, version, path);
    if (entry === undefined) return new Set();
    ({ path, end: at } = entry);
    addWithParents(tracked, path);
  }
  return tracked;
}

interface IndexEntry {
  readonly path: string;
  readonly end: number;
}

function readEntry(buffer: Buffer, start: number, version: number, previous: string): IndexEntry | undefined {
  if (start + FIXED > buffer.length) return undefined;
  const flags = buffer.readUInt16BE(start + FIXED - 2);
  const named = start + FIXED + ((flags & EXTENDED) === 0 ? 0 : 2);
  const prefix = version === 4 ? readPrefix(buffer, named, previous) : { path: '', end: named };
  const nul = buffer.indexOf(0, prefix.end);
  if (nul < 0) return undefined;
  const path = prefix.path + buffer.toString('latin1', prefix.end, nul);
  // The length is written down as well, so that a misreading does not go unnoticed.
  if (Math.min(path.length, LENGTH) !== (flags & LENGTH)) return undefined;
  // From one to eight NULs make the length of an entry a multiple of eight, but for version 4.
  return { path, end: version === 4 ? nul + 1 : start + Math.floor((nul - start) / 8 + 1) * 8 };
}

/** In version 4 a name begins with how many bytes of the one before it are to be dropped from its end. */
function readPrefix(buffer: Buffer, start: number, previous: string): IndexEntry {
  let at = start;
  let byte = buffer[at] ?? 0;
  let dropped = byte & 127;
  while ((byte & 128) !== 0 && dropped < buffer.length) {
    at += 1;
    byte = buffer[at] ?? 0;
    dropped = (dropped + 1) * 128 + (byte & 127);
  }
  return { path: previous.slice(0, Math.max(0, previous.length - dropped)), end: at + 1 };
}

function addWithParents(paths: Set<string>, path: string): void {
  for (let at = path; at !== '' && !paths.has(at); at = folderOf(at)) paths.add(at);
}
