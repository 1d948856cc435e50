/** What `ENV` and `ARG` set, as expressions. */
import type { Expr } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';

const PAIR = /([A-Za-z_]\w*)=((?:"(?:\\[^]|[^"\\])*"|'[^']*'|\\[^]|[^\s"'\\])*)/g;
const PART = /"((?:\\[^]|[^"\\])*)"|'([^']*)'|\\([^])|\$\{(\w+)(?::?-([^{}]*))?\}|\$(\w+)|([^"'\\$]+)|(["$\\])/g;

/** The names that `code` sets; `span` is where it stands. `ENV NAME value` is an older form of `ENV NAME=value`. */
export function variablesIn(code: string, span: Span): readonly { readonly name: string; readonly value: Expr }[] {
  const [, name, rest = ''] = /^\s*([A-Za-z_]\w*)[ \t]+([^=\s][^]*)$/.exec(code) ?? [];
  if (name !== undefined) return [{ name, value: valueOf(rest.trim(), span) }];
  return [...code.matchAll(PAIR)].map(([, key = '', value = '']) => ({ name: key, value: valueOf(value, span) }));
}

function valueOf(text: string, span: Span, isQuoted = false): Expr {
  const parts = [...text.matchAll(PART)].map(([, double, single, escaped, name, fallback, plain, run, mark]): Expr => {
    const literal = (written: string): Expr => ({ kind: 'literal', text: written, span });
    if (double !== undefined) return isQuoted ? literal(`"${double}"`) : valueOf(double, span, true);
    if (single !== undefined) return literal(isQuoted ? `'${single}'` : single);
    if (escaped !== undefined) return literal(escaped === '\n' ? '' : escaped);
    const ref: Expr | undefined =
      name === undefined && plain === undefined ? undefined : { kind: 'ref', name: name ?? plain ?? '', span };
    if (ref === undefined) return literal(run ?? mark ?? '');
    return fallback === undefined ? ref : { kind: 'choice', mode: 'default', options: [ref, literal(fallback)], span };
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'concat', parts, span };
}
