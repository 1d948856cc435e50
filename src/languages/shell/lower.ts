/** A shell document to calls, bindings, functions and embedded code: the whole of it. */
import type { Lowered, SyntaxProblem } from '../../model/document.js';
import type { Region } from '../../model/expr.js';
import type { MappedText } from '../../model/mapped-text.js';
import { commentsIn } from './comments.js';
import { parseShell } from './parse.js';
import type { Output } from './scope.js';
import { documentSource } from './source.js';
import { lowerScript } from './substitutions.js';

/** Reads `text`; what cannot be parsed is told in `errors`. */
export function readShell(text: MappedText): { readonly lowered: Lowered; readonly errors: readonly SyntaxProblem[] } {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.text.length } };
  const out: Output = {
    text,
    holes: new Set(text.holes.map((hole) => hole.offset)),
    calls: [],
    bindings: [],
    functions: [],
    includes: [],
    embedded: [],
    unread: [],
    errors: [],
    covered: new Uint8Array(text.text.length),
    connections: new Map(),
  };
  const scope = {
    out,
    source: documentSource(text.text),
    region: root,
    body: undefined,
    prints: undefined,
    feedsShell: false,
    depth: 0,
  };
  try {
    lowerScript(scope, parseShell(text.text));
  } catch (error) {
    // What the walk cannot bear must not end the run; what it found until then stands.
    out.errors.push({
      message: error instanceof RangeError ? 'nested too deeply to be read' : 'not understood',
      span: { start: 0, end: 0 },
    });
  }
  const { calls, bindings, functions, includes, embedded, unread, errors, covered } = out;
  const lowered = {
    root,
    calls,
    bindings,
    functions,
    includes,
    imports: [],
    comments: commentsIn(text.text, covered),
    embedded,
    unread,
  };
  return { lowered, errors };
}
