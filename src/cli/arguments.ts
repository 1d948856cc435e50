/** Reads the command line into a command; whatever is wrong with it is told in one line. */
import yargs from 'yargs';
import type { Argv, Options as OptionTable } from 'yargs';
import { UserError } from '../config.js';
import { closest } from './closest.js';
import { shells, type Shell } from './completions.js';
import { examples, exitCodes, mergeOptions, scanOptions } from './options.js';
import { ArgumentReader } from './argument-reader.js';
import { readMerge, type MergeCommand } from './merge-command.js';
import { readScan } from './scan-command.js';
import type { ScanCommand } from './scan-command.js';

export type Command =
  | ScanCommand
  | MergeCommand
  | { readonly kind: 'rules'; readonly format: 'text' | 'json' }
  | { readonly kind: 'explain'; readonly rule: string }
  | { readonly kind: 'inspect'; readonly path: string }
  | { readonly kind: 'completion'; readonly shell: Shell }
  /** Help or the version: there is nothing more to do than to print it. */
  | { readonly kind: 'print'; readonly text: string };

/** yargs loses a lone `-`; it travels as this. */
const dash = '\u0000';

/** Throws a `UserError` for a command line that cannot be understood. */
export function readArguments(args: readonly string[], version: string): Command {
  const end = args.indexOf('--');
  const read = end === -1 ? args : args.slice(0, end);
  const literal = end === -1 ? [] : args.slice(end + 1);
  refuseValuesOfSwitches(read);
  const { values, error, output } = parse(
    read.map((arg) => (arg === '-' ? dash : arg)),
    version,
  );
  if (error !== undefined) throw explainError(error, values);
  if (output !== '') return { kind: 'print', text: `${output}\n` };
  return readCommand(new ArgumentReader(values, dash), literal);
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly error: string | undefined;
  readonly output: string;
}

function parse(args: readonly string[], version: string): Parsed {
  let parsed: Parsed = { values: {}, error: undefined, output: '' };
  void parser(version).parse(args, {}, (error, values, output) => {
    parsed = { values, error: error?.message, output };
  });
  return parsed;
}

function parser(version: string): Argv {
  return yargs()
    .scriptName('imds-audit')
    .locale('en')
    .exitProcess(false)
    .wrap(100)
    .parserConfiguration({
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'greedy-arrays': false,
    })
    .usage(
      'Finds calls to the EC2 instance metadata service that carry no IMDSv2 session token.\n\nUsage: $0 [command]',
    )
    .command(['scan [paths..]', '$0'], 'Scan files, directories and globs (the default command)', describeScan)
    .command('merge <files..>', 'Put the reports on shards or repositories together', describeMerge)
    .command('rules', 'List the rules', (command) =>
      command.option('format', {
        alias: 'f',
        type: 'string',
        requiresArg: true,
        describe: 'The form of the list: text or json',
      }),
    )
    .command('explain <rule>', 'Print the page of a rule', (command) =>
      command.positional('rule', { type: 'string', describe: 'Its id or name' }),
    )
    .command('inspect <path>', 'Explain a file: calls, values, why each is or is not reported', (command) =>
      command.positional('path', { type: 'string', describe: 'A file, or FILE:LINE for that line alone' }),
    )
    .command('completion <shell>', 'Print what bash, zsh or fish needs to complete this command line', (command) =>
      command.positional('shell', { type: 'string', describe: 'bash, zsh or fish' }),
    )
    .strictOptions()
    .version(version)
    .help()
    .alias({ h: 'help', V: 'version' });
}

function describeScan(command: Argv): Argv {
  command.positional('paths', {
    type: 'string',
    array: true,
    defaultDescription: '.',
    describe: 'What to scan; - is standard input',
  });
  return withOptions(command, scanOptions)
    .example(examples.map(([line, meaning]) => [line, meaning] as [string, string]))
    .epilogue(exitCodes);
}

function describeMerge(command: Argv): Argv {
  command.positional('files', { type: 'string', array: true, describe: 'Reports of scan --shard: JSON, or SARIF' });
  return withOptions(command, mergeOptions).epilogue(exitCodes);
}

function withOptions(command: Argv, table: Readonly<Record<string, Readonly<Record<string, OptionTable>>>>): Argv {
  for (const [heading, options] of Object.entries(table)) {
    for (const [name, option] of Object.entries(options)) command.option(name, { ...option, group: heading });
  }
  return command;
}

function readCommand(reader: ArgumentReader, literal: readonly string[]): Command {
  const [name, ...rest] = reader.unnamed();
  if (name === undefined || name === 'scan') return readScan(reader, [...rest, ...literal]);
  if (name === 'merge') return readMerge(reader, [...rest, ...literal]);
  const [extra] = [...rest, ...literal];
  if (extra !== undefined) throw new UserError(`${name} takes no more than one argument, and got ${extra} too`);
  if (name === 'explain') return { kind: 'explain', rule: reader.text('rule') ?? '' };
  if (name === 'inspect') return { kind: 'inspect', path: reader.text('path') ?? '' };
  if (name === 'completion') return { kind: 'completion', shell: reader.oneOf('shell', shells) ?? 'bash' };
  return { kind: 'rules', format: reader.oneOf('format', ['text', 'json']) ?? 'text' };
}

/** `--fix=yes` would be taken for no. */
function refuseValuesOfSwitches(args: readonly string[]): void {
  const options = Object.values(scanOptions).flatMap((group) => Object.entries<OptionTable>(group));
  const switches = new Set(options.filter(([, option]) => option.type === 'boolean').map(([name]) => name));
  for (const arg of args) {
    const name = /^--([^=]+)=/.exec(arg)?.[1];
    if (name !== undefined && switches.has(name)) throw new UserError(`--${name} takes no value`);
  }
}

/** yargs' complaint in our words. */
function explainError(message: string, values: Readonly<Record<string, unknown>>): UserError {
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1];
  if (unknown !== undefined) {
    const spelt = spellOption(unknown);
    const names = Object.values(scanOptions).flatMap((options) => Object.keys(options));
    if (names.includes(unknown)) return new UserError(`${spelt} is an option of scan`, seeHelp);
    const meant = unknown.length > 1 ? closest(unknown, [...names, 'help', 'version']) : undefined;
    return new UserError(`unknown option ${spelt}`, meant === undefined ? seeHelp : `did you mean --${meant}?`);
  }
  const lacking = /^Not enough arguments following: (.+)/.exec(message)?.[1];
  if (lacking !== undefined) return new UserError(`${spellOption(lacking)} needs a value`, seeHelp);
  const [command] = new ArgumentReader(values, dash).unnamed();
  if (message.startsWith('Not enough non-option') && command !== undefined) {
    return new UserError(`${command} needs ${needs[command] ?? 'a file'}`, seeHelp);
  }
  return new UserError(message.replaceAll(/\s+/g, ' '), seeHelp);
}

/** What a command cannot do without. */
const needs: Readonly<Record<string, string>> = {
  merge: 'the files of reports',
  explain: 'the id or name of a rule',
  completion: 'the name of a shell: bash, zsh or fish',
};

const seeHelp = 'imds-audit --help lists what there is';

function spellOption(name: string): string {
  return name.length > 1 ? `--${name}` : `-${name}`;
}
