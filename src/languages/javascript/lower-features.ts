/** Lowers classes that a helper makes of an object: `inherit(Base, { constructor: function () {…}, read: function () {…} })`. */
import type { ClassExpr, FunctionExpr, Region } from '../../model/expr.js';
import { keyOf } from './lower-expressions.js';
import { implied, spanOf, type Hint, type Lowering } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** The class that a call makes of an object with a constructor of its own; undefined when no argument is one. */
export function lowerFeatures(lowering: Lowering, node: Tree.CallExpression, parent: Region): ClassExpr | undefined {
  const features = node.arguments.find(
    (argument): argument is Tree.ObjectExpression =>
      argument.type === Syntax.ObjectExpression && argument.properties.some(isConstructor),
  );
  if (features === undefined) return undefined;
  const [first] = node.arguments;
  const span = spanOf(node);
  const region: Region = { kind: 'class', parent, span };
  const base = first === undefined || first === features ? undefined : lowering.expression(first, parent);
  const superclass = base?.kind === 'ref' && base.name === 'Object' ? undefined : base;
  lowering.classes.set(`class at ${String(span.start)}`, { region, superclass });
  let made: FunctionExpr | undefined;
  for (const property of features.properties) made = lowerFeature(lowering, property, region) ?? made;
  const cls: ClassExpr = { kind: 'class', name: made?.name, region, superclass, constructor_: made, span };
  return cls;
}

function isConstructor(property: Tree.ObjectLiteralElement): boolean {
  return (
    property.type === Syntax.Property &&
    property.key.type === Syntax.Identifier &&
    property.key.name === 'constructor' &&
    property.value.type === Syntax.FunctionExpression
  );
}

/** Notes a member; gives it back when it is the constructor. */
function lowerFeature(lowering: Lowering, node: Tree.ObjectLiteralElement, region: Region): FunctionExpr | undefined {
  if (node.type === Syntax.SpreadElement) {
    lowering.expression(node.argument, region);
    return undefined;
  }
  const key = keyOf(lowering, node.key, node.computed, region);
  const isFunction = node.value.type === Syntax.FunctionExpression;
  const hint: Hint = isFunction && key.kind === 'literal' ? { name: key.text } : {};
  if (isConstructor(node) && node.value.type === Syntax.FunctionExpression)
    return lowering.fn(node.value, region, { ...hint, constructs: true });
  const given = lowering.expression(node.value, region, hint);
  const { span } = given;
  const value = node.kind === 'get' ? ({ kind: 'call', call: implied(given, [], region, span), span } as const) : given;
  lowering.bindings.push({ name: 'this', path: [key], value, region, span: spanOf(node), how: 'assign' });
  return undefined;
}
