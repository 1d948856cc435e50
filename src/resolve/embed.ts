/** Code that a program hands to another language's interpreter: `exec('curl …')`, `eval "$cmd"`. */
import type { Document, Embedding } from '../model/document.js';
import type { Call, Expr, FunctionExpr } from '../model/expr.js';
import { MappedText, type Codec, type Fragment } from '../model/mapped-text.js';
import { languageOfContent } from '../languages/content.js';
import type { Runner } from '../languages/language.js';
import { noFrames } from './frames.js';
import { calleeOf } from './calls.js';
import type { FunctionValue } from '../model/value.js';
import type { Project } from './project.js';
import { contains } from '../model/source-file.js';
import { isWithin } from './scopes.js';
import { addAll } from '../model/long-lists.js';

/** The code that calls of `document` run, as far as it is written in this document. */
export function codeOf(document: Document, project: Project): readonly Embedding[] {
  return document.calls.flatMap((call) => {
    const meant = meaningAt(call, document, project);
    const seen = new Set<Expr>();
    // What is called may be known only by reading what is imported: not for a call that is given no code.
    if (!call.isCommand && !call.args.items.some((item) => mayBeCode(item.value, meant, seen))) return [];
    const runner = runnerOf(call, document, project);
    const embedding = runner === undefined ? undefined : embeddingOf(call, runner, document, project);
    return embedding === undefined ? [] : [embedding];
  });
}

/** Whether what is written may be code that makes a request: there is a text in it with a blank or a bracket. */
function mayBeCode(written: Expr, meant: (expr: Expr) => Expr, seen: Set<Expr>): boolean {
  const expr = meant(written);
  if (seen.has(expr)) return false;
  seen.add(expr);
  return expr.kind === 'literal' ? /[\s(]/.test(expr.text) : partsOf(expr).some((one) => mayBeCode(one, meant, seen));
}

function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'concat':
      return expr.parts;
    case 'list':
      return expr.items.map((item) => item.value);
    case 'record':
      return expr.entries.map((entry) => ('spread' in entry ? entry.spread : entry.value));
    case 'call':
      return expr.call.args.items.map((item) => item.value);
    case 'choice':
      return expr.options;
    default:
      return [];
  }
}

/** All of both, but for what is `written` that is among what is `run`: one text is read once. */
export function withoutCopies(written: readonly Embedding[], run: readonly Embedding[]): readonly Embedding[] {
  const startOf = ({ text }: Embedding): number => text.originOf({ start: 0, end: 1 }).start;
  const starts = new Set(run.map(startOf));
  const isRun = (one: Embedding): boolean =>
    starts.has(startOf(one)) ||
    run.some(({ span, text }) => contains(span, one.span) && text.text.includes(one.text.text));
  return [...written.filter((one) => !isRun(one)), ...run];
}

/** Whether `call` runs code: it calls what runs it, or a function that hands a parameter on to such. */
function runnerOf(call: Call, document: Document, project: Project): Runner | undefined {
  const callee = calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames });
  if (callee.kind === 'function') return handedOn(callee, project);
  if (callee.kind !== 'external') return undefined;
  const args = call.args.items.map((item) => item.value).map(meaningAt(call, document, project));
  return project.languageOf(document).runs(callee.name, args);
}

const wrappers = new WeakMap<FunctionExpr, Runner | undefined>();

/** What a function of the project runs of what it is given: `function run(command) { return execSync(command); }`. */
function handedOn({ fn, document }: FunctionValue, project: Project): Runner | undefined {
  if (wrappers.has(fn)) return wrappers.get(fn);
  // Known before it is found out: a function may call itself.
  wrappers.set(fn, undefined);
  for (const call of document.calls) {
    if (call.isCommand || !isWithin(call.region, fn.region)) continue;
    const parameter = parameterIn(call, fn, document, project);
    const runner = parameter === undefined ? undefined : runnerOf(call, document, project);
    if (parameter === undefined || runner === undefined || runner.item !== undefined) continue;
    const isCode = call.args.items[runner.argument]?.value === parameter.ref;
    if (isCode) wrappers.set(fn, { language: runner.language, argument: parameter.index, rest: false });
  }
  return wrappers.get(fn);
}

/** The first argument of `call` that is a parameter of `fn` as it was given. */
function parameterIn(
  call: Call,
  fn: FunctionExpr,
  document: Document,
  project: Project,
): { readonly ref: Expr; readonly index: number } | undefined {
  for (const { value } of call.args.items) {
    if (value.kind !== 'ref') continue;
    const parameter = fn.parameters.find((one) => one.name === value.name && !one.rest);
    const variable = parameter === undefined ? undefined : project.scopesOf(document).find(value.name, call.region);
    if (parameter !== undefined && variable?.scope === fn.region && variable.bindings.length === 1)
      return { ref: value, index: parameter.index };
  }
  return undefined;
}

function itemOf(expr: Expr, index: number): readonly Expr[] {
  const item = expr.kind === 'list' ? expr.items[index] : undefined;
  return item === undefined ? [] : [item.value];
}

/** What `key` names in a record; the last entry of that name counts. */
function entryOf(expr: Expr, key: string): readonly Expr[] {
  const entries = expr.kind === 'record' ? expr.entries : [];
  const found = entries.findLast((one) => !('spread' in one) && one.key.kind === 'literal' && one.key.text === key);
  return found === undefined || 'spread' in found ? [] : [found.value];
}

function embeddingOf(call: Call, runner: Runner, document: Document, project: Project): Embedding | undefined {
  const first = runner.argument + (call.isCommand ? 1 : 0);
  const words = call.args.items.slice(first, runner.rest ? undefined : first + 1);
  const meant = meaningAt(call, document, project);
  const { item, path = [] } = runner;
  const arguments_ = words.map(({ value }) => (item === undefined && path.length === 0 ? value : meant(value)));
  const items = item === undefined ? arguments_ : arguments_.flatMap((one) => itemOf(one, item));
  const parts = path.reduce((from, key) => from.flatMap((one) => entryOf(one, key)).map(meant), items);
  const codes = parts.flatMap((part) => linesOf(meant(part)));
  const fragments: Fragment[] = [];
  for (const [i, code] of codes.entries()) {
    const written = project.languageOf(document).written(code, document.text);
    if (written === undefined) return undefined;
    if (i > 0) fragments.push(separator(call.isCommand ? ' ' : '\n', document.text, code.span.start));
    addAll(fragments, runner.onlySplits === true ? written.map(asItIs) : written);
  }
  const given = MappedText.compose(fragments);
  const text = given === undefined || runner.decode === undefined ? given : runner.decode(given);
  // A command without a word behind it asks for nothing.
  if (text === undefined || (runner.language === 'shell' && !text.text.includes(' '))) return undefined;
  // User data is run by what it says of itself.
  const said = runner.language === 'shell' && !call.isCommand ? languageOfContent(text.text) : undefined;
  const language = said ?? runner.language;
  // Of what a shell is told the names are those of whoever starts it, as is the environment of Windows; other languages have their own.
  const inheritsNames = runner.passesNames ?? (call.isCommand && /^(?:shell|batch|powershell)$/.test(runner.language));
  return { text, language, span: call.span, region: call.region, inheritsNames };
}

/** What an argument of `call` was bound to: see `followed`. */
function meaningAt(call: Call, document: Document, project: Project): (expr: Expr) => Expr {
  return (expr) => followed(expr, call, document, project, 0);
}

/** What a name was bound to, when it was bound once, to something that is written in place. */
function followed(expr: Expr, call: Call, document: Document, project: Project, hops: number): Expr {
  if (expr.kind !== 'ref' || hops > 4) return expr;
  const variable = project.scopesOf(document).find(expr.name, call.region);
  const [only] = variable?.bindings ?? [];
  if (variable?.bindings.length !== 1 || only === undefined || only.path.length > 0) return expr;
  return followed(only.value, call, document, project, hops + 1);
}

function linesOf(expr: Expr): readonly Expr[] {
  return expr.kind === 'list' ? expr.items.map((item) => item.value) : [expr];
}

/** A part of a text that cannot be edited. */
function asItIs(fragment: Fragment): Fragment {
  return fragment.kind === 'hole' ? fragment : { ...fragment, codec: { ...fragment.codec, encode: () => undefined } };
}

/** A text that is not in the file: it cannot be edited. */
function separator(text: string, parent: MappedText, at: number): Fragment {
  const codec: Codec = { decode: () => [{ text, from: { start: 0, end: 0 } }], encode: () => undefined };
  return { kind: 'text', parent, span: { start: at, end: at }, codec };
}
