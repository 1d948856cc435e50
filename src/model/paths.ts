/** Paths of files as reports have them: relative to the root, with forward slashes. */

/** The directory of the file or directory at `path`; '' for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `directory` and those above it, up to the root ''. */
export function ancestors(directory: string): readonly string[] {
  const found = [directory];
  for (let at = directory; at !== '';) found.push((at = folderOf(at)));
  return found;
}

/** Whether a path does not lead out of the root that it is relative to. */
export function isInside(path: string): boolean {
  return !path.startsWith('../') && !path.startsWith('/');
}
