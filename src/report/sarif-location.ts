/** Places in files, as SARIF has them. */
import type { Location as SarifLocation, PhysicalLocation, Region } from 'sarif';
import type { Location } from '../model/finding.js';
import type { Position } from '../model/source-file.js';
import type { SourceLines } from './source-lines.js';
import { unlinked } from './words.js';

export const sourceRoot = '%SRCROOT%';

/** Longer code is not quoted: a report on generated code would be larger than the code. */
const maxSnippet = 4096;

/** `path` as a URI reference: each segment encoded; an absolute path as a file URI. */
export function uriOf(path: string): string {
  const whole = withoutLoneSurrogates(path);
  const encoded = (/^[A-Za-z]:\\/.test(whole) ? whole.replaceAll('\\', '/') : whole)
    .replace(/^(\.\/+)+/, '')
    .split('/')
    .map((segment, index) => (index === 0 && /^[A-Za-z]:$/.test(segment) ? `/${segment}` : encodeURIComponent(segment)))
    .join('/');
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}

/** The file, relative to the root unless its path is absolute. */
export function artifactLocation(path: string): { readonly uri: string; readonly uriBaseId?: string } {
  const uri = uriOf(path);
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: sourceRoot };
}

export function region(start: Position, end: Position): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A place with its code and, where the file has more lines, the lines around it. */
export function physicalLocation({ path, start, end }: Location, source: SourceLines | undefined): PhysicalLocation {
  const snippet = source?.text.slice(source.offset(start), source.offset(end));
  const context = source === undefined ? undefined : contextRegion(source, start, end);
  return {
    artifactLocation: artifactLocation(path),
    region: { ...region(start, end), ...(snippet === undefined ? {} : quoted(snippet)) },
    ...(context === undefined ? {} : { contextRegion: context }),
  };
}

/** The place's lines and one more before and after; undefined when the place is all of that. */
function contextRegion(source: SourceLines, first: Position, last: Position): Region | undefined {
  const startLine = Math.max(1, first.line - 1);
  const endLine = Math.max(last.line, Math.min(source.count, last.line + 1));
  const { start, end } = source.spanOf(startLine, endLine);
  const isWhole = source.offset(first) === start && source.offset(last) === end;
  const code = quoted(source.text.slice(start, end).replace(/^\uFEFF/, ''));
  return !isWhole && 'snippet' in code ? { startLine, endLine, ...code } : undefined;
}

function quoted(code: string): { readonly snippet?: { readonly text: string } } {
  return code === '' || code.length > maxSnippet ? {} : { snippet: { text: withoutLoneSurrogates(code) } };
}

/** A place with a message and, if it is linked to, a number. */
export function noted(location: PhysicalLocation, message: string, id?: number): SarifLocation {
  return { ...(id === undefined ? {} : { id }), message: { text: unlinked(message) }, physicalLocation: location };
}

/** Halves of characters that stand alone cannot be written in UTF-8. */
function withoutLoneSurrogates(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
