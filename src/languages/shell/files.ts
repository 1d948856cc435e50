/** Which file a shell means by the path it sources, as far as the path is known. */

const UNKNOWN = '\uFFFC';

/**
 * The files that `specifier` can mean in the file `from`, most likely first. Unknown parts of it read as U+FFFC; such a part
 * is most often the script's own directory or the root of the project.
 */
export function candidatesFor(specifier: string, from: string): readonly string[] {
  const directory = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : '';
  const cut = specifier.lastIndexOf(UNKNOWN);
  const known = cut === -1 ? specifier : specifier.slice(cut + 1);
  // After an unknown part only whole names tell: '${X}lib.sh' may be any file.
  if (cut !== -1 && !known.startsWith('/')) return [];
  if (known.includes('\n') || known.length > 500) return [];
  const relative = known.replace(/^\/+/, '').replace(/^~\//, '');
  if (relative === '' || relative.endsWith('/')) return [];
  const found = new Set<string>();
  const add = (base: string, path: string): void => {
    const normal = normalized(base === '' ? path : `${base}/${path}`);
    if (normal !== undefined && normal !== from) found.add(normal);
  };
  add(directory, relative);
  for (let at = directory; at !== '';) {
    at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
    add(at, relative);
  }
  // A path that is absolute, or of another layout, where the scripts are installed: its last names tell.
  if (cut !== -1 || known.startsWith('/')) {
    const names = relative.split('/');
    for (let i = 1; i < names.length && i < 8; i += 1) add(directory, names.slice(i).join('/'));
  }
  return [...found].slice(0, 16);
}

/** `path` without `.` and `..`; undefined when it leads out of the scan. */
function normalized(path: string): string | undefined {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') {
      if (names.pop() === undefined) return undefined;
    } else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}
