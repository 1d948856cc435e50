/** Whether code outside of the project may call a function: what a published package exports is there for others. */
import { SESSION_TOKEN, TOKEN_PATH } from '../imds/names.js';
import type { Document } from '../model/document.js';
import type { FunctionExpr } from '../model/expr.js';
import { contains } from '../model/source-file.js';
import { textOf, type Value } from '../model/value.js';
import type { Project } from '../resolve/project.js';
import { headerEvidence } from './evidence.js';
import type { Place, Route } from './places.js';

/** How deep in what a module exports a function is looked for. */
const MAX_DEPTH = 3;

/**
 * Whether a request that goes to the service by itself, and is spoken of where it is called (`places`), is to be spoken of
 * for other callers too: others can call, and that a token is left out there is meant, for the project does so itself.
 */
export function isLeftToOthers(
  places: readonly Place[],
  routes: readonly Route[],
  document: Document,
  project: Project,
): boolean {
  if (places.some(({ caller }) => caller === undefined) || !places.some(goesWithoutToken)) return false;
  const called = new Set(routes.flatMap(({ steps }) => steps[0]?.at(-1)?.fn ?? []));
  return [...called].some((fn) => isForOthers(fn, document, project));
}

function goesWithoutToken({ ways }: Place): boolean {
  const reads = ways.filter(
    ({ way, destination }) =>
      !destination.path.endsWith(TOKEN_PATH) && textOf(way.request.method)?.toUpperCase() !== 'PUT',
  );
  const { sent } = headerEvidence(
    reads.map((one) => one.way),
    SESSION_TOKEN,
  );
  return reads.length > 0 && (sent === 'never' || sent === 'sometimes');
}

/** Whether users of the package that `document` is a part of can call `fn`: by itself, or as a method. */
function isForOthers(fn: FunctionExpr, document: Document, project: Project): boolean {
  if (/^[#_]/.test(fn.name ?? '') || !project.isPublished(document)) return false;
  return holds(project.exported(document, []), fn, document, 0);
}

function holds(value: Value, fn: FunctionExpr, document: Document, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  switch (value.kind) {
    case 'function':
      return value.fn === fn;
    case 'class':
      return value.document === document && contains(value.cls.span, fn.span);
    case 'record':
      return value.entries.some((entry) => holds(entry.value, fn, document, depth + 1));
    case 'choice':
      return value.options.some((option) => holds(option, fn, document, depth + 1));
    default:
      return false;
  }
}
