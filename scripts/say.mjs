/** What the program says of files that are held in memory. */

/** A file system of these texts, by path. */
export function memoryFileSystem(texts) {
  const files = new Map(Object.entries(texts).map(([path, text]) => [`/${path}`, Buffer.from(text)]));
  const absent = (path) => Object.assign(new Error(`${path} does not exist`), { code: 'ENOENT' });
  const clean = (path) => (path.endsWith('/') || path.endsWith('/.') ? path.replace(/\/\.?$/, '') : path);
  return {
    readFile(path) {
      const bytes = files.get(path);
      if (bytes === undefined) throw absent(path);
      return bytes;
    },
    readDirectory(path) {
      if (clean(path) !== '') throw absent(path);
      return [...files.keys()].map((file) => ({ name: file.slice(1), kind: 'file' }));
    },
    kindOf(path) {
      const bytes = files.get(path);
      if (bytes !== undefined) return { kind: 'file', size: bytes.length };
      return clean(path) === '' ? { kind: 'directory', size: 0 } : undefined;
    },
    realPath: (path) => path,
  };
}

/** The text report on all of `fs`; with rules, by these alone. */
export async function say(program, fs, rules) {
  const options = { ...program.defaultOptions, root: '/', rules };
  const report = await program.audit(fs, options);
  return program.render('text', report, { color: false, width: 100, exitCode: 0, rules: [] }).trimEnd();
}
