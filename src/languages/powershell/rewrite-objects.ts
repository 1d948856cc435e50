/** How a header is given to the requests of .NET's objects: it is set before they are made, by statements of their own. */
import type { Document } from '../../model/document.js';
import type { Binding, Expr, MemberExpr, Region } from '../../model/expr.js';
import type { PowerShellCall } from './lowering.js';
import type { Change } from './rewrite-cmdlet.js';
import { freeVariable, isHeldIn, variableOf } from './rewrite-token.js';

/** A header by its name, and the code of its value. */
export interface Entry {
  readonly name: string;
  readonly value: string;
}

/** Statements to be put before a request, and other edits. */
export interface ObjectChanges {
  readonly before: readonly string[];
  readonly edits: readonly Change[];
}

/** What makes the object that `call` asks send the header; undefined where that is no plain edit. */
export function objectChanges(
  client: string,
  call: PowerShellCall,
  header: Entry,
  document: Document,
): ObjectChanges | undefined {
  if (/^(?:Http)?WebRequest$/.test(client)) return requestChanges(call, header, document);
  if (!client.startsWith('WebClient.') || call.callee.kind !== 'member') return undefined;
  const { object } = call.callee;
  if (object.kind === 'ref') return heldChanges(object.name, call, header, document);
  return object.kind === 'call' && isPlainClient(object)
    ? madeChanges(call.callee, object, call, header, document)
    : undefined;
}

function setting(variable: string, { name, value }: Entry): string {
  return `${variable}.Headers['${name}'] = ${value}`;
}

/** `$request = [Net.WebRequest]::Create(…)`: what is made gets the header behind that. */
function requestChanges(call: PowerShellCall, header: Entry, document: Document): ObjectChanges | undefined {
  const { statement } = call;
  const holder = document.bindings.find(({ value }) => value.kind === 'call' && value.call === call);
  const variable = holder === undefined ? undefined : variableOf(holder, document);
  if (
    variable === undefined ||
    statement === undefined ||
    statement.start !== holder?.span.start ||
    statement.end !== holder.span.end
  )
    return undefined;
  const { text } = document.text;
  const line = text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start);
  const isOnOwnLine = /^[ \t]*$/.test(line) && /^[ \t]*(?:\n|$)/.test(text.slice(statement.end, statement.end + 100));
  const code = setting(variable, header);
  const span = { start: statement.end, end: statement.end };
  return { before: [], edits: [{ span, text: isOnOwnLine ? `\n${line}${code}` : `; ${code}` }] };
}

/** `$client.DownloadString(…)`: the variable's object gets the header, when it asks nobody else. */
function heldChanges(name: string, call: PowerShellCall, header: Entry, document: Document): ObjectChanges | undefined {
  const [made, ...others] = document.bindings.filter((one) => one.name === name && one.path.length === 0);
  if (made === undefined || others.length > 0 || !isPlainClient(made.value)) return undefined;
  const variable = variableOf(made, document);
  if (variable === undefined || !isHeldIn(made, call.region, document) || !asksOne(name, call, document))
    return undefined;
  return { before: [setting(variable, header)], edits: [] };
}

/** Whether all that the variable's object is told to read begins as the address of `call` does, and it goes nowhere else. */
function asksOne(name: string, call: PowerShellCall, document: Document): boolean {
  if (!/^\w+$/.test(name)) return false;
  if (new RegExp(`[$@{:]${name}\\b(?![ \\t]*(?:\\.|=[^=]))`, 'i').test(document.text.text)) return false;
  const start = startOf(call.args.items[0]?.value);
  const calls = document.calls.filter(
    ({ callee }) => callee.kind === 'member' && callee.object.kind === 'ref' && callee.object.name === name,
  );
  const asking = calls.filter(({ callee }) => /^(?:download|upload|open)/.test(propertyOf(callee)));
  return start !== undefined && asking.every(({ args }) => startOf(args.items[0]?.value) === start);
}

function propertyOf(callee: Expr): string {
  return callee.kind === 'member' && callee.property?.kind === 'literal' ? callee.property.text : '';
}

/** The host that an address begins with, or the variable. */
function startOf(url: Expr | undefined): string | undefined {
  if (url?.kind === 'concat') return startOf(url.parts[0]);
  if (url?.kind === 'ref') return `$${url.name}`;
  return url?.kind === 'literal' ? /^https?:\/\/[^/]+/i.exec(url.text)?.[0] : undefined;
}

/** `(New-Object Net.WebClient).DownloadString(…)`: what is made there is held in a variable first. */
function madeChanges(
  callee: MemberExpr,
  made: Expr,
  call: PowerShellCall,
  header: Entry,
  document: Document,
): ObjectChanges | undefined {
  const { text } = document.text;
  const end = callee.property?.span.start ?? callee.span.start;
  const object = text.slice(callee.span.start, end).replace(/\s*\.\s*$/, '');
  const span = { start: callee.span.start, end: callee.span.start + object.length };
  const held = heldClient(header.name.toLowerCase(), call.region, call.span.start, document);
  if (held !== undefined) return { before: [], edits: [{ span, text: held }] };
  const isOurs = ({ path, value }: Binding): boolean => (path.length === 0 ? isPlainClient(value) : isHeader(path));
  const variable = `$${freeVariable('imdsClient', document, isOurs)}`;
  const creation = text.slice(made.span.start, made.span.end);
  return {
    before: [`${variable} = ${creation}`, setting(variable, header)],
    edits: [{ span, text: variable }],
  };
}

/** `New-Object Net.WebClient` and no more. */
function isPlainClient(value: Expr): boolean {
  if (value.kind !== 'call' || !value.call.isNew || value.call.args.items.length > 0) return false;
  const { callee } = value.call;
  return callee.kind === 'ref' && callee.name === 'type:system.net.webclient';
}

function isHeader(path: Binding['path'], name?: string): boolean {
  const [headers, header] = path.map((one) => (one.kind === 'literal' ? one.text : ''));
  return headers === 'headers' && header !== undefined && (name === undefined || header === name);
}

/** A variable that surely holds a client which sends the header `name` and is made for nothing else. */
function heldClient(name: string, region: Region, offset: number, document: Document): string | undefined {
  const before = document.bindings.filter((one) => one.span.end <= offset && isHeldIn(one, region, document));
  const set = before.findLast(({ path }) => isHeader(path, name));
  const all = document.bindings.filter((one) => one.name === set?.name);
  const made = before.findLast((one) => one.name === set?.name && one.path.length === 0);
  if (set === undefined || made === undefined || made.span.end > set.span.start || !isPlainClient(made.value))
    return undefined;
  const isOnlyThat = all.every(({ path, value }) => (path.length === 0 ? isPlainClient(value) : isHeader(path, name)));
  return isOnlyThat ? variableOf(made, document) : undefined;
}
