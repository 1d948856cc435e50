/** The tree that a commit would have: what is in git's index, with the texts that it has there. */
import { dirname } from 'node:path';
import type { DirectoryEntry, FileSystem } from '../discover/file-system.js';
import { slashed } from '../discover/glob.js';
import { blobs, git, indexEntries, listed, type Repository } from './git.js';

/**
 * `fs` as it would be if the work tree were the index: changes that are not staged are not there, files that git does not
 * know are not, and what was deleted but is still staged is. Git's own directory, and what lies outside of the root, is as it is.
 */
export function indexFileSystem(fs: FileSystem, repository: Repository): FileSystem {
  const root = slashed(repository.root);
  const entries = indexEntries(repository);
  const files = new Map([...entries].filter(([, { mode }]) => mode !== '120000'));
  const changed = listed(git(repository, ['diff-files', '--name-only', '--ignore-submodules=all', '-z'])).filter(
    (path) => files.has(path),
  );
  const contents = blobs(
    repository,
    changed.map((path) => files.get(path)?.blob ?? ''),
  );
  const staged = new Map(changed.map((path, index) => [path, contents[index] ?? Buffer.alloc(0)]));
  const folders = new Map<string, Map<string, DirectoryEntry>>([['', new Map()]]);
  for (const [path, { mode }] of entries) addEntry(folders, path, mode === '120000' ? 'link' : 'file');

  /** The path in the index; undefined outside of it. */
  function below(path: string): string | undefined {
    const plain = slashed(path);
    if (plain === root) return '';
    const inside = plain.startsWith(`${root}/`) ? plain.slice(root.length + 1) : undefined;
    return inside === '.git' || inside?.startsWith('.git/') === true ? undefined : inside;
  }

  return {
    readFile: (path, max) => {
      const inside = below(path);
      if (inside === undefined) return fs.readFile(path, max);
      if (!files.has(inside)) throw Object.assign(new Error(`${inside} is not in the index`), { code: 'ENOENT' });
      return staged.get(inside) ?? fs.readFile(path, max);
    },
    readDirectory: (path) => {
      const inside = below(path);
      if (inside === undefined) return fs.readDirectory(path);
      const own = [...(folders.get(inside)?.values() ?? [])];
      const git = inside === '' ? fs.readDirectory(path).filter(({ name }) => name === '.git') : [];
      return [...own, ...git];
    },
    kindOf: (path) => {
      const inside = below(path);
      if (inside === undefined) return fs.kindOf(path);
      const content = staged.get(inside);
      if (content !== undefined) return { kind: 'file', size: content.length };
      return entries.has(inside) || folders.has(inside) ? fs.kindOf(path) : undefined;
    },
    realPath: (path) =>
      staged.has(below(path) ?? '') ? `${fs.realPath(repository.root)}${path.slice(root.length)}` : fs.realPath(path),
  };
}

function addEntry(folders: Map<string, Map<string, DirectoryEntry>>, path: string, kind: DirectoryEntry['kind']): void {
  const folder = dirname(path) === '.' ? '' : dirname(path);
  const known = folders.get(folder) ?? new Map<string, DirectoryEntry>();
  known.set(path.slice(path.lastIndexOf('/') + 1), { name: path.slice(path.lastIndexOf('/') + 1), kind });
  if (folders.has(folder)) return;
  folders.set(folder, known);
  addEntry(folders, folder, 'directory');
}
