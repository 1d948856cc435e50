/** Makes a function that stands beside another known where that is called: in the same module, or by what is imported of it. */
import path from 'node:path';
import { Syntax, type Tree } from './parse.js';
import { append, type Change } from './rewrite-options.js';
import { nodesIn, targetOf } from './rewrite-scope.js';

/** A file, and what is written in it. */
export interface Module {
  readonly path: string;
  readonly code: string;
  readonly program: Tree.Program;
}

/** How the function is called elsewhere. */
export interface Known {
  readonly callee: string;
  /** What makes it known, in the file of the call and in that of the function. */
  readonly importing: readonly Change[];
  readonly exporting: Exporting;
}

/** What hands the function on: a word before it, a line behind it, a change elsewhere in the module. */
export interface Exporting {
  readonly prefix: string;
  readonly line: string | undefined;
  readonly changes: readonly Change[];
}

const NOTHING: Exporting = { prefix: '', line: undefined, changes: [] };

/** How `name`, which `statement` of `home` stands beside, is called where `callee` is; undefined when that is a guess. */
export function knownAs(
  name: string,
  callee: Tree.Node,
  at: Module,
  home: Module,
  statement: Tree.Node,
): Known | undefined {
  if (at.path === home.path) return { callee: name, importing: [], exporting: NOTHING };
  const target = targetOf(callee);
  if (target === undefined) return undefined;
  const [root = '', ...members] = target.split('.');
  for (const node of nodesIn(at.program, (inner) => inner.type === Syntax.Program || !/Function/.test(inner.type))) {
    if (node.type === Syntax.ImportDeclaration && leadsTo(node.source.value, at, home)) {
      const found = importedBy(node, root, members, name, at);
      const exporting = found && exportedFrom(home, name);
      if (found !== undefined) return exporting && { ...found, exporting };
    }
    if (node.type === Syntax.VariableDeclarator && requires(node.init, at, home)) {
      const found = requiredBy(node, root, members, name, at);
      const exporting = found && assignedIn(home, name, statement);
      if (found !== undefined) return exporting && { ...found, exporting };
    }
  }
  return undefined;
}

type Imported = Pick<Known, 'callee' | 'importing'>;

function importedBy(
  node: Tree.ImportDeclaration,
  root: string,
  members: readonly string[],
  name: string,
  { code }: Module,
): Imported | undefined {
  const own = node.specifiers.find((one) => one.local.name === root);
  if (own?.type === Syntax.ImportNamespaceSpecifier && members.length === 1)
    return { callee: `${root}.${name}`, importing: [] };
  const last = node.specifiers.at(-1);
  if (own?.type !== Syntax.ImportSpecifier || members.length > 0 || last?.type !== Syntax.ImportSpecifier)
    return undefined;
  const isThere = node.specifiers.some((one) => one.local.name === name);
  return { callee: name, importing: isThere ? [] : [behind(last, name, code)] };
}

/** `name` behind the last of a list, on a line of its own where that is. */
function behind(last: Tree.Node, name: string, code: string): Change {
  const [start, end] = last.range;
  const line = code.slice(code.lastIndexOf('\n', start - 1) + 1, start);
  return { span: { start: end, end }, text: /^[ \t]+$/.test(line) ? `,\n${line}${name}` : `, ${name}` };
}

function requiredBy(
  { id }: Tree.VariableDeclarator,
  root: string,
  members: readonly string[],
  name: string,
  { code }: Module,
): Imported | undefined {
  if (id.type === Syntax.Identifier)
    return id.name === root && members.length === 1 ? { callee: `${root}.${name}`, importing: [] } : undefined;
  if (id.type !== Syntax.ObjectPattern || members.length > 0) return undefined;
  const bound = id.properties.map((one) => (one.type === Syntax.Property ? code.slice(...one.value.range) : ''));
  const last = id.properties.at(-1);
  if (!bound.includes(root) || last?.type !== Syntax.Property) return undefined;
  return { callee: name, importing: bound.includes(name) ? [] : [behind(last, name, code)] };
}

/** Whether `node` is `require` of the module `home`. */
function requires(node: Tree.Node | null, at: Module, home: Module): boolean {
  if (node?.type !== Syntax.CallExpression || targetOf(node.callee) !== 'require') return false;
  const [specifier] = node.arguments;
  return (
    specifier?.type === Syntax.Literal && typeof specifier.value === 'string' && leadsTo(specifier.value, at, home)
  );
}

/** Whether a relative specifier is that of `home` itself, and of no module that hands on what that gives. */
function leadsTo(specifier: string, at: Module, home: Module): boolean {
  if (!/^\.\.?(?:\/|$)/.test(specifier)) return false;
  const target = path.posix.join(path.posix.dirname(at.path), specifier);
  const bare = (file: string): string => file.replace(/\.[cm]?[jt]sx?$/, '');
  return bare(target) === bare(home.path) || `${target.replace(/\/$/, '')}/index` === bare(home.path);
}

function exportedFrom({ program, code }: Module, name: string): Exporting | undefined {
  if (isExported(name, code)) return NOTHING;
  const isModule = program.body.some((one) => one.type === Syntax.ExportNamedDeclaration);
  return isModule ? { ...NOTHING, prefix: 'export ' } : undefined;
}

function isExported(name: string, code: string): boolean {
  return new RegExp(`export\\s{1,9}(?:async\\s{1,9})?function\\s{1,9}${name}\\(`).test(code);
}

/** What hands `name` on in a module of CommonJS: beside a function that is, or in the object that the module gives. */
function assignedIn({ program, code }: Module, name: string, statement: Tree.Node): Exporting | undefined {
  if (new RegExp(`exports\\.${name}\\s?=`).test(code)) return NOTHING;
  const owner = ownerOf(statement);
  if (owner !== undefined) return { ...NOTHING, line: `${owner}.${name} = ${name}` };
  for (const one of program.body) {
    if (one.type !== Syntax.ExpressionStatement || one.expression.type !== Syntax.AssignmentExpression) continue;
    const { left, right } = one.expression;
    if (targetOf(left) !== 'module.exports' || right.type !== Syntax.ObjectExpression) continue;
    const isThere = right.properties.some((entry) => code.slice(...entry.range) === name);
    return { ...NOTHING, changes: isThere ? [] : [append(right, name, code)] };
  }
  return undefined;
}

/** `exports` of `exports.read = …`, or `module.exports`. */
function ownerOf(statement: Tree.Node): string | undefined {
  if (statement.type !== Syntax.ExpressionStatement || statement.expression.type !== Syntax.AssignmentExpression)
    return undefined;
  return /^((?:module\.)?exports)\.\w+$/.exec(targetOf(statement.expression.left) ?? '')?.[1];
}
