/** Asks for a session token before a request with a callback, which is told of the errors of both. */
import { headerName, SESSION_TOKEN } from '../../imds/names.js';
import { Syntax, type Tree } from './parse.js';
import { argumentsOf, kept, sending, type Arguments } from './rewrite-arguments.js';
import { callbackRecipeFor, receiverOf, type CallbackRecipe, type TokenNames } from './rewrite-callback-clients.js';
import { quoted } from './rewrite-clients.js';
import type { Found } from './rewrite-find.js';
import { heldToken } from './rewrite-held-token.js';
import { httpChanges } from './rewrite-http.js';
import { tokenAddress, type Issuer } from './rewrite-issuer.js';
import { linksOf, movedWith, type Moved } from './rewrite-moved.js';
import { isQuiet, movable, nameBefore, nameWithin, saysThis, type Rewritten } from './rewrite-nesting.js';
import { isRepeatable, type Change } from './rewrite-options.js';
import { heldText, isCallable } from './rewrite-routes.js';
import { targetOf } from './rewrite-scope.js';
import {
  constant,
  deeper,
  handOf,
  indentAt,
  indented,
  opening,
  outdented,
  spanOf,
  textWith,
  type Hand,
} from './rewrite-writing.js';

/** The changes that make a request of `client` wait for a token, where it takes a callback, of `issuer`. */
export function callbackChanges(
  client: string,
  found: Found,
  issuer: Issuer,
  code: string,
  path: string,
): Rewritten | undefined {
  const isHttp = /^(?:follow-redirects[./])?http\.(?:get|request)$/.test(client);
  const held = isHttp || callbackRecipeFor(client)?.sends === 'options' ? heldToken(found, code) : undefined;
  if (held !== undefined) return sendingHeld(found, held, client, code, path);
  if (isHttp) return httpChanges(found, issuer, code, path);
  const recipe = callbackRecipeFor(client);
  if (recipe === undefined) return undefined;
  const moved = movedWith(found, recipe.givesNothing === true);
  if (moved === undefined || moved.name !== undefined) return undefined;
  const callback = callbackOf(moved, found, recipe);
  const receiver = receiverOf(found.call, recipe);
  const given = argumentsOf(found, recipe.takesPath === true, code);
  if (callback === undefined || receiver === undefined || given === undefined) return undefined;
  const hand = handOf(code, path);
  const sure = movable(moved, found, hand, code);
  if (sure === 'no') return undefined;
  const made = waiting({ recipe, moved, found, callback, receiver, given, issuer, hand, code });
  return made && { ...made, isSafe: made.isSafe && sure === 'certain' };
}

/** How the call of a function waits: `ask` asks for a token, up to its callback, and `send` hands it over. */
interface Waiting {
  /** What the function tells of errors. */
  readonly callback: Tree.Node;
  readonly ask: string;
  readonly send: (token: string) => Change | undefined;
}

/** The changes that make the call of a function wait for a token. */
export function waitingFor(
  found: Found,
  { callback, ask, send }: Waiting,
  hand: Hand,
  code: string,
): Rewritten | undefined {
  const moved = movedWith(found, false);
  if (moved === undefined || moved.name !== undefined) return undefined;
  const sure = movable(moved, found, hand, code);
  const given: Arguments = { options: undefined, written: undefined, url: undefined };
  const made = waiting({
    recipe: asker(ask),
    moved,
    found,
    callback,
    given,
    hand,
    code,
    send,
    issuer: { address: '' },
  });
  return sure === 'no' || made === undefined ? undefined : { ...made, isSafe: made.isSafe && sure === 'certain' };
}

/** A function that tells its callback of an error, or of a token. */
function asker(ask: string): CallbackRecipe {
  return {
    client: /^/,
    ask: () => ask,
    parameters: ({ error, token }) => [error, token],
    failed: ({ error }) => ({ test: error, error }),
    token: ({ token }) => token,
    sends: 'options',
    shares: [],
    receiver: 'callee',
  };
}

/** The change that sends a token which the code holds already. */
function sendingHeld(found: Found, token: string, client: string, code: string, path: string): Rewritten | undefined {
  const given = argumentsOf(found, callbackRecipeFor(client)?.takesPath === true, code);
  const send = given && sending(given, token, handOf(code, path), code);
  return send && { changes: [send], isSafe: true };
}

/** All that is known of the request. */
interface Scene {
  readonly recipe: CallbackRecipe;
  readonly moved: Moved;
  readonly found: Found;
  readonly callback: Tree.Node;
  /** What the token request is made with; undefined where that is not taken from the request. */
  readonly receiver?: Tree.Node;
  /** How the token is sent, if not by the recipe. */
  readonly send?: (token: string) => Change | undefined;
  readonly given: Arguments;
  readonly issuer: Issuer;
  readonly hand: Hand;
  readonly code: string;
}

/** The callback of the request: its last argument, or that of `.end(…)`. */
function callbackOf(moved: Moved, { call, around }: Found, { sends }: CallbackRecipe): Tree.Node | undefined {
  const [top] = moved.expressions;
  const end = sends === 'chain' ? linksOf(moved).at(-1) : undefined;
  if (sends === 'chain')
    return end?.method === 'end' && end.call.arguments.length === 1 ? end.call.arguments[0] : undefined;
  const last = call.arguments.at(-1);
  return top === call && call.arguments.length > 1 && last !== undefined && isCallable(last, around) ? last : undefined;
}

function waiting(scene: Scene): Rewritten | undefined {
  const { recipe, moved, found, callback, receiver, given, hand, code, issuer } = scene;
  const names: TokenNames = {
    error: nameWithin('imdsTokenError', moved, code),
    response: nameWithin('imdsTokenResponse', moved, code),
    token: nameWithin('imdsToken', moved, code),
  };
  const isHeld = targetOf(callback) === undefined;
  if (isHeld && heldText(callback, found, [], hand, code) === undefined) return undefined;
  const listener = isHeld ? nameBefore('onImdsResponse', found, code) : code.slice(...callback.range);
  const isNew = receiver?.type === Syntax.NewExpression;
  const service = isNew ? nameBefore('metadataService', found, code) : code.slice(...(receiver?.range ?? [0, 0]));
  const token = recipe.token(names);
  const send = scene.send === undefined ? sendingIn(scene, token) : scene.send(token);
  const shared = sharedIn(scene);
  if (send === undefined || shared === undefined) return undefined;
  const inside = [
    ...(isHeld ? [{ span: spanOf(callback), text: listener }] : []),
    ...(isNew ? [{ span: spanOf(receiver), text: service }] : []),
    send,
  ];
  const asking = `${recipe.ask(service, tokenAddress(issuer, hand), shared, hand)}${opening(recipe.parameters(names), hand, saysThis(moved))}`;
  const { test, error } = recipe.failed(names, hand);
  const { step, semicolon } = hand;
  const lines = [
    `${moved.form === 'return' ? 'return ' : ''}${asking}`,
    `${step}if (${test}) {`,
    `${step}${step}${listener}(${error})${semicolon}`,
    `${step}${step}return${semicolon}`,
    `${step}}`,
    `${step}${callText(scene, inside)}${semicolon}`,
    `})${semicolon}`,
  ];
  const made = isNew ? [`${constant(hand)} ${service} = ${code.slice(...receiver.range)}${semicolon}`] : [];
  const changes = placed(scene, made, isHeld ? `${constant(hand)} ${listener} = ` : undefined, lines);
  return { changes, isSafe: !moved.isValueWanted && isQuiet(moved, found, given, receiver) };
}

/** How the token is sent with the request. */
function sendingIn({ recipe, given, found, hand, code }: Scene, token: string): Change | undefined {
  const end = found.call.range[1];
  const name = quoted(headerName(SESSION_TOKEN), hand);
  if (recipe.sends === 'chain') return { span: { start: end, end }, text: `.set(${name}, ${token})` };
  if (recipe.sends === 'whole' && given.options === undefined)
    return (
      given.url && {
        span: spanOf(given.url),
        text: `{ url: ${code.slice(...given.url.range)}, headers: { ${name}: ${token} } }`,
      }
    );
  return sending(given, token, hand, code);
}

/** What both requests share: options, or calls of methods. */
function sharedIn({ recipe, given, moved, code }: Scene): readonly string[] | undefined {
  if (recipe.sends !== 'chain') return kept(given, recipe.shares, code);
  const timing = linksOf(moved).filter((link) => link.method === 'timeout');
  const times = timing.flatMap((link) => link.call.arguments);
  if (!times.every(isRepeatable)) return undefined;
  return times.map((time) => `.timeout(${code.slice(...time.range)})`);
}

/** The request with `changes` made in it, one step deeper. */
function callText({ moved, hand, code }: Scene, changes: readonly Change[]): string {
  const [top] = moved.expressions;
  if (top === undefined) return '';
  const isReplaced = (at: number): boolean => changes.some(({ span }) => span.start < at && at <= span.end);
  const lines = indented([top], hand.step, code).filter(({ span }) => !isReplaced(span.start));
  return textWith(top, [...changes.map((change) => deeper(change, hand.step)), ...lines], code);
}

/**
 * The lines in place of the request. A callback that is written there gets a name, and stays where it is; `naming` is what
 * comes before it.
 */
function placed(
  scene: Scene,
  made: readonly string[],
  naming: string | undefined,
  lines: readonly string[],
): readonly Change[] {
  const { moved, callback, hand, code } = scene;
  const { semicolon, step } = hand;
  const start = moved.nodes[0]?.range[0] ?? 0;
  const end = moved.nodes.at(-1)?.range[1] ?? start;
  const isBody = moved.form === 'body';
  // The body of an arrow function becomes a block where there is more than one statement.
  const isBlock = isBody && (naming !== undefined || made.length > 0);
  const indent = indentAt(start, code) + (isBlock ? step : '');
  const between = `\n${indent}`;
  const [head, tail] = isBlock ? [`{${between}`, `\n${indentAt(start, code)}}`] : ['', ''];
  const last = (text: string): string => (isBody && !isBlock && semicolon !== '' ? text.slice(0, -1) : text) + tail;
  if (naming === undefined) return [{ span: { start, end }, text: head + last([...made, ...lines].join(between)) }];
  return [
    { span: { start, end: callback.range[0] }, text: head + [...made, naming].join(between) },
    ...(isBlock ? indented([callback], step, code) : outdented(callback, indent, code)),
    { span: { start: callback.range[1], end }, text: semicolon + between + last(lines.join(between)) },
  ];
}
