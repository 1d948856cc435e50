/** The JavaScript language, TypeScript and JSX included. */
import type { MappedText } from '../../model/mapped-text.js';
import type { Language } from '../language.js';
import { claims, isDeclarations } from './claims.js';
import { lower } from './lower.js';
import { findModules } from './find-modules.js';
import { asksIn } from './asks.js';
import { candidatesFor, unboundName } from './modules.js';
import { exportsPlainly } from './plain-exports.js';
import { parse } from './parse.js';
import { resultOf } from './results.js';
import { mendWrapper, rewriterFor } from './rewrite.js';
import { setOption } from './rewrite-settings.js';
import { runnerOf } from './runners.js';
import { writtenBy } from './written.js';

/**
 * Reads a file; code that is nested too deeply for the stack is told and otherwise left alone. A file of declarations has
 * nothing that runs, and may be large.
 */
function read(mapped: MappedText, path: string): ReturnType<Language['read']> {
  const parsed = parse(isDeclarations(path) ? '' : mapped.text, path);
  try {
    return { lowered: lower(parsed, mapped), errors: parsed.errors };
  } catch (error) {
    // The tree of broken code may be like no tree of the language; it was told that the code is broken.
    if (!(error instanceof RangeError) && parsed.errors.length === 0) throw error;
    const tooDeep = { message: 'The code is nested too deeply to be read', span: { start: 0, end: 0 } };
    const errors = error instanceof RangeError ? [tooDeep] : parsed.errors;
    return { lowered: lower({ ...parsed, program: undefined }, mapped), errors };
  }
}

export const javascript: Language = {
  id: 'javascript',
  claims,
  read,
  unbound: unboundName,
  result: resultOf,
  candidates: candidatesFor,
  finder: findModules,
  asksIn,
  exportsPlainly,
  runs: runnerOf,
  written: writtenBy,
  setOption,
  rewriter: rewriterFor,
  mendWrapper,
};
