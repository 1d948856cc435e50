/** Whether a template decides what is there of a script: its marks become no text, and what they enclose may be left out. */
import type { MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';

/** Whether marks of a template stand anywhere within `span`, where the file has more than the text made of it. */
export function hasTemplateMarks(text: MappedText, span: Span): boolean {
  return firstTemplateMarks(text, span) < Infinity;
}

/** Behind the first marks of a template within `span`, in the text; Infinity where there are none. */
export function firstTemplateMarks(text: MappedText, span: Span): number {
  let end: number | undefined;
  for (const part of text.partsOf(span)) {
    if (end !== undefined && part.origin.start > end && MARKS.test(text.file.text.slice(end, part.origin.start)))
      return part.span.start;
    end = part.origin.end;
  }
  return Infinity;
}

const MARKS = /\{%|<%|%\{|\{\{/;
