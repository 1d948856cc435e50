/** PowerShell that is broken, cut short or absurd is read without failing, and ends. */
import fs from 'node:fs';
import path from 'node:path';
import { loadLanguage } from '../src/languages/powershell/index.js';
import { heldToken, tokenVariable } from '../src/languages/powershell/rewrite-token.js';
import type { Document } from '../src/model/document.js';
import { MappedText } from '../src/model/mapped-text.js';
import { auditText } from './support/audit-text.js';
import { expectInProportion } from './support/growth.js';

const folder = path.join(__dirname, '../fixtures/rules/tokenless-request/powershell');
const scripts = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
const told = /a bug of imds-audit/;

test('a script that is cut short anywhere', async () => {
  const whole = scripts.join('\n').slice(0, 4000);
  for (let end = 0; end < whole.length; end += 37) {
    const { notices } = await auditText('a.ps1', `${whole.slice(0, end)}\n# 169.254.169.254`);
    expect(notices.filter(({ message }) => told.test(message))).toEqual([]);
  }
}, 120_000);

const absurd = ['(', '{', '@{', '@(', '"$(', '$x.', '| ', '[a]::', '-f ', '`', '@"\n', '<#', 'if ($a) {', '& '];

test.each(absurd)(
  '%j, over and over',
  async (part) => {
    const { notices } = await auditText('a.ps1', `# 169.254.169.254\n${part.repeat(2000)}`);
    expect(notices.filter(({ message }) => told.test(message))).toEqual([]);
  },
  60_000,
);

async function documentOf(source: string): Promise<Document> {
  const file = { path: 'a.ps1', text: source };
  const text = MappedText.ofFile(file);
  const { lowered } = (await loadLanguage()).read(text, file.path);
  return { ...lowered, file, language: 'powershell', text, parent: undefined, embedded: [], errors: [] };
}

test('a token is looked for in proportion to what there is', async () => {
  const size = 4000;
  const line = "$a = Invoke-RestMethod -Uri 'http://h/a' -Method Get\n";
  const documents = new Map<number, Document>();
  for (const count of [size, size / 4]) documents.set(count, await documentOf(line.repeat(count)));
  await expectInProportion((count) => {
    const document = documents.get(count);
    for (const { region, span } of document?.calls ?? []) {
      expect(document && heldToken(document, region, span.start)).toBeUndefined();
      expect(document && tokenVariable(document)).toBe('$imdsToken');
    }
  }, size);
});
