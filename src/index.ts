/** The public API: audit, rules, reports, fixes, and the types they speak in. */
export { audit } from './audit.js';
export { defaultOptions, UserError } from './config.js';
export type { Options } from './config.js';
export type { DirectoryEntry, FileSystem } from './discover/file-system.js';
export { nodeFileSystem } from './discover/node-file-system.js';
export type { Change } from './changed.js';
export { applyFixes } from './fix.js';
export type { FixedFile, FixResult, FixScope } from './fix.js';
export type { Certainty } from './model/certainty.js';
export type { Finding, Level, Location, Notice, Report, Statistics, Verdict } from './model/finding.js';
export type { Fix } from './model/site.js';
export type { Edit, Position, Span } from './model/source-file.js';
export { render } from './report/index.js';
export type { Problem, Rule } from './rule.js';
export { version } from './version.js';
export { rules } from '../rules/index.js';
