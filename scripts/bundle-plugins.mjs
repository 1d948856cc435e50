/** What Rolldown is told about modules that are no files, or no JavaScript. A leading NUL says that an id is nobody else's. */
import { createRequire } from 'node:module';
import { packWasm } from './pack-wasm.cjs';

const WASM = '\0packed-wasm:';

/** `import bytes from 'package/module.wasm'` gives the bytes as `packWasm` packs them. */
export const wasmPlugin = (quality) => ({
  name: 'packed-wasm',
  resolveId: (source, importer) =>
    source.endsWith('.wasm') ? `${WASM}${createRequire(importer).resolve(source)}` : undefined,
  load(id) {
    if (!id.startsWith(WASM)) return undefined;
    const text = packWasm(id.slice(WASM.length), quality).toString('base64');
    return `export default Buffer.from('${text}', 'base64');`;
  },
});

/** The module `name` is `text`; what that imports is found as from the file `place`. */
export const textPlugin = (name, place, text) => ({
  name: `text of ${name}`,
  resolveId(source, importer) {
    if (source === name) return `\0${name}`;
    return importer === `\0${name}` ? this.resolve(source, place) : undefined;
  },
  load: (id) => (id === `\0${name}` ? text : undefined),
});

/** The path of the file that a module was read from; undefined for one that is no file. */
export function fileOf(id) {
  const path = id.startsWith(WASM) ? id.slice(WASM.length) : id;
  return path.startsWith('\0') ? undefined : path;
}
