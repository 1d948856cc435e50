/** Lowers expressions; what does not change a value (await, types, parentheses) leaves no trace. */
import type { Expr, ListItem, Region } from '../../model/expr.js';
import { lowerAssignment, lowerUpdate } from './lower-assignments.js';
import { lowerCallable } from './lower-constructors.js';
import { lowerCall, lowerImport, lowerTagged } from './lower-calls.js';
import { lowerConditional, lowerLogical } from './lower-branches.js';
import { lowerRecord } from './lower-records.js';
import {
  bind,
  functionRegion,
  literal,
  member,
  opaque,
  ref,
  spanOf,
  stateOf,
  targetOf,
  YIELDED,
  type Hint,
  type Lowering,
} from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** The expression that `node` is. Calls in it are noted on the way. */
export function lowerExpression(lowering: Lowering, node: Tree.Node, region: Region, hint?: Hint): Expr {
  const span = spanOf(node);
  const inner = transparent(node);
  if (inner !== undefined) return lowering.expression(inner, region, hint);
  switch (node.type) {
    case Syntax.Literal:
      return lowerLiteral(node);
    case Syntax.TemplateLiteral:
      return lowerTemplate(lowering, node, region);
    case Syntax.Identifier:
      return lowerName(lowering, node, region);
    case Syntax.ThisExpression:
      return thisOf(lowering, region, node);
    case Syntax.Super:
      return thisOf(lowering, region, node);
    case Syntax.MemberExpression:
      return lowerMember(lowering, node, region);
    case Syntax.BinaryExpression:
      return lowerBinary(lowering, node, region);
    case Syntax.LogicalExpression:
      return lowerLogical(lowering, node, region);
    case Syntax.ConditionalExpression:
      return lowerConditional(lowering, node, region);
    case Syntax.ObjectExpression:
      return lowerRecord(lowering, node, region, hint);
    case Syntax.ArrayExpression:
      return { kind: 'list', items: lowerItems(lowering, node.elements, region), span };
    case Syntax.CallExpression:
    case Syntax.NewExpression:
      return lowerCall(lowering, node, region);
    case Syntax.TaggedTemplateExpression:
      return lowerTagged(lowering, node, region);
    case Syntax.ImportExpression:
      return lowerImport(lowering, node.source, region, span);
    case Syntax.ArrowFunctionExpression:
      return lowering.fn(node, region, hint);
    case Syntax.FunctionExpression:
      return lowerCallable(lowering, node, region, hint);
    case Syntax.ClassExpression:
      return lowering.cls(node, region, hint);
    case Syntax.YieldExpression:
      return lowerYield(lowering, node, region);
    case Syntax.AssignmentExpression:
      return lowerAssignment(lowering, node, region, hint);
    case Syntax.UpdateExpression:
      return lowerUpdate(lowering, node, region);
    case Syntax.UnaryExpression:
      return lowerUnary(lowering, node, region);
    case Syntax.SequenceExpression:
      return lowerSequence(lowering, node, region);
    case Syntax.MetaProperty:
      return ref('import.meta', span);
    default:
      return lowerOther(lowering, node, region);
  }
}

/** The one expression in `node` whose value is also that of `node`. */
function transparent(node: Tree.Node): Tree.Node | undefined {
  switch (node.type) {
    case Syntax.AwaitExpression:
    case Syntax.SpreadElement:
      return node.argument;
    case Syntax.ChainExpression:
    case Syntax.TSAsExpression:
    case Syntax.TSSatisfiesExpression:
    case Syntax.TSNonNullExpression:
    case Syntax.TSTypeAssertion:
    case Syntax.TSInstantiationExpression:
    case Syntax.Decorator:
    case Syntax.ExpressionStatement:
      return node.expression;
    default:
      return undefined;
  }
}

/** What is yielded is added to what the generator gives; what comes back is what it was, settled. */
function lowerYield(lowering: Lowering, node: Tree.YieldExpression, region: Region): Expr {
  const span = spanOf(node);
  if (node.argument === null) return opaque('what a generator is sent', span);
  const value = lowering.expression(node.argument, region);
  if (stateOf(lowering, region)?.isGenerator !== true) return value;
  const added: Expr = node.delegate ? value : { kind: 'list', items: [{ value, spread: 'no' }], span };
  lowering.bindings.push({ name: YIELDED, path: [], value: added, region, span, how: 'append' });
  return value;
}

function lowerLiteral(node: Tree.Literal): Expr {
  const span = spanOf(node);
  if ('regex' in node) return opaque('a regular expression', span);
  if ('bigint' in node) return opaque('a large number', span);
  return node.value === null ? { kind: 'nothing', span } : literal(String(node.value), span);
}

/** Its parts keep their delimiters in their spans: they tell how a part is written. */
export function lowerTemplate(lowering: Lowering, node: Tree.TemplateLiteral, region: Region): Expr {
  const span = spanOf(node);
  const [first] = node.quasis;
  if (node.expressions.length === 0) return literal(cooked(first), span);
  const parts: Expr[] = [];
  node.quasis.forEach((quasi, i) => {
    if (cooked(quasi) !== '') parts.push(literal(cooked(quasi), spanOf(quasi)));
    const expression = node.expressions[i];
    if (expression !== undefined) parts.push(lowering.expression(expression, region));
  });
  return { kind: 'concat', parts, span };
}

function cooked(quasi: Tree.TemplateElement | undefined): string {
  // An invalid escape leaves a tagged template without a cooked text.
  const value: { readonly cooked: string | null | undefined; readonly raw: string } | undefined = quasi?.value;
  return value?.cooked ?? value?.raw ?? '';
}

function lowerName(lowering: Lowering, node: Tree.Identifier, region: Region): Expr {
  const span = spanOf(node);
  if (node.name === 'undefined') return { kind: 'nothing', span };
  if (node.name === '') return opaque('code that could not be read', span);
  if (node.name === 'arguments') addArguments(lowering, region, node);
  return ref(node.name, span);
}

/** `arguments` is a list of all arguments of the nearest function that is no arrow. */
function addArguments(lowering: Lowering, region: Region, node: Tree.Identifier): void {
  for (let at = functionRegion(region); ; at = functionRegion(at.parent)) {
    const state = lowering.states.get(at);
    if (state === undefined) return;
    if (!state.isArrow) {
      if (state.parameters.some((parameter) => parameter.name === 'arguments')) return;
      state.parameters.push({ name: 'arguments', index: 0, default: undefined, rest: true, span: spanOf(node) });
      return;
    }
    if (at.parent === undefined) return;
  }
}

/** `this`: a name of the class around; in a method of an object literal, that object. */
function thisOf(lowering: Lowering, region: Region, node: Tree.Node): Expr {
  for (let at: Region | undefined = region; at !== undefined && at.kind !== 'class'; at = at.parent) {
    const state = lowering.states.get(at);
    const self = state?.self;
    if (self !== undefined) return self.kind === 'ref' ? ref(self.name, spanOf(node)) : self;
    if (state?.isArrow === false) break;
  }
  return ref('this', spanOf(node));
}

function lowerMember(lowering: Lowering, node: Tree.MemberExpression, region: Region): Expr {
  const span = spanOf(node);
  const { object, property } = node;
  if (
    !node.computed &&
    object.type === Syntax.Identifier &&
    object.name === 'module' &&
    nameOf(property) === 'exports'
  ) {
    return ref('exports', span);
  }
  const of = lowering.expression(object, region);
  return member(of, keyOf(lowering, property, node.computed, region), span);
}

function nameOf(node: Tree.Node): string | undefined {
  return node.type === Syntax.Identifier ? node.name : undefined;
}

/** The name of a property, written out or computed. */
export function keyOf(lowering: Lowering, node: Tree.Node, computed: boolean, region: Region): Expr {
  if (computed) return lowering.expression(node, region);
  if (node.type === Syntax.Identifier) return literal(node.name, spanOf(node));
  if (node.type === Syntax.PrivateIdentifier) return literal(`#${node.name}`, spanOf(node));
  return lowering.expression(node, region);
}

function lowerBinary(lowering: Lowering, node: Tree.BinaryExpression, region: Region): Expr {
  if (node.operator === '+') return lowerSum(lowering, node, region);
  const span = spanOf(node);
  if (node.left.type !== Syntax.PrivateIdentifier) lowering.expression(node.left, region);
  lowering.expression(node.right, region);
  return opaque(/^(?:[=!]==?|[<>]=?|in|instanceof)$/.test(node.operator) ? 'a comparison' : 'a calculation', span);
}

/** `a + b + c`, however long, is one concatenation. */
function lowerSum(lowering: Lowering, node: Tree.BinaryExpression, region: Region): Expr {
  const operands: Tree.Node[] = [];
  let at: Tree.Node = node;
  while (at.type === Syntax.BinaryExpression && at.operator === '+') {
    operands.push(at.right);
    at = at.left;
  }
  operands.push(at);
  const parts = operands.reverse().map((operand) => lowering.expression(operand, region));
  return { kind: 'concat', parts, span: spanOf(node) };
}

/** The items of an array or the arguments of a call. */
export function lowerItems(
  lowering: Lowering,
  nodes: readonly (Tree.Node | null)[],
  region: Region,
): readonly ListItem[] {
  return nodes.map((node) => {
    if (node === null) return { value: { kind: 'nothing', span: { start: 0, end: 0 } }, spread: 'no' };
    return { value: lowering.expression(node, region), spread: node.type === Syntax.SpreadElement ? 'items' : 'no' };
  });
}

function lowerUnary(lowering: Lowering, node: Tree.UnaryExpression, region: Region): Expr {
  const span = spanOf(node);
  const value = lowering.expression(node.argument, region);
  if (node.operator === 'delete') noteDeletion(lowering, value, region, span);
  if (node.operator === 'void') return { kind: 'nothing', span };
  if (node.operator === '-' && value.kind === 'literal') return literal(`-${value.text}`, span);
  if (node.operator === '+') return value;
  return opaque(node.operator === 'typeof' ? 'the type of a value' : 'a calculation', span);
}

/** `delete headers.x`: what is deleted holds nothing. */
function noteDeletion(lowering: Lowering, deleted: Expr, region: Region, span: Expr['span']): void {
  const target = targetOf(deleted);
  if (target !== undefined) bind(lowering, target, { kind: 'nothing', span }, { region, span, how: 'assign' });
}

function lowerSequence(lowering: Lowering, node: Tree.SequenceExpression, region: Region): Expr {
  const values = node.expressions.map((expression) => lowering.expression(expression, region));
  return values.at(-1) ?? { kind: 'nothing', span: spanOf(node) };
}

/** What has no value of its own here, but may hold calls: JSX and what newer versions of the language add. */
function lowerOther(lowering: Lowering, node: Tree.Node, region: Region): Expr {
  for (const child of childrenOf(node)) lowering.expression(child, region);
  return opaque(node.type.startsWith('JSX') ? 'JSX' : 'syntax that is not followed', spanOf(node));
}

function childrenOf(node: Tree.Node): readonly Tree.Node[] {
  switch (node.type) {
    case Syntax.JSXElement:
      return [...node.openingElement.attributes, ...node.children];
    case Syntax.JSXFragment:
      return node.children;
    case Syntax.JSXAttribute:
      return node.value === null ? [] : [node.value];
    case Syntax.JSXSpreadAttribute:
      return [node.argument];
    case Syntax.JSXExpressionContainer:
    case Syntax.JSXSpreadChild:
      return [node.expression];
    default:
      return [];
  }
}
