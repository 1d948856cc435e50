/** Takes the way without a token out of code that has one: where there is no token, it fails. */
import { SESSION_TOKEN } from '../../imds/names.js';
import { Syntax, type Tree } from './parse.js';
import { quoted, type Style } from './rewrite-clients.js';
import { childrenOf, isFunction, type Found } from './rewrite-find.js';
import { indentAt, linesBefore, stepOf } from './rewrite-layout.js';
import type { Change } from './rewrite-options.js';

/** A node, and the nodes around it, the outermost first. */
interface Within {
  readonly node: Tree.Node;
  readonly around: readonly Tree.Node[];
}

/** What is changed, and whether a request is gone then. */
export interface Removal {
  readonly changes: readonly Change[];
  readonly removesRequest: boolean;
}

/** The changes after which the request is not made without a token; `isBranch`: it stands where there is none. */
export function removal(found: Found, isBranch: boolean, style: Style, code: string): Removal | undefined {
  const failure = `throw new Error(${quoted('IMDSv2 token request failed', style)})${style.semicolon}`;
  if (isBranch) return branchRemoval({ node: found.call, around: found.around }, failure, code);
  const entry = sendingEntry(found, code);
  const changes = entry && entryChanges(entry, found, failure, code);
  return changes && { changes, removesRequest: false };
}

/** The request's branch as one that fails. */
function branchRemoval(request: Within, failure: string, code: string): Removal | undefined {
  const path = [...request.around, request.node];
  for (let i = path.length - 1; i > 0; i -= 1) {
    const [outer, node] = [path[i - 1], path[i]];
    if (outer === undefined || node === undefined || isFunction(node)) return undefined;
    const place = { node, around: path.slice(0, i) };
    if (outer.type === Syntax.ConditionalExpression && node === outer.alternate) {
      const changes = checked(
        { node: outer, around: path.slice(0, i - 1) },
        outer.test,
        outer.consequent,
        failure,
        code,
      );
      return changes && { changes, removesRequest: true };
    }
    if (outer.type === Syntax.IfStatement && isWithout(outer, node)) {
      if (!mayThrow(place)) return undefined;
      const [start, end] = node.range;
      const indent = indentAt(outer.range[0], code);
      const text = `{\n${indent}${stepOf(code)}${failure}\n${indent}}`;
      return { changes: [{ span: { start, end }, text }], removesRequest: true };
    }
    if (outer.type !== Syntax.BlockStatement && outer.type !== Syntax.Program) continue;
    const at = outer.body.findIndex((one) => one === node);
    const isRest = outer.body.slice(0, at).some((one) => one.type === Syntax.IfStatement && leaves(one.consequent));
    const last = outer.body.at(-1);
    if (!isRest || last === undefined) continue;
    if (!mayThrow(place) || outer.body.length - at > 3) return undefined;
    return { changes: [{ span: { start: node.range[0], end: last.range[1] }, text: failure }], removesRequest: true };
  }
  return undefined;
}

/** Whether `branch` runs when what `test` asks for is not there. */
function isWithout({ test, consequent, alternate }: Tree.IfStatement, branch: Tree.Node): boolean {
  if (branch === alternate) return branch.type === Syntax.BlockStatement;
  return branch === consequent && test.type === Syntax.UnaryExpression && test.operator === '!';
}

function leaves(node: Tree.Node): boolean {
  const last = node.type === Syntax.BlockStatement ? node.body.at(-1) : node;
  return last?.type === Syntax.ReturnStatement || last?.type === Syntax.ThrowStatement;
}

/** Where the token is set among the headers for the request: the nearest place before its end. */
function sendingEntry({ call, around }: Found, code: string): Within | undefined {
  const [program] = around;
  if (program === undefined) return undefined;
  const names = [...code.matchAll(NAMED)].map((match) => match[1] ?? '');
  const entries: Within[] = [];
  const pending: Within[] = [{ node: program, around: [] }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { node } = at;
    if (isEntry(node, names, code)) entries.push(at);
    for (const child of childrenOf(node)) pending.push({ node: child, around: [...at.around, node] });
  }
  const fn = around.findLast(isFunction);
  const own = entries.filter(
    (entry) => entry.around.findLast(isFunction) === fn && entry.node.range[0] < call.range[1],
  );
  if (own.length === 0) return entries.length === 1 ? entries[0] : undefined;
  return own.reduce((best, one) => (one.node.range[0] > best.node.range[0] ? one : best));
}

/** Constants that hold the header's name. */
const NAMED = new RegExp(`([\\w$]{1,60})(?::\\s?string)?\\s?=\\s?['"\`]${SESSION_TOKEN}['"\`]`, 'gi');

/** `'X-…': token`, `headers['X-…'] = token`, `headers.set('X-…', token)` */
function isEntry(node: Tree.Node, names: readonly string[], code: string): boolean {
  const isName = (name: Tree.Node | undefined): boolean => {
    const text = name === undefined ? '' : code.slice(...name.range);
    return names.includes(text) || text.slice(1, -1).toLowerCase() === SESSION_TOKEN;
  };
  if (node.type === Syntax.Property) return isName(node.key);
  if (node.type === Syntax.AssignmentExpression)
    return node.left.type === Syntax.MemberExpression && node.left.computed && isName(node.left.property);
  return node.type === Syntax.CallExpression && node.arguments.length === 2 && isName(node.arguments[0]);
}

/** The changes after which the entry is always set, with something. */
function entryChanges(entry: Within, { around }: Found, failure: string, code: string): readonly Change[] | undefined {
  const path = [...entry.around, entry.node];
  for (let i = path.length - 1; i > 0; i -= 1) {
    const [outer, node] = [path[i - 1], path[i]];
    if (outer === undefined || node === undefined || isFunction(node)) break;
    const place = { node: outer, around: path.slice(0, i - 1) };
    if (outer.type === Syntax.ConditionalExpression && node === outer.consequent && isEmpty(outer.alternate, code))
      return checked(place, outer.test, node, failure, code);
    if (outer.type === Syntax.LogicalExpression && outer.operator === '&&' && node === outer.right)
      return checked(place, outer.left, node, failure, code);
    if (outer.type === Syntax.IfStatement && node === outer.consequent && outer.alternate === null)
      return unwrapped(place, outer, failure, code);
    if (outer.type === Syntax.TryStatement && node === outer.block && outer.handler !== null)
      return rethrown(outer.handler, code);
  }
  // What is set elsewhere may be for other requests, unless it is plain that there are ways without.
  const isNear = entry.around.findLast(isFunction) === around.findLast(isFunction);
  const value = isNear ? valueOf(entry.node) : undefined;
  return value?.type === Syntax.Identifier ? before(entry, value, failure, code) : undefined;
}

function isEmpty(node: Tree.Node, code: string): boolean {
  return /^(?:\{\s{0,9}\}|undefined|null|void 0|\[\]|''|"")$/.test(code.slice(...node.range));
}

function valueOf(node: Tree.Node): Tree.Node | undefined {
  if (node.type === Syntax.Property) return node.value;
  if (node.type === Syntax.AssignmentExpression) return node.right;
  return node.type === Syntax.CallExpression ? node.arguments[1] : undefined;
}

/** `choice` as the one of its options that is wanted, behind a check that `test` holds. */
function checked(
  choice: Within,
  test: Tree.Node,
  wanted: Tree.Node,
  failure: string,
  code: string,
): readonly Change[] | undefined {
  const check = before(choice, test, failure, code);
  if (check === undefined) return undefined;
  const spread = choice.around.at(-1);
  const isSpread = spread?.type === Syntax.SpreadElement && wanted.type === Syntax.ObjectExpression;
  const [start, end] = isSpread ? spread.range : choice.node.range;
  const text = code.slice(...wanted.range);
  return [...check, { span: { start, end }, text: isSpread ? text.replace(/^\{\s*|,?\s*\}$/g, '') : text }];
}

/** A check that `test` holds before the statement that `within` is in. */
function before(within: Within, test: Tree.Node, failure: string, code: string): readonly Change[] | undefined {
  const path = [...within.around, within.node];
  const i = path.findLastIndex((node, at) => {
    const outer = path[at - 1];
    return (
      (outer?.type === Syntax.BlockStatement || outer?.type === Syntax.Program) &&
      /Statement$|Declaration$/.test(node.type)
    );
  });
  const statement = path[i];
  if (statement === undefined || path.slice(i).some(isFunction) || !mayThrow(within)) return undefined;
  return [linesBefore(statement, [`if (${negated(test, code)}) ${failure}`], code)];
}

/** What `statement` does when its test holds, behind a check that it does. */
function unwrapped(
  within: Within,
  { test, consequent }: Tree.IfStatement,
  failure: string,
  code: string,
): readonly Change[] | undefined {
  if (!mayThrow(within)) return undefined;
  const statements = consequent.type === Syntax.BlockStatement ? consequent.body : [consequent];
  const [first, last] = [statements[0], statements.at(-1)];
  const [start, end] = within.node.range;
  if (first === undefined || last === undefined || statements.some((one) => one.type === Syntax.VariableDeclaration))
    return undefined;
  const body = code.slice(first.range[0], last.range[1]);
  if (/`[^`]*\n/.test(body)) return undefined;
  const indent = indentAt(start, code);
  const moved = body.replaceAll(`\n${indentAt(first.range[0], code)}`, `\n${indent}`);
  return [{ span: { start, end }, text: `if (${negated(test, code)}) ${failure}\n${indent}${moved}` }];
}

/** A failure that was caught goes on. */
function rethrown({ param, body, range }: Tree.CatchClause, code: string): readonly Change[] | undefined {
  const last = body.body.at(-1);
  if (leaves(body) || (param !== null && param.type !== Syntax.Identifier)) return undefined;
  const name = param === null ? 'error' : param.name;
  const end = /;\s*$/.test(last === undefined ? ';' : code.slice(...last.range)) ? ';' : '';
  const named = range[0] + 'catch'.length;
  const start = last === undefined ? body.range[0] + 1 : last.range[1];
  const outer = indentAt(range[0], code);
  const rest = code.slice(start, body.range[1] - 1).includes('\n') ? '' : `\n${outer}`;
  const thrown = { span: { start, end: start }, text: `\n${outer}${stepOf(code)}throw ${name}${end}${rest}` };
  return param === null ? [{ span: { start: named, end: named }, text: ' (error)' }, thrown] : [thrown];
}

function negated(test: Tree.Node, code: string): string {
  const text = code.slice(...test.range);
  if (test.type === Syntax.UnaryExpression && test.operator === '!') return code.slice(...test.argument.range);
  const equality = test.type === Syntax.BinaryExpression ? /^[!=](==?)$/.exec(test.operator) : null;
  if (test.type === Syntax.BinaryExpression && equality !== null) {
    const operator = `${test.operator.startsWith('!') ? '=' : '!'}${equality[1] ?? ''}`;
    return `${code.slice(...test.left.range)} ${operator} ${code.slice(...test.right.range)}`;
  }
  const isPlain = [Syntax.Identifier, Syntax.MemberExpression, Syntax.CallExpression, Syntax.ChainExpression];
  return isPlain.includes(test.type) ? `!${text}` : `!(${text})`;
}

/** Whether who waits for what `within` is in is told of an exception: an asynchronous function, a promise, or the program. */
function mayThrow({ around, node }: Within): boolean {
  const path = [...around, node];
  const i = path.findLastIndex(isFunction);
  const fn = path[i];
  if (fn === undefined || !isFunction(fn)) return true;
  if (fn.async) return !fn.generator;
  const outer = path[i - 1];
  return (
    outer?.type === Syntax.CallExpression &&
    outer.callee.type === Syntax.MemberExpression &&
    outer.callee.property.type === Syntax.Identifier &&
    outer.callee.property.name === 'then'
  );
}
