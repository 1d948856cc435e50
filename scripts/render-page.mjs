/** Renders the page of a rule from its metadata and its example. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { memoryFileSystem, say } from './say.mjs';

const languages = {
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.tsx': 'tsx',
  '.sh': 'sh',
  '.bash': 'sh',
};

const fixSentences = {
  always: 'Every finding has a fix.',
  sometimes: 'Where the code allows it there is a fix: `imds-audit --diff` shows it, `imds-audit --fix` applies it.',
  unsafely:
    'Where the code allows it there is a fix that may change what runs: `imds-audit --diff --unsafe-fixes` shows it, ' +
    '`imds-audit --fix --unsafe-fixes` applies it.',
  never: 'There is no fix: what is right depends on what the code is for.',
};

/** Markdown. */
export async function renderPage(root, rule, program) {
  return [
    '<!-- Generated from the rule by `npm run generate`: do not edit. -->',
    `# ${rule.name}`,
    `${rule.title}.`,
    `**${rule.id}** · level ${rule.level} · precision ${rule.precision} · since ${rule.since}${rule.isOptional === true ? ' · runs only when it is named' : ''}`,
    '## Why',
    rule.why.trim(),
    '## Example',
    await renderExample(root, rule, program),
    '## What to do',
    rule.remedy.trim(),
    '## Fixes',
    fixSentences[rule.fixes],
    '## References',
    rule.references.map((reference) => `- <${reference}>`).join('\n'),
  ].join('\n\n');
}

async function renderExample(root, rule, program) {
  const path = join(root, 'fixtures', 'rules', rule.name, rule.example);
  const text = withoutAnnotations(readFileSync(path, 'utf8'));
  const said = await say(program, memoryFileSystem({ [basename(path)]: text }), [rule.id]);
  const parts = [
    codeOf(languages[extname(path)], text),
    `\`imds-audit scan${rule.isOptional === true ? ` --rule ${rule.name}` : ''}\` says:`,
    codeOf('text', said),
  ];
  const forms = ['.fixed$1', '.fixed-unsafely$1'].map((form) => path.replace(/(\.\w+)$/, form));
  const fixed = forms.find((form) => existsSync(form));
  if (fixed !== undefined)
    parts.push('Fixed:', codeOf(languages[extname(path)], withoutAnnotations(readFileSync(fixed, 'utf8'))));
  return parts.join('\n\n');
}

/** A fixture as the scanner sees it: without the lines that say what is expected. */
function withoutAnnotations(text) {
  const lines = text.split('\n');
  return lines.filter((line) => !/^\s*(?:#|\/\/|--|;)~/.test(line)).join('\n');
}

/** A block of code, whatever it holds. */
export function codeOf(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
