/** The comments of a shell document: the parser leaves them out, so they are what begins with # outside of words. */
import type { Span } from '../../model/source-file.js';

/** The comments in `text`, of which `covered` marks the characters of words and here-documents. */
export function commentsIn(text: string, covered: Uint8Array): readonly Span[] {
  const comments: Span[] = [];
  for (let at = text.indexOf('#'); at !== -1; at = text.indexOf('#', at + 1)) {
    if (covered[at] === 1 || !/^[\s;&|()`]?$/.test(text.charAt(at - 1))) continue;
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    comments.push({ start: at, end });
    at = end - 1;
  }
  return comments;
}
