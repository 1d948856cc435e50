/** Compiles TypeScript and ES modules for Jest with esbuild; types are checked by `npm run types`. */
const { transformSync } = require('esbuild');

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
};
