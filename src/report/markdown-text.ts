/** Text made fit for Markdown: what was scanned is shown, and nothing of it formats, links, mentions or is obeyed. */
import { printable } from './printable.js';

/** Longer texts would make a table that nobody can read. */
const maxLength = 400;

/** What Markdown, HTML or GitHub (mentions, numbers of issues, links, emoji) could read as more than itself. */
const special = /[&<>"'\\`*_{}[\]()#+\-.!|~@:$/=^]/g;

/**
 * On one line, each character that could mean something as an entity: entities are never read as marks. GitHub looks for
 * mentions and numbers of issues when entities are characters again; an invisible space parts those.
 */
export function plainText(text: string): string {
  return cut(text)
    .replace(/[@#](?=\w)/g, '$&\u200B')
    .replace(special, entity);
}

/** As code, in HTML: unlike backticks it needs nothing but entities, in a table too. */
export function code(text: string): string {
  return `<code>${cut(text).replace(special, entity)}</code>`;
}

/** A fenced block whose fence is longer than any in it. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const shown = lines.map((line) => line.split('\t').map(printable).join('\t'));
  const longest = Math.max(2, ...shown.flatMap((line) => line.match(/`+/g)?.map((run) => run.length) ?? []));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...shown, fence].join('\n');
}

function cut(text: string): string {
  const shown = printable(text);
  return shown.length <= maxLength ? shown : `${shown.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function entity(character: string): string {
  return `&#${String(character.charCodeAt(0))};`;
}
