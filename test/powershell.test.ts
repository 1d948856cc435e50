/** PowerShell that is broken, cut short or absurd is read without failing, and ends. */
import fs from 'node:fs';
import path from 'node:path';
import { auditText } from './support/audit-text.js';

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
