/** What can be done about a tokenless request of a PowerShell script: ask for a token, and send it. */
import { ADDRESS, headerName, LONGEST_TTL, SESSION_TOKEN, TOKEN_PATH, TOKEN_TTL } from '../../imds/names.js';
import type { Document } from '../../model/document.js';
import type { Call } from '../../model/expr.js';
import type { Fix, MetadataRequest, Rewriter } from '../../model/site.js';
import type { Span } from '../../model/source-file.js';
import { hostOf } from '../shell/rewrite.js';
import { keptOptions as shellOptions, leadingOption } from '../shell/rewrite-token-command.js';
import type { PowerShellCall } from './lowering.js';
import { keptOptions, sendingChange, splattedHeaders, type Change, type SplattedHeaders } from './rewrite-cmdlet.js';
import { objectChanges } from './rewrite-objects.js';
import { heldToken, pointAt, pointBefore, tokenCommand, tokenVariable, type Point } from './rewrite-token.js';

type Request = Omit<MetadataRequest, 'rewrite'>;

const HEADER = headerName(SESSION_TOKEN);

/** The rewriter of a request that a command or a method of PowerShell makes. */
export function rewriterFor(request: Request): Rewriter {
  return {
    addSessionToken: () => addSessionToken(request),
    removeFallback: () => undefined,
    snippet: snippetFor(request),
  };
}

function snippetFor({ path }: Request): string {
  const url = `http://${ADDRESS}${path === '' ? '/latest/meta-data/' : path}`;
  return [
    `$imdsToken = ${tokenCommand(ADDRESS, [])}`,
    `Invoke-RestMethod -Uri ${url} -Headers @{'${HEADER}' = $imdsToken}`,
  ].join('\n');
}

function addSessionToken(request: Request): Fix | undefined {
  const { call, place } = request;
  const { document } = place;
  const host = hostOf(request);
  if (!isOfPowerShell(call, document) || host === undefined || request.afterTokenTest) return undefined;
  // A second header beside one that may be there would be sent too.
  if (request.header(SESSION_TOKEN).sent !== 'never' || host.startsWith('[')) return undefined;
  // A condition of a loop runs again and again: for longer, perhaps, than a token lives.
  const held = call.statement === undefined ? undefined : heldToken(document, call.region, call.span.start);
  if (request.client === 'curl') return curlFix(call, document, held, host);
  if (!request.client.startsWith('Invoke-')) return objectFix(request.client, call, document, held, host);
  const [splatted] = splattedHeaders(call, document);
  if (splatted !== undefined) return splattedFix(splatted, document);
  const point = pointBefore(call, document);
  const variable = held ?? tokenVariable(document);
  const command = tokenCommand(host, keptOptions(call, document));
  const isInline = held === undefined && point === undefined;
  const send = sendingChange(call, `'${HEADER}' = ${isInline ? `(${command})` : variable}`, document);
  if (send === undefined) return undefined;
  if (held !== undefined) return fixOf(sending(held), [send], document);
  if (point === undefined) return fixOf(ASKED, [send], document, call.span);
  const changes = [before(point, [`${variable} = ${command}`], document), send];
  return fixOf(ASKED, changes, document, reachOf(point));
}

/** A table of parameters gets the token where it is made: one has to be held there. */
function splattedFix({ table, send }: SplattedHeaders, document: Document): Fix | undefined {
  const held = heldToken(document, table.region, table.span.start);
  const change = held === undefined ? undefined : send(`'${HEADER}' = ${held}`);
  return held === undefined || change === undefined ? undefined : fixOf(sending(held), [change], document);
}

/** The program curl is asked for the token too: it goes the same way. */
function curlFix(call: PowerShellCall, document: Document, held: string | undefined, host: string): Fix | undefined {
  const [name, ...words] = call.args.items.map(({ value }) => value);
  if (name === undefined || call.written === undefined || !/(?:^|[\\/])curl(?:\.exe)?$/i.test(call.written))
    return undefined;
  const isHidden = call.args.items.some(({ spread }) => spread !== 'no');
  if (isHidden || leadingOption('curl', words) !== undefined) return undefined;
  const options = ['-sf', ...shellOptions('curl', words, document), '-X PUT'];
  const ttl = `${headerName(TOKEN_TTL)}: ${String(LONGEST_TTL)}`;
  const asks = [call.written, ...options, '-H', `'${ttl}'`, `http://${host}${TOKEN_PATH}`].join(' ');
  // Of an empty header curl would send nothing: a token that is none is refused.
  const command = `$(${asks}; if ($LASTEXITCODE) { 'none' })`;
  const at = { start: name.span.end, end: name.span.end };
  const send = { span: at, text: ` -H "${HEADER}: ${held ?? command}"` };
  return fixOf(held === undefined ? ASKED : sending(held), [send], document, call.span);
}

const sending = (variable: string): string => `Send the session token in ${variable}`;

const ASKED = 'Ask for a session token and send it';

/** Headers of an object are set before it is used, by statements of their own, which a loop repeats. */
function objectFix(
  client: string,
  call: PowerShellCall,
  document: Document,
  held: string | undefined,
  host: string,
): Fix | undefined {
  const point = pointAt(call.statement, call.region, document, call);
  if (point === undefined) return undefined;
  const token = held ?? tokenVariable(document);
  const changes = objectChanges(client, call, { name: HEADER, value: token }, document);
  if (changes === undefined) return undefined;
  const asked = held === undefined ? [`${token} = ${tokenCommand(host, [])}`] : [];
  const lines = [...asked, ...changes.before];
  const edits = [...(lines.length === 0 ? [] : [before(point, lines, document)]), ...changes.edits];
  return fixOf(held === undefined ? ASKED : sending(held), edits, document, reachOf(point));
}

/** A call as it stands in a script of PowerShell. */
function isOfPowerShell(call: Call, document: Document): call is PowerShellCall {
  return document.language === 'powershell' && 'statement' in call && 'written' in call;
}

/** Statements before another: lines of their own, where that has one. */
function before({ statement }: Point, code: readonly string[], document: Document): Change {
  const { text } = document.text;
  const { start } = statement;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const isOnOwnLine = /^[ \t]*$/.test(line) && text.trim().includes('\n');
  return { span: { start, end: start }, text: code.map((one) => one + (isOnOwnLine ? `\n${line}` : '; ')).join('') };
}

/** How far what stands before a point can be used. */
function reachOf({ statement, region }: Point): Span {
  return { start: statement.start, end: region.span.end };
}

/** The fix of these changes; in `brings`, other requests may use what it brings. */
function fixOf(title: string, changes: readonly Change[], document: Document, brings?: Span): Fix | undefined {
  const { path } = document.file;
  const edits = changes.flatMap(({ span, text }) => {
    const edit = document.text.edit(span, text);
    return edit === undefined ? [] : [{ ...edit, path }];
  });
  if (edits.length < changes.length) return undefined;
  const fix: Fix = { title, safety: 'safe', edits };
  return brings === undefined ? fix : { ...fix, brings: { path, span: document.text.originOf(brings) } };
}
