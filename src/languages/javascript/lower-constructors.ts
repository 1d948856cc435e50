/** Lowers functions that are used as classes: `function Foo() { this.x = … }` with `Foo.prototype.y = …` or `new Foo`. */
import type { Expr, Region } from '../../model/expr.js';
import { ref, type FunctionNode, type Hint, type Lowering, type UsedAsClass } from './lowering.js';
import { Syntax, type Tree } from './parse.js';

/** The function that `node` is, or the class that it is used as. */
export function lowerCallable(
  lowering: Lowering,
  node: Tree.FunctionExpression | Tree.FunctionDeclaration | Tree.TSDeclareFunction,
  region: Region,
  hint?: Hint,
): Expr {
  const name = [node.id?.name, hint?.name].find((one) => one !== undefined && lowering.constructors.has(one));
  const cls = name === undefined ? undefined : lowering.classes.get(name);
  if (cls === undefined || hint?.self !== undefined || !isWithin(region, cls.region.parent))
    return lowering.fn(node, region, hint);
  const constructor = lowering.fn(node, cls.region, { ...hint, constructs: true });
  return {
    kind: 'class',
    name,
    region: cls.region,
    superclass: cls.superclass,
    constructor_: constructor,
    span: constructor.span,
  };
}

function isWithin(region: Region, outer: Region | undefined): boolean {
  for (let at: Region | undefined = region; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

/** Makes the classes ready that functions among `nodes` are used as: their members may be told before they are. */
export function prepareConstructors(lowering: Lowering, nodes: readonly Tree.Node[], region: Region): void {
  if (lowering.constructors.size === 0) return;
  for (const node of nodes) {
    for (const [name, fn] of functionsOf(node)) {
      if (!lowering.constructors.has(name) || !looksLikeClass(lowering, name, fn)) continue;
      const cls: Region = { kind: 'class', parent: region, span: region.span };
      lowering.classes.set(name, { region: cls, superclass: lowering.constructors.get(name)?.superclass });
    }
  }
}

function functionsOf(node: Tree.Node): readonly (readonly [string, FunctionNode])[] {
  if (node.type === Syntax.ExportNamedDeclaration && node.declaration !== null) return functionsOf(node.declaration);
  if (node.type === Syntax.ExportDefaultDeclaration) return functionsOf(node.declaration);
  if (node.type === Syntax.FunctionDeclaration && node.id !== null) return [[node.id.name, node]];
  if (node.type !== Syntax.VariableDeclaration) return [];
  return node.declarations.flatMap(({ id, init }): readonly (readonly [string, FunctionNode])[] => {
    let value: Tree.Node | null = init;
    while (value?.type === Syntax.AssignmentExpression) value = value.right;
    return id.type === Syntax.Identifier && value?.type === Syntax.FunctionExpression ? [[id.name, value]] : [];
  });
}

function looksLikeClass({ constructors, text }: Lowering, name: string, fn: FunctionNode): boolean {
  return constructors.get(name)?.hasPrototype === true || /\bthis\b/.test(text.slice(...fn.range));
}

const NAME = '[A-Za-z_$][\\w$]*';
const DEFINED = new RegExp(
  `\\bfunction\\s{1,20}(${NAME})|(?<![\\w$])(${NAME})\\s{0,20}=[\\s\\w.=]{0,80}\\bfunction\\b`,
  'g',
);
const OF_PROTOTYPE = new RegExp(`(?<![\\w$])(${NAME})\\.prototype\\b`, 'g');
const MADE = new RegExp(`\\binherits\\(\\s{0,20}(${NAME})|\\bnew\\s{1,20}(${NAME})`, 'g');
const INHERITED = new RegExp(`\\binherits\\(\\s*(${NAME})\\s*,\\s*(${NAME})`, 'g');

/** The names that this file uses as classes, though they are functions; found by how the text speaks of them. */
export function constructorsIn(text: string): ReadonlyMap<string, UsedAsClass> {
  const defined = namesAt(text, DEFINED);
  if (defined.size === 0 || !text.includes('this')) return new Map();
  const prototypes = namesAt(text, OF_PROTOTYPE);
  const made = namesAt(text, MADE);
  const superclasses = superclassesIn(text);
  return new Map(
    [...defined]
      .filter((name) => prototypes.has(name) || made.has(name))
      .map((name) => [name, { hasPrototype: prototypes.has(name), superclass: superclasses.get(name) }]),
  );
}

function namesAt(text: string, pattern: RegExp): Set<string> {
  const names = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    // Of a pattern's groups those of one alternative alone are there.
    const groups: readonly (string | undefined)[] = match.slice(1);
    for (const name of groups) if (name !== undefined) names.add(name);
  }
  return names;
}

/** The superclasses that functions are given, by their names. */
function superclassesIn(text: string): ReadonlyMap<string, Expr> {
  const found = new Map<string, Expr>();
  for (const { 0: whole, 1: name = '', 2: superclass = '', index } of text.matchAll(INHERITED)) {
    const end = index + whole.length;
    if (!found.has(name)) found.set(name, ref(superclass, { start: end - superclass.length, end }));
  }
  return found;
}
