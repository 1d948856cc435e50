/** What is for people at a terminal: links, progress, completion of the command line. */
import { spawnSync } from 'node:child_process';
import { rules } from '../rules/index.js';
import { usesLinks } from '../src/cli/colour.js';
import { completionScript } from '../src/cli/completions.js';
import type { Host } from '../src/cli/host.js';
import { watch } from '../src/cli/progress.js';
import { render } from '../src/report/index.js';
import { filesInMemory } from './support/files-in-memory.js';
import { sampleReport, sampleRules } from './support/sample-report.js';

describe('links', () => {
  const iterm = { TERM_PROGRAM: 'iTerm.app' };

  test.each<[string, Record<string, string>, boolean, boolean]>([
    ['a terminal that is known', iterm, true, true],
    ['a terminal that is not', { TERM_PROGRAM: 'Apple_Terminal' }, true, false],
    ['an old VTE', { VTE_VERSION: '4600' }, true, false],
    ['a newer VTE', { VTE_VERSION: '6003' }, true, true],
    ['no terminal', iterm, false, false],
    ['no terminal, forced', { FORCE_HYPERLINK: '1' }, false, true],
    ['switched off', { ...iterm, FORCE_HYPERLINK: '0' }, true, false],
    ['no colours', { ...iterm, NO_COLOR: '1' }, true, false],
    ['continuous integration', { ...iterm, CI: 'true' }, true, false],
  ])('%s', (_, environment, stdoutIsTerminal, expected) => {
    expect(usesLinks('auto', { environment, stdoutIsTerminal })).toBe(expected);
  });

  test('lead to the file and to the page of the rule; the text is the same without them', () => {
    const context = { rules: sampleRules, exitCode: 1, color: false };
    const linked = render('text', sampleReport, { ...context, links: { root: '/home/me/with blank' } });
    const [first] = sampleReport.findings;
    expect(linked).toContain(`\u001b]8;;file:///home/me/with%20blank/${first?.location.path ?? ''}\u001b\\`);
    expect(linked).toContain(`/rules/${first?.ruleName ?? ''}.md\u001b\\`);

    expect(linked.replaceAll(/\u001b\]8;;[^\u001b]*\u001b\\/g, '')).toBe(render('text', sampleReport, context));
  });
});

describe('progress', () => {
  const files = filesInMemory({ '/r/a': 'a' });

  function hostWith(values: Partial<Host>): { host: Host; said: string[] } {
    const said: string[] = [];
    let time = 0;
    const base = {
      environment: {},
      stderrIsTerminal: true,
      now: () => (time += 150),
      writeError: (text: string) => said.push(text),
    };
    return { host: { ...base, ...values } as unknown as Host, said };
  }

  test('is told on a terminal now and then, and is gone at the end', () => {
    const { host, said } = hostWith({});
    const { fs, end } = watch(files, host, false);
    for (let index = 0; index < 4; index += 1) fs.readFile('/r/a');
    end();
    expect(said).toEqual([
      '\r\u001b[Kimds-audit: 2 files read …',
      '\r\u001b[Kimds-audit: 4 files read …',
      '\r\u001b[K',
    ]);
  });

  test.each<[string, Partial<Host>, boolean]>([
    ['no terminal', { stderrIsTerminal: false }, false],
    ['--quiet', {}, true],
    ['continuous integration', { environment: { CI: '1' } }, false],
    ['a terminal that cannot', { environment: { TERM: 'dumb' } }, false],
  ])('is not told: %s', (_, values, quiet) => {
    const { host, said } = hostWith(values);
    const { fs, end } = watch(files, host, quiet);
    for (let index = 0; index < 9; index += 1) fs.readFile('/r/a');
    end();
    expect(said).toEqual([]);
  });
});

describe('completion', () => {
  /** What bash proposes for the last of `words`. */
  function proposals(...words: readonly string[]): readonly string[] {
    const script = `${completionScript('bash', rules)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _imds_audit; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', 'imds-audit', ...words], {
      encoding: 'utf8',
    });
    if (stderr !== '') throw new Error(stderr);
    return stdout.split('\n').filter((line) => line !== '');
  }

  test('bash proposes commands, options, values and rules', () => {
    expect(proposals('sc')).toEqual(['scan']);
    expect(proposals('scan', '--fail')).toEqual(['--fail-on']);
    expect(proposals('scan', '--format', 's')).toEqual(['sarif']);
    expect(proposals('scan', '-f', 'js')).toEqual(['json']);
    expect(proposals('explain', 'tokenless')).toEqual(['tokenless-request']);
    expect(proposals('scan', '--rule', 'IMDS01')).toEqual(['IMDS010', 'IMDS011']);
    expect(proposals('scan', '--config', '')).toEqual([]);
    expect(proposals('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('zsh and fish get the same words', () => {
    expect(completionScript('zsh', rules)).toContain(completionScript('bash', rules));
    const fish = completionScript('fish', rules);
    expect(fish).toContain("complete -c imds-audit -l fail-on -xa 'error warning note none'");
    expect(fish).toContain("complete -c imds-audit -l output -s o -r -d '");
    for (const line of fish.trimEnd().split('\n'))
      expect(line).toMatch(/^complete -c imds-audit (?:[^']|'(?:[^'\\]|\\.)*')*$/);
  });
});
