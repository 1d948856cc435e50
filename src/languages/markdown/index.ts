/** Documentation in Markdown and its kin: the code that it shows. */
import type { MappedText } from '../../model/mapped-text.js';
import { nothingFound, type Found } from '../dialects/found.js';
import { hostLanguage } from '../host.js';
import { blocksIn } from './blocks.js';
import { claimsMarkdown } from './claims.js';
import { composed, languageOf, linesTyped } from './code.js';

export const markdown = hostLanguage('markdown', claimsMarkdown, findCode);

function findCode(text: MappedText, path: string): Found {
  const found = nothingFound(text);
  for (const block of blocksIn(text.text, path)) {
    const [first] = block.lines;
    const last = block.lines.at(-1);
    if (first === undefined || last === undefined) continue;
    const whole = block.lines.map(({ start, end }) => text.text.slice(start, end)).join('\n');
    const language = languageOf(block, whole);
    if (language === undefined) continue;
    const isShell = language === 'shell';
    const code = composed(isShell ? linesTyped(block, text.text) : block.lines, text, isShell);
    const span = { start: first.start, end: last.end };
    // A block does not see what another one sets: they need not be run in the same shell.
    if (code !== undefined)
      found.embedded.push({ text: code, language, span, region: found.root, inheritsNames: false });
  }
  return found;
}
