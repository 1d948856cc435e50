/** Finds in Groovy what runs code and makes requests: steps of pipelines, and what is read from a URL. */
import type { Branch, Expr, ListItem, Region } from '../../model/expr.js';
import type { MappedText } from '../../model/mapped-text.js';
import { addCall, nothingFound, type Found } from '../dialects/found.js';
import { behindLines, expressionAt, localName, type Source } from './expressions.js';
import { tokensIn, type Token } from './tokens.js';
import { addAll } from '../../model/long-lists.js';

/** Steps that run code, and those that make a request. */
const STEPS: ReadonlySet<string> = new Set(['sh', 'bat', 'powershell', 'pwsh', 'httpRequest']);
/** What a step may be given, and tokens of its headers: no more are looked at. */
const MAX_OPTIONS = 20;
const MAX_HEADERS = 200;

/** What is given to a step by name. */
const OPTIONS = ['script', 'url', 'httpMode', 'customHeaders'];
/** What reads a URL at once, without anything that could be set before. */
const READS = /^(?:text|getText|openStream|newReader|readLines|bytes|getBytes)$/;

interface Reading extends Source {
  readonly found: Found;
  /** The blocks around, innermost last. */
  readonly regions: Region[];
  /** Where the tokens of `environment { … }` end. */
  environment: number;
}

/** What is in `text`, and its comments. */
export function findCode(text: MappedText): Found {
  const found = nothingFound(text);
  const { tokens, comments } = tokensIn(text.text);
  addAll(found.comments, comments);
  const reading: Reading = { text, tokens, locals: localsIn(tokens), found, regions: [found.root], environment: 0 };
  for (let at = 0; at < tokens.length; at += 1) readToken(reading, at);
  return found;
}

/** Names that the file itself sets: `x = …`. */
function localsIn(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [i, token] of tokens.entries()) {
    if (
      token.kind === 'name' &&
      isAssigned(tokens, i) &&
      !isMark(tokens[i - 1], '.') &&
      token.text !== token.text.toUpperCase()
    )
      names.add(token.text);
  }
  return names;
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

function isAssigned(tokens: readonly Token[], at: number): boolean {
  return isMark(tokens[at + 1], '=') && !isMark(tokens[at + 2], '=') && !isMark(tokens[at + 2], '~');
}

function regionAt({ regions, found }: Reading): Region {
  return regions.at(-1) ?? found.root;
}

function readToken(reading: Reading, at: number): void {
  const { tokens, regions } = reading;
  const token = tokens[at];
  if (token === undefined) return;
  if (isMark(token, '{')) regions.push(blockAt(reading, at));
  else if (isMark(token, '}')) {
    if (regions.length > 1) regions.pop();
  } else if (token.kind !== 'name') return;
  else if (isAssigned(tokens, at)) assign(reading, token.text, at);
  else if (STEPS.has(token.text) && !isDeclared(tokens, at)) addStep(reading, token.text, at);
  else if (token.text === 'URL' || token.text === 'toURL') addUrl(reading, token.text, at);
}

/** `def sh(…)`, `String sh(…)`: not called but made. */
function isDeclared(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before?.kind === 'name' && /^(?:def|void|static|[A-Z]\w*)$/.test(before.text);
}

/** A block: one behind a condition runs only at times, and one behind `else` when that does not. */
function blockAt(reading: Reading, at: number): Region {
  const { tokens } = reading;
  const token = tokens[at];
  const span = { start: token?.span.start ?? 0, end: reading.text.text.length };
  const before = tokens[at - 1];
  const isArm = isMark(before, ')') || (before?.kind === 'name' && /^(?:else|try|finally)$/.test(before.text));
  const parent = regionAt(reading);
  if (!isArm) return { kind: 'block', parent, span };
  const arms: Region[] = [];
  const branch: Branch = { exhaustive: false, arms };
  const region: Region = { kind: 'arm', parent, span, branch };
  arms.push(region);
  return region;
}

/** `NAME = …`, `env.NAME = …`, `def name = …`. */
function assign(reading: Reading, name: string, at: number): void {
  const { expr } = expressionAt(reading, behindLines(reading.tokens, at + 2));
  const bound = reading.locals.has(name) && !isMark(reading.tokens[at - 1], '.') ? localName(name) : name;
  const span = reading.tokens[at]?.span ?? { start: 0, end: 0 };
  reading.found.bindings.push({ name: bound, path: [], value: expr, region: regionAt(reading), span, how: 'assign' });
}

/** `sh '…'`, `sh(script: "…", returnStdout: true)`. */
function addStep(reading: Reading, step: string, at: number): void {
  const { tokens, found } = reading;
  const isBracketed = isMark(tokens[at + 1], '(');
  let next = behindLines(tokens, at + (isBracketed ? 2 : 1));
  const start = tokens[at]?.span.start ?? 0;
  const given = new Map<string, Expr>();
  let end = start;
  for (let first = true; next < tokens.length && given.size < MAX_OPTIONS; first = false) {
    const name = tokens[next];
    const isNamed = name?.kind === 'name' && isMark(tokens[next + 1], ':');
    if (!isNamed && (!first || name === undefined || !startsValue(name, isBracketed))) return;
    const option = isNamed ? name.text : step === 'httpRequest' ? 'url' : 'script';
    const from = behindLines(tokens, isNamed ? next + 2 : next);
    const value = option === 'customHeaders' ? headersAt(reading, from) : expressionAt(reading, from);
    given.set(option, value.expr);
    end = Math.max(end, value.expr.span.end);
    next = isBracketed ? behindLines(tokens, value.next) : value.next;
    if (!isMark(tokens[next], ',')) break;
    next = behindLines(tokens, next + 1);
  }
  const span = { start, end };
  const nothing: Expr = { kind: 'nothing', span };
  const items = OPTIONS.map((option): ListItem => ({ value: given.get(option) ?? nothing, spread: 'no' }));
  addCall(
    found,
    { kind: 'ref', name: `jenkins.${step}`, span },
    { kind: 'list', items, span },
    regionAt(reading),
    false,
  );
}

function startsValue(token: Token, isBracketed: boolean): boolean {
  return (
    token.kind === 'string' || (token.kind === 'name' && (isBracketed || !/^(?:in|instanceof|as)$/.test(token.text)))
  );
}

/** `[[name: 'X', value: x], …]` */
function headersAt(reading: Reading, at: number): { readonly expr: Expr; readonly next: number } {
  const { tokens } = reading;
  const start = tokens[at]?.span.start ?? 0;
  const entries: { readonly key: Expr; readonly value: Expr }[] = [];
  let [depth, next] = [0, at];
  let key: Expr | undefined;
  for (; next < Math.min(tokens.length, at + MAX_HEADERS); next += 1) {
    const token = tokens[next];
    if (isMark(token, '[')) depth += 1;
    else if (isMark(token, ']') && (depth -= 1) <= 0) break;
    else if (depth === 0) break;
    else if (token?.kind === 'name' && /^(?:name|value)$/.test(token.text) && isMark(tokens[next + 1], ':')) {
      const { expr } = expressionAt(reading, behindLines(tokens, next + 2));
      if (token.text === 'name') key = expr;
      else if (token.text === 'value' && key !== undefined) {
        entries.push({ key, value: expr });
        key = undefined;
      }
    }
  }
  const span = { start, end: tokens[next]?.span.end ?? start };
  const isList = isMark(tokens[at], '[');
  const expr: Expr = isList
    ? { kind: 'record', entries, span }
    : { kind: 'opaque', why: 'headers that are made elsewhere', span };
  return { expr, next: next + (isList ? 1 : 0) };
}

/** `new URL("…").text`, `"…".toURL().text`. */
function addUrl(reading: Reading, name: string, at: number): void {
  const { tokens, found } = reading;
  const isMade = name === 'URL' && isMark(tokens[at + 1], '(');
  const address = isMade ? at + 2 : at - 2;
  if (!isMade && !(name === 'toURL' && isMark(tokens[at - 1], '.') && tokens[address]?.kind === 'string')) return;
  const value = isMade
    ? expressionAt(reading, address)
    : expressionAt({ ...reading, tokens: tokens.slice(address, at - 1) }, 0);
  const behind = isMade ? value.next + 1 : at + 3;
  const method = tokens[behind + 1];
  if (!isMark(tokens[behind], '.') || method?.kind !== 'name' || !READS.test(method.text)) return;
  const span = { start: tokens[isMade ? at : address]?.span.start ?? 0, end: method.span.end };
  const items: readonly ListItem[] = [{ value: value.expr, spread: 'no' }];
  addCall(found, { kind: 'ref', name: 'groovy.URL', span }, { kind: 'list', items, span }, regionAt(reading), false);
}
