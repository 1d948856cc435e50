/** PowerShell's variables: their names in lower case, without the scopes that all mean the same script. */
import type { Expr } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { literal } from './lowering.js';

/** The name of the variable that `written` (`$script:X`, `${env:X}`, `@params`) means. */
export function variableName(written: string): string {
  const bare = written.replace(/^[$@]+/, '').replace(/^\{([^]*)\}$/, '$1');
  return bare.toLowerCase().replace(/^(?:script|global|local|private|using|variable):/, '');
}

/** The value of a variable. */
export function reference(written: string, span: Span): Expr {
  const name = variableName(written);
  switch (name) {
    case 'null':
      return { kind: 'nothing', span };
    case 'true':
    case 'false':
      return literal(name === 'true' ? 'True' : 'False', span);
    case 'psscriptroot':
      return literal('.', span);
    default:
      return { kind: 'ref', name, span };
  }
}
