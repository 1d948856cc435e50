/** Shows a document: where it stands, what was not understood of it, what it imports, its calls. */
import type { Document } from '../model/document.js';
import { noFrames } from '../resolve/frames.js';
import { describeCalls, type Seen } from './calls.js';
import { positionOf, touches } from './values.js';

/** Lines on `document` alone, not on what is nested in it. */
export function describeDocument(document: Document, seen: Seen): readonly string[] {
  const { calls, errors, parent } = document;
  const around = parent === undefined ? undefined : { document: parent.document, span: parent.embedding.span };
  const whole = { document, span: { start: 0, end: document.text.text.length } };
  if (around !== undefined && !touches(whole, seen.line)) return [];
  const place = around === undefined ? '' : ` in ${around.document.language} at ${positionOf(around)}`;
  const head = `${document.language}${place}: ${String(calls.length)} ${calls.length === 1 ? 'call' : 'calls'}`;
  const broken = errors.map(({ span, message }) => `not understood at ${positionOf({ document, span })}: ${message}`);
  const modules = seen.line === undefined ? modulesOf(document, seen) : [];
  return [
    head,
    ...[...broken, ...modules].map((one) => `  ${one}`),
    ...describeCalls(document, seen).map((one) => `  ${one}`),
  ];
}

function modulesOf(document: Document, { project }: Seen): readonly string[] {
  const context = { document, region: document.root, frames: noFrames };
  const imports = document.imports.map(({ specifier, span }) => {
    const expr = { kind: 'import', specifier: { kind: 'literal', text: specifier, span }, span } as const;
    const module = project.importedFrom(expr, context);
    if (module !== undefined) return `imports ${module.file.path}`;
    return project.isLocal(specifier, document)
      ? `imports '${specifier}', which was not found`
      : `imports the package ${specifier}`;
  });
  const use = { region: document.root, offset: Infinity };
  const included = project.namesakes(document, use).map((one) => `includes ${one.file.path}`);
  return [...new Set([...imports, ...included])];
}
