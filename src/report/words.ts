/** How the reports count and join words. */

/** '1 file', '2 files'; `plural` where an s does not make it. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${String(number)} ${number === 1 ? singular : plural}`;
}

/** 'a, b, c'; undefined for nothing. */
export function listed(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** The counts of a record as '3 javascript, 1 shell', the greatest first; undefined when all are 0. */
export function tally(counts: Readonly<Record<string, number>>): string | undefined {
  const entries = Object.entries(counts).filter(([, number]) => number > 0);
  entries.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return listed(entries.map(([name, number]) => `${String(number)} ${name}`));
}

/** A sentence with a period at its end. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A sentence with a capital at its beginning and a period at its end. */
export function opened(text: string): string {
  return sentence(text.slice(0, 1).toUpperCase() + text.slice(1));
}

/** `text` in which SARIF reads no link to anywhere: what was scanned does not decide where a message leads. */
export function unlinked(text: string): string {
  return text.replaceAll('](', '] (');
}
