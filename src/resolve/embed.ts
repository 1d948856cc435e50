/** Code that a program hands to another language's interpreter: `exec('curl …')`, `eval "$cmd"`. */
import type { Document, Embedding } from '../model/document.js';
import type { Call, Expr } from '../model/expr.js';
import { MappedText, type Codec, type Fragment } from '../model/mapped-text.js';
import type { Runner } from '../languages/language.js';
import { noFrames } from './evaluate.js';
import { calleeOf } from './calls.js';
import type { Project } from './project.js';

/** The code that calls of `document` run, as far as it is written in this document. */
export function codeOf(document: Document, project: Project): readonly Embedding[] {
  const language = project.languageOf(document);
  return document.calls.flatMap((call) => {
    const context = { document, region: call.region, frames: noFrames };
    const callee = calleeOf(project.evaluator, call, context);
    const runner = callee.kind === 'external' ? language.runs(callee.name) : undefined;
    const embedding = runner === undefined ? undefined : embeddingOf(call, runner, document, project);
    return embedding === undefined ? [] : [embedding];
  });
}

function embeddingOf(call: Call, runner: Runner, document: Document, project: Project): Embedding | undefined {
  const first = runner.argument + (call.isCommand ? 1 : 0);
  const items = call.args.items.slice(first, runner.rest ? undefined : first + 1);
  const codes = items.flatMap((item) => linesOf(followed(item.value, call, document, project, 0)));
  const fragments: Fragment[] = [];
  for (const [i, code] of codes.entries()) {
    const written = project.languageOf(document).written(code, document.text);
    if (written === undefined) return undefined;
    if (i > 0) fragments.push(separator(call.isCommand ? ' ' : '\n', document.text, code.span.start));
    fragments.push(...written);
  }
  const text = MappedText.compose(fragments);
  if (text === undefined || !text.text.includes(' ')) return undefined;
  return { text, language: runner.language, span: call.span, region: call.region, inheritsNames: call.isCommand };
}

/** What a name was bound to, when it was bound once, to something that is written in place. */
function followed(expr: Expr, call: Call, document: Document, project: Project, hops: number): Expr {
  if (expr.kind !== 'ref' || hops > 4) return expr;
  const variable = project.scopesOf(document).find(expr.name, call.region);
  const [only] = variable?.bindings ?? [];
  if (variable?.bindings.length !== 1 || only === undefined || only.path.length > 0) return expr;
  return followed(only.value, call, document, project, hops + 1);
}

function linesOf(expr: Expr): readonly Expr[] {
  return expr.kind === 'list' ? expr.items.map((item) => item.value) : [expr];
}

/** A text that is not in the file: it cannot be edited. */
function separator(text: string, parent: MappedText, at: number): Fragment {
  const codec: Codec = { decode: () => [{ text, from: { start: 0, end: 0 } }], encode: () => undefined };
  return { kind: 'text', parent, span: { start: at, end: at }, codec };
}
