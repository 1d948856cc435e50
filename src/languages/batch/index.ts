/** Batch files of Windows. */
import type { Language } from '../language.js';
import { writtenBy } from '../shell/written.js';
import { claimsBatch } from './claims.js';
import { readBatch } from './lower.js';
import { inheritedNames, runnerOf, unboundName } from './names.js';
import { rewriterFor } from './rewrite.js';

export const batch: Language = {
  id: 'batch',
  claims: claimsBatch,
  read: (text) => ({ lowered: readBatch(text), errors: [] }),
  unbound: unboundName,
  inherited: inheritedNames,
  result: () => undefined,
  candidates: () => [],
  runs: runnerOf,
  written: writtenBy,
  rewriter: rewriterFor,
};
