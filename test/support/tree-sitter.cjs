/** Stands in for web-tree-sitter in tests: the one copy that all test files share. */
module.exports = globalThis.sharedModules.treeSitter;
