/** Asks for a session token before a request of Node's `http`, which is moved into the callback that has the token. */
import { headerName, LONGEST_TTL, TOKEN_PATH, TOKEN_TTL } from '../../imds/names.js';
import { Syntax, type Tree } from './parse.js';
import { argumentsOf, kept, sending } from './rewrite-arguments.js';
import { quoted } from './rewrite-clients.js';
import type { Found } from './rewrite-find.js';
import { tokenAddress, type Issuer } from './rewrite-issuer.js';
import { linksOf, movedWith, type Moved } from './rewrite-moved.js';
import { isQuiet, movable, nameBefore, nameWithin, nested, saysThis, type Rewritten } from './rewrite-nesting.js';
import { isRepeatable } from './rewrite-options.js';
import { isListening, routeOf, type Route } from './rewrite-routes.js';
import { targetOf } from './rewrite-scope.js';
import { constant, handOf, opening, refusal, spanOf, type Hand } from './rewrite-writing.js';

/** Options that a token request shares. */
export const SHARED = ['timeout', 'agent', 'signal', 'family', 'localAddress'];

/** What is known of the token request before it is written. */
export interface Asking {
  /** The function that makes a request, and whether that must be ended. */
  readonly callee: string;
  readonly isEnded: boolean;
  readonly options: string;
  readonly route: Route;
  readonly isTimed: boolean;
  /** Where the request stands that waits; `statements` where none does. */
  readonly form: Moved['form'];
  /** Whether `this` in that request must stay what it is. */
  readonly isArrow: boolean;
  readonly names: { readonly token: string; readonly response: string; readonly request: string };
}

/** The changes that make the request wait for a token of `issuer`. */
export function httpChanges(found: Found, issuer: Issuer, code: string, path: string): Rewritten | undefined {
  const hand = handOf(code, path);
  const moved = movedWith(found, false);
  const given = argumentsOf(found, false, code);
  const client = clientOf(found.call, code);
  if (moved === undefined || given === undefined || client === undefined) return undefined;
  const sure = movable(moved, found, hand, code);
  if (sure === 'no') return undefined;
  const names = {
    token: nameWithin('imdsToken', moved, code),
    response: nameWithin('imdsTokenResponse', moved, code),
    request: nameBefore('imdsTokenRequest', found, code),
  };
  const route = routeOf(moved, found, nameBefore('onImdsError', found, code), hand, code);
  const send = sending(given, names.token, hand, code);
  const times = timeoutOf(moved, code);
  const shared = kept(given, times?.option === undefined ? SHARED : SHARED.slice(1), code);
  if (route === undefined || send === undefined || shared === undefined || times === undefined) return undefined;
  if (times.isHeard && moved.form !== 'statements') return undefined;
  const options = optionsFor(issuer, [...(times.option === undefined ? [] : [times.option]), ...shared], hand);
  const isTimed = times.isHeard;
  const isArrow = saysThis(moved);
  const asked = { ...client, options, route, isTimed, form: moved.form, isArrow, names };
  const { before, after } = linesOf(asked, hand);
  const held = route.held === undefined ? [] : [{ span: spanOf(route.held.node), text: route.held.name }];
  const changes = nested({ moved, before, depth: 2, after, changes: [send, ...held] }, hand, code);
  const isQuietToo = !isTimed && !moved.isValueWanted && isQuiet(moved, found, given);
  return { changes, isSafe: sure === 'certain' && isQuietToo };
}

/** How a request with another method is made where `call` makes one. */
export function clientOf(
  { callee }: Tree.CallExpression,
  code: string,
): Pick<Asking, 'callee' | 'isEnded'> | undefined {
  if (callee.type === Syntax.Identifier) return { callee: callee.name, isEnded: !/get$/i.test(callee.name) };
  if (callee.type !== Syntax.MemberExpression || callee.computed) return undefined;
  const object = code.slice(...callee.object.range);
  const isPlain = targetOf(callee.object) !== undefined || /^require\(['"][\w:./-]+['"]\)$/.test(object);
  return isPlain ? { callee: `${object}.request`, isEnded: true } : undefined;
}

/** The time that a request is given, and whether something listens for its end; undefined when it cannot be written twice. */
function timeoutOf(
  moved: Moved,
  code: string,
): { readonly option: string | undefined; readonly isHeard: boolean } | undefined {
  const links = linksOf(moved);
  const set = links.find((link) => link.method === 'setTimeout')?.call.arguments;
  const [time, listener] = set ?? [];
  if (time !== undefined && !isRepeatable(time)) return undefined;
  const isHeard = listener !== undefined || links.some((link) => isListening(link.method, link.call, 'timeout'));
  return { option: time === undefined ? undefined : `timeout: ${code.slice(...time.range)}`, isHeard };
}

/** The arguments of the token request before its callback. */
export function optionsFor(issuer: Issuer, more: readonly string[], hand: Hand): string {
  const ttl = `${quoted(headerName(TOKEN_TTL), hand)}: ${quoted(String(LONGEST_TTL), hand)}`;
  const entries = [`method: ${quoted('PUT', hand)}`, `headers: { ${ttl} }`, ...more];
  if (!('origin' in issuer)) return `${tokenAddress(issuer, hand)}, { ${entries.join(', ')} }`;
  const host = issuer.origin.replace(/^\w+:\/\//, '').replace(/^\[(.*)\]$/, '$1');
  return `{ ${[`host: ${quoted(host, hand)}`, `path: ${quoted(TOKEN_PATH, hand)}`, ...entries].join(', ')} }`;
}

/** The lines before and behind the request that waits. */
export function linesOf(
  asking: Asking,
  hand: Hand,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const { route, form, isArrow, names, isTimed } = asking;
  const { step, semicolon } = hand;
  const begin = isTimed ? `${constant(hand)} ${names.request} = ` : form === 'return' ? 'return ' : '';
  const open = (parameters: readonly string[]): string => opening(parameters, hand, isArrow);
  const end = `})${semicolon}`;
  const before = [
    ...(route.held === undefined ? [] : [`${constant(hand)} ${route.held.name} = ${route.held.text}${semicolon}`]),
    `${begin}${asking.callee}(${asking.options}, ${open([names.response])}`,
    `${step}${hand.isModern ? 'let' : 'var'} ${names.token} = ${quoted('', hand)}${semicolon}`,
    `${step}${names.response}.setEncoding(${quoted('utf8', hand)})${semicolon}`,
    `${step}${names.response}.on(${quoted('data', hand)}, ${opening(['chunk'], hand, false)}`,
    `${step}${step}${names.token} += chunk${semicolon}`,
    `${step}${end}`,
    `${step}${names.response}.on(${quoted('end', hand)}, ${open([])}`,
    ...refusing(asking, hand).map((line) => step + step + line),
  ];
  return { before, after: [`${step}${end}`, ...endingOf(asking, hand)] };
}

/** What is done about an answer that is no token. */
function refusing({ names, route }: Asking, hand: Hand): readonly string[] {
  const error = refusal(names.response, 'statusCode', hand);
  const test = `if (${names.response}.statusCode !== 200)`;
  if (route.target === undefined) return [`${test} throw ${error}${hand.semicolon}`];
  return [
    `${test} {`,
    `${hand.step}${route.target}(${error})${hand.semicolon}`,
    `${hand.step}return${hand.semicolon}`,
    '}',
  ];
}

/** The end of the token request. */
function endingOf({ route, names, isEnded, isTimed, form }: Asking, hand: Hand): readonly string[] {
  const { semicolon, step } = hand;
  const listening = route.listener === undefined ? '' : `.on(${quoted('error', hand)}, ${route.listener})`;
  const end = isEnded ? '.end()' : '';
  if (!isTimed) return [`})${listening}${end}${form === 'body' ? '' : semicolon}`];
  const { request } = names;
  return [
    `})${semicolon}`,
    `${request}.on(${quoted('timeout', hand)}, ${opening([], hand, false)}`,
    `${step}${request}.destroy(new Error(${quoted('IMDSv2 token request timed out', hand)}))${semicolon}`,
    `})${semicolon}`,
    ...(listening === '' ? [] : [`${request}${listening}${semicolon}`]),
    ...(end === '' ? [] : [`${request}${end}${semicolon}`]),
  ];
}
