/** Reads an ordinary command line of `scan` with what Node has itself: loading yargs takes longer than a scan of a few files. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Options as OptionTable } from 'yargs';
import { ArgumentReader } from './argument-reader.js';
import { scanOptions } from './options.js';
import { readScan, type ScanCommand } from './scan-command.js';

/** What may be no path. */
const others: ReadonlySet<string> = new Set(['merge', 'rules', 'explain', 'inspect', 'completion', 'help', 'version']);

/**
 * The command, where it is a `scan` and nothing in it needs a closer look; otherwise undefined, wrong or not: yargs says it.
 * Throws a `UserError` for values and combinations that cannot be.
 */
export function readQuickly(args: readonly string[]): ScanCommand | undefined {
  const end = args.indexOf('--');
  const read = end === -1 ? args : args.slice(0, end);
  const literal = end === -1 ? [] : args.slice(end + 1);
  // For quotes, several letters behind one dash and values that are empty yargs has rules of its own.
  if (read.some((arg) => /["']|^-\w.|=$/.test(arg))) return undefined;
  const parsed = parse(read);
  if (parsed === undefined || parsed.positionals.some((each) => others.has(each))) return undefined;
  const paths = parsed.positionals[0] === 'scan' ? parsed.positionals.slice(1) : parsed.positionals;
  return readScan(new ArgumentReader({ ...parsed.values, paths }, undefined), literal);
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      tokens: true,
    });
    const names = tokens.flatMap((token) => (token.kind === 'option' && token.value === undefined ? [token.name] : []));
    return new Set(names).size === names.length ? { values, positionals } : undefined;
  } catch {
    return undefined;
  }
}

/** The table of options as Node wants it. A text that is given twice is told of later. */
const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
  Object.values(scanOptions)
    .flatMap((group) => Object.entries<OptionTable>(group))
    .map(([name, { type, alias }]) => [
      name,
      {
        ...(type === 'boolean' ? { type } : { type: 'string', multiple: true }),
        ...(typeof alias === 'string' ? { short: alias } : {}),
      },
    ]),
);
