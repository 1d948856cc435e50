/** Makes a method that was taken from a service of the SDK ask for a session token first: where it was taken, for all who call it. */
import { headerName, SESSION_TOKEN } from '../../imds/names.js';
import { Syntax, type Tree } from './parse.js';
import { quoted } from './rewrite-clients.js';
import type { Found } from './rewrite-find.js';
import type { Rewritten } from './rewrite-nesting.js';
import { declarationOf, nodesIn, targetOf } from './rewrite-scope.js';
import { handOf, indentAt, opening, spanOf, type Hand } from './rewrite-writing.js';

/** A method that is handed on as a function: `service.request`, or `service.request.bind(service)`. */
interface Taken {
  readonly node: Tree.Node;
  /** The text of the service. */
  readonly service: string;
  readonly isBound: boolean;
}

/** The changes that make the function which the call calls ask for a token, if it is the method `request` of a service. */
export function aliasChanges(client: string, found: Found, code: string, path: string): Rewritten | undefined {
  if (client !== 'MetadataService.request') return undefined;
  const { callee } = found.call;
  const name = callee.type === Syntax.Identifier ? callee.name : undefined;
  const [program] = found.around;
  const made = callee.type === Syntax.CallExpression ? callee : undefined;
  const making = name === undefined ? made : declarationOf(name, found.around);
  if (making === undefined || program === undefined) return undefined;
  const promised = promisifiedIn(making);
  const taken = takenIn(promised ?? making, code);
  if (taken === undefined || found.call.arguments.length !== (promised === undefined ? 2 : 1)) return undefined;
  if (name !== undefined && !isCalledAlone(name, found.call.arguments.length, program)) return undefined;
  const hand = handOf(code, path);
  const text = functionFor(taken, hand, code);
  // A method that was not bound fails before it asks for anything. Old types of the SDK lack the method for tokens.
  return text === undefined
    ? undefined
    : { changes: [{ span: spanOf(taken.node), text }], isSafe: taken.isBound && !hand.isTyped };
}

/** The function that a promise is made of: the argument of `promisify(…)`. */
function promisifiedIn(making: Tree.Node): Tree.Node | undefined {
  if (making.type !== Syntax.CallExpression) return undefined;
  const isMade = /(?:^|\.)(?:promisify|pify|denodeify|fromCallback)$/.test(targetOf(making.callee) ?? '');
  return isMade ? making.arguments[0] : undefined;
}

function takenIn(node: Tree.Node, code: string): Taken | undefined {
  const bound = node.type === Syntax.CallExpression ? boundIn(node) : undefined;
  const method = bound ?? node;
  if (method.type !== Syntax.MemberExpression || method.computed) return undefined;
  const service = targetOf(method.object);
  if (service === undefined || code.slice(...method.property.range) !== 'request') return undefined;
  const [self] = bound !== undefined && node.type === Syntax.CallExpression ? node.arguments : [];
  if (self !== undefined && targetOf(self) !== service) return undefined;
  return { node, service, isBound: bound !== undefined };
}

/** The method of `method.bind(service)`. */
function boundIn({ callee, arguments: args }: Tree.CallExpression): Tree.Node | undefined {
  if (callee.type !== Syntax.MemberExpression || callee.computed || args.length !== 1) return undefined;
  return callee.property.type === Syntax.Identifier && callee.property.name === 'bind' ? callee.object : undefined;
}

/** Whether all that the program does with `name` is to call it, with so many arguments: none of them are options. */
function isCalledAlone(name: string, count: number, program: Tree.Node): boolean {
  const isName = (node: Tree.Node): boolean => node.type === Syntax.Identifier && node.name === name;
  let mentions = 0;
  let calls = 0;
  for (const node of nodesIn(program)) {
    if (isName(node)) mentions += 1;
    // Others may call what a module hands on.
    if (node.type === Syntax.ExportNamedDeclaration && node.declaration?.type === Syntax.VariableDeclaration)
      if (node.declaration.declarations.some(({ id }) => isName(id))) return false;
    if (node.type !== Syntax.CallExpression || !isName(node.callee)) continue;
    if (node.arguments.length !== count || node.arguments.some(({ type }) => type === Syntax.SpreadElement))
      return false;
    calls += 1;
  }
  return mentions === calls + 1;
}

/** The function in the place of the method. */
function functionFor({ node, service }: Taken, hand: Hand, code: string): string | undefined {
  const [path, callback, error, token] = ['path', 'callback', 'imdsTokenError', 'imdsToken'];
  const root = service.split('.', 1)[0] ?? service;
  if ([path, callback, error, token].includes(root)) return undefined;
  const isArrow = root === 'this';
  const { step, semicolon, isTyped } = hand;
  const typed = [`${path}: string`, `${callback}: (error: Error | null, text: string) => void`];
  const headers = `{ headers: { ${quoted(headerName(SESSION_TOKEN), hand)}: ${token} } }`;
  const lines = [
    opening(isTyped ? typed : [path, callback], hand, isArrow),
    `${step}${service}.fetchMetadataToken(${opening([error, token], hand, isArrow)}`,
    `${step}${step}if (${error}) {`,
    `${step}${step}${step}${callback}(${isTyped ? `${error}, ${quoted('', hand)}` : error})${semicolon}`,
    `${step}${step}${step}return${semicolon}`,
    `${step}${step}}`,
    `${step}${step}${service}.request(${path}, ${headers}, ${callback})${semicolon}`,
    `${step}})${semicolon}`,
    '}',
  ];
  return lines.join(`\n${indentAt(node.range[0], code)}`);
}
