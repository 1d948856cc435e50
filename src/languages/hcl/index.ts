/** HashiCorp's configuration language: Terraform, OpenTofu, Packer, Nomad. */
import { HANDED } from '../../model/document.js';
import { nothing, unknown, type Value } from '../../model/value.js';
import type { Language } from '../language.js';
import { claimsHcl } from './claims.js';
import { insertSetting } from './insert.js';
import { lower } from './lower.js';
import { loadHcl } from './parse.js';
import { problemsIn } from '../tree-sitter.js';
import { findSiblings } from './find-siblings.js';
import { resultOf } from './results.js';
import { siblingsOf } from './siblings.js';

/** Loads the grammar and gives the language. */
export async function loadLanguage(): Promise<Language> {
  const grammar = await loadHcl();
  return {
    id: 'hcl',
    claims: claimsHcl,
    read: (text) => {
      const tree = grammar.parse(text.text);
      const tooMuch = { message: 'more than is read', span: { start: 0, end: 0 } };
      const errors = tree === undefined ? [tooMuch] : problemsIn(tree, 'this is no valid HCL');
      return { lowered: lower(tree, text), errors };
    },
    unbound,
    result: resultOf,
    candidates: siblingsOf,
    finder: findSiblings,
    runs: () => undefined,
    written: () => undefined,
    rewriter: () => ({ addSessionToken: () => undefined, removeFallback: () => undefined, snippet: '' }),
    insertSetting: (place, setting) => insertSetting(grammar, place, setting),
  };
}

/** Functions and kinds of blocks have names of their own; whatever else is not bound here is set elsewhere. */
function unbound(name: string): Value {
  if (name.startsWith(HANDED)) return nothing;
  const kind = /^(?:function|resource|data|source|module|provider|builder)\b/.exec(name)?.[0];
  if (kind !== undefined && name.split('.').length <= 2) return { kind: 'external', name, receiver: undefined };
  return unknown(`'${name}', which is set elsewhere`);
}
