/** Whether a template decides what is there of a script: its marks become no text, and what they enclose may be left out. */
import type { MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';

/** Whether marks of a template stand anywhere within `span`, where the file has more than the text made of it. */
export function hasTemplateMarks(text: MappedText, span: Span): boolean {
  let end: number | undefined;
  for (const { origin } of text.partsOf(span)) {
    if (end !== undefined && origin.start > end && /\{%|<%|%\{|\{\{/.test(text.file.text.slice(end, origin.start)))
      return true;
    end = origin.end;
  }
  return false;
}
