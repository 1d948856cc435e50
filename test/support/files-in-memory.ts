/** A read-only file system that is a table of texts. */
import path from 'node:path';
import type { DirectoryEntry, FileSystem } from '../../src/discover/file-system.js';

/** The file system that holds these files; by path below `root`. */
export function filesBelow(root: string, texts: Readonly<Record<string, string>>): FileSystem {
  return filesInMemory(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${root}/${name}`, text])));
}

/** The file system that holds these files; by absolute path with forward slashes. */
export function filesInMemory(texts: Readonly<Record<string, string>>): FileSystem {
  const files = new Map(Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)]));
  const directories = new Map<string, Map<string, DirectoryEntry>>([['/', new Map()]]);
  for (const name of files.keys()) {
    let kind: DirectoryEntry['kind'] = 'file';
    for (let child = name; child !== '/'; child = path.posix.dirname(child)) {
      const parent = path.posix.dirname(child);
      const entries = directories.get(parent) ?? new Map<string, DirectoryEntry>();
      entries.set(path.posix.basename(child), { name: path.posix.basename(child), kind });
      directories.set(parent, entries);
      kind = 'directory';
    }
  }
  const missing = (name: string): Error => Object.assign(new Error(`there is no ${name}`), { code: 'ENOENT' });
  return {
    readFile(name) {
      const bytes = files.get(path.posix.normalize(name));
      if (bytes === undefined) throw missing(name);
      return bytes;
    },
    readDirectory(name) {
      const entries = directories.get(path.posix.normalize(name));
      if (entries === undefined) throw missing(name);
      return [...entries.values()];
    },
    kindOf(name) {
      const normal = path.posix.normalize(name);
      const size = files.get(normal)?.length;
      if (size !== undefined) return { kind: 'file', size };
      return directories.has(normal) ? { kind: 'directory', size: 0 } : undefined;
    },
    realPath: (name) => path.posix.normalize(name),
  };
}
