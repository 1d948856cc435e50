/** The JSON language: values that code imports, and data in which dialects know where code lies. */
import type { Expr } from '../../model/expr.js';
import type { Fragment, MappedText } from '../../model/mapped-text.js';
import { doubleQuotedString } from '../codecs/js-string.js';
import { insertEntry } from '../data/insert.js';
import { unboundInData } from '../dialects/names.js';
import { writtenData } from '../dialects/texts.js';
import type { Language } from '../language.js';
import { runnerOf } from '../shell/names.js';
import { rewriterFor } from '../shell/rewrite.js';
import { claimsJson } from './claims.js';
import { readJson } from './lower.js';

/** The fragments of the text that a string is; undefined for all else. */
function writtenBy(expr: Expr, text: MappedText): readonly Fragment[] | undefined {
  const known = writtenData(expr);
  if (known !== undefined) return known;
  if (expr.kind !== 'literal' || text.text.charAt(expr.span.start) !== '"') return undefined;
  const span = { start: expr.span.start + 1, end: expr.span.end - 1 };
  return [{ kind: 'text', parent: text, span, codec: doubleQuotedString }];
}

export const json: Language = {
  id: 'json',
  claims: claimsJson,
  read: readJson,
  unbound: unboundInData,
  result: () => undefined,
  candidates: () => [],
  runs: runnerOf,
  written: writtenBy,
  rewriter: rewriterFor,
  insertEntry,
};
