/** Text made fit for a page: what was scanned is shown, and nothing of it is obeyed. */
import { printable } from './printable.js';

/** A piece of a page, as opposed to text that is still to be written into one. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

/** A template of a page: texts are escaped, pieces of pages are taken as they are. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((text, index) => text + written(parts[index])).join('') };
}

function written(part: Part | undefined): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'html' in part ? part.html : part.map((each) => each.html).join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For the content of elements and for values of attributes in quotes. Controls are shown, tabs and line breaks stay. */
function escaped(text: string): string {
  return text
    .split(/([\t\n])/)
    .map((part) => (part === '\t' || part === '\n' ? part : printable(part)))
    .join('')
    .replaceAll(/[&<>"']/g, (char) => entities[char] ?? char);
}
