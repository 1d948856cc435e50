/** Which other documents a document hands the service's address or paths to: those whose functions it calls with them. */
import { destination } from '../imds/address.js';
import type { Document } from '../model/document.js';
import { unknown, type TextValue, type Value } from '../model/value.js';
import { argumentsOf, calleeOf } from '../resolve/calls.js';
import { noFrames } from '../resolve/frames.js';
import type { Project } from '../resolve/project.js';

/** Documents of other files with functions or classes that `document` calls with an argument that holds the address or a path. */
export function handedTo(document: Document, project: Project): readonly Document[] {
  return document.calls.flatMap((call) => {
    const context = { document, region: call.region, frames: noFrames };
    const others = homesOf(calleeOf(project.evaluator, call, context)).filter((home) => home.file !== document.file);
    return others.length > 0 && holdsAddress(argumentsOf(project.evaluator, call, context)) ? others : [];
  });
}

/** The documents whose functions or classes `callee` may be. */
function homesOf(callee: Value): readonly Document[] {
  switch (callee.kind) {
    case 'function':
    case 'class':
      return [callee.document];
    case 'choice':
      return callee.options.flatMap(homesOf);
    default:
      return [];
  }
}

const MAX_DEPTH = 6;

/** Whether a text is a path that only the service has: who is handed it may know the host. */
function isPath(text: TextValue): boolean {
  const [first] = text.parts;
  if (first?.kind !== 'known' || !first.text.startsWith('/')) return false;
  return destination({ kind: 'text', parts: [unknown('a host'), ...text.parts] }).reaches !== 'no';
}

/** Whether the service's address, or a path of its own, is anywhere in `value`. */
export function holdsAddress(value: Value, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  switch (value.kind) {
    case 'text':
      return destination(value).reaches === 'certain' || isPath(value);
    case 'list':
      return value.items.some((item) => holdsAddress(item, depth + 1));
    case 'record':
      return value.entries.some((entry) => holdsAddress(entry.value, depth + 1));
    case 'choice':
      return value.options.some((option) => holdsAddress(option, depth + 1));
    default:
      return false;
  }
}
