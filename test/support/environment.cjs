/** Hands one TypeScript to all test files: evaluating it again in each of them is what would cost the most. */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.sharedModules = {
      get estree() {
        return require('@typescript-eslint/typescript-estree');
      },
      get typescript() {
        return require('typescript');
      },
      get treeSitter() {
        return require('web-tree-sitter');
      },
    };
  }
};
