/** Hands a WebAssembly module to tests as the bundle does: packed. */
const { packWasm } = require('./pack-wasm.cjs');

module.exports = {
  process(_, path) {
    const text = packWasm(path, 1).toString('base64');
    return { code: `exports.__esModule = true; exports.default = Buffer.from('${text}', 'base64');` };
  },
  getCacheKey: (_, path) => `${path.replace(/\W/g, '-')}-1`,
};
