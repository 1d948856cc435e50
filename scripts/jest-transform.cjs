/** Compiles TypeScript and ES modules for Jest with esbuild; types are checked by `npm run types`. */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync, version } = require('esbuild');

const own = readFileSync(__filename);

module.exports = {
  process(source, path) {
    const loader = path.endsWith('.ts') ? 'ts' : 'js';
    const { code } = transformSync(source, {
      loader,
      format: 'cjs',
      target: 'node20',
      // Jest's own module system has no `import()` without a flag of Node's.
      supported: { 'dynamic-import': false },
      sourcemap: 'inline',
      sourcefile: path,
    });
    return { code };
  },
  // Jest would keep what an earlier version of this file made.
  getCacheKey: (source, path) =>
    createHash('sha256').update(own).update(version).update(path).update(source).digest('hex'),
};
