/** Mends a request at the caller of a function that others call for other hosts: only that caller asks for a token and sends it. */
import { headerName, SESSION_TOKEN } from '../../imds/names.js';
import type { Document } from '../../model/document.js';
import type { Span } from '../../model/source-file.js';
import type { Place } from '../../model/value.js';
import { Syntax, type Tree } from './parse.js';
import { waitingFor } from './rewrite-callbacks.js';
import { quoted } from './rewrite-clients.js';
import { findCall, statementBefore, type Found } from './rewrite-find.js';
import { handing, takingOf, writtenOptions, type Taking } from './rewrite-handed.js';
import { heldToken } from './rewrite-held-token.js';
import { knownAs, type Exporting, type Module } from './rewrite-imports.js';
import { linesAfter, linesBefore, wrapped } from './rewrite-layout.js';
import { callbackIn } from './rewrite-moved.js';
import { isRepeatable, type Change } from './rewrite-options.js';
import { argumentsLast, promisedBy } from './rewrite-promises.js';
import { isFunction, nodesIn, targetOf, type FunctionNode } from './rewrite-scope.js';
import { tokenFunction, type Beside, type TokenFunction } from './rewrite-token-function.js';
import { programOf } from './rewrite-tree.js';
import { handOf } from './rewrite-writing.js';

/** Changes in one document. */
export interface DocumentChanges {
  readonly document: Document;
  readonly changes: readonly Change[];
}

/** What mends the caller. */
export interface CallerChanges {
  readonly parts: readonly DocumentChanges[];
  readonly isSafe: boolean;
  readonly brings?: Span;
}

/** A caller and the function that it calls for a request. */
interface Scene {
  readonly at: Module;
  readonly home: Module;
  readonly found: Found;
  readonly beside: Beside;
  readonly taking: Taking;
  readonly origin: string;
}

/** The changes that make the call at `caller` of the function at `called` send a token from `origin` with the request that it makes. */
export function callerChanges(
  client: string,
  origin: string,
  caller: Place,
  called: Place,
  request: Place,
): CallerChanges | undefined {
  const home = moduleOf(called.document);
  const at = caller.document === called.document ? home : moduleOf(caller.document);
  const found = at && findCall(at.program, caller.span);
  const inner = home && findCall(home.program, request.span);
  const fn = inner?.around.find(
    (one): one is FunctionNode =>
      isFunction(one) && one.range[0] === called.span.start && one.range[1] === called.span.end,
  );
  if (home === undefined || at === undefined || found === undefined || inner === undefined || fn === undefined)
    return undefined;
  const hand = handOf(home.code, home.path);
  const taking = takingOf(fn, inner, client, hand, home.code);
  if (taking === undefined || (taking.changes.length > 0 && isHandedOn(found.call.callee, [home, at])))
    return undefined;
  const options = writtenOptions(inner, client, home.code);
  const beside: Beside = { fn, inner, client, options, hand, code: home.code };
  const made = mended({ at, home, found, beside, taking, origin });
  if (made === undefined) return undefined;
  const parts = [
    { document: caller.document, changes: made.here },
    { document: called.document, changes: [...taking.changes, ...made.there] },
  ];
  return { parts, isSafe: made.isSafe && taking.changes.length === 0, ...(made.brings && { brings: made.brings }) };
}

/** Whether the function at `called` is called in its own module, and plainly not handed on by that. */
export function isOwnOf(caller: Document, called: Place): boolean {
  if (caller !== called.document) return false;
  const statement = programOf(called.document)?.body.find(
    ({ range: [start, end] }) => start <= called.span.start && called.span.end <= end,
  );
  if (statement === undefined || statement.type.startsWith('Export')) return false;
  return !/^(?:module\.)?exports\b/.test(called.document.text.text.slice(...statement.range));
}

function moduleOf(document: Document): Module | undefined {
  const program = programOf(document);
  return program && { program, code: document.text.text, path: document.file.path };
}

/** Whether what is called is handed on as a value somewhere: one more argument could reach it then. */
function isHandedOn(callee: Tree.Node, modules: readonly Module[]): boolean {
  const name = targetOf(callee)?.replace(/^.*\./, '');
  return modules.some(({ program }) => {
    for (const node of nodesIn(program)) {
      if (node.type !== Syntax.CallExpression && node.type !== Syntax.NewExpression) continue;
      if (node.arguments.some((one) => targetOf(one)?.replace(/^.*\./, '') === name)) return true;
    }
    return false;
  });
}

/** Changes at the caller and beside the function that it calls. */
interface Mended {
  readonly here: readonly Change[];
  readonly there: readonly Change[];
  readonly isSafe: boolean;
  readonly brings?: Span;
}

function mended(scene: Scene): Mended | undefined {
  const { at, found, taking, beside } = scene;
  const hand = handOf(at.code, at.path);
  const sending = (token: string): Change | undefined =>
    handing(found.call, taking, `${quoted(headerName(SESSION_TOKEN), hand)}: ${token}`, at.code);
  const held = heldToken(found, at.code);
  if (held !== undefined) {
    const send = sending(held);
    return send && { here: [send], there: [], isSafe: true };
  }
  const callback = callbackOf(found, beside.fn);
  const asked = askedBy(scene, callback === undefined ? 'promise' : 'callback');
  if (asked === undefined) return undefined;
  const { asker, given, importing, there } = asked;
  if (callback !== undefined) {
    const ask = `${asker}(${[...given, ''].join(', ')}`;
    const made = waitingFor(found, { callback, ask, send: sending }, hand, at.code);
    return made && { here: [...importing, ...made.changes], there, isSafe: made.isSafe };
  }
  const send = givesPromise(beside.fn) ? sending('imdsToken') : undefined;
  if (send === undefined || isNamed('imdsToken', found, at.code)) return undefined;
  const asking = `${asker}(${given.join(', ')})`;
  const placed = statementBefore(found);
  if (placed !== undefined) {
    const line = linesBefore(placed.statement, [`const imdsToken = await ${asking}${hand.semicolon}`], at.code);
    const brings = { start: line.span.start, end: placed.block.range[1] };
    return { here: [...importing, line, send], there, isSafe: true, brings };
  }
  const promised = promisedBy(found, 'plain', at.code);
  const sure = promised === undefined ? 'no' : argumentsLast(found, promised.node, at.code);
  if (promised === undefined || sure === 'no') return undefined;
  const chained = wrapped(promised.node, [asking, '.then((imdsToken) => '], send, at.code);
  return { here: [...importing, ...chained], there, isSafe: sure === 'certain' };
}

/** The callback that the call hands over, when the function tells that of errors. */
function callbackOf({ call }: Found, fn: FunctionNode): Tree.Node | undefined {
  const index = fn.params.findLastIndex((parameter) => callbackIn(fn, parameter) !== undefined);
  return call.arguments[index];
}

/** Whether all that the function gives back are promises. */
function givesPromise(fn: FunctionNode): boolean {
  if (fn.async) return true;
  const given: (Tree.Node | null)[] = fn.body.type === Syntax.BlockStatement ? [] : [fn.body];
  for (const node of nodesIn(fn.body, (inner) => !isFunction(inner)))
    if (node.type === Syntax.ReturnStatement) given.push(node.argument);
  return given.length > 0 && given.every((one) => one !== null && isPromise(one));
}

function isPromise(node: Tree.Node): boolean {
  if (node.type === Syntax.NewExpression) return targetOf(node.callee) === 'Promise';
  return node.type === Syntax.CallExpression && /(?:^|\.)(?:then|fetch|request|get|axios|got|ky)$/.test(lastOf(node));
}

function lastOf({ callee }: Tree.CallExpression): string {
  if (callee.type === Syntax.MemberExpression && callee.property.type === Syntax.Identifier)
    return `.${callee.property.name}`;
  return targetOf(callee) ?? '';
}

/** Whether the functions around the call know something else by `name`. */
function isNamed(name: string, { around }: Found, code: string): boolean {
  const fn = around.findLast(isFunction) ?? around[0];
  return fn !== undefined && new RegExp(`\\b${name}\\b`).test(code.slice(...fn.range));
}

/** The call that asks for a token, and what makes that possible. */
interface Asked {
  readonly asker: string;
  /** What it is handed, besides a callback. */
  readonly given: readonly string[];
  readonly importing: readonly Change[];
  readonly there: readonly Change[];
}

const NAME = 'fetchImdsToken';

function askedBy({ at, home, found, beside, origin }: Scene, form: 'promise' | 'callback'): Asked | undefined {
  const statement = home.program.body.find(({ range: [start, end] }) => {
    const [first] = beside.fn.range;
    return start <= first && first < end;
  });
  if (statement === undefined) return undefined;
  for (let number = 1; number < 9; number += 1) {
    const name = number === 1 ? NAME : `${NAME}${String(number)}`;
    const made = tokenFunction(name, origin, form, beside);
    if (made === undefined) return undefined;
    const there = functionNamed(name, home);
    if (there !== undefined ? !isSame(there, made, home.code) : new RegExp(`\\b${name}\\b`).test(home.code)) continue;
    const known = knownAs(name, found.call.callee, at, home, statement);
    const given = made.shared.map((index) => argumentAt(found.call, index, at.code));
    if (known === undefined || given.some((one) => one === undefined)) return undefined;
    return {
      asker: known.callee,
      given: given.flatMap((one) => one ?? []),
      importing: known.importing,
      there: there === undefined ? written(made, known.exporting, statement, beside) : known.exporting.changes,
    };
  }
  return undefined;
}

/** An argument as it is handed over once more. */
function argumentAt({ arguments: given }: Tree.CallExpression, index: number, code: string): string | undefined {
  const argument = given[index];
  if (argument === undefined) return 'undefined';
  return isRepeatable(argument) ? code.slice(...argument.range) : undefined;
}

function functionNamed(name: string, { program }: Module): Tree.Node | undefined {
  for (const one of program.body) {
    const declared = one.type === Syntax.ExportNamedDeclaration ? one.declaration : one;
    if (declared?.type === Syntax.FunctionDeclaration && declared.id?.name === name) return declared;
  }
  return undefined;
}

/** Whether the function that is there is the one that would be written, however it is laid out. */
function isSame(there: Tree.Node, { lines }: TokenFunction, code: string): boolean {
  const bare = (text: string): string => text.replace(/[\s;,'"()]/g, '');
  return bare(code.slice(...there.range)) === bare(lines.join('\n'));
}

function written(
  { lines: [head = '', ...body] }: TokenFunction,
  { prefix, line, changes }: Exporting,
  statement: Tree.Node,
  { hand, code }: Beside,
): readonly Change[] {
  const exported = line === undefined ? [] : ['', line + hand.semicolon];
  return [linesAfter(statement, ['', prefix + head, ...body, ...exported], code), ...changes];
}
