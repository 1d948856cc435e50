/** Lowers statements: declarations, loops, blocks; what runs on a condition is in lower-branches. */
import type { Expr, Region } from '../../model/expr.js';
import { lowerIf, lowerSwitch, lowerTry } from './lower-branches.js';
import { lowerNamespace, lowerEnum } from './lower-classes.js';
import { lowerCallable, prepareConstructors } from './lower-constructors.js';
import { lowerExport, lowerImportDeclaration, lowerImportEquals } from './lower-modules.js';
import { bindPattern, declareUnset, type PatternPlace } from './lower-patterns.js';
import { functionRegion, member, opaque, spanOf, stateOf, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/**
 * Lowers `nodes`, which run one after the other in `region`. What follows an `if` that leaves runs in an arm; what it
 * declares are names of `region` all the same.
 */
export function lowerStatements(lowering: Lowering, nodes: readonly Tree.Node[], region: Region): void {
  prepareConstructors(lowering, nodes, region);
  let rest = region;
  let guards = 0;
  for (const node of nodes) {
    if (node.type === Syntax.IfStatement) {
      const following = lowerIf(lowering, node, rest);
      if (guards < MAX_GUARDS && following !== rest) [rest, guards] = [following, guards + 1];
    } else if (node.type === Syntax.VariableDeclaration) lowerVariables(lowering, node, region, rest);
    else if (DECLARATIONS.has(node.type)) lowerStatement(lowering, node, region);
    else lowerStatement(lowering, node, rest);
  }
}

/** Arms in arms: behind so many guards one more tells little. */
const MAX_GUARDS = 64;

/** Statements that only say what a name means, from the start of the region on. */
const DECLARATIONS: ReadonlySet<Syntax> = new Set([
  Syntax.FunctionDeclaration,
  Syntax.TSDeclareFunction,
  Syntax.ClassDeclaration,
  Syntax.ImportDeclaration,
  Syntax.TSImportEqualsDeclaration,
  Syntax.ExportNamedDeclaration,
  Syntax.ExportDefaultDeclaration,
  Syntax.ExportAllDeclaration,
  Syntax.TSExportAssignment,
  Syntax.TSEnumDeclaration,
  Syntax.TSModuleDeclaration,
]);

function lowerStatement(lowering: Lowering, node: Tree.Node, region: Region): void {
  switch (node.type) {
    case Syntax.VariableDeclaration:
      lowerVariables(lowering, node, region, region);
      return;
    case Syntax.FunctionDeclaration:
    case Syntax.TSDeclareFunction:
      lowerFunctionDeclaration(lowering, node, region);
      return;
    case Syntax.ClassDeclaration:
      lowerClassDeclaration(lowering, node, region);
      return;
    case Syntax.ReturnStatement:
      lowerReturn(lowering, node, region);
      return;
    case Syntax.ThrowStatement:
      lowering.expression(node.argument, region);
      return;
    case Syntax.IfStatement:
      lowerIf(lowering, node, region);
      return;
    case Syntax.SwitchStatement:
      lowerSwitch(lowering, node, region);
      return;
    case Syntax.TryStatement:
      lowerTry(lowering, node, region);
      return;
    case Syntax.BlockStatement:
    case Syntax.StaticBlock:
      lowerStatements(lowering, node.body, { kind: 'block', parent: region, span: spanOf(node) });
      return;
    case Syntax.LabeledStatement:
    case Syntax.WithStatement:
      lowerStatement(lowering, node.body, region);
      return;
    default:
      if (!lowerLoop(lowering, node, region) && !lowerModuleItem(lowering, node, region))
        lowerExpressionIn(lowering, node, region);
  }
}

function lowerModuleItem(lowering: Lowering, node: Tree.Node, region: Region): boolean {
  switch (node.type) {
    case Syntax.ImportDeclaration:
      lowerImportDeclaration(lowering, node, region);
      return true;
    case Syntax.TSImportEqualsDeclaration:
      lowerImportEquals(lowering, node, region);
      return true;
    case Syntax.ExportNamedDeclaration:
    case Syntax.ExportDefaultDeclaration:
    case Syntax.ExportAllDeclaration:
    case Syntax.TSExportAssignment:
      lowerExport(lowering, node, region);
      return true;
    case Syntax.TSEnumDeclaration:
      lowerEnum(lowering, node, region);
      return true;
    case Syntax.TSModuleDeclaration:
      lowerNamespace(lowering, node, region);
      return true;
    case Syntax.TSInterfaceDeclaration:
    case Syntax.TSTypeAliasDeclaration:
    case Syntax.TSNamespaceExportDeclaration:
    case Syntax.EmptyStatement:
    case Syntax.DebuggerStatement:
    case Syntax.BreakStatement:
    case Syntax.ContinueStatement:
      return true;
    default:
      return false;
  }
}

function lowerExpressionIn(lowering: Lowering, node: Tree.Node, region: Region): void {
  lowering.expression(node, region);
}

/** `var`, `let`, `const`: names of `region`, given values that are made in `inner`. */
function lowerVariables(lowering: Lowering, node: Tree.VariableDeclaration, region: Region, inner: Region): void {
  if (node.declare) return;
  const scope = node.kind === 'var' ? functionRegion(region) : region;
  for (const { id, init, range } of node.declarations) {
    const at: PatternPlace = { region, scope, span: { start: range[0], end: range[1] }, how: 'declare' };
    if (init === null) {
      if (id.type === Syntax.Identifier) declareEmpty(lowering, id.name, at, node.kind === 'var');
      continue;
    }
    const value = lowerInitial(lowering, id, init, inner);
    bindPattern(lowering, id, value, at);
  }
}

function lowerInitial(lowering: Lowering, id: Tree.Node, init: Tree.Expression, region: Region): Expr {
  if (id.type !== Syntax.Identifier) return lowering.expression(init, region);
  if (isCreateRequire(init)) lowering.loaders.add(id.name);
  return lowering.expression(init, region, { name: id.name });
}

function isCreateRequire(node: Tree.Node): boolean {
  if (node.type !== Syntax.CallExpression) return false;
  const callee = node.callee.type === Syntax.MemberExpression ? node.callee.property : node.callee;
  return callee.type === Syntax.Identifier && callee.name === 'createRequire';
}

function declareEmpty(lowering: Lowering, name: string, at: PatternPlace, isVar: boolean): void {
  if (isVar) {
    declareUnset(lowering, name, at.scope);
    return;
  }
  const { region, span } = at;
  lowering.bindings.push({ name, path: [], value: { kind: 'nothing', span }, region, span, how: 'declare' });
}

/** A declared function is there from the start of what it is declared in. */
function lowerFunctionDeclaration(
  lowering: Lowering,
  node: Tree.FunctionDeclaration | Tree.TSDeclareFunction,
  region: Region,
): void {
  // An overload or `declare function` says nothing that the implementation does not.
  if (node.type === Syntax.TSDeclareFunction && !lowering.text.slice(...node.range).includes('{')) return;
  const value = lowerCallable(lowering, node, region);
  if (node.id === null) return;
  const span = { start: region.span.start, end: region.span.start };
  lowering.bindings.push({ name: node.id.name, path: [], value, region, span, how: 'declare' });
}

function lowerClassDeclaration(lowering: Lowering, node: Tree.ClassDeclaration, region: Region): void {
  const value = lowering.cls(node, region);
  if (node.id === null) return;
  lowering.bindings.push({ name: node.id.name, path: [], value, region, span: spanOf(node), how: 'declare' });
}

function lowerReturn(lowering: Lowering, node: Tree.ReturnStatement, region: Region): void {
  const span = spanOf(node);
  const value: Expr = node.argument === null ? { kind: 'nothing', span } : lowering.expression(node.argument, region);
  stateOf(lowering, region)?.returns.push({ value, region });
}

/** Loops; false for anything else. */
function lowerLoop(lowering: Lowering, node: Tree.Node, region: Region): boolean {
  switch (node.type) {
    case Syntax.ForOfStatement:
    case Syntax.ForInStatement:
      lowerForEach(lowering, node, region);
      return true;
    case Syntax.ForStatement: {
      const outer: Region = { kind: 'block', parent: region, span: spanOf(node) };
      if (node.init !== null) lowerStatement(lowering, node.init, outer);
      const loop: Region = { kind: 'loop', parent: outer, span: spanOf(node) };
      for (const part of [node.test, node.update]) if (part !== null) lowering.expression(part, loop);
      lowerBody(lowering, node.body, loop);
      return true;
    }
    case Syntax.WhileStatement:
    case Syntax.DoWhileStatement: {
      const loop: Region = { kind: 'loop', parent: region, span: spanOf(node) };
      lowering.expression(node.test, loop);
      lowerBody(lowering, node.body, loop);
      return true;
    }
    default:
      return false;
  }
}

function lowerBody(lowering: Lowering, node: Tree.Node, region: Region): void {
  lowerStatements(lowering, node.type === Syntax.BlockStatement ? node.body : [node], region);
}

function lowerForEach(lowering: Lowering, node: Tree.ForOfStatement | Tree.ForInStatement, region: Region): void {
  const list = lowering.expression(node.right, region);
  const isOf = node.type === Syntax.ForOfStatement;
  const loop: Region = { kind: 'loop', parent: region, span: spanOf(node), ...(isOf ? { over: list } : {}) };
  const span = { start: node.left.range[0], end: node.right.range[1] };
  const item: Expr = isOf ? member(list, undefined, span) : opaque('a key of an object', span);
  const { left } = node;
  if (left.type === Syntax.VariableDeclaration) {
    const scope = left.kind === 'var' ? functionRegion(region) : loop;
    const [declared] = left.declarations;
    bindPattern(lowering, declared.id, item, { region: loop, scope, span, how: 'declare' });
  } else {
    bindPattern(lowering, left, item, { region: loop, scope: loop, span, how: 'assign' });
  }
  lowerBody(lowering, node.body, loop);
}
