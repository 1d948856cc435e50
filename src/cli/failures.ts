/** What is said when a run fails: in one line if the user can mend it, otherwise that it is a bug and how to show it. */
import { UserError } from '../config.js';
import { printable } from '../report/printable.js';
import type { Host } from './host.js';

/** Ends with a newline. `args` are those of the command line. */
export function explainFailure(error: unknown, args: readonly string[], version: string, host: Host): string {
  const stack = host.environment['IMDS_AUDIT_DEBUG'] && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? '' : `; ${error.hint}`;
    return `imds-audit: ${oneLine(error.message + hint)}\n${stack}`;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const more = stack === '' ? 'Set IMDS_AUDIT_DEBUG=1 to see where it happened.\n' : stack;
  return [
    `imds-audit: internal error: ${oneLine(message)}\n`,
    `This is a bug in imds-audit ${version}, not in your code. The command that shows it:\n`,
    `  cd ${quote(host.directory)} && ${['imds-audit', ...args].map(quote).join(' ')}\n`,
    more,
  ].join('');
}

/** Names of files, and what reports hold, may be what a terminal would obey. */
function oneLine(text: string): string {
  return printable(text.replaceAll(/\s*[\r\n]+\s*/g, ' '));
}

/** As a shell has to be given it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
