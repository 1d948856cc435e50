/** Lowers what modules take and give: imports are bindings of what they import, exports bindings of `exports`. */
import type { Expr, ImportExpr, Region } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { declaredNames } from './lower-classes.js';
import { lowerImport } from './lower-calls.js';
import { literal, member, ref, spanOf, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

type ExportNode =
  Tree.ExportNamedDeclaration | Tree.ExportDefaultDeclaration | Tree.ExportAllDeclaration | Tree.TSExportAssignment;

function moduleOf(lowering: Lowering, source: Tree.StringLiteral): ImportExpr {
  const span = spanOf(source);
  lowering.imports.push({ specifier: source.value, span });
  return { kind: 'import', specifier: literal(source.value, span), span };
}

/** `import a, { b as c } from 'm'`, `import * as d from 'm'` */
export function lowerImportDeclaration(lowering: Lowering, node: Tree.ImportDeclaration, region: Region): void {
  if (node.importKind === 'type') return;
  const module = moduleOf(lowering, node.source);
  for (const specifier of node.specifiers) {
    const span = spanOf(specifier);
    if (specifier.type === Syntax.ImportSpecifier && specifier.importKind === 'type') continue;
    bindDeclared(lowering, specifier.local.name, importedBy(specifier, module, span), region, spanOf(node));
  }
}

function importedBy(node: Tree.ImportClause, module: ImportExpr, span: Span): Expr {
  if (node.type === Syntax.ImportNamespaceSpecifier) return module;
  return member(module, node.type === Syntax.ImportSpecifier ? nameOf(node.imported) : 'default', span);
}

function nameOf(node: Tree.Identifier | Tree.StringLiteral): string {
  return node.type === Syntax.Identifier ? node.name : node.value;
}

function bindDeclared(lowering: Lowering, name: string, value: Expr, region: Region, span: Span): void {
  lowering.bindings.push({ name, path: [], value, region, span, how: 'declare' });
}

/** `import x = require('m')`, `import X = Y.Z` */
export function lowerImportEquals(lowering: Lowering, node: Tree.TSImportEqualsDeclaration, region: Region): void {
  if (node.importKind === 'type') return;
  const { moduleReference } = node;
  const span = spanOf(node);
  const value =
    moduleReference.type === Syntax.TSExternalModuleReference
      ? lowerImport(lowering, moduleReference.expression, region, spanOf(moduleReference))
      : qualified(moduleReference);
  bindDeclared(lowering, node.id.name, value, region, span);
}

function qualified(node: Tree.EntityName): Expr {
  const span = spanOf(node);
  if (node.type === Syntax.TSQualifiedName) return member(qualified(node.left), node.right.name, span);
  return ref(node.type === Syntax.Identifier ? node.name : 'this', span);
}

/** Every form of `export`. */
export function lowerExport(lowering: Lowering, node: ExportNode, region: Region): void {
  const span = spanOf(node);
  const give = (path: readonly string[], value: Expr): void => {
    const keys = path.map((name) => literal(name, span));
    lowering.bindings.push({ name: 'exports', path: keys, value, region, span, how: 'assign' });
  };
  switch (node.type) {
    case Syntax.TSExportAssignment:
      give([], lowering.expression(node.expression, region, { name: 'exports' }));
      return;
    case Syntax.ExportAllDeclaration:
      lowerExportAll(lowering, node, give);
      return;
    case Syntax.ExportDefaultDeclaration:
      lowerDefault(lowering, node, region, give);
      return;
    case Syntax.ExportNamedDeclaration:
      lowerNamed(lowering, node, region, give);
  }
}

type Give = (path: readonly string[], value: Expr) => void;

function lowerExportAll(lowering: Lowering, node: Tree.ExportAllDeclaration, give: Give): void {
  if (node.exportKind === 'type') return;
  const module = moduleOf(lowering, node.source);
  if (node.exported === null) lowering.starred.push(module);
  else give([nameOf(node.exported)], module);
}

function lowerDefault(lowering: Lowering, node: Tree.ExportDefaultDeclaration, region: Region, give: Give): void {
  const { declaration } = node;
  switch (declaration.type) {
    case Syntax.TSInterfaceDeclaration:
      return;
    case Syntax.FunctionDeclaration:
    case Syntax.ClassDeclaration:
      if (declaration.id === null) {
        give(
          ['default'],
          declaration.type === Syntax.ClassDeclaration
            ? lowering.cls(declaration, region)
            : lowering.fn(declaration, region),
        );
        return;
      }
      lowering.statements([declaration], region);
      give(['default'], ref(declaration.id.name, endOf(node)));
      return;
    case Syntax.VariableDeclaration:
    case Syntax.TSDeclareFunction:
    case Syntax.TSEnumDeclaration:
    case Syntax.TSModuleDeclaration:
    case Syntax.TSTypeAliasDeclaration:
      lowering.statements([declaration], region);
      return;
    default:
      give(['default'], lowering.expression(declaration, region));
  }
}

/** A name is read after what declares it. */
function endOf(node: Tree.Node): Span {
  return { start: node.range[1], end: node.range[1] };
}

function lowerNamed(lowering: Lowering, node: Tree.ExportNamedDeclaration, region: Region, give: Give): void {
  if (node.declaration !== null) {
    lowering.statements([node.declaration], region);
    for (const name of declaredNames(node.declaration)) give([name], ref(name, endOf(node)));
    return;
  }
  if (node.exportKind === 'type') return;
  const module = node.source === null ? undefined : moduleOf(lowering, node.source);
  for (const specifier of node.specifiers) {
    const local = nameOf(specifier.local);
    const span = spanOf(specifier);
    give([nameOf(specifier.exported)], module === undefined ? ref(local, endOf(node)) : member(module, local, span));
  }
}
