/** Asks for a session token before a request, and sends it with that: where the code is plain enough to do so safely. */
import { headerName, SESSION_TOKEN, TOKEN_PATH } from '../../imds/names.js';
import { allOf } from '../../model/certainty.js';
import type { Document } from '../../model/document.js';
import type { Fix, MetadataRequest, Rewriter, Wrapper } from '../../model/site.js';
import type { Span } from '../../model/source-file.js';
import type { Place } from '../../model/value.js';
import type { Tree } from './parse.js';
import { aliasChanges } from './rewrite-aliases.js';
import { callbackChanges } from './rewrite-callbacks.js';
import { callerChanges, isOwnOf, type DocumentChanges } from './rewrite-callers.js';
import { askingPromise, askingStatements, quoted, recipeFor, type Names, type Recipe } from './rewrite-clients.js';
import { removal } from './rewrite-fallback.js';
import { findCall, namesDeclaredIn, statementBefore, type Found } from './rewrite-find.js';
import { heldToken } from './rewrite-held-token.js';
import { instanceChanges, isInstance } from './rewrite-instances.js';
import { hostOf, originOf, tokenAddress, type Issuer } from './rewrite-issuer.js';
import { linesBefore, styleOf, wrapped } from './rewrite-layout.js';
import { addHeader, optionsOf, sharedOptions, type Change } from './rewrite-options.js';
import { argumentsLast, chainedTimeouts, promisedBy } from './rewrite-promises.js';
import { isFunction } from './rewrite-scope.js';
import { snippetFor } from './rewrite-snippets.js';
import { heldOptions } from './rewrite-spread.js';
import { programOf } from './rewrite-tree.js';

type Request = Omit<MetadataRequest, 'rewrite'>;

/** What can be done about `request`. */
export function rewriterFor(request: Request): Rewriter {
  return {
    addSessionToken: () => addSessionToken(request),
    removeFallback: () => removeFallback(request),
    snippet: snippetFor(request.client),
  };
}

function addSessionToken(request: Request): Fix | undefined {
  const origin = originOf(request.url.values);
  return origin === undefined ? undefined : asking(request, request.place, () => ({ origin }));
}

/**
 * Mends a call of a wrapper. One that only its own module knows, and that only reads from the service, asks for the token
 * itself; of another, each caller does, where it can. Callers that are not seen may hand over other addresses.
 */
export function mendWrapper(request: Request, { request: place, called, isShared }: Wrapper): Fix | undefined {
  const isAlone = called !== undefined && isOwnOf(request.place.document, called);
  const inside = (): Fix | undefined => (isShared ? undefined : insideWrapper(request, place));
  const outside = (): Fix | undefined => called && atCaller(request, called, place);
  return isAlone ? (inside() ?? outside()) : (outside() ?? inside());
}

/** Each host is asked for a token of its own. */
function insideWrapper(request: Request, place: Place): Fix | undefined {
  const fix = asking(request, place, (found) => hostOf(found, place.document.text.text));
  return fix && { ...fix, safety: 'unsafe' };
}

/** Mends one caller of a function that others call, too. */
function atCaller(request: Request, called: Place, inner: Place): Fix | undefined {
  const origin = originOf(request.url.values);
  if (origin === undefined || request.header(SESSION_TOKEN).sent !== 'never') return undefined;
  const made = callerChanges(request.client, origin, request.place, called, inner);
  return made && fixOf({ ...made, title: ASKED }, request.place.document);
}

function asking(
  request: Request,
  { document, span }: Place,
  issuerOf: (found: Found) => Issuer | undefined,
): Fix | undefined {
  if (request.header(SESSION_TOKEN).sent !== 'never') return undefined;
  const code = document.text.text;
  const program = programOf(document);
  const found = program === undefined ? undefined : findCall(program, span);
  const issuer = found && issuerOf(found);
  if (found === undefined || issuer === undefined) return undefined;
  const { path } = document.file;
  const alias = aliasChanges(request.client, found, code, path);
  if (alias !== undefined) {
    const fix = fixOf({ title: 'Let the function ask for a session token before each request', ...alias }, document);
    return fix && { ...fix, leaves: 'one' };
  }
  const waiting = callbackChanges(request.client, found, issuer, code, path);
  const rewriting = waiting ?? rewritingOf(found, request.client, issuer, code);
  return rewriting && fixOf(rewriting, document);
}

function removeFallback({ place, header, afterTokenTest }: Request): Fix | undefined {
  const { document, span } = place;
  const code = document.text.text;
  const program = programOf(document);
  const found = program === undefined ? undefined : findCall(program, span);
  if (found === undefined) return undefined;
  const isBranch = header(SESSION_TOKEN).sent === 'never' && afterTokenTest;
  const removed = removal(found, isBranch, styleOf(code, undefined), code);
  const title = 'Fail where there is no session token';
  const fix = removed && fixOf({ title, changes: removed.changes, isSafe: false }, document);
  return fix && (removed.removesRequest ? { ...fix, leaves: 'none' } : fix);
}

/** Changes that belong together, and where another request can use the token that they ask for. */
interface Rewriting {
  readonly title?: string;
  /** Changes of the document; or of several, one a part. */
  readonly changes?: readonly Change[];
  readonly parts?: readonly DocumentChanges[];
  readonly isSafe?: boolean;
  readonly brings?: Span;
}

const ASKED = 'Ask for a session token before the request and send it';

/** The fix that makes the changes, if they can be made in the document. */
function fixOf(
  { title = ASKED, changes = [], parts, isSafe = true, brings }: Rewriting,
  document: Document,
): Fix | undefined {
  const { path } = document.file;
  const edits = (parts ?? [{ document, changes }]).flatMap((part) =>
    part.changes.map((change) => {
      const edit = part.document.text.edit(change.span, change.text);
      return edit && { ...edit, path: part.document.file.path };
    }),
  );
  if (edits.some((edit) => edit === undefined)) return undefined;
  const fix: Fix = {
    title,
    safety: isSafe ? 'safe' : 'unsafe',
    edits: edits.flatMap((edit) => edit ?? []),
  };
  return brings === undefined ? fix : { ...fix, brings: { path, span: document.text.originOf(brings) } };
}

function rewritingOf(found: Found, client: string, issuer: Issuer, code: string): Rewriting | undefined {
  const { call } = found;
  const made = recipeFor(client, call);
  const last = call.arguments.at(-1);
  if (made === undefined || (last !== undefined && isFunction(last))) return undefined;
  const { recipe } = made;
  const placed = statementBefore(found);
  const style = styleOf(code, placed?.statement);
  const variable =
    recipe.options === 'chain' ? undefined : heldOptions(found, { ...recipe, options: recipe.options }, code);
  const sending = (token: string): Change | undefined => {
    const entry = `${quoted(headerName(SESSION_TOKEN), style)}: ${token}`;
    return variable?.send(entry) ?? sendingChange(recipe, call, entry, code);
  };
  const held = heldToken(found, code);
  if (held !== undefined) {
    const send = sending(held);
    return send && { title: `Send the session token in ${held}`, changes: [send] };
  }
  const asker = code.slice(...made.client.range);
  if (isInstance(asker, code)) {
    const changes =
      'origin' in issuer ? instanceChanges(client, found, `${issuer.origin}${TOKEN_PATH}`, style, code) : undefined;
    return changes && { title: 'Let the client ask for a session token before each request', changes };
  }
  const names = namesFor(placed?.block ?? call, found, code);
  const send = sending(names.token);
  const kept = variable?.kept ?? keptOptions(recipe, found, code);
  if (kept === undefined || send === undefined) return undefined;
  const asking = recipe.request(asker, tokenAddress(issuer, style), kept, style);
  if (placed !== undefined) {
    const asked = linesBefore(placed.statement, askingStatements(recipe, asking, names, style), code);
    const brings = { start: asked.span.start, end: placed.block.range[1] };
    return { changes: [asked, send], brings };
  }
  const promised = promisedBy(found, recipe.options === 'chain' ? 'chain' : recipe.promise, code);
  if (promised === undefined) return undefined;
  const sure = allOf(promised.isAlone, argumentsLast(found, promised.node, code));
  if (sure === 'no') return undefined;
  const changes = wrapped(promised.node, askingPromise(recipe, asking, names.token), send, code);
  return { changes, isSafe: sure === 'certain' };
}

/** What a token request shares of the options that are written in the call. */
function keptOptions({ options, keeps }: Recipe, found: Found, code: string): string | undefined {
  if (options === 'chain') return chainedTimeouts(found, code);
  return sharedOptions(optionsOf(found.call, options), keeps, code);
}

/** How the header is added to the request. */
function sendingChange(recipe: Recipe, call: Tree.CallExpression, entry: string, code: string): Change | undefined {
  const { options, takesOptionsFirst } = recipe;
  if (options !== 'chain') return addHeader(call, { options, takesOptionsFirst }, entry, code);
  return { span: { start: call.range[1], end: call.range[1] }, text: `.set(${entry.replace(': ', ', ')})` };
}

/** Names that `block` does not use, and that nothing around it declares. */
function namesFor(block: Tree.Node, { around }: Found, code: string): Names {
  const text = code.slice(...block.range);
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : String(number);
    const names = { token: `imdsToken${suffix}`, response: `imdsTokenResponse${suffix}` };
    const isTaken = (name: string): boolean =>
      around.some((one) => namesDeclaredIn(one).has(name)) || new RegExp(`\\b${name}\\b`).test(text);
    if (!isTaken(names.token) && !isTaken(names.response)) return names;
  }
}
