/** Lowers a syntax tree: calls, bindings, functions and imports, in the one form that all languages share. */
import type { Lowered } from '../../model/document.js';
import type { Region } from '../../model/expr.js';
import { lowerClass } from './lower-classes.js';
import { constructorsIn } from './lower-constructors.js';
import { lowerExpression } from './lower-expressions.js';
import { lowerFunction } from './lower-functions.js';
import { lowerStatements } from './lower-statements.js';
import { opaque, type FunctionState, type Lowering } from './lowering.js';
import type { ParsedProgram } from './parse.js';

/** What the tree of `text` says; without a tree, nothing but the root. Throws only where the stack does not suffice. */
export function lower({ program, comments }: ParsedProgram, text: string): Lowered {
  const lowering = begin(text);
  if (program !== undefined) lowering.statements(program.body, lowering.root);
  const { root, calls, bindings, functions, imports } = lowering;
  return { root, calls, bindings, functions, imports, comments, includes: [], embedded: [] };
}

/** Ties the functions that call one another into one value. */
function begin(text: string): Lowering {
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
    states: new Map([[root, top]]),
    classes: new Map(),
    constructors: constructorsIn(text),
    loaders: new Set(['require']),
    expression: (node, region, hint) =>
      node ? lowerExpression(lowering, node, region, hint) : opaque('code that could not be read', region.span),
    statements: (nodes, region) => {
      lowerStatements(lowering, nodes, region);
    },
    fn: (node, region, hint) => lowerFunction(lowering, node, region, hint),
    cls: (node, region, hint) => lowerClass(lowering, node, region, hint),
  };
  return lowering;
}
