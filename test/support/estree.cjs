/** Stands in for typescript-estree in tests: the one copy that all test files share. */
module.exports = globalThis.sharedModules.estree;
