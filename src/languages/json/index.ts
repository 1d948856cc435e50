/** The JSON language: values that code imports. */
import type { Expr } from '../../model/expr.js';
import type { Fragment, MappedText } from '../../model/mapped-text.js';
import { unknown } from '../../model/value.js';
import { doubleQuotedString } from '../codecs/js-string.js';
import type { Language } from '../language.js';
import { claimsJson } from './claims.js';
import { readJson } from './lower.js';

/** The fragments of the text that a string is; undefined for all else. */
function writtenBy(expr: Expr, text: MappedText): readonly Fragment[] | undefined {
  if (expr.kind !== 'literal' || text.text.charAt(expr.span.start) !== '"') return undefined;
  const span = { start: expr.span.start + 1, end: expr.span.end - 1 };
  return [{ kind: 'text', parent: text, span, codec: doubleQuotedString }];
}

export const json: Language = {
  id: 'json',
  claims: claimsJson,
  read: readJson,
  unbound: () => unknown('a name in a file that has none'),
  result: () => undefined,
  candidates: () => [],
  runs: () => undefined,
  written: writtenBy,
  rewriter: () => ({ addSessionToken: () => undefined, removeFallback: () => undefined, snippet: '' }),
};
