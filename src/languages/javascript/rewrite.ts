/** Asks for a session token before a request, and sends it with that: where the code is plain enough to do so safely. */
import { ADDRESS, ADDRESS_V6, SESSION_TOKEN, TOKEN_PATH } from '../../imds/names.js';
import type { Fix, MetadataRequest, Rewriter } from '../../model/site.js';
import { textWithHoles } from '../../model/value.js';
import { parse, Syntax, type Tree } from './parse.js';
import {
  askingPromise,
  askingStatements,
  headerName,
  quoted,
  recipeFor,
  type Names,
  type Recipe,
  type Style,
} from './rewrite-clients.js';
import { childrenOf, findCall, isPromiseAlone, statementBefore, type Found } from './rewrite-find.js';
import { addHeader, sharedOptions, type Change } from './rewrite-options.js';
import { snippetFor } from './rewrite-snippets.js';

type Request = Omit<MetadataRequest, 'rewrite'>;

/** What can be done about `request`. */
export function rewriterFor(request: Request): Rewriter {
  return { addSessionToken: () => addSessionToken(request), snippet: snippetFor(request.client) };
}

function addSessionToken(request: Request): Fix | undefined {
  const { document, span } = request.place;
  const origin = originOf(request);
  if (origin === undefined || request.header(SESSION_TOKEN).sent !== 'never') return undefined;
  const code = document.text.text;
  const { program, errors } = parse(code, document.file.path);
  const found = program === undefined || errors.length > 0 ? undefined : findCall(program, span);
  if (found === undefined) return undefined;
  const changes = changesFor(found, request, `${origin}${TOKEN_PATH}`, code);
  const edits = changes?.map((change) => document.text.edit(change.span, change.text));
  if (edits === undefined || edits.some((edit) => edit === undefined)) return undefined;
  const { path } = document.file;
  return {
    title: 'Ask for a session token before the request and send it',
    safety: 'safe',
    edits: edits.flatMap((edit) => (edit === undefined ? [] : [{ ...edit, path }])),
  };
}

/** The service's origin, when all ways of making the request lead to one that is known. */
function originOf({ url }: Request): string | undefined {
  const origins = new Set(url.values.map((value) => /^https?:\/\/[^/?#]*/i.exec(textWithHoles(value, '\uFFFC'))?.[0]));
  const [origin] = origins;
  if (origins.size !== 1 || origin === undefined) return undefined;
  const host = origin
    .replace(/^\w+:\/\//, '')
    .replace(/:80$/, '')
    .toLowerCase();
  return [ADDRESS, `[${ADDRESS_V6}]`, 'instance-data', 'instance-data.ec2.internal'].includes(host)
    ? `http://${host}`
    : undefined;
}

function changesFor(found: Found, request: Request, url: string, code: string): readonly Change[] | undefined {
  const { call } = found;
  const made = recipeFor(request.client, call);
  if (made === undefined) return undefined;
  const { recipe } = made;
  const client = code.slice(...made.client.range);
  if (isInstance(client, code)) return undefined;
  const statement = statementBefore(found);
  if (statement === undefined && !isPromiseAlone(found, code, recipe.promise)) return undefined;
  const style = styleOf(code, statement);
  const names = namesFor(found, code);
  const send = sendingChange(recipe, call, `${quoted(headerName(SESSION_TOKEN), style)}: ${names.token}`, code);
  const kept = recipe.options === 'chain' ? '' : sharedOptions(call, recipe.options, recipe.keeps, code);
  if (kept === undefined || send === undefined) return undefined;
  const asking = recipe.request(client, quoted(url, style), kept, style);
  if (statement !== undefined)
    return [insertion(statement, askingStatements(recipe, asking, names, style), code), send];
  return recipe.options === 'chain'
    ? undefined
    : [...wrapped(call, askingPromise(recipe, asking, names.token), code), send];
}

/** How the header is added to the request. */
function sendingChange(recipe: Recipe, call: Tree.CallExpression, entry: string, code: string): Change | undefined {
  const { options, takesOptionsFirst } = recipe;
  if (options !== 'chain') return addHeader(call, { options, takesOptionsFirst }, entry, code);
  return { span: { start: call.range[1], end: call.range[1] }, text: `.set(${entry.replace(': ', ', ')})` };
}

/** The call as the body of a function that what asks for the token hands it to. */
function wrapped(call: Tree.CallExpression, lines: readonly string[], code: string): readonly Change[] {
  const [start, end] = call.range;
  const line = code.slice(code.lastIndexOf('\n', start - 1) + 1, start);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const step = /\t/.test(indent) ? '\t' : '  ';
  return [
    { span: { start, end: start }, text: lines.join(`\n${indent}${step}`) },
    { span: { start: end, end }, text: ')' },
  ];
}

/** A client with a base of its own may not take the address of the token as it is. */
function isInstance(client: string, code: string): boolean {
  const name = client.slice(client.lastIndexOf('.') + 1).replaceAll('$', '\\$');
  return (
    client.startsWith('this.') ||
    new RegExp(`(?<![\\w$])${name}\\s{0,9}=[^;=\\n]{0,80}\\.(?:create|extend|defaults|instance)\\(`).test(code)
  );
}

/** `lines` before `statement`, each on a line of its own where the statement is. */
function insertion(statement: Tree.Node, lines: readonly string[], code: string): Change {
  const [start] = statement.range;
  const indent = code.slice(code.lastIndexOf('\n', start - 1) + 1, start);
  const end = /^[ \t]*$/.test(indent) ? `\n${indent}` : ' ';
  // Without a semicolon, what begins like this would go on with the line before.
  const guard = /^[([`/+-]/.test(code.slice(start, start + 1)) || end === ' ' ? ';' : '';
  const text = lines.map((line) => (guard === '' || line.endsWith(';') ? line : line + guard)).join(end);
  return { span: { start, end: start }, text: text + end };
}

function styleOf(code: string, statement: Tree.Node | undefined): Style {
  const ends =
    (statement !== undefined &&
      code
        .slice(...statement.range)
        .trimEnd()
        .endsWith(';')) ||
    /;[ \t]*$/m.test(code);
  const single = code.split("'").length;
  return { quote: code.split('"').length > single ? '"' : "'", semicolon: ends ? ';' : '' };
}

/** Names that the file does not use. Requests after one another in a block get different ones, though one fix knows no other. */
function namesFor({ call, around }: Found, code: string): Names {
  const fn = around.findLast((node) => /Function/.test(node.type)) ?? around[0];
  const callee = code.slice(...call.callee.range);
  const before = fn === undefined ? 0 : countCalls(fn, callee, call.range[0], code);
  for (let number = before + 1; ; number += 1) {
    const suffix = number === 1 ? '' : String(number);
    const names = { token: `imdsToken${suffix}`, response: `imdsTokenResponse${suffix}` };
    if (![names.token, names.response].some((name) => new RegExp(`\\b${name}\\b`).test(code))) return names;
  }
}

/** How many calls of `callee` or another client in `node` begin before `end` and may be requests to the service too. */
function countCalls(node: Tree.Node, callee: string, end: number, code: string): number {
  let count = 0;
  const pending: Tree.Node[] = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.range[0] >= end) continue;
    if (
      at.type === Syntax.CallExpression &&
      isClient(code.slice(...at.callee.range), callee, code) &&
      mayReach(at, code)
    )
      count += 1;
    pending.push(...childrenOf(at));
  }
  return count;
}

/** Whether a call of `name` may be fixed as one of `callee` is: it is the same, or of a package that makes requests. */
function isClient(name: string, callee: string, code: string): boolean {
  if (name === callee) return true;
  const root = /^[\w$]+/.exec(name)?.[0]?.replaceAll('$', '\\$');
  if (root === undefined || name.length > 100) return false;
  return (
    /(?:^|\.)fetch$/.test(name) || new RegExp(`(?<![\\w$])${root}(?![\\w$])[^;\\n]{0,200}${PACKAGE.source}`).test(code)
  );
}

/** Where a package of a client is imported. */
const PACKAGE =
  /\b(?:from|require\()\s{0,9}['"](?:axios|got|ky|needle|undici|superagent|(?:node|cross|isomorphic)-fetch|request-promise(?:-native)?)['"]/;

function mayReach({ arguments: [first] }: Tree.CallExpression, code: string): boolean {
  if (first?.type !== Syntax.Literal) return true;
  const text = code.slice(...first.range);
  return text.includes(ADDRESS) || text.includes('instance-data') || text.toLowerCase().includes(ADDRESS_V6);
}
