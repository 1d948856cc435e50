/** Lowers classes, enums and namespaces. */
import type { ClassExpr, Expr, FunctionExpr, RecordEntry, Region } from '../../model/expr.js';
import { keyOf } from './lower-expressions.js';
import { implied, literal, ref, spanOf, type ClassNode, type Hint, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** The class that `node` is; its members are bindings of `this` (statics: of `static this`) in its region. */
export function lowerClass(lowering: Lowering, node: ClassNode, parent: Region, hint?: Hint): ClassExpr {
  const span = spanOf(node);
  const region: Region = { kind: 'class', parent, span };
  const name = node.id?.name ?? hint?.name;
  const superclass = node.superClass === null ? undefined : lowering.expression(node.superClass, parent);
  for (const decorator of node.decorators) lowering.expression(decorator, parent);
  lowering.classes.set(name ?? `class at ${String(span.start)}`, { region, superclass });
  let constructor: FunctionExpr | undefined;
  for (const item of node.body.body) constructor = lowerMember(lowering, item, region) ?? constructor;
  return { kind: 'class', name, region, superclass, constructor_: constructor, span };
}

/** Notes a member of a class; gives it back when it is the constructor. */
function lowerMember(lowering: Lowering, node: Tree.ClassElement, region: Region): FunctionExpr | undefined {
  switch (node.type) {
    case Syntax.MethodDefinition: {
      if (node.kind === 'constructor')
        return node.value.type === Syntax.FunctionExpression
          ? lowering.fn(node.value, region, { constructs: true })
          : undefined;
      if (node.kind !== 'set') bindMember(lowering, node, lowerMethod(lowering, node, region), region);
      else lowering.fn(node.value, region);
      return undefined;
    }
    case Syntax.PropertyDefinition:
    case Syntax.AccessorProperty: {
      const hint = !node.computed && node.key.type === Syntax.Identifier ? { name: node.key.name } : {};
      const isRecord = node.value?.type === Syntax.ObjectExpression;
      if (node.value !== null)
        bindMember(lowering, node, lowering.expression(node.value, region, isRecord ? {} : hint), region);
      return undefined;
    }
    case Syntax.StaticBlock:
      lowering.statements([node], region);
      return undefined;
    default:
      return undefined;
  }
}

/** A getter stands for what it gives. */
function lowerMethod(lowering: Lowering, node: Tree.MethodDefinition, region: Region): Expr {
  const named: Hint = node.key.type === Syntax.Identifier ? { name: node.key.name } : {};
  const fn = lowering.fn(
    node.value,
    region,
    node.static ? { ...named, self: ref('static this', spanOf(node.key)) } : named,
  );
  if (node.kind !== 'get') return fn;
  return { kind: 'call', call: implied(fn, [], region, fn.span), span: fn.span };
}

function bindMember(
  lowering: Lowering,
  node: Tree.MethodDefinition | Tree.PropertyDefinition | Tree.AccessorProperty,
  value: Expr,
  region: Region,
): void {
  for (const decorator of node.decorators) lowering.expression(decorator, region);
  const name = node.static ? 'static this' : 'this';
  const path = [keyOf(lowering, node.key, node.computed, region)];
  lowering.bindings.push({ name, path, value, region, span: spanOf(node), how: 'assign' });
}

/** `enum`: a record of its members; those without a value are counted. */
export function lowerEnum(lowering: Lowering, node: Tree.TSEnumDeclaration, region: Region): void {
  let next = 0;
  const entries = node.body.members.map((item): RecordEntry => {
    const key = keyOf(lowering, item.id, false, region);
    const value =
      item.initializer === undefined
        ? literal(String(next), spanOf(item))
        : lowering.expression(item.initializer, region);
    const count = value.kind === 'literal' ? Number(value.text) : Number.NaN;
    next = Number.isInteger(count) ? count + 1 : next + 1;
    return { key, value };
  });
  const span = spanOf(node);
  lowering.bindings.push({
    name: node.id.name,
    path: [],
    value: { kind: 'record', entries, span },
    region,
    span,
    how: 'declare',
  });
}

/** `namespace X { export const a = … }`: `X` holds what it exports. */
export function lowerNamespace(lowering: Lowering, node: Tree.TSModuleDeclaration, region: Region): void {
  // `declare module 'x'` and `declare global` hold types alone.
  if (node.declare || node.id.type !== Syntax.Identifier) return;
  const span = spanOf(node);
  const { name } = node.id;
  const inner: Region = { kind: 'block', parent: region, span };
  lowering.bindings.push({
    name,
    path: [],
    value: { kind: 'record', entries: [], span },
    region,
    span: { start: span.start, end: span.start },
    how: 'declare',
  });
  for (const item of node.body.body) {
    const exported = item.type === Syntax.ExportNamedDeclaration ? item.declaration : null;
    lowering.statements([exported ?? item], inner);
    for (const id of exported === null ? [] : declaredNames(exported)) {
      const at = spanOf(item);
      lowering.bindings.push({
        name,
        path: [literal(id, at)],
        value: ref(id, { start: at.end, end: at.end }),
        region: inner,
        span: at,
        how: 'assign',
      });
    }
  }
}

/** The names that a declaration declares. */
export function declaredNames(node: Tree.Node): readonly string[] {
  if (node.type === Syntax.VariableDeclaration) return node.declarations.flatMap((declared) => namesIn(declared.id));
  const declares =
    node.type === Syntax.FunctionDeclaration ||
    node.type === Syntax.ClassDeclaration ||
    node.type === Syntax.TSEnumDeclaration;
  if (declares || node.type === Syntax.TSModuleDeclaration) {
    return node.id?.type === Syntax.Identifier ? [node.id.name] : [];
  }
  return [];
}

function namesIn(pattern: Tree.Node): readonly string[] {
  switch (pattern.type) {
    case Syntax.Identifier:
      return [pattern.name];
    case Syntax.AssignmentPattern:
      return namesIn(pattern.left);
    case Syntax.RestElement:
      return namesIn(pattern.argument);
    case Syntax.ArrayPattern:
      return pattern.elements.flatMap((element) => (element === null ? [] : namesIn(element)));
    case Syntax.ObjectPattern:
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === Syntax.Property ? property.value : property),
      );
    default:
      return [];
  }
}
