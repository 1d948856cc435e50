/** The programs that are compared: how each is asked which files below the current directory mention the service. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rgPath } from '@vscode/ripgrep';

/** Answers of a search: something was found, or nothing was. */
const found = [0, 1];

/**
 * Those that are installed, and the names of those that are not. `anchors` are what this program reads a file for, `folder` is
 * for what is made on the way.
 */
export function programsFor(root, anchors, folder) {
  const sought = anchors.flatMap((anchor) => ['-e', anchor]);
  const excluded = ['.git', 'node_modules', 'bower_components', 'vendor'];
  const [astGrep, semgrep] = ['ast-grep.yml', 'semgrep.yml'].map((name) => ruleFile(root, name, anchors, folder));
  const own = join(root, 'dist', 'cli.js');
  const all = [
    {
      name: 'ripgrep',
      version: () => firstLine(rgPath, ['--version']),
      command: [rgPath, '-l', '-i', '-F', '--hidden', ...excluded.flatMap((name) => ['-g', `!${name}`]), ...sought],
      answers: found,
    },
    {
      name: 'git grep',
      version: () => firstLine('git', ['--version']),
      command: [
        'git',
        'grep',
        '--untracked',
        '-l',
        '-i',
        '-F',
        '-I',
        ...sought,
        '--',
        '.',
        ...excluded.map((name) => `:!**/${name}/**`),
      ],
      answers: found,
    },
    {
      name: 'imds-audit, search alone',
      version: () => firstLine(process.execPath, [own, '--version']),
      command: [process.execPath, join(folder, 'search.mjs')],
    },
    {
      name: 'imds-audit scan',
      version: () => firstLine(process.execPath, [own, '--version']),
      command: [process.execPath, own, 'scan', '--no-config', '--exit-zero', '--quiet'],
    },
    {
      name: 'imds-audit scan --cache, nothing changed',
      version: () => firstLine(process.execPath, [own, '--version']),
      command: [
        ...[process.execPath, own, 'scan', '--no-config', '--exit-zero', '--quiet'],
        ...['--cache', '--cache-location', join(folder, 'cache')],
      ],
    },
    {
      name: 'ast-grep',
      isSlow: true,
      version: () => firstLine('ast-grep', ['--version']),
      command: [
        'ast-grep',
        'scan',
        '--no-ignore',
        'hidden',
        '--globs',
        '!**/{node_modules,vendor}/**',
        '--rule',
        astGrep,
        '--json=stream',
      ],
      answers: found,
    },
    {
      name: 'Semgrep',
      isSlow: true,
      version: () => firstLine('semgrep', ['--version', '--disable-version-check']),
      command: [
        'semgrep',
        'scan',
        '--quiet',
        '--metrics',
        'off',
        '--disable-version-check',
        '--no-rewrite-rule-ids',
        '--config',
        semgrep,
        '--json',
        '--output',
        '/dev/null',
        '.',
      ],
      answers: found,
    },
  ];
  const known = all.map((program) => ({ ...program, version: attempt(program.version) }));
  return {
    programs: known.filter(({ version }) => version !== undefined),
    absent: known.filter(({ version }) => version === undefined).map(({ name }) => name),
  };
}

/** The path of a rule of `bench/rules` in which the strings stand. */
function ruleFile(root, name, anchors, folder) {
  const escaped = anchors.map((anchor) => anchor.replace(/[.(]/g, '\\$&').replaceAll("'", "''"));
  const text = readFileSync(join(root, 'bench', 'rules', name), 'utf8').replaceAll(
    '(ANCHORS)',
    () => `(${escaped.join('|')})`,
  );
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function firstLine(command, args) {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n', 1)[0];
}

function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}
