/** The options of `scan`, as `--help` tells them. */
import type { Options as OptionTable } from 'yargs';

/** The allowed values are told here and checked in `scan-command.ts`: yargs would take several lines to say what is wrong. */
const report = {
  format: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe: 'text, json, sarif, html, markdown, github, gitlab, junit, rdjson or unix [default: text]',
  },
  output: {
    alias: 'o',
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Write the report to this file instead; FORMAT=PATH writes one more report. May be repeated',
  },
  color: { type: 'string', requiresArg: true, describe: 'Colours: auto, always or never [default: auto]' },
  'report-suppressed': { type: 'boolean', describe: 'Report what is ignored or in the baseline too, marked as such' },
  verbose: { alias: 'v', type: 'boolean', describe: 'Leave nothing out of the text report' },
  quiet: { alias: 'q', type: 'boolean', describe: 'Say nothing on standard error but what went wrong' },
} as const satisfies Record<string, OptionTable>;

const selection = {
  include: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Below directories scan only files that match this glob. May be repeated',
  },
  exclude: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Leave out what matches this glob. May be repeated',
  },
  'no-ignore': { type: 'boolean', describe: 'Scan what .gitignore excludes, dependencies and generated code too' },
  'force-exclude': { type: 'boolean', describe: 'Leave out what is excluded or ignored even if it is named itself' },
  staged: { type: 'boolean', describe: 'Report only on files that are staged for a commit, as they are in the index' },
  changed: { type: 'boolean', describe: 'Report only on files that differ from where this branch was left' },
  since: { type: 'string', requiresArg: true, describe: 'With --changed: the branch or commit to compare with' },
  shard: {
    type: 'string',
    requiresArg: true,
    describe: 'Report on one of several parts of the files: 2/5, or auto (auto/5) to ask the engine that runs it',
  },
  'no-error-on-unmatched': { type: 'boolean', describe: 'A path that names nothing is no error' },
  'max-file-size': {
    type: 'string',
    requiresArg: true,
    describe: 'Skip larger files below directories: bytes, or 512k, 2M [default: 1M]',
  },
  'stdin-filename': {
    type: 'string',
    requiresArg: true,
    describe: 'With the path -: scan standard input as if it were this file',
  },
} as const satisfies Record<string, OptionTable>;

const judgement = {
  rule: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Apply this rule only (id or name). May be repeated',
  },
  'fail-on': {
    type: 'string',
    requiresArg: true,
    describe: 'The least level that makes the exit code 1: error, warning, note or none [default: error]',
  },
  strict: { type: 'boolean', describe: 'Exit with 2 if a file that mentions the service was not read, or not in full' },
  'no-inline-ignores': { type: 'boolean', describe: 'Read no comments that ignore findings' },
  'require-reason': { type: 'boolean', describe: 'Comments that ignore findings count only with a reason' },
  'report-unused-ignores': {
    type: 'string',
    requiresArg: true,
    describe: 'What ignores that are not needed, or wrong, are: error, warn or off [default: warn]',
  },
  baseline: {
    type: 'string',
    requiresArg: true,
    describe: 'Do not report what this file lists; entries that are found no more make the exit code 1',
  },
  'update-baseline': {
    type: 'boolean',
    describe: 'Write all that is found to the baseline [default: imds-audit-baseline.json]',
  },
  'allow-stale-baseline': {
    type: 'boolean',
    describe: 'Entries of the baseline that are found no more are no failure',
  },
  'exit-zero': { type: 'boolean', describe: 'Exit with 0 whatever is found' },
} as const satisfies Record<string, OptionTable>;

const fixes = {
  fix: { type: 'boolean', describe: 'Apply the safe fixes, and report what is left' },
  'unsafe-fixes': { type: 'boolean', describe: 'With --fix or --diff: those too that may change what else runs' },
  diff: { type: 'boolean', describe: 'Print what --fix would change as a patch; write nothing' },
} as const satisfies Record<string, OptionTable>;

const configuration = {
  config: { type: 'string', requiresArg: true, describe: 'Use this configuration, and look for no other' },
  'no-config': { type: 'boolean', describe: 'Use no configuration' },
  'print-config': { type: 'boolean', describe: 'Print the configuration of this run as JSON; scan nothing' },
} as const satisfies Record<string, OptionTable>;

const cache = {
  cache: { type: 'boolean', describe: 'Find out again only what has changed since the last scan of the same paths' },
  'cache-location': {
    type: 'string',
    requiresArg: true,
    describe: "The folder to keep it in [default: the user's, such as ~/.cache/imds-audit]",
  },
  'cache-strategy': {
    type: 'string',
    requiresArg: true,
    describe: 'What shows that a file has changed: metadata (size, times, inode) or content [default: metadata]',
  },
} as const satisfies Record<string, OptionTable>;

/** By heading: what there is of `scan` for reports that are there already. */
export const mergeOptions = {
  'What to report:': {
    'fail-on': judgement['fail-on'],
    strict: judgement.strict,
    'report-unused-ignores': judgement['report-unused-ignores'],
    'allow-stale-baseline': judgement['allow-stale-baseline'],
    'exit-zero': judgement['exit-zero'],
  },
  'The report:': report,
} as const satisfies Record<string, Record<string, OptionTable>>;

/** By heading. */
export const scanOptions = {
  'What to scan:': selection,
  'What to report:': judgement,
  'The report:': report,
  'Fixes:': fixes,
  'Configuration:': configuration,
  'Cache:': cache,
} as const satisfies Record<string, Record<string, OptionTable>>;

export const examples: readonly (readonly [string, string])[] = [
  ['$0', 'Scan the current directory'],
  ['$0 scan src deploy/userdata.sh', 'Scan a directory and a file'],
  ['$0 scan --diff', 'Show how the findings can be fixed'],
  ['$0 scan --fix', 'Fix what can be fixed safely'],
  ['$0 scan -o sarif=imds.sarif', 'Report on the terminal, and in a file for code scanning'],
  ['$0 explain tokenless-request', 'Say what a rule is about'],
];

export const exitCodes =
  'Exit codes: 0 nothing found at or above the --fail-on level, 1 something found, 2 the run failed.';
