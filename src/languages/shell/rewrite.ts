/** What can be done about a tokenless request of curl or wget in a shell: ask for a token, and send it. */
import { ADDRESS, headerName, LONGEST_TTL, SESSION_TOKEN, TOKEN_PATH, TOKEN_TTL } from '../../imds/names.js';
import type { Document } from '../../model/document.js';
import type { Call, Expr } from '../../model/expr.js';
import { HOLE } from '../../model/mapped-text.js';
import type { Fix, MetadataRequest, Rewriter } from '../../model/site.js';
import { contains, type Edit, type Span } from '../../model/source-file.js';
import { textWithHoles } from '../../model/value.js';
import { removal, type Removal } from './rewrite-fallback.js';
import { heldToken } from './rewrite-held-token.js';
import { checksOf } from './rewrite-unchecked.js';
import { sharedToken, sharersOf, type Sharers } from './rewrite-shared-token.js';
import { runnerOf } from './names.js';
import { keptOptions, leadingOption, prefixFor, tokenCommand, type CommandWord } from './rewrite-token-command.js';

type Request = Omit<MetadataRequest, 'rewrite'>;

const HEADER = headerName(SESSION_TOKEN);
const TTL_HEADER = `${headerName(TOKEN_TTL)}: ${String(LONGEST_TTL)}`;

/** The headers' usual spelling: X-aws-ec2-metadata-token. */

/** The rewriter of a request that a shell command makes. */
export function rewriterFor(request: Request): Rewriter {
  return {
    addSessionToken: () => addSessionToken(request),
    removeFallback: () => removeFallback(request),
    checkToken: () => checkToken(request),
    snippet: snippetFor(request),
  };
}

function snippetFor(request: Request): string {
  const url = `http://${(hostOf(request) ?? ADDRESS).replace(/:80$/, '')}`;
  const path = request.path === '' ? '/latest/meta-data/' : request.path;
  if (request.client === 'wget') {
    return [
      `TOKEN=$(wget -qO- --method=PUT --header="${TTL_HEADER}" ${url}${TOKEN_PATH}) || exit 1`,
      `wget -qO- --header="${HEADER}: $TOKEN" ${url}${path}`,
    ].join('\n');
  }
  return [
    `TOKEN=$(curl -sf -X PUT -H "${TTL_HEADER}" ${url}${TOKEN_PATH}) || exit 1`,
    `curl -H "${HEADER}: $TOKEN" ${url}${path}`,
  ].join('\n');
}

/** The host as the request spells it, with its port; undefined when it is not known or not always the same. */
export function hostOf({ url }: Request): string | undefined {
  const hosts = new Set(
    url.values.map(
      (value) => /^(?:http:\/\/)?(?:[^/?#\s"'\\$`@]*@)?([^/?#\s"'\\$`@]+)/i.exec(textWithHoles(value, HOLE))?.[1],
    ),
  );
  const [host] = hosts;
  return hosts.size === 1 && host !== undefined && !host.includes(HOLE) ? host : undefined;
}

function removeFallback(request: Request): Fix | undefined {
  const removed = removal(request);
  const fix = removed && unsafeFix('Fail where there is no session token', removed.changes, request);
  return fix && (removed.removesRequest ? { ...fix, leaves: 'none' } : fix);
}

function checkToken(request: Request): Fix | undefined {
  const checks = checksOf(request.call, request.place.document);
  const changes = checks?.map(({ at, text }) => ({ span: { start: at, end: at }, text }));
  return changes && unsafeFix('End the script when there is no session token', changes, request);
}

function unsafeFix(title: string, changes: Removal['changes'], { place }: Request): Fix | undefined {
  const { text, file } = place.document;
  const edits = changes.map((change) => text.edit(change.span, change.text));
  if (edits.includes(undefined)) return undefined;
  return {
    title,
    safety: 'unsafe',
    edits: edits.flatMap((edit) => (edit === undefined ? [] : [{ ...edit, path: file.path }])),
  };
}

/** How a request that can be given a token is written. */
interface Written {
  readonly command: CommandWord;
  readonly host: string;
  readonly words: readonly Expr[];
  readonly prefix: string;
  readonly leading: Span | undefined;
}

/** How `request` is written; undefined when it cannot be given a token where it stands. */
function writtenForm(request: Request): Written | undefined {
  const { call, place } = request;
  const { document } = place;
  const command = commandWord(call, request.client, document);
  const host = hostOf(request);
  if (
    command === undefined ||
    host === undefined ||
    place.span.start !== call.span.start ||
    place.span.end !== call.span.end
  )
    return undefined;
  // A second header beside one that may be there would be sent too.
  if (request.header(SESSION_TOKEN).sent !== 'never') return undefined;
  if (request.afterTokenTest || isKeptInVariable(document)) return undefined;
  const words = call.args.items.slice(command.index + 1).map((item) => item.value);
  if (words.some((word) => isFromElsewhere(request.client, word))) return undefined;
  const prefix = prefixFor(call, command, document);
  const leading = leadingOption(request.client, words);
  if (prefix === undefined || leading === 'unclear') return undefined;
  return { command, host, words, prefix, leading };
}

function addSessionToken(request: Request): Fix | undefined {
  const written = writtenForm(request);
  if (written === undefined) return undefined;
  const { document } = request.place;
  const { path } = document.file;
  const held = heldToken(document, request.call);
  if (held !== undefined) {
    const send = sending(request, written, `$${held}`);
    return send && { title: `Send the session token in $${held}`, safety: 'safe', edits: [{ ...send, path }] };
  }
  const together = askingTogether(request, written);
  if (together !== undefined) return together;
  const edit = sending(request, written, tokenCommandOf(request, written));
  if (edit === undefined) return undefined;
  // A token that the fix of another request brings is used instead.
  const brings = { path, span: document.text.originOf(request.call.span) };
  return { title: 'Ask for a session token and send it', safety: 'safe', edits: [{ ...edit, path }], brings };
}

/** The fix that asks for a token in a line of its own, for this request and others of the script. */
function askingTogether(request: Request, written: Written): Fix | undefined {
  const { call, client, place } = request;
  const { document } = place;
  if (!isShareable(written)) return undefined;
  const shared = sharedToken(call, sharersWith(request, written.host), keptOptions(client, written.words, document));
  if (shared === undefined) return undefined;
  const asking = document.text.edit(shared.at, shared.write(tokenCommandOf(request, written)));
  const send = sending(request, written, `$${shared.name}`);
  if (asking === undefined || send === undefined) return undefined;
  const { path } = document.file;
  return {
    title: 'Ask for a session token once and send it',
    safety: 'safe',
    edits: [asking, send].map((edit) => ({ ...edit, path })),
    brings: { path, span: document.text.originOf(shared.scope) },
  };
}

/** The requests beside `request` that a token which its client asked `host` for is good for. */
function sharersWith(request: Request, host: string): Sharers {
  const { client, place } = request;
  const beside = request.beside();
  const known = sharers.get(beside) ?? new Map<string, Sharers>();
  sharers.set(beside, known);
  const key = `${client} ${host}`;
  const calls = (): ReadonlySet<Call> =>
    new Set(beside.flatMap((one) => (isLike(one, client, host) ? [one.call] : [])));
  const found = known.get(key) ?? sharersOf([...calls()], place.document);
  known.set(key, found);
  return found;
}

const sharers = new WeakMap<readonly MetadataRequest[], Map<string, Sharers>>();

/** Whether a request can be given a token that `client` asked `host` for. */
function isLike(request: MetadataRequest, client: string, host: string): boolean {
  if (request.client !== client || request.purpose !== 'read' || request.reachesMetadata !== 'certain') return false;
  const written = forms.get(request) ?? { form: writtenForm(request) };
  forms.set(request, written);
  return written.form !== undefined && written.form.host === host && isShareable(written.form);
}

/** Each request is looked at once for every other of its document. */
const forms = new WeakMap<MetadataRequest, { readonly form: Written | undefined }>();

function isShareable({ prefix, leading }: Written): boolean {
  return prefix === '' && leading === undefined;
}

/** The substitution that asks for a token as the request asks for what it reads. */
function tokenCommandOf({ client, place }: Request, { command, host, words, prefix, leading }: Written): string {
  const { document } = place;
  const name = document.text.text.slice(command.span.start, command.span.end);
  const address = host.startsWith('[') ? `'http://${host}${TOKEN_PATH}'` : `http://${host}${TOKEN_PATH}`;
  const options = [...(leading === undefined ? [] : ['-q']), ...keptOptions(client, words, document)];
  return tokenCommand(client, `${prefix}${name}`, options, TTL_HEADER, address);
}

/** The edit that sends `token` with the request. */
function sending({ client, place }: Request, { command, leading }: Written, token: string): Edit | undefined {
  const { text } = place.document;
  const header = client === 'wget' ? ` --header="${HEADER}: ${token}"` : ` -H "${HEADER}: ${token}"`;
  const at = leading?.end ?? command.span.end;
  // Where what is around takes `: ` for the end of a key, the header is written without the space, which nobody needs.
  return text.edit({ start: at, end: at }, header) ?? text.edit({ start: at, end: at }, header.replaceAll(': ', ':'));
}

/** The word that is literally the client's name, where it stands in the document as it is run. */
function commandWord(call: Call, client: string, document: Document): CommandWord | undefined {
  if (document.language !== 'shell' || !call.isCommand || ('isDerived' in call && call.isDerived === true))
    return undefined;
  const { items } = call.args;
  const index = items.findIndex(
    (item) => item.value.kind === 'literal' && new RegExp(`(?:^|/)${client}$`).test(item.value.text),
  );
  const item = items[index];
  if (item === undefined || (client !== 'curl' && client !== 'wget')) return undefined;
  // What stands before it must be words too: an expansion there may be anything.
  const before = items.slice(0, index).map((one) => (one.value.kind === 'literal' ? one.value.text : undefined));
  if (before.some((text) => text === undefined || /(?:^|\/)busybox$/.test(text))) return undefined;
  const written = document.text.text.slice(item.value.span.start, item.value.span.end);
  return /^["']?[\w./-]+["']?$/.test(written) ? { span: item.value.span, index } : undefined;
}

/**
 * Whether the code is the value of a variable that is used as anything but code: expanded as plain words, its quotes would
 * stay quotes and nothing be substituted.
 */
function isKeptInVariable(document: Document): boolean {
  const { parent } = document;
  if (parent?.document.language !== 'shell') return false;
  const around = parent.document;
  const code = document.text.originOf({ start: 0, end: document.text.text.length });
  if (contains(around.text.originOf(parent.embedding.span), code)) return false;
  const holder = around.bindings.find((binding) => contains(around.text.originOf(binding.span), code));
  if (holder === undefined) return true;
  const readers = around.calls.filter((call) => mentions(call.args, holder.name));
  return !readers.every((call) => call.callee.kind === 'literal' && runnerOf(call.callee.text) !== undefined);
}

/** Whether the variable `name` is expanded in `expr`, a command's words. */
function mentions(expr: Expr, name: string): boolean {
  if (expr.kind === 'ref') return expr.name === name;
  if (expr.kind === 'list') return expr.items.some((item) => mentions(item.value, name));
  if (expr.kind === 'concat') return expr.parts.some((part) => mentions(part, name));
  return expr.kind === 'choice' && expr.options.some((option) => mentions(option, name));
}

/** Whether a word reads options from a file, or is wget's `-H`: then a header is not all that has to change. */
function isFromElsewhere(client: string, word: Expr): boolean {
  const pattern =
    client === 'wget' ? /^(?:--config(?:=|$)|--span-hosts$|-[A-Za-z]*H)/ : /^(?:--config(?:=|$)|-[A-Za-z]*K)/;
  return word.kind === 'literal' && pattern.test(word.text);
}
