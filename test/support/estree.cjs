module.exports = globalThis.sharedModules.estree;
