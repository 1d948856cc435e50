/** Takes a makefile apart: the lines of recipes, and what is assigned to names. */
import type { Span } from '../../model/source-file.js';

export type MakeLine =
  /** `isFirst`: of a recipe. Without its tab. */
  | { readonly kind: 'recipe'; readonly span: Span; readonly isFirst: boolean }
  | { readonly kind: 'assignment'; readonly name: string; readonly operator: string; readonly value: Span }
  | { readonly kind: 'other'; readonly span: Span };

const ASSIGNMENT =
  /^ *(?:(?:export|override|private|unexport)[ \t]+)*([\w.-]+)[ \t]*(:{0,3}=|\?=|\+=|!=)(?:[ \t]*\\\n)?[ \t]*/;

/** The lines of `text`; one that goes on is one. */
export function makeLinesIn(text: string): readonly MakeLine[] {
  const lines: MakeLine[] = [];
  let isInRule = false;
  let wasRecipe = false;
  for (let start = 0; start < text.length;) {
    const end = logicalEnd(text, start);
    const isRecipe = isInRule && text.charAt(start) === '\t';
    const head = text.slice(start, Math.min(end, start + 400));
    const isPassedOver = /^\s*(?:#|$)/.test(head);
    if (isRecipe) lines.push({ kind: 'recipe', span: { start: start + 1, end }, isFirst: !wasRecipe });
    else if (!isPassedOver) {
      const [whole, name = '', operator = ''] = ASSIGNMENT.exec(head) ?? [];
      if (whole !== undefined)
        lines.push({ kind: 'assignment', name, operator, value: { start: Math.min(start + whole.length, end), end } });
      else lines.push({ kind: 'other', span: { start, end } });
      // The lines of a canned recipe are used in rules.
      isInRule =
        (whole === undefined && /^[^#]*:|^ *(?:else|endif|ifn?eq|ifn?def)\b/.test(head)) || /^define\b/.test(head);
    }
    wasRecipe = isRecipe || (wasRecipe && isPassedOver);
    start = end + 1;
  }
  return lines;
}

/** Where the line that begins at `start` ends: behind the last one that it goes on over. */
function logicalEnd(text: string, start: number): number {
  for (let at = start; ;) {
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    let marks = 0;
    while (end - 1 - marks >= at && text.charAt(end - 1 - marks) === '\\') marks += 1;
    if (marks % 2 === 0) return end;
    at = end + 1;
  }
}
