/** Shows values and places to a person: short, with where they come from. */
import { unknownsIn } from '../model/unknowns.js';
import { describe, placesOf, textWithHoles, type Place, type Value } from '../model/value.js';
import { contains } from '../model/source-file.js';
import { locationOf } from '../place.js';

const longest = 140;
const maxEntries = 8;
const maxOrigins = 3;

/** 'path:line:column'. */
export function positionOf(at: Place): string {
  const { path, start } = locationOf(at);
  return `${path}:${String(start.line)}:${String(start.column)}`;
}

/** Whether a place touches a line of the file at hand; every place does when none is asked for. */
export function touches(at: Place, line: number | undefined): boolean {
  if (line === undefined) return true;
  const { start, end } = locationOf(at);
  return start.line <= line && line <= end.line;
}

/** What `value` is, where it was written if not within `call`, and why what is unknown of it is so. */
export function shownValue(value: Value, call: Place): string {
  const elsewhere = placesOf(value).filter((at) => at.document !== call.document || !contains(call.span, at.span));
  const origins = [...new Set(elsewhere.map(positionOf))];
  const named = origins.slice(0, maxOrigins).join(', ');
  const more = origins.length > maxOrigins ? `, and ${String(origins.length - maxOrigins)} more` : '';
  const from = origins.length === 0 ? '' : `, from ${named}${more}`;
  const isTold = value.kind === 'unknown' || value.kind === 'record';
  const reasons = isTold ? [] : [...new Set(unknownsIn(value).map((one) => one.why))].slice(0, 2);
  return `${outline(value, 2)}${from}${reasons.length === 0 ? '' : `; … is ${reasons.join('; ')}`}`;
}

/** A value without its origins; records and lists down to `depth`. */
function outline(value: Value, depth: number): string {
  switch (value.kind) {
    case 'text':
      return shortened(JSON.stringify(textWithHoles(value, '…')));
    case 'record': {
      if (depth === 0) return 'an object';
      const entries = value.entries.map(
        (entry) => `${textWithHoles(entry.key, '…')}: ${outline(entry.value, depth - 1)}`,
      );
      return `{ ${[...capped(entries), ...(value.open === undefined ? [] : [`… (${value.open.why})`])].join(', ')} }`;
    }
    case 'list': {
      if (depth === 0) return `a list of ${String(value.items.length)}`;
      const items = value.items.map((item) => outline(item, depth - 1));
      return `[${[...capped(items), ...(value.open === undefined ? [] : [`… (${value.open.why})`])].join(', ')}]`;
    }
    case 'choice':
      return capped(value.options.map((option) => outline(option, depth))).join(' or ');
    case 'external':
    case 'result':
    case 'function':
    case 'class':
    case 'nothing':
    case 'unknown':
      return shortened(describe(value));
  }
}

function capped(texts: readonly string[]): readonly string[] {
  return texts.length <= maxEntries ? texts : [...texts.slice(0, maxEntries), '…'];
}

/** `text`, cut where it is too long to be read. */
export function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
