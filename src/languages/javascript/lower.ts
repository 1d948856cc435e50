/** Lowers a syntax tree: calls, bindings, functions and imports, in the one form that all languages share. */
import type { Lowered } from '../../model/document.js';
import type { CallExpr, Expr, Region } from '../../model/expr.js';
import type { MappedText } from '../../model/mapped-text.js';
import { lowerClass } from './lower-classes.js';
import { constructorsIn } from './lower-constructors.js';
import { lowerExpression } from './lower-expressions.js';
import { lowerFunction } from './lower-functions.js';
import { lowerStatements } from './lower-statements.js';
import { opaque, type FunctionState, type Lowering } from './lowering.js';
import { Syntax, type ParsedProgram } from './parse.js';
import { beginsScript, mayHoldScripts, scriptsIn, type Writing } from './scripts.js';

/** What the tree of `text` says; without a tree, nothing but the root. Throws only where the stack does not suffice. */
export function lower({ program, comments }: ParsedProgram, mapped: MappedText): Lowered {
  const { text } = mapped;
  const writings: Writing[] = [];
  const lowering = begin(text, mayHoldScripts(text) ? writings : undefined);
  if (program !== undefined) lowering.statements(program.body, lowering.root);
  const { root, calls, bindings, functions, imports, starred } = lowering;
  const embedded = scriptsIn(writings, mapped);
  return { root, calls, bindings, functions, imports, starred, comments, includes: [], embedded };
}

/** Ties the functions that call one another into one value. */
function begin(text: string, writings: Writing[] | undefined): Lowering {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.length } };
  const top: FunctionState = {
    parameters: [],
    returns: [],
    isArrow: true,
    self: undefined,
    throws: false,
    isGenerator: false,
    hoisted: new Set(),
  };
  const lowering: Lowering = {
    text,
    root,
    calls: [],
    bindings: [],
    functions: [],
    imports: [],
    starred: [],
    states: new Map([[root, top]]),
    classes: new Map(),
    constructors: constructorsIn(text),
    loaders: new Set(['require']),
    expression: (node, region, hint) => {
      if (!node) return opaque('code that could not be read', region.span);
      const expr = lowerExpression(lowering, node, region, hint);
      const text = node.type === Syntax.TaggedTemplateExpression && expr.kind === 'call' ? taggedIn(expr) : expr;
      if (writings !== undefined && beginsScript(text)) writings.push({ expr: text, region });
      return expr;
    },
    statements: (nodes, region) => {
      lowerStatements(lowering, nodes, region);
    },
    fn: (node, region, hint) => lowerFunction(lowering, node, region, hint),
    cls: (node, region, hint) => lowerClass(lowering, node, region, hint),
  };
  return lowering;
}

/** The template behind a tag. */
function taggedIn(tagged: CallExpr): Expr {
  return tagged.call.args.items[0]?.value ?? tagged;
}
