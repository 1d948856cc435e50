/** Documentation: which of its text is code, that it decides nothing, and that no text makes it slow. */
import { blocksIn } from '../src/languages/markdown/blocks.js';
import { auditText } from './support/audit-text.js';
import { expectInProportion } from './support/growth.js';

/** Each block as its kind, its tag and its text. */
function blocks(text: string, path = 'a.md'): readonly string[] {
  return blocksIn(text, path).map(
    ({ kind, tag = '', lines }) => `${kind} ${tag}: ${lines.map(({ start, end }) => text.slice(start, end)).join('|')}`,
  );
}

test.each([
  ['a fence with a tag', '```bash title="x"\na\n  b\n```\n', ['fenced bash: a|  b']],
  ['a fence that holds a shorter one', '````md\n```\na\n```\n````\n', ['fenced md: ```|a|```']],
  ['a fence of another kind', '~~~ {.sh}\n```\n~~~\n', ['fenced sh: ```']],
  ['a fence in a list in a quotation', '> 1. ```sh\n>    a\n>    ```\n', ['fenced sh: a']],
  ['a fence that is never closed', 'x\n```\na', ['fenced : a']],
  ['an indented block', 'x\n\n    a\n\n    b\ny\n', ['indented : a|b']],
  ['a line that goes on is none', 'x\n    a\n', []],
  ['backticks', 'x `a` ``b ` c`` ` d\n', ['inline : a', 'inline : b ` c']],
])('%s', (_, text, expected) => {
  expect(blocks(text)).toEqual(expected);
});

test('kins of Markdown say it in their own way', () => {
  expect(blocks('[source,bash]\n----\na\n----\n', 'a.adoc')).toEqual(['fenced bash: a']);
  expect(blocks('.. code-block:: sh\n\n  a\n\nb\n', 'a.rst')).toEqual(['indented sh: a']);
});

const request = 'curl http://169.254.169.254/latest/meta-data/ami-id';

test('what is shown does not stand against the verdict, read or not', async () => {
  const report = await auditText('a.md', `\`\`\`sh\n${request}\nif (\n\`\`\`\n169.254.169.254\n`);
  expect(report.findings.map((finding) => finding.ruleName)).toEqual(['documented-tokenless-request']);
  expect(report.notices).toEqual([]);
  expect(report.verdict).toMatchObject({ ready: true, refused: 0 });
});

test.each<[string, number, (n: number) => string]>([
  ['fences', 60_000, (n) => '```\n'.repeat(n)],
  ['fences in fences', 2000, (n) => Array.from({ length: n }, (_, i) => '`'.repeat(3 + (i % 150))).join('\n')],
  ['a fence never closed', 200_000, (n) => `\`\`\`sh\n${'a\n'.repeat(n)}`],
  ['one long line', 200_000, (n) => ` ${'` `` '.repeat(n)}`],
  ['spaces', 1_000_000, (n) => `${' '.repeat(n)}x`],
  ['list marks', 400_000, (n) => '- '.repeat(n)],
  ['placeholders', 200_000, (n) => `\`\`\`sh\n${'<a '.repeat(n)}\n\`\`\``],
  ['lines that go on', 20_000, (n) => `\`\`\`sh\n$ a \\\n${'> b \\\n'.repeat(n)}\`\`\``],
])('%s do not make it slow', async (_, size, text) => {
  await expectInProportion((n) => auditText('a.md', `${text(n)}\n169.254.169.254`), size);
});
