/** Packs WebAssembly modules for the bundle and for tests: a grammar shrinks to a tenth. */
const { readFileSync } = require('node:fs');
const { brotliCompressSync, constants } = require('node:zlib');

/** The bytes of the module at `path`, compressed; `quality` from 0 to 11. */
function packWasm(path, quality) {
  return brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}

/** For esbuild: `import bytes from 'package/module.wasm'` gives the packed bytes. */
const wasmPlugin = (quality) => ({
  name: 'packed-wasm',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({
      path: require.resolve(path, { paths: [resolveDir] }),
      namespace: 'packed-wasm',
    }));
    onLoad({ filter: /.*/, namespace: 'packed-wasm' }, ({ path }) => ({
      contents: packWasm(path, quality),
      loader: 'binary',
    }));
  },
});

module.exports = { packWasm, wasmPlugin };
