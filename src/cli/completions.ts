/** What a shell is told so that it completes our command line: made from the same tables as `--help`. */
import type { Options as OptionTable } from 'yargs';
import { strategies } from '../cache/index.js';
import type { Rule } from '../rule.js';
import { colourChoices } from './colour.js';
import { failLevels, unusedIgnores } from './config-shape.js';
import { scanOptions } from './options.js';
import { formats } from './outputs.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const commands: Readonly<Record<string, string>> = {
  scan: 'Scan files, directories and globs',
  merge: 'Put the reports on shards or repositories together',
  rules: 'List the rules',
  explain: 'Print the page of a rule',
  inspect: 'Explain a file',
  completion: 'Print what a shell needs to complete this command line',
};

/** The script to source. Rules are completed by id and name. */
export function completionScript(shell: Shell, rules: readonly Rule[]): string {
  switch (shell) {
    case 'bash':
      return bash(rules);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(rules)}`;
    case 'fish':
      return fish(rules);
  }
}

interface KnownOption {
  readonly name: string;
  readonly alias: string | undefined;
  readonly takesValue: boolean;
  readonly meaning: string;
}

function options(): readonly KnownOption[] {
  const all = Object.values(scanOptions).flatMap((group) => Object.entries<OptionTable>(group));
  return all.map(([name, { alias, type, describe }]) => ({
    name,
    alias: typeof alias === 'string' ? alias : undefined,
    takesValue: type !== 'boolean',
    meaning: typeof describe === 'string' ? describe : '',
  }));
}

/** The values that an option can have; undefined for files and free text. */
function valuesOf(name: string, rules: readonly Rule[]): readonly string[] | undefined {
  const values: Readonly<Record<string, readonly string[]>> = {
    format: formats,
    color: colourChoices,
    'fail-on': failLevels,
    'report-unused-ignores': unusedIgnores,
    'cache-strategy': strategies,
    rule: namesOf(rules),
  };
  return values[name];
}

function namesOf(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({ id, name }) => [id, name]);
}

function bash(rules: readonly Rule[]): string {
  const names = options().flatMap(({ name, alias }) => [`--${name}`, ...(alias === undefined ? [] : [`-${alias}`])]);
  const cases = options().flatMap(({ name, alias }) => {
    const values = valuesOf(name, rules);
    const spelt = alias === undefined ? `--${name}` : `--${name} | -${alias}`;
    return values === undefined ? [] : [`    ${spelt}) words='${values.join(' ')}' ;;`];
  });
  const files = options().filter(({ name, takesValue }) => takesValue && valuesOf(name, rules) === undefined);
  return `_imds_audit() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words=
  COMPREPLY=()
  case $previous in
${cases.join('\n')}
    ${files.map(({ name }) => `--${name}`).join(' | ')}) return ;;
    explain) words='${namesOf(rules).join(' ')}' ;;
    completion) words='${shells.join(' ')}' ;;
    *)
      case $current in
        -*) words='${[...names, '--help', '--version'].join(' ')}' ;;
        *) if [ "$COMP_CWORD" = 1 ]; then words='${Object.keys(commands).join(' ')}'; fi ;;
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _imds_audit imds-audit
`;
}

function fish(rules: readonly Rule[]): string {
  const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
  const isFirst = `-n "not __fish_seen_subcommand_from ${Object.keys(commands).join(' ')}"`;
  return [
    ...Object.entries(commands).map(
      ([name, meaning]) => `complete -c imds-audit ${isFirst} -a ${name} -d ${quoted(meaning)}`,
    ),
    ...options().map(({ name, alias, takesValue, meaning }) => {
      const values = valuesOf(name, rules);
      const short = alias === undefined ? '' : ` -s ${alias}`;
      const given = values === undefined ? (takesValue ? ' -r' : '') : ` -xa ${quoted(values.join(' '))}`;
      return `complete -c imds-audit -l ${name}${short}${given} -d ${quoted(meaning)}`;
    }),
    `complete -c imds-audit -n "__fish_seen_subcommand_from explain" -xa ${quoted(namesOf(rules).join(' '))}`,
    `complete -c imds-audit -n "__fish_seen_subcommand_from completion" -xa ${quoted(shells.join(' '))}`,
    '',
  ].join('\n');
}
