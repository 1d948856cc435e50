/** PowerShell: scripts, modules, and code in the strings of other languages. */
import type { Language } from '../language.js';
import { candidatesFor } from '../shell/files.js';
import { writtenBy } from '../shell/written.js';
import { claimsPowerShell } from './claims.js';
import { readPowerShell } from './lower.js';
import { inheritedNames, runnerOf, unboundName } from './names.js';
import { loadPowerShell } from './parse.js';
import { resultOf } from './results.js';
import { rewriterFor } from './rewrite.js';

/** Loads the grammar and gives the language. */
export async function loadLanguage(): Promise<Language> {
  const grammar = await loadPowerShell();
  return {
    id: 'powershell',
    claims: claimsPowerShell,
    read: (text) => readPowerShell(grammar, text),
    unbound: unboundName,
    inherited: inheritedNames,
    result: resultOf,
    candidates: candidatesFor,
    runs: runnerOf,
    written: writtenBy,
    rewriter: rewriterFor,
  };
}
