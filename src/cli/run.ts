/** One run of the program: the command line in, an exit code out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.js';
import { version } from '../version.js';
import type { Command } from './arguments.js';
import { findRule, listRules, rulesAsJson } from './explain.js';
import { explainFailure } from './failures.js';
import type { ExitCode, Host } from './host.js';
import { readQuickly } from './quick-arguments.js';
import { scan } from './scan.js';

/** Never throws: a failure is told on standard error, and is exit code 2. */
export async function run(args: readonly string[], host: Host): Promise<ExitCode> {
  try {
    return await obey(readQuickly(args) ?? (await import('./arguments.js')).readArguments(args, version), host);
  } catch (error) {
    host.writeError(explainFailure(error, args, version, host));
    return 2;
  }
}

async function obey(command: Command, host: Host): Promise<ExitCode> {
  switch (command.kind) {
    case 'scan':
      return scan(command, host);
    case 'merge':
      return (await import('./merge.js')).merge(command, host);
    case 'rules':
      await host.writeOutput(command.format === 'json' ? rulesAsJson(rules) : listRules(rules));
      return 0;
    case 'explain':
      await host.writeOutput(
        pageOf(readFileSync(join(host.pages, `${findRule(rules, command.rule).name}.md`), 'utf8')),
      );
      return 0;
    case 'inspect':
      await host.writeOutput(await (await import('./inspect.js')).inspectFile(command.path, host));
      return 0;
    case 'completion':
      await host.writeOutput((await import('./completions.js')).completionScript(command.shell, rules));
      return 0;
    case 'print':
      await host.writeOutput(command.text);
      return 0;
  }
}

/** The page without the note to those who would edit it. */
function pageOf(text: string): string {
  return text.replace(/^<!--.*?-->\s*/s, '');
}
