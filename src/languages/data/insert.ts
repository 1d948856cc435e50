/** Writes an entry into a mapping of YAML or JSON, before the first that is there, in the manner of that. */
import type { Edit } from '../../model/source-file.js';
import type { Place } from '../../model/value.js';

/**
 * The edit that has the mapping, whose first key is `before`, say `value` under `names`, one within the other; undefined where
 * something else stands in the line before the key.
 */
export function insertEntry({ document, span }: Place, names: readonly string[], value: string): Edit | undefined {
  const { text } = document.text;
  const lead = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const isFlow = document.language === 'json' || /[{,]\s*$/.test(text.slice(0, span.start).slice(-2000));
  const entry = isFlow ? inFlow(names, value, lead) : inBlock(names, value, lead);
  if (entry === undefined) return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const start = isFlow ? span.start : aboveComments(text, span.start);
  return document.text.edit({ start, end: start }, entry.replaceAll('\n', newline));
}

/** Comments above a key speak of it: where they begin, when they stand in its column. */
function aboveComments(text: string, start: number): number {
  const found = /(?:^|\n)([ ]*)((?:#[^\n]*\n\1)+)$/.exec(text.slice(Math.max(0, start - 1000), start));
  return start - (found?.[2]?.length ?? 0);
}

/** `"a": { "b": "value" },`, in a line of its own where the next entry has one. */
function inFlow(names: readonly string[], value: string, lead: string): string {
  const written = /^(?:true|false)$/.test(value) ? value : `"${value}"`;
  const entry = names.reduceRight(
    (inner, name, i) => `"${name}": ${i === names.length - 1 ? inner : `{ ${inner} }`}`,
    written,
  );
  return /^[ \t]*$/.test(lead) ? `${entry},\n${lead}` : `${entry}, `;
}

/** Lines, each two columns behind the one before. */
function inBlock(names: readonly string[], value: string, lead: string): string | undefined {
  if (!/^ *(?:- +)*$/.test(lead)) return undefined;
  const indent = ' '.repeat(lead.length);
  const written = /^\d+$/.test(value) ? `"${value}"` : value;
  const lines = names.map(
    (name, i) => `${indent}${'  '.repeat(i)}${name}:${i === names.length - 1 ? ` ${written}` : ''}`,
  );
  return `${lines.join('\n').slice(lead.length)}\n${indent}`;
}
