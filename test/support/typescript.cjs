/** Stands in for TypeScript in tests: the one copy that all test files share, the parser's too. */
module.exports = globalThis.sharedModules.typescript;
