/** The token of a PowerShell script's requests: which variable surely holds one, and where another is asked for. */
import { headerName, LONGEST_TTL, TOKEN_PATH, TOKEN_TTL } from '../../imds/names.js';
import type { Document } from '../../model/document.js';
import type { Binding, Expr, Region } from '../../model/expr.js';
import { HOLE } from '../../model/mapped-text.js';
import { obtain } from '../../model/obtain.js';
import type { Span } from '../../model/source-file.js';
import type { PlacedRegion, PowerShellCall } from './lowering.js';
import { indexOf } from './rewrite-index.js';

/** What asks for a token in each document. */
const tokenRequests = new WeakMap<Document, readonly Binding[]>();

/** The variable, as it is written, that surely holds a token where `region` is at `offset`. */
export function heldToken(document: Document, region: Region, offset: number): string | undefined {
  const isBefore = ({ span }: Binding): boolean => span.end <= offset;
  const requests = obtain(tokenRequests, document, ({ bindings }) =>
    bindings.filter(({ value }) => isTokenRequest(value)),
  );
  const token = requests.findLast((binding) => isBefore(binding) && isHeldIn(binding, region, document));
  if (token === undefined || indexOf(document).bindings.get(token.name)?.findLast(isBefore) !== token) return undefined;
  return variableOf(token, document);
}

/** The variable of a binding as it is written: `$Token`. */
export function variableOf({ span }: Binding, document: Document): string | undefined {
  const written = /^\$(?:\w+:)?\w+/.exec(document.text.text.slice(span.start, Math.min(span.end, span.start + 100)));
  return written?.[0].replace(/^\$(?:script|local|private):/i, '$');
}

/** Whether `value` is what a token request answers, and nothing but that. */
function isTokenRequest(value: Expr): boolean {
  const isContent = value.kind === 'member' && value.property?.kind === 'literal' && value.property.text === 'content';
  const made = isContent ? value.object : value;
  if (made.kind !== 'call' || !made.call.isCommand) return false;
  const texts = made.call.args.items.map((item) => literalText(item.value));
  const name = isContent ? 'Invoke-WebRequest' : 'Invoke-RestMethod';
  const method = texts.findIndex((text) => /^-m(?:e(?:t(?:h(?:o(?:d)?)?)?)?)?$/i.test(text));
  return (
    texts[0] === name &&
    method > 0 &&
    texts[method + 1]?.toUpperCase() === 'PUT' &&
    texts.some((text) => text.endsWith(TOKEN_PATH.slice('/latest'.length)))
  );
}

function literalText(word: Expr): string {
  if (word.kind === 'literal') return word.text;
  return word.kind === 'concat' ? word.parts.map(literalText).join('') : HOLE;
}

/** Blocks that run elsewhere or beside what is around: variables of the script are not theirs. */
const RUN_ELSEWHERE =
  /(?:start-(?:thread)?job|invoke-command|\bicm\b|register-\w+|scheduledjob|-parallel|-action|-scriptblock|powershell|pwsh)[^;{}\n]*$/i;

/**
 * Whether what is bound holds in `region`: that is the binding's own, or inside of it, with no function in between, no
 * loop that may outlast a token, and no block that other processes run.
 */
export function isHeldIn(binding: Binding, region: Region, document: Document): boolean {
  for (let at: Region | undefined = region; at !== undefined; at = at.parent) {
    if (at === binding.region) return true;
    // A loop that is not over a list may outlast a token.
    if (at.kind === 'function' || (at.kind === 'loop' && at.over === undefined) || isRunElsewhere(at, document))
      return false;
    const { test } = at;
    if (test?.holds === false && test.value.kind === 'ref' && test.value.name === binding.name) return false;
  }
  return false;
}

function isRunElsewhere({ span }: Region, { text }: Document): boolean {
  return (
    text.text.charAt(span.start) === '{' &&
    RUN_ELSEWHERE.test(text.text.slice(Math.max(0, span.start - 200), span.start))
  );
}

/** Where statements can be put that run once before a call. */
export interface Point {
  /** The statement that they stand before. */
  readonly statement: Span;
  readonly region: Region;
}

/**
 * Where a statement can be put so that it runs before `call` whenever that runs, and no more often than makes sense: before
 * a loop over a list, not in it. Undefined where what is around may run on its own (a condition, the second of `-and`).
 */
export function pointBefore(call: PowerShellCall, document: Document): Point | undefined {
  let { statement, region }: { statement: Span | undefined; region: Region } = call;
  while (region.kind === 'loop' && region.over !== undefined && !isRunElsewhere(region, document)) {
    const { around } = region as PlacedRegion;
    if (around === undefined || region.parent === undefined) break;
    ({ statement, region } = { statement: around, region: region.parent });
    if (!isAlways(document, around, region, call)) return pointAt(call.statement, call.region, document, call);
  }
  return pointAt(statement, region, document, call);
}

/** The place before `statement`, when `call` is reached whenever that begins. */
export function pointAt(
  statement: Span | undefined,
  region: Region,
  document: Document,
  call: PowerShellCall,
): Point | undefined {
  return statement !== undefined && isAlways(document, statement, region, call) ? { statement, region } : undefined;
}

/** Whether `call` is reached whenever `statement` begins: but for the list of a loop, nothing on the way decides. */
function isAlways({ text }: Document, statement: Span, region: Region, call: PowerShellCall): boolean {
  const between = text.text.slice(statement.start, call.span.start);
  const isInLoop = region !== call.region;
  const rest = isInLoop ? between.replace(/\{[^{]*$/, '') : between;
  return !/[{]|-x?or\b|-and\b|\|\||&&/i.test(rest);
}

/** The variables that fixes bring to each document, by the names that they would have best. */
const freeVariables = new WeakMap<Document, Map<string, string>>();

/** A variable for what a fix brings: one that is not in use, or that holds nothing but the same; what that is goes by `name`. */
export function freeVariable(name: string, document: Document, isSame: (binding: Binding) => boolean): string {
  const chosen = obtain(freeVariables, document, () => new Map<string, string>());
  return obtain(chosen, name, () => chooseVariable(name, document, isSame));
}

function chooseVariable(name: string, document: Document, isSame: (binding: Binding) => boolean): string {
  const { bindings, uses } = indexOf(document);
  for (let i = 1; i < 100; i += 1) {
    const candidate = i === 1 ? name : `${name}${String(i)}`;
    const bound = bindings.get(candidate.toLowerCase()) ?? [];
    if (!uses.has(candidate.toLowerCase()) || (bound.length > 0 && bound.every(isSame))) return candidate;
  }
  return `${name}OfRequest`;
}

/** The variable for a new token. */
export function tokenVariable(document: Document): string {
  return `$${freeVariable('imdsToken', document, ({ value, path }) => path.length === 0 && isTokenRequest(value))}`;
}

/** The command that asks `host` for a token, with the options of the request that it is asked for. */
export function tokenCommand(host: string, options: readonly string[]): string {
  const address = `http://${host}${TOKEN_PATH}`;
  const url = /^[\w.:/-]+$/.test(address) ? address : `'${address}'`;
  const headers = `-Headers @{'${headerName(TOKEN_TTL)}' = '${String(LONGEST_TTL)}'}`;
  return ['Invoke-RestMethod', '-Method Put', `-Uri ${url}`, headers, ...options].join(' ');
}
