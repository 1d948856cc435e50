/** The YAML language: data in which dialects know where code lies. */
import { insertEntry } from '../data/insert.js';
import type { Lowered, SyntaxProblem } from '../../model/document.js';
import type { MappedText } from '../../model/mapped-text.js';
import { codeIn } from '../dialects/index.js';
import { unboundInData } from '../dialects/names.js';
import { blanked } from '../dialects/template-holes.js';
import { writtenData } from '../dialects/texts.js';
import type { Language } from '../language.js';
import { runnerOf } from '../shell/names.js';
import { rewriterFor } from '../shell/rewrite.js';
import { claimsYaml } from './claims.js';
import { parseYaml, type ParsedYaml } from './parse.js';

export const yaml: Language = {
  id: 'yaml',
  claims: claimsYaml,
  read: readYaml,
  unbound: unboundInData,
  result: () => undefined,
  candidates: () => [],
  runs: runnerOf,
  written: writtenData,
  rewriter: rewriterFor,
  insertEntry,
};

function readYaml(
  text: MappedText,
  path: string,
): { readonly lowered: Lowered; readonly errors: readonly SyntaxProblem[] } {
  const { roots, errors } = parseTemplated(text.text);
  const { root, calls, bindings, embedded, unread } = codeIn(roots, text, path);
  const lowered = { root, calls, bindings, functions: [], includes: [], imports: [], comments: [], embedded, unread };
  return { lowered, errors };
}

/** Parses `source`; a template that is no YAML is read as what it would be with its holes filled in. */
function parseTemplated(source: string): ParsedYaml {
  const parsed = parseYaml(source, false);
  if (parsed.errors.length === 0) return parsed;
  const over = blanked(source);
  return over === source ? parsed : parseYaml(over, true);
}
