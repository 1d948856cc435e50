/** Prints what a shell document was lowered to, compactly: for the tables of the shell's tests. */
import { shell } from '../src/languages/shell/index.js';
import type { Lowered, SyntaxProblem } from '../src/model/document.js';
import type { Expr, Region } from '../src/model/expr.js';
import { HOLE, MappedText } from '../src/model/mapped-text.js';

/** A shell text, read. */
export function readShell(source: string | MappedText): {
  readonly text: MappedText;
  readonly lowered: Lowered;
  readonly errors: readonly SyntaxProblem[];
} {
  const text = source instanceof MappedText ? source : MappedText.ofFile({ path: 'x.sh', text: source });
  return { text, ...shell.read(text, 'x.sh') };
}

/** `"a"`, `$A`, `("a" + $B)`, `[…]` with `~` for words and `...` for items, `$(…)` for what a command prints. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return JSON.stringify(expr.text);
    case 'concat':
      return `(${expr.parts.map(printExpr).join(' + ')})`;
    case 'ref':
      return `$${expr.name}`;
    case 'member':
      return `${printExpr(expr.object)}[${expr.property === undefined ? '*' : printExpr(expr.property)}]`;
    case 'choice':
      return `${expr.mode}(${expr.options.map(printExpr).join(' | ')})`;
    case 'list':
      return `[${expr.items.map(({ value, spread }) => ({ no: '', words: '~', items: '...' })[spread] + printExpr(value)).join(' ')}]`;
    case 'call':
      return expr.call.isCommand
        ? `$(${printWords(expr.call.args)})`
        : `${printExpr(expr.call.callee)}${printExpr(expr.call.args)}`;
    case 'function':
      return `function prints ${expr.returns.map((one) => printExpr(one.value)).join(', ') || 'nothing'}`;
    case 'hole':
      return '<hole>';
    case 'opaque':
      return `<${expr.why}>`;
    default:
      return expr.kind;
  }
}

function printWords(list: Expr): string {
  return printExpr(list).slice(1, -1);
}

/** `root`, `loop`, `arm 1/2! if $T leaves`, outermost first. */
export function printRegion(region: Region): string {
  const around = region.parent === undefined || region.parent.kind === 'root' ? '' : `${printRegion(region.parent)} > `;
  const arms = region.branch?.arms;
  const arm =
    arms === undefined
      ? ''
      : ` ${String(arms.indexOf(region) + 1)}/${String(arms.length)}${region.branch?.exhaustive === true ? '!' : ''}`;
  const test = region.test === undefined ? '' : ` if ${region.test.holds ? '' : 'not '}${printExpr(region.test.value)}`;
  return `${around}${region.kind}${arm}${test}${region.leaves === true ? ' leaves' : ''}`;
}

/** The calls, each as its words and, where that is not the root, its region. */
export function printCalls(source: string | MappedText): readonly string[] {
  return readShell(source).lowered.calls.map(({ args, region }) => {
    const at = printRegion(region);
    return `${printWords(args)}${at === 'root' ? '' : ` @ ${at}`}`;
  });
}

/** The bindings: `NAME = value`, `+=` where it is added, `:=` where the name is declared. */
export function printBindings(source: string): readonly string[] {
  return readShell(source).lowered.bindings.map(({ name, path, value, how, region }) => {
    const sign = { declare: ':=', assign: '=', append: '+=' }[how];
    const at = printRegion(region);
    return `${name}${path.map((part) => `[${printExpr(part)}]`).join('')} ${sign} ${printExpr(value)}${at === 'root' ? '' : ` @ ${at}`}`;
  });
}

/** The texts of embedded code, holes as □. */
export function printEmbedded(source: string): readonly string[] {
  return readShell(source).lowered.embedded.map(({ text }) => text.text.replaceAll(HOLE, '□'));
}
