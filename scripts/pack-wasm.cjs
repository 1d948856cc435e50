/** Packs WebAssembly modules for the bundle and for tests: a grammar shrinks to a tenth. */
const { readFileSync } = require('node:fs');
const { brotliCompressSync, constants } = require('node:zlib');

/** The bytes of the module at `path`, compressed; `quality` from 0 to 11. */
function packWasm(path, quality) {
  return brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}

module.exports = { packWasm };
