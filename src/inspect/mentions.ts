/** Shows where a file mentions the service without a request: in comments, in texts that reach no client. */
import { ANCHORS } from '../imds/anchors.js';
import type { Document } from '../model/document.js';
import { inCode, type Site } from '../model/site.js';
import { contains, lineStarts, positionOf, type Span } from '../model/source-file.js';
import { placesOf, type Place } from '../model/value.js';
import { withEmbedded } from '../resolve/project.js';
import { literalsIn } from './literals.js';
import { shortened } from './values.js';

const maxLines = 20;
const sought = new RegExp(ANCHORS.map((anchor) => anchor.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');

/** Lines on the mentions in the file of `document` that are no part of one of `sites`; [] when there are none. */
export function mentionLines(document: Document, sites: readonly Site[], line: number | undefined): readonly string[] {
  const mentions = mentionsIn(document, sites, line);
  if (mentions.size === 0) return [];
  const lines = [...mentions].map(([at, how]) => `  line ${String(at)}: only mentioned: ${shortened(how)}`);
  const more = lines.length > maxLines ? [`  and ${String(lines.length - maxLines)} more`] : [];
  return ['', 'mentions of the service that belong to no request', ...lines.slice(0, maxLines), ...more];
}

/** Whether code mentions the service, and no part of one of `sites`: what it is for may be seen in another file. */
export function isMentioned(document: Document, sites: readonly Site[], line: number | undefined): boolean {
  return [...mentionsIn(document, sites, line).values()].some((how) => how !== inComment);
}

/** How the file of `document` mentions the service where that is no part of one of `sites`, by line. */
function mentionsIn(document: Document, sites: readonly Site[], line: number | undefined): ReadonlyMap<number, string> {
  const { text } = document.file;
  const starts = lineStarts(text);
  const documents = withEmbedded(document);
  const requests = spansOf(sites, document);
  const comments = documents.flatMap((one) => one.comments.map((span) => one.text.originOf(span)));
  const literals = documents.flatMap((one) =>
    literalsIn(one).map(({ span, setting }) => ({ span: one.text.originOf(span), setting })),
  );
  const byLine = new Map<number, string>();
  for (const match of text.matchAll(sought)) {
    const span = { start: match.index, end: match.index + match[0].length };
    const at = positionOf(starts, span.start).line;
    if (byLine.has(at) || (line !== undefined && at !== line)) continue;
    if (requests.some((request) => contains(request, span))) continue;
    const isComment = comments.some((comment) => contains(comment, span));
    byLine.set(at, isComment ? inComment : (settingOf(span, literals) ?? notFollowed));
  }
  return byLine;
}

const inComment = 'a comment';
const notFollowed = 'in code that hands no value on (a comparison, a pattern, a type, a key) or is not followed';

/** What the requests of `sites` consist of, in the file of `document`. */
function spansOf(sites: readonly Site[], { file }: Document): readonly Span[] {
  const places = sites.map(inCode).flatMap((site): readonly Place[] => {
    const steps = site.kind === 'dependency' ? [] : site.steps.map((step) => step.place);
    const written = site.kind === 'metadata-request' ? site.url.values.flatMap(placesOf) : [];
    return [site.place, ...steps, ...written];
  });
  return places.filter((at) => at.document.file === file).map((at) => at.document.text.originOf(at.span));
}

/** How the smallest literal around `span` is used. */
function settingOf(
  span: Span,
  literals: readonly { readonly span: Span; readonly setting: string }[],
): string | undefined {
  const around = literals.filter((literal) => contains(literal.span, span));
  const [first, ...others] = around;
  if (first === undefined) return undefined;
  const size = ({ start, end }: Span): number => end - start;
  return others.reduce((least, one) => (size(one.span) < size(least.span) ? one : least), first).setting;
}
