/** Fixes in the one shape that all readers of SARIF apply rightly: one replacement of whole lines for each file. */
import type { ArtifactChange, Fix as SarifFix, Replacement } from 'sarif';
import type { Location } from '../model/finding.js';
import type { Fix } from '../model/site.js';
import type { Edit, Span } from '../model/source-file.js';
import { inOrder } from './order.js';
import { artifactLocation, region } from './sarif-location.js';
import type { SourceLines } from './source-lines.js';
import { opened } from './words.js';

/** Of longer lines (generated code) only what the edits touch is replaced. */
const maxUnits = 20_000;

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
    changes.push({ artifactLocation: artifactLocation(changed), replacements: [replacement(source, edits, least)] });
  }
  return changes.length === 0 ? undefined : { description: { text: opened(fix.title) }, artifactChanges: changes };
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
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
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
