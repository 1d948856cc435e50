/**
 * Fixes in the one shape that all readers of SARIF apply rightly: one replacement of whole lines for each file. Where a file
 * is edited in places far apart there is one for each of them: what stands between would be told with every finding.
 */
import type { ArtifactChange, Fix as SarifFix, Replacement } from 'sarif';
import type { Location } from '../model/finding.js';
import { greatestOf, leastOf } from '../model/long-lists.js';
import type { Fix } from '../model/site.js';
import type { Edit, Span } from '../model/source-file.js';
import { inOrder } from './order.js';
import { artifactLocation, region } from './sarif-location.js';
import type { SourceLines } from './source-lines.js';
import { opened } from './words.js';

/** Of longer lines (generated code) only what the edits touch is replaced. */
const maxUnits = 20_000;

/** How many characters may stand between edits that one replacement makes. */
const maxBetween = 4_000;

/**
 * `fix` as SARIF; undefined when the text of a file that it edits is not at hand. In the finding's own file the replacement
 * covers at least the lines of the finding: only then do review tools offer it.
 */
export function sarifFix(
  fix: Fix,
  { path, start, end }: Location,
  sources: (path: string) => SourceLines | undefined,
): SarifFix | undefined {
  const changes: ArtifactChange[] = [];
  const paths = [...new Set(fix.edits.map((edit) => edit.path))];
  for (const changed of inOrder(paths, (item) => [item])) {
    const source = sources(changed);
    if (source === undefined) return undefined;
    const edits = fix.edits.filter((edit) => edit.path === changed);
    const least = changed === path ? { start: source.offset(start), end: source.offset(end) } : undefined;
    changes.push({ artifactLocation: artifactLocation(changed), replacements: replacements(source, edits, least) });
  }
  return changes.length === 0 ? undefined : { description: { text: opened(fix.title) }, artifactChanges: changes };
}

/** `least` is in the replacement that is nearest to it. */
function replacements(source: SourceLines, edits: readonly Edit[], least: Span | undefined): Replacement[] {
  const groups: { readonly edits: Edit[]; end: number }[] = [];
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    const last = groups.at(-1);
    if (last === undefined || edit.span.start - last.end > maxBetween)
      groups.push({ edits: [edit], end: edit.span.end });
    else {
      last.edits.push(edit);
      last.end = Math.max(last.end, edit.span.end);
    }
  }
  const far = (group: (typeof groups)[number]): number =>
    least === undefined ? 0 : Math.abs((group.edits[0]?.span.start ?? 0) - least.start);
  const [nearest] = groups.toSorted((a, b) => far(a) - far(b));
  return groups.map((group) => replacement(source, group.edits, group === nearest ? least : undefined));
}

function replacement(source: SourceLines, edits: readonly Edit[], least: Span | undefined): Replacement {
  const touched = around([...edits.map((edit) => edit.span), ...(least === undefined ? [] : [least])]);
  const lines = source.spanOf(source.position(touched.start).line, source.position(touched.end).line);
  const isLong = lines.end - lines.start > maxUnits;
  const whole = isLong ? around(edits.map((edit) => edit.span)) : around([lines, touched]);
  const text = applied(source.text, whole, edits);
  // Readers start at the first character that is not blank: what stands before it must not be in the replacement.
  const indent = isLong ? '' : (/^[ \t\uFEFF]*/.exec(source.text.slice(whole.start, whole.end))?.[0] ?? '');
  const kept = text.startsWith(indent) ? indent.length : 0;
  return {
    deletedRegion: region(source.position(whole.start + kept), source.position(whole.end)),
    insertedContent: { text: text.slice(kept) },
  };
}

/** The least span that holds all of `spans`. */
function around(spans: readonly Span[]): Span {
  return {
    start: leastOf(spans, ({ start }) => start),
    end: greatestOf(spans, ({ end }) => end),
  };
}

/** What `whole` reads after the edits, which lie in it and do not overlap. */
function applied(text: string, whole: Span, edits: readonly Edit[]): string {
  let result = '';
  let from = whole.start;
  for (const { span, text: inserted } of inOrder(edits, (edit) => [edit.span.start, edit.span.end])) {
    result += text.slice(from, span.start) + inserted;
    from = span.end;
  }
  return result + text.slice(from, whole.end);
}
