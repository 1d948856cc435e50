/** Texts that say of themselves what they are, scripts and machine configurations: code, wherever they go. */
import type { Embedding } from '../../model/document.js';
import type { Expr, Region } from '../../model/expr.js';
import { MappedText } from '../../model/mapped-text.js';
import { contains } from '../../model/source-file.js';
import { languageOfContent } from '../content.js';
import { writtenBy } from './written.js';

/** An expression that writes a text, and where it stands. */
export interface Writing {
  readonly expr: Expr;
  readonly region: Region;
}

const START = /^\s*#(?:!|cloud-config)/;

/** Whether there can be such texts in `text`. */
export function mayHoldScripts(text: string): boolean {
  return /#!\s*\/|#cloud-config/.test(text);
}

/** Whether `expr` begins as a script does. */
export function beginsScript(expr: Expr): boolean {
  let at: Expr | undefined = expr;
  while (at !== undefined && at.kind !== 'literal') at = firstOf(at);
  return at !== undefined && START.test(at.text.slice(0, 2000));
}

/** What the text of `expr` begins with. */
function firstOf(expr: Expr): Expr | undefined {
  if (expr.kind === 'concat') return expr.parts[0];
  if (expr.kind === 'list') return expr.items[0]?.value;
  return expr.kind === 'call' && expr.call.callee.kind === 'member' ? expr.call.callee.object : undefined;
}

/** The scripts among `writings`; of texts within texts the outermost. */
export function scriptsIn(writings: readonly Writing[], text: MappedText): readonly Embedding[] {
  const found: Embedding[] = [];
  const outermostFirst = writings.toSorted(
    (a, b) => a.expr.span.start - b.expr.span.start || b.expr.span.end - a.expr.span.end,
  );
  for (const { expr, region } of outermostFirst) {
    const last = found.at(-1);
    if (last !== undefined && contains(last.span, expr.span)) continue;
    const written = writtenBy(expr, text);
    const code = written === undefined ? undefined : MappedText.compose(written);
    const language = code === undefined ? undefined : languageOfContent(code.text);
    // One line is but the beginning of a script that is put together elsewhere.
    if (code === undefined || language === undefined || !code.text.trim().includes('\n')) continue;
    found.push({ text: code, language, span: expr.span, region, inheritsNames: false });
  }
  return found;
}
