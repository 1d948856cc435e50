/** The shell language: sh, bash and their kin. */
import type { Language } from '../language.js';
import { claimsShell } from './claims.js';
import { candidatesFor } from './files.js';
import { readShell } from './lower.js';
import { resultOf } from './results.js';
import { rewriterFor } from './rewrite.js';
import { runnerOf, unboundName } from './names.js';
import { whyUnchecked } from './unchecked.js';
import { writtenBy } from './written.js';

export const shell: Language = {
  id: 'shell',
  claims: claimsShell,
  read: readShell,
  unbound: unboundName,
  result: resultOf,
  candidates: candidatesFor,
  runs: runnerOf,
  written: writtenBy,
  rewriter: rewriterFor,
  whyUnchecked,
};
