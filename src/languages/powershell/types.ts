/** .NET types as names: in lower case and with their namespace, `type:system.net.webclient`. */
import type { Expr } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { spanOf, textOf, type Scope } from './lowering.js';
import type { SyntaxNode } from './parse.js';

/** `[Net.WebClient]`. */
export function typeReference(scope: Scope, node: SyntaxNode): Expr {
  return typeNamed(textOf(scope, node).replace(/^\[|\]$/g, ''), spanOf(node));
}

/** The type that is called `name`. */
export function typeNamed(name: string, span: Span): Expr {
  const lower = name.replace(/\s/g, '').toLowerCase();
  const full = /^(?:net\.|string$|uri$)/.test(lower) ? `system.${lower}` : lower;
  return { kind: 'ref', name: `type:${full}`, span };
}
